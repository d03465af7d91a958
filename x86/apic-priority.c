// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * apic: which interrupt is taken when: IRR, ISR, TPR, PPR and EOI (SDM volume 3,
 * 10.8.3 and 10.8.4); errors (10.5.3); the x2APIC's self IPI and logical id.
 */
#include "apic-test.h"

#define LOG_SIZE	16

/* Vectors in the order in which their handlers began and ended (ended: negative). */
static int log[LOG_SIZE];
static unsigned int nlog;

static void note(int v)
{
	if (nlog < LOG_SIZE)
		log[nlog++] = v;
}

static void self_ipi(u8 vector)
{
	apic_icr_write(APIC_DEST_SELF | APIC_DM_FIXED | APIC_INT_ASSERT | vector, 0);
}

static void clear_log(void)
{
	apic_fresh();
	nlog = 0;
	memset(log, 0, sizeof(log));
}

static void expect_log(const int *want, unsigned int n, const char *what)
{
	check_eq(nlog, n, "%s: number of handler starts and ends", what);
	for (unsigned int i = 0; i < n && i < nlog; i++)
		check_eq(log[i], want[i], "%s: event %u (a vector, negative at its end)", what, i);
}

#define EXPECT_LOG(what, events...)						\
do {										\
	static const int __want[] = { events };					\
										\
	expect_log(__want, ARRAY_SIZE(__want), what);				\
} while (0)

#define PLAIN_HANDLER(vec)							\
static void plain_##vec(isr_regs_t *regs)					\
{										\
	note(vec);								\
	note(-vec);								\
	eoi();									\
}
PLAIN_HANDLER(0x41)
PLAIN_HANDLER(0x51)
PLAIN_HANDLER(0x5f)
PLAIN_HANDLER(0x61)
PLAIN_HANDLER(0x71)

static struct {
	bool irr, isr;
	u32 ppr, ppr_high_tpr;
} seen;

static void look(isr_regs_t *regs)
{
	seen.irr = apic_read_bit(APIC_IRR, 0x51);
	seen.isr = apic_read_bit(APIC_ISR, 0x51);
	seen.ppr = apic_read(APIC_PROCPRI);
	apic_write(APIC_TASKPRI, 0x70);
	seen.ppr_high_tpr = apic_read(APIC_PROCPRI);
	apic_write(APIC_TASKPRI, 0);
	taken[0]++;
	eoi();
}

void apic_irr_isr(void)
{
	clear_log();
	handle_irq(0x51, look);
	cli();
	check(!apic_read_bit(APIC_IRR, 0x51), "before: IRR clear");
	self_ipi(0x51);
	check(apic_read_bit(APIC_IRR, 0x51), "sent with interrupts off: IRR set");
	check(!apic_read_bit(APIC_ISR, 0x51), "sent with interrupts off: ISR clear");
	check_eq(apic_read(APIC_PROCPRI) & 0xf0, 0u, "sent with interrupts off: priority class");
	sti_nop();
	check_eq(wait_taken(1), 1u, "interrupts on: taken");
	check(!seen.irr, "in the handler: IRR clear");
	check(seen.isr, "in the handler: ISR set");
	check_eq(seen.ppr & 0xf0, 0x50u, "in the handler: priority class");
	check_eq(seen.ppr_high_tpr & 0xf0, 0x70u, "in the handler, TPR above: priority class");
	check(!apic_read_bit(APIC_ISR, 0x51), "after EOI: ISR clear");
	check_eq(apic_read(APIC_PROCPRI), 0u, "after EOI: PPR");
}

void apic_vector_order(void)
{
	clear_log();
	handle_irq(0x41, plain_0x41);
	handle_irq(0x51, plain_0x51);
	handle_irq(0x61, plain_0x61);
	cli();
	self_ipi(0x41);
	self_ipi(0x61);
	self_ipi(0x51);
	sti_nop();
	sti_nop();
	sti_nop();
	EXPECT_LOG("three pending", 0x61, -0x61, 0x51, -0x51, 0x41, -0x41);
}

static void nest(isr_regs_t *regs)
{
	note(0x51);
	self_ipi(0x41);
	self_ipi(0x71);
	sti_nop();
	sti_nop();
	cli();
	note(-0x51);
	eoi();
}

void apic_nesting(void)
{
	clear_log();
	handle_irq(0x41, plain_0x41);
	handle_irq(0x51, nest);
	handle_irq(0x71, plain_0x71);
	self_ipi(0x51);
	sti_nop();
	sti_nop();
	EXPECT_LOG("higher nests, lower waits", 0x51, 0x71, -0x71, -0x51, 0x41, -0x41);
}

static void send_same_class(isr_regs_t *regs)
{
	note(0x51);
	self_ipi(0x5f);
	sti_nop();
	sti_nop();
	cli();
	note(-0x51);
	eoi();
}

