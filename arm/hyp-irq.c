// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * hyp: virtual interrupts (Arm ARM D1.3.6, HCR_EL2.VI, VF, VSE; IHI 0069, chapter 6 and 12.4).
 *
 * bits     the virtual interrupt bits of HCR_EL2, their masks and vectors, ISR_EL1
 * physical an interrupt of EL2 ends the guest
 * lists    the GICv3 list registers: acknowledge, priority, end, EOI count, maintenance status
 */
#include <libcflat.h>
#include <subtest.h>
#include <asm/gic.h>
#include <asm/processor.h>
#include <asm/timer.h>

#include "hyp.h"

#define ICH_AP1R0_EL2	sys_reg(3, 4, 12, 9, 0)
#define ICH_HCR_EL2	sys_reg(3, 4, 12, 11, 0)
#define ICH_VTR_EL2	sys_reg(3, 4, 12, 11, 1)
#define ICH_MISR_EL2	sys_reg(3, 4, 12, 11, 2)
#define ICH_EISR_EL2	sys_reg(3, 4, 12, 11, 3)
#define ICH_ELRSR_EL2	sys_reg(3, 4, 12, 11, 5)
#define ICH_VMCR_EL2	sys_reg(3, 4, 12, 11, 7)
#define ICH_LR0_EL2	sys_reg(3, 4, 12, 12, 0)
#define ICH_LR1_EL2	sys_reg(3, 4, 12, 12, 1)

#define LR_PENDING	(1UL << 62)
#define LR_ACTIVE	(2UL << 62)
#define LR_HW		(1UL << 61)
#define LR_GROUP1	(1UL << 60)
#define LR_PRIO(p)	((u64)(p) << 48)
#define LR_EOI		(1UL << 41)

GUEST(wait_unmasked, "msr daifclr, #7\n nop\n nop\n msr daifset, #7\n mov x0, #1");
GUEST(wait_masked, "nop\n nop\n mrs x0, isr_el1");

static void bits(void)
{
	static const struct {
		const char *name;
		u64 bit, route;
		enum vector vector;
		unsigned int isr;
		u64 mask;
	} rows[] = {
		{ "VI", HCR_VI, HCR_IMO, EL1H_IRQ, 1 << 7, PSR_I_BIT },
		{ "VF", HCR_VF, HCR_FMO, EL1H_FIQ, 1 << 6, PSR_F_BIT },
		{ "VSE", HCR_VSE, HCR_AMO, EL1H_ERROR, 1 << 8, PSR_A_BIT },
	};
	struct trap t;

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		guest_hcr = GUEST_HCR_DEFAULT | rows[i].bit | rows[i].route;
		guest_run(&t, wait_unmasked, PSR_MODE_EL1h | DAIF_ALL, 0, 0, 0);
		check_eq(guest_vector(&t), rows[i].vector, "%s: vector of EL1", rows[i].name);
		check_eq(read_sysreg_s(ELR_EL12), (u64)wait_unmasked + 4, "%s: taken when unmasked", rows[i].name);
		/* VSE is cleared by being taken, the others are levels */
		check(guest_run(&t, wait_masked, PSR_MODE_EL1h | DAIF_ALL, 0, 0, 0), "%s: masked by PSTATE",
		      rows[i].name);
		check_eq(t.regs.regs[0], rows[i].isr, "%s: ISR_EL1", rows[i].name);
		/* at EL0 PSTATE of the guest decides as well */
		guest_run(&t, wait_masked, PSR_MODE_EL0t | (DAIF_ALL & ~rows[i].mask), 0, 0, 0);
		check_eq(guest_vector(&t), rows[i].vector + 4, "%s: vector of EL0", rows[i].name);
		guest_hcr = GUEST_HCR_DEFAULT | rows[i].bit;
		check(guest_run(&t, wait_unmasked, PSR_MODE_EL1h | DAIF_ALL, 0, 0, 0),
		      "%s: nothing without its routing bit", rows[i].name);
		guest_hcr = GUEST_HCR_DEFAULT;
	}
}

static volatile int el2_irqs;
static volatile u64 irq_pstate;

static void el2_irq(struct pt_regs *regs)
{
	u32 iar = gic_read_iar();

	el2_irqs++;
	irq_pstate = regs->pstate;
	gic_write_eoir(iar);
}

GUEST(spin, "mov x9, #0x4000\n 1: ldr w3, [x0]\n cbnz w3, 2f\n sub x9, x9, #1\n cbnz x9, 1b\n 2: mov x0, x3");

