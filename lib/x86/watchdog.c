// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The watchdog of subtests, and putting the machine back after one was left.
 *
 * A hang with interrupts off can only be ended by an NMI. The alarm of the
 * real-time clock gives exactly one, when the time is up and not before, so
 * that tests of NMIs see none: its line (IRQ 8) is routed through the IOAPIC
 * with delivery mode NMI. This works under QEMU's TCG and under KVM with every
 * kind of irqchip; it needs the clock and an IOAPIC, and an NMI handler that a
 * test has not replaced by raw code. A hang with NMIs blocked, inside a test's
 * own NMI handler, is left to the host's timeout.
 *
 * MC146818A datasheet; 82093AA datasheet, 3.2.4; SDM volume 3, 6.7.1.
 */
#include <libcflat.h>
#include <cpulock.h>
#include <stack.h>
#include <subtest.h>
#include <asm/barrier.h>
#include <asm/io.h>
#include <x86/apic.h>
#include <x86/boot.h>
#include <x86/desc.h>
#include <x86/processor.h>
#include <x86/smp.h>
#include <x86/vmm.h>
#include <x86/watchdog.h>

#define RTC_INDEX	0x70
#define RTC_DATA	0x71

#define RTC_SECONDS	0
#define RTC_SEC_ALARM	1
#define RTC_MINUTES	2
#define RTC_MIN_ALARM	3
#define RTC_HOURS	4
#define RTC_HOUR_ALARM	5
#define RTC_A		10
#define RTC_B		11
#define RTC_C		12

#define RTC_A_UIP	0x80
#define RTC_B_AIE	0x20
#define RTC_B_BINARY	0x04
#define RTC_B_24H	0x02
#define RTC_C_ALARM	0x20

#define RTC_PIN		8
#define DELIVERY_NMI	4

/* A second of Bochs is a million instructions. */
#define BOCHS_SECONDS	20

/* Iterations of reading the clock before it is taken for missing. */
#define RTC_TRIES	1000000

static unsigned int armed_seconds;

static u8 rtc_read(u8 reg)
{
	outb(reg, RTC_INDEX);
	return inb(RTC_DATA);
}

static void rtc_write(u8 reg, u8 val)
{
	outb(reg, RTC_INDEX);
	outb(val, RTC_DATA);
}

static unsigned int from_clock(u8 v, u8 b)
{
	return b & RTC_B_BINARY ? v : (v >> 4) * 10 + (v & 15);
}

static u8 to_clock(unsigned int v, u8 b)
{
	return b & RTC_B_BINARY ? v : (v / 10) << 4 | v % 10;
}

/* Seconds since midnight, or -1. */
static int rtc_now(u8 b)
{
	unsigned int s, m, h, tries;

	for (tries = 0; tries < RTC_TRIES; tries++) {
		if (rtc_read(RTC_A) & RTC_A_UIP)
			continue;
		s = from_clock(rtc_read(RTC_SECONDS), b);
		m = from_clock(rtc_read(RTC_MINUTES), b);
		h = from_clock(rtc_read(RTC_HOURS), b);
		if (rtc_read(RTC_A) & RTC_A_UIP)
			continue;
		if (s < 60 && m < 60 && h < 24)
			return (h * 60 + m) * 60 + s;
	}
	return -1;
}

static void disarm(void)
{
	if (!armed_seconds)
		return;
	armed_seconds = 0;
	rtc_write(RTC_B, rtc_read(RTC_B) & ~RTC_B_AIE);
	rtc_read(RTC_C);
	set_mask(RTC_PIN, 1);
}

static void arm(unsigned int seconds)
{
	ioapic_redir_entry_t entry = {
		.delivery_mode = DELIVERY_NMI,
		.dest_id = apic_id(),
	};
	u8 b = rtc_read(RTC_B);
	int at;

	/* Without an IOAPIC everything reads as ones; 12-hour clocks are not worth it. */
	if (ioapic_read_reg(1) == -1u || b == 0xff || !(b & RTC_B_24H))
		return;
	rtc_write(RTC_B, b & ~RTC_B_AIE);
	at = rtc_now(b);
	if (at < 0)
		return;
	/* The current second is partly over. */
	at = (at + seconds + 1) % (24 * 3600);
	rtc_write(RTC_HOUR_ALARM, to_clock(at / 3600, b));
	rtc_write(RTC_MIN_ALARM, to_clock(at / 60 % 60, b));
	rtc_write(RTC_SEC_ALARM, to_clock(at % 60, b));
	rtc_read(RTC_C);
	armed_seconds = seconds;
	ioapic_write_redir(RTC_PIN, entry);
	rtc_write(RTC_B, b | RTC_B_AIE);
}

/* What a subtest may have changed when it is left in the middle. */
static struct {
	bool valid;
	ulong cr0, cr3, cr4;
	u64 efer;
	u16 tr;
	idt_entry_t idt[256];
	gdt_entry_t gdt[GDT_FIXED_ENTRIES];
	handler handlers[32];
} saved;

static void snapshot(void)
{
	saved.cr0 = read_cr0();
	saved.cr3 = read_cr3();
	saved.cr4 = read_cr4();
#ifdef __x86_64__
	saved.efer = rdmsr(MSR_EFER);
#endif
	saved.tr = str();
	memcpy(saved.idt, boot_idt, sizeof(saved.idt));
	memcpy(saved.gdt, gdt, sizeof(saved.gdt));
	memcpy(saved.handlers, exception_handlers, sizeof(saved.handlers));
	saved.valid = true;
}