void apic_same_class(void)
{
	clear_log();
	handle_irq(0x51, send_same_class);
	handle_irq(0x5f, plain_0x5f);
	self_ipi(0x51);
	sti_nop();
	sti_nop();
	EXPECT_LOG("same class waits for EOI", 0x51, -0x51, 0x5f, -0x5f);
}

void apic_tpr_class(void)
{
	clear_log();
	handle_irq(0x5f, plain_0x5f);
	handle_irq(0x61, plain_0x61);
	apic_set_tpr(5);
	check_eq(apic_read(APIC_TASKPRI) & 0xf0, 0x50u, "TPR register after the class is set");
	check_eq(apic_read(APIC_PROCPRI) & 0xf0, 0x50u, "PPR follows TPR");
	self_ipi(0x5f);
	sti_nop();
	check_eq(nlog, 0u, "class of the TPR is held back: handler events");
	self_ipi(0x61);
	sti_nop();
	check_eq(nlog, 2u, "class above it is taken: handler events");
	check(apic_read_bit(APIC_IRR, 0x5f), "the one held back is in IRR");
	apic_set_tpr(4);
	sti_nop();
	EXPECT_LOG("released when TPR falls below its class", 0x61, -0x61, 0x5f, -0x5f);
	apic_set_tpr(0);
}

static struct {
	bool low, high, low_after, high_after;
} isr_bits;

static void high_handler(isr_regs_t *regs)
{
	isr_bits.low = apic_read_bit(APIC_ISR, 0x41);
	isr_bits.high = apic_read_bit(APIC_ISR, 0x61);
	eoi();
	isr_bits.low_after = apic_read_bit(APIC_ISR, 0x41);
	isr_bits.high_after = apic_read_bit(APIC_ISR, 0x61);
}

static void low_handler(isr_regs_t *regs)
{
	self_ipi(0x61);
	sti_nop();
	cli();
	eoi();
}

void apic_eoi_order(void)
{
	clear_log();
	memset(&isr_bits, 0, sizeof(isr_bits));
	handle_irq(0x41, low_handler);
	handle_irq(0x61, high_handler);
	self_ipi(0x41);
	sti_nop();
	check(isr_bits.low && isr_bits.high, "both in service: ISR of 41h %d, of 61h %d", isr_bits.low, isr_bits.high);
	check(isr_bits.low_after && !isr_bits.high_after, "EOI ends the highest: ISR of 41h %d, of 61h %d",
	      isr_bits.low_after, isr_bits.high_after);
	check(!apic_read_bit(APIC_ISR, 0x41), "the second EOI ends the other");
}

/* What is written reads back, but for the bits that there are not. */
void apic_registers(void)
{
	static const struct {
		const char *name;
		u32 reg, value, want;
	} regs[] = {
		{ "TPR", APIC_TASKPRI, 0x5a, 0x5a }, { "LDR", APIC_LDR, 0xa5ffffff, 0xa5000000 },
		{ "DFR, cluster", APIC_DFR, 0x0fffffff, 0x0fffffff }, { "DFR, flat", APIC_DFR, 0xffffffff, 0xffffffff },
		{ "LVT timer", APIC_LVTT, APIC_LVT_MASKED | 0xee, APIC_LVT_MASKED | 0xee },
		{ "LVT thermal", APIC_LVTTHMR, APIC_LVT_MASKED | 0xed, APIC_LVT_MASKED | 0xed },
		{ "LVT performance", APIC_LVTPC, APIC_LVT_MASKED | 0xec, APIC_LVT_MASKED | 0xec },
		{ "LVT LINT0", APIC_LVT0, APIC_LVT_MASKED | 0x8700, APIC_LVT_MASKED | 0x8700 },
		{ "LVT LINT1", APIC_LVT1, APIC_LVT_MASKED | 0x2400, APIC_LVT_MASKED | 0x2400 },
		{ "LVT error", APIC_LVTERR, APIC_LVT_MASKED | 0xeb, APIC_LVT_MASKED | 0xeb },
		{ "TDCR", APIC_TDCR, 0xb, 0xb }, { "TDCR", APIC_TDCR, 0x8, 0x8 }, { "TDCR, reserved bits", APIC_TDCR, 0x4, 0 },
		{ "ICR, upper half", APIC_ICR2, 0xab000000, 0xab000000 },
	};
	static const u32 fixed[] = { APIC_LVR, APIC_PROCPRI, APIC_ISR, APIC_TMR, APIC_IRR, APIC_TMCCT };
	u32 old;
	unsigned int i;

	clear_log();
	cli();
	for (i = 0; i < ARRAY_SIZE(regs); i++) {
		old = apic_read(regs[i].reg);
		apic_write(regs[i].reg, regs[i].value);
		check_eq(apic_read(regs[i].reg), regs[i].want, "%s after %x was written", regs[i].name, regs[i].value);
		apic_write(regs[i].reg, old);
	}
	for (i = 0; i < ARRAY_SIZE(fixed); i++) {
		old = apic_read(fixed[i]);
		apic_write(fixed[i], ~old);
		check_eq(apic_read(fixed[i]), old, "register %x after its inverse was written", fixed[i]);
	}
	apic_fresh();
}