static void physical(void)
{
	struct trap t;

	gic_enable_defaults();
	install_irq_handler(EL0_IRQ_64, el2_irq);
	el2_irqs = 0;
	gic_ipi_send_single(3, smp_processor_id());
	/* PSTATE.I of EL1 does not mask what is routed to EL2 */
	guest_hcr = GUEST_HCR_DEFAULT | HCR_IMO;
	check(guest_run(&t, spin, PSR_MODE_EL1h | DAIF_ALL, (u64)&el2_irqs, 0, 0), "the guest runs to its end");
	guest_hcr = GUEST_HCR_DEFAULT;
	check_eq(el2_irqs, 1, "IMO: an SGI interrupts the guest although it masks interrupts");
	check_eq(irq_pstate & 0xf, PSR_MODE_EL1h, "IMO: SPSR is the guest's");
	install_irq_handler(EL0_IRQ_64, NULL);
}

/* The guest acknowledges, reads the running priority, ends; x3 on return is a second IAR */
GUEST(ack_end, "mrs x0, s3_0_c12_c12_0\n isb\n mrs x1, s3_0_c12_c11_3\n msr s3_0_c12_c12_1, x0\n isb\n"
	"mrs x2, s3_0_c12_c11_3\n mrs x3, s3_0_c12_c12_0");
GUEST(ack_only, "mrs x0, s3_0_c12_c12_0\n isb\n mrs x1, s3_0_c12_c12_2");
GUEST(enable, "mov x1, #0xf0\n msr s3_0_c4_c6_0, x1\n mov x1, #1\n msr s3_0_c12_c12_7, x1\n"
	"isb\n mrs x0, s3_0_c4_c6_0\n mrs x1, s3_0_c12_c12_7");
GUEST(end_x0, "msr s3_0_c12_c12_1, x0\n isb");
GUEST(deactivate_x0, "msr s3_0_c12_c12_1, x0\n isb\n msr s3_0_c12_c11_1, x0\n isb");

static const char *needs_v3(void)
{
	if (needs_el2())
		return needs_el2();
	return gic_init() == 3 ? NULL : "no GICv3";
}

#define SPURIOUS	1023

