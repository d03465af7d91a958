/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * hyp: a guest of one snippet at EL1 or EL0 below this image at EL2 (FEAT_VHE, E2H 1).
 *
 * Guest code ends with HVC #GUEST_DONE. Exceptions that the guest takes itself come out as
 * HVC #GUEST_VECTOR + n, n the vector; ESR_EL12 and FAR_EL12 then tell which.
 */
#ifndef _ARM_HYP_H_
#define _ARM_HYP_H_

#include <libcflat.h>
#include <asm/trap.h>

#define GUEST_DONE	0x4242
#define GUEST_VECTOR	0x100

#define GUEST(name, insns)	SNIPPET(name, insns "\n	hvc	#0x4242")

/* HCR_EL2 (D19.2.48) */
#define HCR_VM		(1UL << 0)
#define HCR_PTW		(1UL << 2)
#define HCR_FMO		(1UL << 3)
#define HCR_IMO		(1UL << 4)
#define HCR_AMO		(1UL << 5)
#define HCR_VF		(1UL << 6)
#define HCR_VI		(1UL << 7)
#define HCR_VSE		(1UL << 8)
#define HCR_DC		(1UL << 12)
#define HCR_TWI		(1UL << 13)
#define HCR_TWE		(1UL << 14)
#define HCR_TID1	(1UL << 16)
#define HCR_TID2	(1UL << 17)
#define HCR_TID3	(1UL << 18)
#define HCR_TSC		(1UL << 19)
#define HCR_TIDCP	(1UL << 20)
#define HCR_TACR	(1UL << 21)
#define HCR_TSW		(1UL << 22)
#define HCR_TPCP	(1UL << 23)
#define HCR_TPU		(1UL << 24)
#define HCR_TTLB	(1UL << 25)
#define HCR_TVM		(1UL << 26)
#define HCR_TDZ		(1UL << 28)
#define HCR_HCD		(1UL << 29)
#define HCR_TRVM	(1UL << 30)
#define HCR_CD		(1UL << 32)
#define HCR_ID		(1UL << 33)
#define HCR_TLOR	(1UL << 35)
#define HCR_TERR	(1UL << 36)
#define HCR_APK		(1UL << 40)
#define HCR_API		(1UL << 41)
#define HCR_TOCU	(1UL << 52)
#define HCR_TTLBIS	(1UL << 54)
#define HCR_TTLBOS	(1UL << 55)
#define HCR_ATA		(1UL << 56)
#define HCR_TID5	(1UL << 58)

/* Registers of EL1 as EL2 sees them with E2H */
#define SCTLR_EL12	sys_reg(3, 5, 1, 0, 0)
#define CPACR_EL12	sys_reg(3, 5, 1, 0, 2)
#define TTBR0_EL12	sys_reg(3, 5, 2, 0, 0)
#define TTBR1_EL12	sys_reg(3, 5, 2, 0, 1)
#define TCR_EL12	sys_reg(3, 5, 2, 0, 2)
#define SPSR_EL12	sys_reg(3, 5, 4, 0, 0)
#define ELR_EL12	sys_reg(3, 5, 4, 0, 1)
#define ESR_EL12	sys_reg(3, 5, 5, 2, 0)
#define FAR_EL12	sys_reg(3, 5, 6, 0, 0)
#define CNTV_CTL_EL02	sys_reg(3, 5, 14, 3, 1)
#define CNTV_CVAL_EL02	sys_reg(3, 5, 14, 3, 2)
#define MAIR_EL12	sys_reg(3, 5, 10, 2, 0)
#define VBAR_EL12	sys_reg(3, 5, 12, 0, 0)
#define CNTKCTL_EL12	sys_reg(3, 5, 14, 1, 0)

/* HCR_EL2 of the next guest_run() beyond E2H and RW; API, APK and ATA are in the default. */
extern u64 guest_hcr;
#define GUEST_HCR_DEFAULT	(HCR_API | HCR_APK | HCR_ATA)

/* Run code at the level and with the masks that pstate says. Returns whether GUEST_DONE ended it. */
extern bool guest_run(struct trap *t, const void *code, u64 pstate, u64 x0, u64 x1, u64 x2);
/* At EL1h with all masked. */
extern bool guest_run_el1(struct trap *t, const void *code, u64 x0, u64 x1, u64 x2);
/* One instruction at EL1h. */
extern bool guest_insn(struct trap *t, u32 insn, u64 x0, u64 x1);

/* The guest took an exception itself: its vector number, or -1. */
extern int guest_vector(const struct trap *t);

extern const char *needs_el2(void);
extern const struct subtest hyp_stage2_subtests[], hyp_irq_subtests[];

#define DAIF_ALL	(PSR_D_BIT | PSR_A_BIT | PSR_I_BIT | PSR_F_BIT)

#endif /* _ARM_HYP_H_ */