/* PPR is TPR with its lower half, or the class of what is in service with 0 there. */
void apic_ppr(void)
{
	clear_log();
	handle_irq(0x51, look);
	cli();
	for (u32 tpr = 0; tpr < 0x100; tpr += 0x15) {
		apic_write(APIC_TASKPRI, tpr);
		check_eq(apic_read(APIC_PROCPRI), tpr, "nothing in service: PPR with TPR %x", tpr);
	}
	apic_write(APIC_TASKPRI, 0);
	apic_fresh();
}

/* Without the enable bit in the spurious vector register nothing is taken; what came before waits. */
void apic_software_disable(void)
{
	clear_log();
	handle_irq(0x51, take);
	cli();
	self_ipi(0x51);
	apic_write(APIC_SPIV, apic_read(APIC_SPIV) & ~(u32)APIC_SPIV_APIC_ENABLED);
	sti_nop();
	check_eq(wait_taken(0), 0u, "software-disabled: interrupts taken");
	check(!is_apic_sw_enabled(), "the enable bit reads 0");
	apic_fresh();
	check_eq(wait_taken(1), 1u, "enabled again: interrupts taken");
}

static volatile bool other_runs;

static void count_on_other(void *unused)
{
	u64 start = rdtsc();

	other_runs = true;
	while (rdtsc() - start < 100000000)
		pause();
	other_runs = false;
}

/* A start-up IPI to a CPU that does not wait for one is ignored. */
void apic_sipi_ignored(void)
{
	u64 start;

	clear_log();
	other_runs = false;
	on_cpu_async(1, count_on_other, NULL);
	start = rdtsc();
	while (!other_runs && rdtsc() - start < 1000000000)
		pause();
	check(other_runs, "the other CPU runs");
	apic_icr_write(APIC_DM_STARTUP | APIC_INT_ASSERT | 0x99, id_map[1]);
	start = rdtsc();
	while (other_runs && rdtsc() - start < 3000000000ull)
		pause();
	check(!other_runs, "it has come to its end after a start-up IPI");
}

static u32 esr(void)
{
	apic_write(APIC_ESR, 0);
	return apic_read(APIC_ESR);
}

/* Vectors 0 to 15 cannot be sent (SDM volume 3, 10.5.2). One that comes all the same is taken here. */
#define ILLEGAL_VECTOR	9

void apic_illegal_vector(void)
{
	clear_log();
	handle_irq(ILLEGAL_VECTOR, take);
	esr();
	apic_write(APIC_LVTERR, APIC_LVT_MASKED | 0xfe);
	check_eq(esr(), 0u, "ESR before");
	self_ipi(ILLEGAL_VECTOR);
	check(esr() & (APIC_ESR_SENDILL | APIC_ESR_RECVILL), "IPI with vector 9: ESR tells of an illegal vector");
	check_eq(wait_taken(0), 0u, "IPI with vector 9: taken");
	check_eq(esr(), 0u, "ESR after it was written again");
}

void apic_x2apic_self_ipi(void)
{
	clear_log();
	enable_x2apic();
	handle_irq(0x61, take);
	cli();
	wrmsr(x2apic_msr(APIC_SELF_IPI), 0x61);
	check(apic_read_bit(APIC_IRR, 0x61), "SELF IPI register: IRR set");
	sti_nop();
	check_eq(wait_taken(1), 1u, "SELF IPI register: taken");
	check_eq(rdmsr_safe(x2apic_msr(APIC_SELF_IPI), &(u64){ 0 }), GP_VECTOR, "SELF IPI register read");
	apic_fresh();
}

/* SDM volume 3, 10.12.10.2: the logical id follows from the id. */
void apic_x2apic_ldr(void)
{
	u32 id;

	clear_log();
	enable_x2apic();
	id = apic_id();
	check_eq(apic_read(APIC_LDR), (id >> 4) << 16 | 1u << (id & 15), "logical id of x2APIC id %u", id);
	check_eq(wrmsr_safe(x2apic_msr(APIC_LDR), 1), GP_VECTOR, "logical id written");
	handle_irq(0x61, take);
	apic_icr_write(APIC_DEST_LOGICAL | APIC_DM_FIXED | 0x61, apic_read(APIC_LDR));
	check_eq(wait_taken(1), 1u, "IPI to the own logical id");
	apic_fresh();
}
