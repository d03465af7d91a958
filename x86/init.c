// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * init: the soft resets of a PC.
 *
 * INIT by port 92, by the keyboard controller (pulse and output port), by port
 * CF9 and by an INIT IPI to itself: each starts the CPU at the reset vector
 * but leaves memory and port 92 alone. The firmware sees shutdown code 0Ah in
 * the CMOS and jumps through 0:467, where a stub counts and reboots, and the
 * boot loader brings this image again (SDM volume 3, 9.1; IBM PC AT BIOS).
 *
 * Needs a VM that may reboot. Where a step resets the whole machine it says so.
 */
#include <libcflat.h>
#include <asm/io.h>
#include <x86/apic.h>
#include <x86/processor.h>

#define RESUME_VECTOR	0x1000
#define WARM_VECTOR	0x467
#define CMOS_SHUTDOWN	0x0f
#define JUMP_467	0x0a
#define PORT_92		0x92
#define KBC_STATUS	0x64
#define KBC_DATA	0x60

#define MAGIC		0x74696e69

/* Outlives INIT; the counter's address is in the stub. */
struct progress {
	u32 state;
	u32 magic;
	u32 counter;
	u32 result[8];
};

#define PROGRESS	((volatile struct progress *)0x2000)

#define LOST_PORT_92	1
#define NO_RESUME	2

extern char init_resume[], init_resume_end[];
asm(".pushsection .text\n"
    ".code16\n"
    "init_resume:\n\t"
    "xor %ax, %ax\n\t"
    "mov %ax, %ds\n\t"
    "incl 0x2008\n\t"
    "mov $0x0f, %al\n\t"
    "out %al, $0x70\n\t"
    "xor %al, %al\n\t"
    "out %al, $0x71\n\t"
    "ljmp $0xffff, $0\n"
    "init_resume_end:\n\t"
#ifdef __x86_64__
    ".code64\n\t"
#else
    ".code32\n\t"
#endif
    ".popsection");

static void kbc_wait(void)
{
	while (inb(KBC_STATUS) & 2)
		;
}

static void by_port_92(void)
{
	outb(inb(PORT_92) & ~1, PORT_92);
	outb(inb(PORT_92) | 1, PORT_92);
}

static void by_kbc_pulse(void)
{
	kbc_wait();
	outb(0xfe, KBC_STATUS);
}

static void by_kbc_output(void)
{
	kbc_wait();
	outb(0xd1, KBC_STATUS);
	kbc_wait();
	outb(0xde, KBC_DATA);
}

static void by_cf9(void)
{
	outb(0, 0xcf9);
	outb(4, 0xcf9);
}

static void by_ipi(void)
{
	apic_icr_write(APIC_DEST_SELF | APIC_DEST_PHYSICAL | APIC_DM_INIT | APIC_INT_ASSERT, 0);
	/* The shorthand 'self' does not take INIT on every CPU. */
	apic_icr_write(APIC_DEST_PHYSICAL | APIC_DM_INIT | APIC_INT_ASSERT, apic_id());
}

static const struct {
	const char *name;
	void (*fn)(void);
} steps[] = {
	{ "port 92", by_port_92 },
	{ "keyboard controller, pulse", by_kbc_pulse },
	{ "keyboard controller, output port", by_kbc_output },
	{ "port CF9", by_cf9 },
	{ "INIT IPI", by_ipi },
};

static void prepare(void)
{
	volatile u16 *vector = (volatile u16 *)WARM_VECTOR;

	/* The compiler may take an address below its first page for a null pointer. */
	asm("" : "+r"(vector));
	memcpy((void *)(ulong)RESUME_VECTOR, init_resume, init_resume_end - init_resume);
	vector[0] = RESUME_VECTOR;
	vector[1] = 0;
	outb(CMOS_SHUTDOWN, 0x70);
	outb(JUMP_467, 0x71);
}

int main(void)
{
	volatile struct progress *p = PROGRESS;
	unsigned int i;
	u64 start;

	if (p->magic != MAGIC) {
		memset((void *)p, 0, sizeof(*p));
		p->magic = MAGIC;
	} else if (p->state) {
		p->result[p->state - 1] = (inb(PORT_92) & 1 ? 0 : LOST_PORT_92) | (p->counter == 1 ? 0 : NO_RESUME);
		p->counter = 0;
	}

	if (p->state < ARRAY_SIZE(steps)) {
		i = p->state++;
		report_info("%s", steps[i].name);
		/* Toggling port 92 in the first step must not be what sets its bit. */
		prepare();
		steps[i].fn();
		start = rdtsc();
		while (rdtsc() - start < 4000000000ull)
			pause();
		report_fail("%s: the CPU still runs", steps[i].name);
		return report_summary();
	}

	for (i = 0; i < ARRAY_SIZE(steps); i++) {
		report(!(p->result[i] & NO_RESUME), "%s: the firmware went through the warm-reset vector once", steps[i].name);
		report(!(p->result[i] & LOST_PORT_92), "%s: port 92 keeps its value", steps[i].name);
	}
	p->magic = 0;
	return report_summary();
}
