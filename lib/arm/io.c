// SPDX-License-Identifier: LGPL-2.1-or-later
/* Console on a PL011 (DDI 0183) or a 16550, and the end of the run. */
#include <libcflat.h>
#include <acpi.h>
#include <chr-testdev.h>
#include <cpulock.h>
#include <devicetree.h>
#include <efi.h>
#include <asm/io.h>
#include <asm/psci.h>
#include <asm/smp.h>
#include <arm/io.h>

#define UART_EARLY_BASE		((u8 *)(unsigned long)CONFIG_UART_EARLY_BASE)

/* PL011: data at 0; flags: receive FIFO empty, transmit FIFO full */
#define PL011_FR		0x18
#define PL011_FR_RXFE		(1 << 4)
#define PL011_FR_TXFF		(1 << 5)
/* 16550, byte registers: data at 0; line status: data ready, transmit holding empty */
#define NS16550_LSR		5
#define NS16550_LSR_DR		(1 << 0)
#define NS16550_LSR_THRE	(1 << 5)

/* A transmitter that stays full longer than this many reads is not waited for. */
#define TX_POLLS		100000

static volatile u8 *uart_base = UART_EARLY_BASE;
static bool uart_found;
bool is_pl011_uart;

static struct cpu_lock console_lock;

static void uart_wait_tx(void)
{
	int i;

	for (i = 0; i < TX_POLLS; i++) {
		if (is_pl011_uart) {
			if (!(__raw_readl(uart_base + PL011_FR) & PL011_FR_TXFF))
				return;
		} else if (__raw_readb(uart_base + NS16550_LSR) & NS16550_LSR_THRE) {
			return;
		}
	}
}

void puts(const char *s)
{
	bool locked = cpu_lock(&console_lock);

	while (*s) {
		if (uart_found)
			uart_wait_tx();
		__raw_writeb(*s++, uart_base);
	}
	cpu_unlock(&console_lock, locked);
}

int __getchar(void)
{
	bool locked = cpu_lock(&console_lock);
	int c = -1;

	if (is_pl011_uart) {
		if (!(__raw_readl(uart_base + PL011_FR) & PL011_FR_RXFE))
			c = __raw_readb(uart_base);
	} else if (__raw_readb(uart_base + NS16550_LSR) & NS16550_LSR_DR) {
		c = __raw_readb(uart_base);
	}
	cpu_unlock(&console_lock, locked);
	return c;
}

/* The console node of /chosen, or the first UART we know. */
static void uart_find_fdt(struct dt_pbus_reg *base)
{
	static const char *const compatible[] = { "arm,pl011", "ns16550a" };
	unsigned int i;
	int node, ret;

	node = dt_get_default_console_node();
	for (i = 0; i < ARRAY_SIZE(compatible) && node < 0; i++)
		node = fdt_node_offset_by_compatible(dt_fdt(), -1, compatible[i]);
	if (node < 0) {
		printf("No console UART in the device tree\n");
		abort();
	}

	ret = dt_pbus_translate_node(node, 0, base);
	assert_msg(ret == 0, "the console has no address: %s", fdt_strerror(ret));
	is_pl011_uart = fdt_node_check_compatible(dt_fdt(), node, "arm,pl011") == 0;
}

static void uart_find_acpi(struct dt_pbus_reg *base)
{
	struct spcr_descriptor *spcr = find_acpi_table_addr(SPCR_SIGNATURE);

	assert_msg(spcr, "no SPCR");
	base->addr = spcr->serial_port.address;
	base->size = PAGE_SIZE;
	is_pl011_uart = spcr->interface_type == ACPI_DBG2_ARM_PL011;
}

static void uart_init(void)
{
	struct dt_pbus_reg base;

	if (dt_available())
		uart_find_fdt(&base);
	else
		uart_find_acpi(&base);
	uart_base = ioremap(base.addr, base.size);
	uart_found = true;

	if (uart_base != UART_EARLY_BASE)
		printf("WARNING: the UART is at %p, output before this line went to %p\n",
		       uart_base, UART_EARLY_BASE);
}

void io_init(void)
{
	uart_init();
	chr_testdev_init();
}

/* The same entry as halt(), with the code in register 0 for whoever looks from outside. */
extern void halt_with(int code) asm("halt");

/* May be called in user mode: devices are mapped for it, the PSCI call traps. */
void exit(int code)
{
	code = exit_code(code);
	printf("\nEXIT: STATUS=%d\n", (code << 1) | 1);
	chr_testdev_exit(code);
	psci_system_off();
#ifdef CONFIG_EFI
	efi_shutdown();
#endif
	halt_with(code);
	__builtin_unreachable();
}
