// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Console on COM1 and the end of the run.
 */
#include <libcflat.h>
#include <cpulock.h>
#include <asm/io.h>
#include <x86/fwcfg.h>
#include <x86/processor.h>

#define SERIAL_PORT	0x3f8
#define UART_DATA	(SERIAL_PORT + 0)
#define UART_IER	(SERIAL_PORT + 1)
#define UART_FCR	(SERIAL_PORT + 2)
#define UART_LCR	(SERIAL_PORT + 3)
#define UART_MCR	(SERIAL_PORT + 4)
#define UART_LSR	(SERIAL_PORT + 5)

#define LCR_DLAB	0x80
#define LCR_8N1		0x03
#define MCR_DTR_RTS	0x03
#define LSR_DR		0x01
#define LSR_THRE	0x20
#define LSR_TEMT	0x40

/* Process status of the VMM: (code << 1) | 1 */
#define ISA_DEBUG_EXIT_PORT	0xf4
/* The word "Shutdown" here ends Bochs and its kin. */
#define SHUTDOWN_PORT		0x8900

static struct cpu_lock console_lock;
static bool serial_ready;

static void serial_init(void)
{
	outb(LCR_DLAB, UART_LCR);
	/* Divisor 1: 115200 baud */
	outb(1, UART_DATA);
	outb(0, UART_IER);
	outb(LCR_8N1, UART_LCR);
	outb(0, UART_FCR);
	outb(MCR_DTR_RTS, UART_MCR);
	serial_ready = true;
}

static void serial_wait(u8 bits)
{
	/* A missing UART reads as all ones. */
	while ((inb(UART_LSR) & bits) != bits)
		cpu_relax();
}

static void serial_putc(char c)
{
	if (c == '\n')
		serial_putc('\r');
	serial_wait(LSR_THRE);
	outb(c, UART_DATA);
}

void puts(const char *s)
{
	bool taken = cpu_lock(&console_lock);

	if (!serial_ready)
		serial_init();
	while (*s)
		serial_putc(*s++);
	cpu_unlock(&console_lock, taken);
}

int __getchar(void)
{
	bool taken = cpu_lock(&console_lock);
	int c = -1;

	if (!serial_ready)
		serial_init();
	/* LSR of a missing UART would say that there is always something. */
	if ((inb(UART_LSR) & LSR_DR) && inb(UART_LSR) != 0xff)
		c = inb(UART_DATA);
	cpu_unlock(&console_lock, taken);
	return c;
}

void exit(int code)
{
	static const char shutdown[] = "Shutdown";
	const char *p;

	code = exit_code(code);
	/* Some VMMs drop what the transmitter still holds when they end. */
	if (serial_ready)
		serial_wait(LSR_TEMT);
	outl(code, ISA_DEBUG_EXIT_PORT);

	if (no_test_device) {
		printf("--- DONE: %d ---\n", code);
		serial_wait(LSR_TEMT);
	}
	for (p = shutdown; *p; p++)
		outb(*p, SHUTDOWN_PORT);

	while (1)
		asm volatile("cli; hlt");
}