static void lists(void)
{
	unsigned int lrs = (read_sysreg_s(ICH_VTR_EL2) & 0x1f) + 1;
	struct trap t;

	gic_enable_defaults();
	report_info("%u list registers", lrs);
	guest_hcr = GUEST_HCR_DEFAULT | HCR_IMO | HCR_FMO;
	write_sysreg_s(0, ICH_VMCR_EL2);
	write_sysreg_s(0, ICH_AP1R0_EL2);
	write_sysreg_s(0, ICH_LR0_EL2);
	write_sysreg_s(0, ICH_LR1_EL2);
	write_sysreg_s(1, ICH_HCR_EL2);
	isb();
	check(guest_run_el1(&t, enable, 0, 0, 0), "the guest sets its priority mask and group enable");
	check_eq(t.regs.regs[0], 0xf0, "ICC_PMR_EL1 of the guest");
	check_eq(t.regs.regs[1], 1, "ICC_IGRPEN1_EL1 of the guest");
	check_eq(read_sysreg_s(ICH_VMCR_EL2) >> 24, 0xf0, "ICH_VMCR_EL2.VPMR is the guest's mask");
	check_eq(read_sysreg_s(ICH_VMCR_EL2) >> 1 & 1, 1, "ICH_VMCR_EL2.VENG1 is the guest's enable");

	/* one pending interrupt */
	write_sysreg_s(LR_PENDING | LR_GROUP1 | LR_PRIO(0x80) | 77, ICH_LR0_EL2);
	isb();
	check_eq(read_sysreg_s(ICH_ELRSR_EL2) & 1, 0, "ELRSR: list register 0 is in use");
	guest_run(&t, wait_unmasked, PSR_MODE_EL1h | DAIF_ALL, 0, 0, 0);
	check_eq(guest_vector(&t), EL1H_IRQ, "a pending list register interrupts the guest");
	check(guest_run_el1(&t, ack_end, 0, 0, 0), "the guest acknowledges and ends");
	check_eq(t.regs.regs[0], 77, "ICC_IAR1_EL1: the vINTID");
	check_eq(t.regs.regs[1], 0x80, "ICC_RPR_EL1 while it is active");
	check_eq(t.regs.regs[2], 0xff, "ICC_RPR_EL1 afterwards");
	check_eq(t.regs.regs[3], SPURIOUS, "ICC_IAR1_EL1 when nothing is left");
	check_eq(read_sysreg_s(ICH_LR0_EL2) >> 62, 0, "the list register is inactive");
	check_eq(read_sysreg_s(ICH_ELRSR_EL2) & 1, 1, "ELRSR: it is free");

	/* the more urgent of two; acknowledging makes one active */
	write_sysreg_s(LR_PENDING | LR_GROUP1 | LR_PRIO(0xa0) | 50, ICH_LR0_EL2);
	write_sysreg_s(LR_PENDING | LR_GROUP1 | LR_PRIO(0x40) | 60, ICH_LR1_EL2);
	isb();
	guest_run_el1(&t, ack_only, 0, 0, 0);
	check_eq(t.regs.regs[0], 60, "the more urgent one first");
	check_eq(t.regs.regs[1], 50, "ICC_HPPIR1_EL1: the other, whatever runs");
	check_eq(read_sysreg_s(ICH_LR1_EL2) >> 62, 2, "its list register is active");
	check_eq(read_sysreg_s(ICH_LR0_EL2) >> 62, 1, "the other is still pending");
	check(read_sysreg_s(ICH_AP1R0_EL2) != 0, "ICH_AP1R0_EL2 has its priority");
	/* the less urgent one does not preempt */
	guest_run(&t, wait_unmasked, PSR_MODE_EL1h | DAIF_ALL, 0, 0, 0);
	check_eq(guest_vector(&t), -1, "no interrupt below the running priority");
	guest_run_el1(&t, end_x0, 60, 0, 0);
	guest_run_el1(&t, ack_end, 0, 0, 0);
	check_eq(t.regs.regs[0], 50, "then the other");

	/* priority mask */
	write_sysreg_s(LR_PENDING | LR_GROUP1 | LR_PRIO(0xf0) | 51, ICH_LR0_EL2);
	write_sysreg_s(0, ICH_LR1_EL2);
	isb();
	guest_run_el1(&t, ack_end, 0, 0, 0);
	check_eq(t.regs.regs[0], SPURIOUS, "priority 0xf0 is masked by PMR 0xf0");
	/* group 0 goes by FIQ, and not to IAR1 */
	write_sysreg_s(LR_PENDING | LR_PRIO(0x20) | 52, ICH_LR0_EL2);
	isb();
	guest_run_el1(&t, ack_end, 0, 0, 0);
	check_eq(t.regs.regs[0], SPURIOUS, "group 0 is not for ICC_IAR1_EL1");

	/* maintenance: EOI of a register that asks for it; empty list */
	write_sysreg_s(LR_PENDING | LR_GROUP1 | LR_EOI | LR_PRIO(0x80) | 53, ICH_LR0_EL2);
	isb();
	check_eq(read_sysreg_s(ICH_MISR_EL2), 0, "MISR: nothing yet");
	guest_run_el1(&t, ack_end, 0, 0, 0);
	check_eq(read_sysreg_s(ICH_EISR_EL2) & 1, 1, "EISR: list register 0 was ended");
	check_eq(read_sysreg_s(ICH_MISR_EL2) & 1, 1, "MISR.EOI");
	write_sysreg_s(0, ICH_LR0_EL2);
	write_sysreg_s(1 | 1 << 1, ICH_HCR_EL2);
	isb();
	check_eq(read_sysreg_s(ICH_MISR_EL2) >> 1 & 1, 1, "MISR.U: underflow with UIE");
	write_sysreg_s(LR_PENDING | LR_GROUP1 | LR_PRIO(0x80) | 54, ICH_LR0_EL2);
	isb();
	check_eq(read_sysreg_s(ICH_MISR_EL2) >> 1 & 1, 1, "MISR.U: with one that is valid too");
	write_sysreg_s(0, ICH_LR0_EL2);
	write_sysreg_s(1 | 1 << 3, ICH_HCR_EL2);
	isb();
	check_eq(read_sysreg_s(ICH_MISR_EL2) >> 3 & 1, 1, "MISR.NP: nothing pending with NPIE");
	write_sysreg_s(LR_PENDING | LR_GROUP1 | LR_PRIO(0x80) | 54, ICH_LR0_EL2);
	isb();
	check_eq(read_sysreg_s(ICH_MISR_EL2) >> 3 & 1, 0, "MISR.NP: not while one is pending");
	write_sysreg_s(0, ICH_LR0_EL2);

	/* an end without a list register counts */
	write_sysreg_s(1, ICH_HCR_EL2);
	write_sysreg_s(1UL << 16, ICH_AP1R0_EL2);
	isb();
	guest_run_el1(&t, end_x0, 99, 0, 0);
	check_eq(read_sysreg_s(ICH_HCR_EL2) >> 27, 1, "ICH_HCR_EL2.EOIcount of an end without list register");
	write_sysreg_s(0, ICH_AP1R0_EL2);
	write_sysreg_s(0, ICH_HCR_EL2);
	isb();
	/* disabled */
	write_sysreg_s(LR_PENDING | LR_GROUP1 | LR_PRIO(0x80) | 55, ICH_LR0_EL2);
	isb();
	check(guest_run(&t, wait_unmasked, PSR_MODE_EL1h | DAIF_ALL, 0, 0, 0), "nothing while ICH_HCR_EL2.En is 0");
	write_sysreg_s(0, ICH_LR0_EL2);
	write_sysreg_s(0, ICH_VMCR_EL2);
	isb();
	guest_hcr = GUEST_HCR_DEFAULT;
}

const struct subtest hyp_irq_subtests[] = {
	{ "virtual-bits", bits, needs_el2 },
	{ "physical", physical, needs_el2 },
	{ "lists", lists, needs_v3 },
	{ }
};