void arch_subtest_watchdog(unsigned int seconds)
{
	disarm();
	if (seconds) {
		snapshot();
		arm(this_vmm_is_bochs() ? seconds * BOCHS_SECONDS : seconds);
	}
}

/* Another CPU's exception, handed to the one that runs the subtest. */
static struct {
	volatile bool pending;
	int cpu;
	long vector;
	ulong rip, error_code;
} remote;

static unsigned int expired_after;

static void leave_subtest(void)
{
	if (remote.pending) {
		remote.pending = false;
		subtest_abandon("CPU %d: unhandled exception %s at %#lx, error code %#lx",
				remote.cpu, exception_mnemonic(remote.vector), remote.rip,
				remote.error_code);
	} else {
		subtest_abandon("no end within %u s", expired_after);
	}
	abort();
}

void unhandled_on_other_cpu(struct ex_regs *regs)
{
	int cpu = arch_cpu_id();

	/* The watchdog tells that a subtest runs, always on the boot CPU. */
	if (!armed_seconds || cpu <= 0 || remote.pending)
		return;
	remote.cpu = cpu;
	remote.vector = regs->vector;
	remote.rip = regs->rip;
	remote.error_code = regs->error_code;
	remote.pending = true;
	apic_icr_write(APIC_DEST_PHYSICAL | APIC_DM_NMI | APIC_INT_ASSERT,
		       percpu_of(0)->apic_id);
	/* arch_subtest_recover() starts this CPU again. */
	while (1)
		asm volatile("cli; hlt");
}

static bool is_ours(void)
{
	if (remote.pending && arch_cpu_id() == 0)
		return true;
	if (!armed_seconds || !(rtc_read(RTC_C) & RTC_C_ALARM))
		return false;
	expired_after = armed_seconds;
	return true;
}

static void print_where(ulong rip, ulong cs, ulong rflags, ulong frame)
{
	if (!remote.pending)
		printf("Watchdog: no end within %u s; at ip %016lx cs %lx rflags %lx\n",
		       expired_after, rip, cs, rflags);
	dump_frame_stack((void *)rip, (void *)frame);
}

bool watchdog_expired(struct ex_regs *regs)
{
	if (!is_ours())
		return false;
	print_where(regs->rip, regs->cs, regs->rflags, regs->rbp);
	regs->rip = (ulong)leave_subtest;
	regs->cs = KERNEL_CS;
	regs->rflags = X86_EFLAGS_FIXED;
#ifdef __x86_64__
	regs->ss = KERNEL_DS;
	regs->rsp = (ulong)df_stack_top() - 8;
#endif
	return true;
}

bool watchdog_expired_irq(isr_regs_t *regs)
{
	if (!is_ours())
		return false;
	print_where(regs->rip, regs->cs, regs->rflags, regs->regs[5]);
	regs->rip = (ulong)leave_subtest;
	regs->cs = KERNEL_CS;
	regs->rflags = X86_EFLAGS_FIXED;
#ifdef __x86_64__
	/* RSP and SS follow in the interrupt frame. */
	(&regs->rflags)[1] = (ulong)df_stack_top() - 8;
	(&regs->rflags)[2] = KERNEL_DS;
#endif
	return true;
}

static void recover_descriptors(void)
{
	int id;

	lgdt(&gdt_descr);
	memcpy(gdt, saved.gdt, sizeof(saved.gdt));
	write_ds(KERNEL_DS);
	write_es(KERNEL_DS);
	write_ss(KERNEL_DS);
	write_fs(KERNEL_DS);
	clear_tss_busy(saved.tr);
	ltr(saved.tr);
#ifdef __x86_64__
	/* A write of the selector would clear the base. */
	wrmsr(MSR_FS_BASE, 0);
#endif
	id = arch_cpu_id();
	if (percpu_of(id))
		load_percpu(percpu_of(id));
	lldt(0);
	memcpy(boot_idt, saved.idt, sizeof(saved.idt));
	memcpy(exception_handlers, saved.handlers, sizeof(saved.handlers));
	load_idt();
}

static void recover_control(void)
{
	/* No assertion here: it would come back. */
	asm volatile("mov %0, %%dr7" : : "r"((ulong)0x400));
	write_rflags(X86_EFLAGS_FIXED);
	asm volatile("mov %0, %%cr3" : : "r"(saved.cr3) : "memory");
	asm volatile("mov %0, %%cr4" : : "r"(saved.cr4) : "memory");
	asm volatile("mov %0, %%cr0" : : "r"(saved.cr0) : "memory");
#ifdef __x86_64__
	wrmsr(MSR_EFER, saved.efer);
#endif
}

static void recover_apic(void)
{
	int n;

	if (!is_apic_hw_enabled())
		return;
	enable_apic();
	apic_set_tpr(0);
	apic_write(APIC_TMICT, 0);
	apic_write(APIC_LVTT, APIC_LVT_MASKED);
	/* Whatever was in service when its handler was left. */
	for (n = 255; n >= 16; n--)
		if (apic_read_bit(APIC_ISR, n))
			eoi();
}

void arch_subtest_recover(void)
{
	asm volatile("cli; cld");
	if (!saved.valid)
		return;
	recover_control();
	recover_descriptors();
	unblock_nmi();
	recover_apic();
	smp_recover(saved.cr0, saved.cr3, saved.cr4);
}
