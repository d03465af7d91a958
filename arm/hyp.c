// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * hyp: EL2 with a guest at EL1 (Arm ARM D1.3, D8, D19.2.48). Needs virtualization=on.
 *
 * traps     each trap control of HCR_EL2, CPTR_EL2, MDCR_EL2 and CNTHCTL_EL2: what it traps, with
 *           which syndrome, and that it traps nothing when clear
 * values    what EL2 makes EL1 see: identification, counter offset, CNTFRQ, DCZID
 * routing   which exceptions come to EL2 and which stay in the guest; illegal returns
 * hyp-stage2.c   stage 2 translation
 * hyp-irq.c      virtual interrupts, by HCR_EL2 and by list registers
 *
 * A nested hypervisor sees exactly this from its own host; each trap that is missed is a way for
 * a guest to get around its hypervisor.
 */
#include <libcflat.h>
#include <subtest.h>
#include <asm/delay.h>
#include <asm/processor.h>
#include <asm/thread_info.h>

#include "hyp.h"
#include "insn.h"

u64 guest_hcr = GUEST_HCR_DEFAULT;

static char guest_stack[8192] __attribute__((aligned(16)));

/* Vectors that leave the guest, by HVC, and by SMC for when HVC is disabled. */
extern char guest_vectors[], guest_vectors_smc[];
#define VECTORS(name, insn)						\
"	.balign	2048\n" name ":\n"					\
"	.set	vec, 0\n"						\
"	.rept	16\n"							\
"	.balign	128\n"							\
	insn "	#(0x100 + vec)\n"					\
"	b	.\n"							\
"	.set	vec, vec + 1\n"					\
"	.endr\n"
asm(
"	.pushsection .text\n"
VECTORS("guest_vectors", "hvc")
VECTORS("guest_vectors_smc", "smc")
"	.popsection\n");

static char *guest_vbar = guest_vectors;
static const u32 *guest_code;		/* of the last guest_insn() */

bool guest_run(struct trap *t, const void *code, u64 pstate, u64 x0, u64 x1, u64 x2)
{
	write_sysreg_s((u64)guest_vbar, VBAR_EL12);
	write_sysreg(guest_stack + sizeof(guest_stack), sp_el1);
	write_sysreg(guest_hcr | HCR_EL2_RW | HCR_EL2_E2H, hcr_el2);
	isb();
	trap_eret(t, code, pstate, x0, x1, x2);
	write_sysreg(INIT_HCR_EL2, hcr_el2);
	isb();
	return t->ec == ESR_ELx_EC_HVC64 && (t->iss & 0xffff) == GUEST_DONE;
}

bool guest_run_el1(struct trap *t, const void *code, u64 x0, u64 x1, u64 x2)
{
	return guest_run(t, code, PSR_MODE_EL1h | DAIF_ALL, x0, x1, x2);
}

#define HVC_DONE	(0xd4000002 | GUEST_DONE << 5)

bool guest_insn(struct trap *t, u32 insn, u64 x0, u64 x1)
{
	u32 insns[] = { insn, HVC_DONE };

	guest_code = insn_place_n(insns, 2);
	return guest_run_el1(t, guest_code, x0, x1, 0);
}

int guest_vector(const struct trap *t)
{
	if (t->ec != ESR_ELx_EC_HVC64 || (t->iss & 0xfff0) != GUEST_VECTOR)
		return -1;
	return t->iss & 15;
}

const char *needs_el2(void)
{
	return current_level() == CurrentEL_EL2 ? NULL : "needs EL2 with FEAT_VHE (-machine virtualization=on)";
}

/* The guest has the translation tables of this image. */
static void guest_init(void)
{
	write_sysreg_s(read_sysreg(sctlr_el1) | SCTLR_EL1_nTWI | SCTLR_EL1_nTWE | SCTLR_EL1_UCI | SCTLR_EL1_UCT |
		       SCTLR_EL1_DZE | SCTLR_EL1_EnIA | SCTLR_EL1_EnIB | SCTLR_EL1_EnDA | SCTLR_EL1_EnDB, SCTLR_EL12);
	write_sysreg_s(3UL << 20 | 3UL << 16, CPACR_EL12);
	write_sysreg_s(read_sysreg(ttbr0_el1), TTBR0_EL12);
	write_sysreg_s(read_sysreg(tcr_el1), TCR_EL12);
	write_sysreg_s(read_sysreg(mair_el1), MAIR_EL12);
	write_sysreg_s(3, CNTKCTL_EL12);
	/* EL1 may use the physical counter and timer (E2H 1: bits 11:10) */
	write_sysreg(read_sysreg(cnthctl_el2) | 3UL << 10, cnthctl_el2);
	isb();
}

#define MRS(op0, op1, crn, crm, op2)	(0xd5200000 | sys_reg(op0, op1, crn, crm, op2))
#define MSR(op0, op1, crn, crm, op2)	(0xd5000000 | sys_reg(op0, op1, crn, crm, op2))
#define SYS(op1, crn, crm, op2)		(0xd5080000 | sys_reg(0, op1, crn, crm, op2))

/* The ISS of EC 0x18 for MRS, MSR and SYS (D19.2.37) */
static u32 sys_iss(u32 insn)
{
	return (insn >> 19 & 3) << 20 | (insn >> 5 & 7) << 17 | (insn >> 16 & 7) << 14 |
	       (insn >> 12 & 15) << 10 | (insn & 31) << 5 | (insn >> 8 & 15) << 1 | (insn >> 21 & 1);
}

enum control { HCR, HCR0, MDCR, CPTR0, CPTR1, CNTHCTL0, ICH };

/* Features that rows need: register, shift, least value */
static bool feature(u64 reg, int shift, unsigned int min)
{
	unsigned int v = (reg >> shift) & 0xf;

	return v >= min && v != 0xf;
}

static bool f_lor(void) { return feature(read_sysreg(id_aa64mmfr1_el1), 16, 1); }
static bool f_ras(void) { return feature(read_sysreg(id_aa64pfr0_el1), 28, 1); }
static bool f_pauth(void) { return feature(read_sysreg(id_aa64isar1_el1), 4, 1) || feature(read_sysreg(id_aa64isar1_el1), 8, 1); }
static bool f_mte(void) { return feature(read_sysreg(id_aa64pfr1_el1), 8, 2); }
static bool f_sve(void) { return feature(read_sysreg(id_aa64pfr0_el1), 32, 1); }
static bool f_evt(void) { return feature(read_sysreg_s(sys_reg(3, 0, 0, 7, 2)), 56, 2); }
static bool f_pmu(void) { return feature(read_sysreg(id_aa64dfr0_el1), 8, 1); }
static bool f_gic(void) { return feature(read_sysreg(id_aa64pfr0_el1), 24, 1); }
static bool f_tlbios(void) { return feature(read_sysreg(id_aa64isar0_el1), 56, 1); }

static const struct trap_row {
	const char *name;
	u32 insn;
	enum control control;	/* HCR0 and CPTR0: clear the bits to trap */
	u64 bits;
	unsigned int ec;
	bool (*has)(void);
	bool never;		/* is not trapped by it */
} trap_rows[] = {
#define S64	ESR_ELx_EC_SYS64
	{ "TVM write of SCTLR_EL1", MSR(3, 0, 1, 0, 0), HCR, HCR_TVM, S64 },
	{ "TVM write of TTBR0_EL1", MSR(3, 0, 2, 0, 0), HCR, HCR_TVM, S64 },
	{ "TVM write of TTBR1_EL1", MSR(3, 0, 2, 0, 1), HCR, HCR_TVM, S64 },
	{ "TVM write of TCR_EL1", MSR(3, 0, 2, 0, 2), HCR, HCR_TVM, S64 },
	{ "TVM write of ESR_EL1", MSR(3, 0, 5, 2, 0), HCR, HCR_TVM, S64 },
	{ "TVM write of FAR_EL1", MSR(3, 0, 6, 0, 0), HCR, HCR_TVM, S64 },
	{ "TVM write of AFSR0_EL1", MSR(3, 0, 5, 1, 0), HCR, HCR_TVM, S64 },
	{ "TVM write of AFSR1_EL1", MSR(3, 0, 5, 1, 1), HCR, HCR_TVM, S64 },
	{ "TVM write of MAIR_EL1", MSR(3, 0, 10, 2, 0), HCR, HCR_TVM, S64 },
	{ "TVM write of AMAIR_EL1", MSR(3, 0, 10, 3, 0), HCR, HCR_TVM, S64 },
	{ "TVM write of CONTEXTIDR_EL1", MSR(3, 0, 13, 0, 1), HCR, HCR_TVM, S64 },
	{ "TVM read of TTBR0_EL1", MRS(3, 0, 2, 0, 0), HCR, HCR_TVM, S64, NULL, true },
	{ "TVM write of VBAR_EL1", MSR(3, 0, 12, 0, 0), HCR, HCR_TVM, S64, NULL, true },
	{ "TRVM read of SCTLR_EL1", MRS(3, 0, 1, 0, 0), HCR, HCR_TRVM, S64 },
	{ "TRVM read of TTBR0_EL1", MRS(3, 0, 2, 0, 0), HCR, HCR_TRVM, S64 },
	{ "TRVM read of TTBR1_EL1", MRS(3, 0, 2, 0, 1), HCR, HCR_TRVM, S64 },
	{ "TRVM read of TCR_EL1", MRS(3, 0, 2, 0, 2), HCR, HCR_TRVM, S64 },
	{ "TRVM read of ESR_EL1", MRS(3, 0, 5, 2, 0), HCR, HCR_TRVM, S64 },
	{ "TRVM read of FAR_EL1", MRS(3, 0, 6, 0, 0), HCR, HCR_TRVM, S64 },
	{ "TRVM read of MAIR_EL1", MRS(3, 0, 10, 2, 0), HCR, HCR_TRVM, S64 },
	{ "TRVM read of AMAIR_EL1", MRS(3, 0, 10, 3, 0), HCR, HCR_TRVM, S64 },
	{ "TRVM read of CONTEXTIDR_EL1", MRS(3, 0, 13, 0, 1), HCR, HCR_TRVM, S64 },
	{ "TRVM write of FAR_EL1", MSR(3, 0, 6, 0, 0), HCR, HCR_TRVM, S64, NULL, true },
	{ "TID1 REVIDR_EL1", MRS(3, 0, 0, 0, 6), HCR, HCR_TID1, S64 },
	{ "TID1 AIDR_EL1", MRS(3, 1, 0, 0, 7), HCR, HCR_TID1, S64 },
	{ "TID1 MIDR_EL1", MRS(3, 0, 0, 0, 0), HCR, HCR_TID1, S64, NULL, true },
	{ "TID2 CTR_EL0", MRS(3, 3, 0, 0, 1), HCR, HCR_TID2, S64 },
	{ "TID2 CCSIDR_EL1", MRS(3, 1, 0, 0, 0), HCR, HCR_TID2, S64 },
	{ "TID2 CLIDR_EL1", MRS(3, 1, 0, 0, 1), HCR, HCR_TID2, S64 },
	{ "TID2 read of CSSELR_EL1", MRS(3, 2, 0, 0, 0), HCR, HCR_TID2, S64 },
	{ "TID2 write of CSSELR_EL1", MSR(3, 2, 0, 0, 0), HCR, HCR_TID2, S64 },
	{ "TID3 ID_PFR0_EL1", MRS(3, 0, 0, 1, 0), HCR, HCR_TID3, S64 },
	{ "TID3 ID_DFR0_EL1", MRS(3, 0, 0, 1, 2), HCR, HCR_TID3, S64 },
	{ "TID3 ID_MMFR3_EL1", MRS(3, 0, 0, 1, 7), HCR, HCR_TID3, S64 },
	{ "TID3 ID_ISAR5_EL1", MRS(3, 0, 0, 2, 5), HCR, HCR_TID3, S64 },
	{ "TID3 MVFR1_EL1", MRS(3, 0, 0, 3, 1), HCR, HCR_TID3, S64 },
	{ "TID3 ID_AA64PFR0_EL1", MRS(3, 0, 0, 4, 0), HCR, HCR_TID3, S64 },
	{ "TID3 ID_AA64ZFR0_EL1", MRS(3, 0, 0, 4, 4), HCR, HCR_TID3, S64 },
	{ "TID3 ID_AA64DFR1_EL1", MRS(3, 0, 0, 5, 1), HCR, HCR_TID3, S64 },
	{ "TID3 ID_AA64ISAR0_EL1", MRS(3, 0, 0, 6, 0), HCR, HCR_TID3, S64 },
	{ "TID3 ID_AA64MMFR2_EL1", MRS(3, 0, 0, 7, 2), HCR, HCR_TID3, S64 },
	{ "TID3 unallocated S3_0_C0_C7_7", MRS(3, 0, 0, 7, 7), HCR, HCR_TID3, S64 },
	{ "TID3 MPIDR_EL1", MRS(3, 0, 0, 0, 5), HCR, HCR_TID3, S64, NULL, true },
	{ "TACR read of ACTLR_EL1", MRS(3, 0, 1, 0, 1), HCR, HCR_TACR, S64 },
	{ "TACR write of ACTLR_EL1", MSR(3, 0, 1, 0, 1), HCR, HCR_TACR, S64 },
	{ "TSW DC ISW", SYS(0, 7, 6, 2), HCR, HCR_TSW, S64 },
	{ "TSW DC CSW", SYS(0, 7, 10, 2), HCR, HCR_TSW, S64 },
	{ "TSW DC CISW", SYS(0, 7, 14, 2), HCR, HCR_TSW, S64 },
	{ "TPCP DC IVAC", SYS(0, 7, 6, 1), HCR, HCR_TPCP, S64 },
	{ "TPCP DC CVAC", SYS(3, 7, 10, 1), HCR, HCR_TPCP, S64 },
	{ "TPCP DC CIVAC", SYS(3, 7, 14, 1), HCR, HCR_TPCP, S64 },
	{ "TPCP DC CVAU", SYS(3, 7, 11, 1), HCR, HCR_TPCP, S64, NULL, true },
	{ "TPU IC IALLUIS", SYS(0, 7, 1, 0), HCR, HCR_TPU, S64 },
	{ "TPU IC IALLU", SYS(0, 7, 5, 0), HCR, HCR_TPU, S64 },
	{ "TPU IC IVAU", SYS(3, 7, 5, 1), HCR, HCR_TPU, S64 },
	{ "TPU DC CVAU", SYS(3, 7, 11, 1), HCR, HCR_TPU, S64 },
	{ "TPU DC CVAC", SYS(3, 7, 10, 1), HCR, HCR_TPU, S64, NULL, true },
	{ "TDZ DC ZVA", SYS(3, 7, 4, 1), HCR, HCR_TDZ, S64 },
	{ "TTLB TLBI VMALLE1", SYS(0, 8, 7, 0), HCR, HCR_TTLB, S64 },
	{ "TTLB TLBI VAE1", SYS(0, 8, 7, 1), HCR, HCR_TTLB, S64 },
	{ "TTLB TLBI ASIDE1", SYS(0, 8, 7, 2), HCR, HCR_TTLB, S64 },
	{ "TTLB TLBI VAAE1", SYS(0, 8, 7, 3), HCR, HCR_TTLB, S64 },
	{ "TTLB TLBI VALE1", SYS(0, 8, 7, 5), HCR, HCR_TTLB, S64 },
	{ "TTLB TLBI VAALE1", SYS(0, 8, 7, 7), HCR, HCR_TTLB, S64 },
	{ "TTLB TLBI VMALLE1IS", SYS(0, 8, 3, 0), HCR, HCR_TTLB, S64 },
	{ "TTLB TLBI VAE1IS", SYS(0, 8, 3, 1), HCR, HCR_TTLB, S64 },
	{ "TTLB TLBI VMALLE1OS", SYS(0, 8, 1, 0), HCR, HCR_TTLB, S64, f_tlbios },
	{ "TTLBIS TLBI VAAE1IS", SYS(0, 8, 3, 3), HCR, HCR_TTLBIS, S64, f_evt },
	{ "TTLBIS TLBI VMALLE1", SYS(0, 8, 7, 0), HCR, HCR_TTLBIS, S64, f_evt, true },
	{ "TTLBOS TLBI VMALLE1OS", SYS(0, 8, 1, 0), HCR, HCR_TTLBOS, S64, f_evt },
	{ "TOCU DC CVAU", SYS(3, 7, 11, 1), HCR, HCR_TOCU, S64, f_evt },
	{ "TOCU IC IALLU", SYS(0, 7, 5, 0), HCR, HCR_TOCU, S64, f_evt },
	{ "TIDCP S3_0_C15_C2_0", MRS(3, 0, 15, 2, 0), HCR, HCR_TIDCP, S64 },
	{ "TIDCP SYS #1, C11, C0, #1", SYS(1, 11, 0, 1), HCR, HCR_TIDCP, S64 },
	{ "TLOR LORC_EL1", MRS(3, 0, 10, 4, 3), HCR, HCR_TLOR, S64, f_lor },
	{ "TLOR write of LORSA_EL1", MSR(3, 0, 10, 4, 0), HCR, HCR_TLOR, S64, f_lor },
	{ "TLOR LORID_EL1", MRS(3, 0, 10, 4, 7), HCR, HCR_TLOR, S64, f_lor },
	{ "TERR ERRIDR_EL1", MRS(3, 0, 5, 3, 0), HCR, HCR_TERR, S64, f_ras },
	{ "APK read of APIAKeyLo_EL1", MRS(3, 0, 2, 1, 0), HCR0, HCR_APK, S64, f_pauth },
	{ "APK write of APGAKeyHi_EL1", MSR(3, 0, 2, 3, 1), HCR0, HCR_APK, S64, f_pauth },
	{ "API PACIA", 0xdac10020, HCR0, HCR_API, ESR_ELx_EC_PAC, f_pauth },
	{ "API AUTDB", 0xdac11c20, HCR0, HCR_API, ESR_ELx_EC_PAC, f_pauth },
	{ "API PACGA", 0x9ac13000, HCR0, HCR_API, ESR_ELx_EC_PAC, f_pauth },
	{ "API XPACI", 0xdac143e0, HCR0, HCR_API, ESR_ELx_EC_PAC, f_pauth, true },
	{ "ATA GCR_EL1", MRS(3, 0, 1, 0, 6), HCR0, HCR_ATA, S64, f_mte },
	{ "ATA TFSR_EL1", MSR(3, 0, 5, 6, 0), HCR0, HCR_ATA, S64, f_mte },
	{ "ATA RGSR_EL1", MRS(3, 0, 1, 0, 5), HCR0, HCR_ATA, S64, f_mte },
	{ "TID5 GMID_EL1", MRS(3, 1, 0, 0, 4), HCR, HCR_TID5, S64, f_mte },
	{ "TSC SMC", 0xd4000003 | 0x123 << 5, HCR, HCR_TSC, ESR_ELx_EC_SMC64 },
	{ "TWI WFI", 0xd503207f, HCR, HCR_TWI, ESR_ELx_EC_WFx },
	{ "TWE WFE", 0xd503205f, HCR, HCR_TWE, ESR_ELx_EC_WFx },
	{ "CPTR.FPEN FMOV", 0x9e670000, CPTR0, 3UL << 20, ESR_ELx_EC_FP_ASIMD },
	{ "CPTR.ZEN PTRUE", 0x2518e3e0, CPTR0, 3UL << 16, ESR_ELx_EC_SVE, f_sve },
	{ "CPTR.ZEN ZCR_EL1", MRS(3, 0, 1, 2, 0), CPTR0, 3UL << 16, ESR_ELx_EC_SVE, f_sve },
	{ "CPTR.TCPAC read of CPACR_EL1", MRS(3, 0, 1, 0, 2), CPTR1, 1UL << 31, S64 },
	{ "CPTR.TCPAC write of CPACR_EL1", MSR(3, 0, 1, 0, 2), CPTR1, 1UL << 31, S64 },
	{ "MDCR.TPMCR PMCR_EL0", MRS(3, 3, 9, 12, 0), MDCR, 1UL << 5, S64, f_pmu },
	{ "MDCR.TPMCR PMCNTENSET_EL0", MRS(3, 3, 9, 12, 1), MDCR, 1UL << 5, S64, f_pmu, true },
	{ "MDCR.TPM PMCR_EL0", MRS(3, 3, 9, 12, 0), MDCR, 1UL << 6, S64, f_pmu },
	{ "MDCR.TPM PMCCNTR_EL0", MRS(3, 3, 9, 13, 0), MDCR, 1UL << 6, S64, f_pmu },
	{ "MDCR.TPM PMINTENSET_EL1", MSR(3, 0, 9, 14, 1), MDCR, 1UL << 6, S64, f_pmu },
	{ "MDCR.TPM PMEVCNTR0_EL0", MRS(3, 3, 14, 8, 0), MDCR, 1UL << 6, S64, f_pmu },
	{ "MDCR.TDA MDSCR_EL1", MRS(2, 0, 0, 2, 2), MDCR, 1UL << 9, S64 },
	{ "MDCR.TDA DBGBVR0_EL1", MSR(2, 0, 0, 0, 4), MDCR, 1UL << 9, S64 },
	{ "MDCR.TDA DBGWCR0_EL1", MRS(2, 0, 0, 0, 7), MDCR, 1UL << 9, S64 },
	{ "MDCR.TDOSA OSLAR_EL1", MSR(2, 0, 1, 0, 4), MDCR, 1UL << 10, S64 },
	{ "MDCR.TDOSA OSLSR_EL1", MRS(2, 0, 1, 1, 4), MDCR, 1UL << 10, S64 },
	{ "MDCR.TDOSA MDSCR_EL1", MRS(2, 0, 0, 2, 2), MDCR, 1UL << 10, S64, NULL, true },
	{ "MDCR.TDRA MDRAR_EL1", MRS(2, 0, 1, 0, 0), MDCR, 1UL << 11, S64 },
	{ "CNTHCTL.EL1PCTEN CNTPCT_EL0", MRS(3, 3, 14, 0, 1), CNTHCTL0, 1UL << 10, S64 },
	{ "CNTHCTL.EL1PTEN CNTP_CTL_EL0", MRS(3, 3, 14, 2, 1), CNTHCTL0, 1UL << 11, S64 },
	{ "CNTHCTL.EL1PTEN write of CNTP_CVAL_EL0", MSR(3, 3, 14, 2, 2), CNTHCTL0, 1UL << 11, S64 },
	{ "CNTHCTL.EL1PTEN CNTP_TVAL_EL0", MRS(3, 3, 14, 2, 0), CNTHCTL0, 1UL << 11, S64 },
	{ "CNTHCTL.EL1PTEN CNTPCT_EL0", MRS(3, 3, 14, 0, 1), CNTHCTL0, 1UL << 11, S64, NULL, true },
	{ "CNTHCTL CNTV_CTL_EL0", MRS(3, 3, 14, 3, 1), CNTHCTL0, 3UL << 10, S64, NULL, true },
	{ "ICH_HCR.TC ICC_PMR_EL1", MRS(3, 0, 4, 6, 0), ICH, 1UL << 10, S64, f_gic },
	{ "ICH_HCR.TALL1 ICC_IGRPEN1_EL1", MRS(3, 0, 12, 12, 7), ICH, 1UL << 12, S64, f_gic },
	{ "ICH_HCR.TALL1 ICC_IAR1_EL1", MRS(3, 0, 12, 12, 0), ICH, 1UL << 12, S64, f_gic },
	{ "ICH_HCR.TALL0 ICC_BPR0_EL1", MRS(3, 0, 12, 8, 3), ICH, 1UL << 11, S64, f_gic },
	{ "ICH_HCR.TALL0 ICC_BPR1_EL1", MRS(3, 0, 12, 12, 3), ICH, 1UL << 11, S64, f_gic, true },
};

#define ICH_HCR_EL2	sys_reg(3, 4, 12, 11, 0)

static u8 target[4096] __attribute__((aligned(4096)));

/* With the control set to trap, or not. */
static void set_control(const struct trap_row *r, bool trap)
{
	static u64 mdcr, cnthctl;
	static bool saved;

	if (!saved) {
		mdcr = read_sysreg(mdcr_el2);
		cnthctl = read_sysreg(cnthctl_el2);
		saved = true;
	}
	guest_hcr = GUEST_HCR_DEFAULT;
	switch (r->control) {
	case HCR: guest_hcr |= trap ? r->bits : 0; break;
	case HCR0: guest_hcr &= trap ? ~r->bits : ~0UL; break;
	case MDCR: write_sysreg(mdcr | (trap ? r->bits : 0), mdcr_el2); break;
	case CPTR0: write_sysreg((3UL << 20 | 3UL << 16) & ~(trap ? r->bits : 0), cptr_el2); break;
	case CPTR1: write_sysreg(3UL << 20 | 3UL << 16 | (trap ? r->bits : 0), cptr_el2); break;
	case CNTHCTL0: write_sysreg(trap ? cnthctl & ~r->bits : cnthctl, cnthctl_el2); break;
	case ICH: write_sysreg_s(trap ? r->bits : 0, ICH_HCR_EL2); break;
	}
	isb();
}

static void traps(void)
{
	const struct trap_row *r = subtest_row();
	struct trap t;
	u64 x0 = (u64)target;
	bool done;

	if (r->has && !r->has()) {
		report_skip("the feature is absent");
		return;
	}
	guest_init();
	/* what a register holds goes back into it */
	if ((r->insn & 0xfff00000) == 0xd5100000) {
		u32 read[] = { r->insn | 1 << 21, HVC_DONE };

		set_control(r, false);
		/* write-only ones keep the address */
		if (guest_run_el1(&t, insn_place_n(read, 2), x0, 0, 0))
			x0 = t.regs.regs[0];
		else
			x0 = 0;
	}
	set_control(r, true);
	done = guest_insn(&t, r->insn, x0, 0);
	if (r->bits == HCR_TWE && r->ec == ESR_ELx_EC_WFx && done) {
		/* it is trapped only where it would wait */
		report_skip("WFE does not wait here");
	} else if (r->never) {
		check(done, "is not trapped (EC %#x)", t.ec);
	} else if (check_eq(t.ec, r->ec, "trapped: class")) {
		u32 iss = r->ec == S64 ? sys_iss(r->insn) : r->ec == ESR_ELx_EC_SMC64 ? 0x123 :
			  r->ec == ESR_ELx_EC_WFx ? 0x1e00000 | (r->bits == HCR_TWE) :
			  r->ec == ESR_ELx_EC_FP_ASIMD ? 0x1e00000 : 0;

		check_eq(t.iss, iss, "trapped: ISS");
		check_eq(t.regs.pc, (u64)guest_code, "trapped: ELR");
		check_eq(t.vector, EL0_SYNC_64, "trapped: vector of a lower level");
		check_eq(t.regs.pstate & 0xf, PSR_MODE_EL1h, "trapped: SPSR mode");
	}
	set_control(r, false);
	/* SMC without the trap and WFI that waits are not for here; WFE may wait */
	if (r->ec == ESR_ELx_EC_SMC64 || r->ec == ESR_ELx_EC_WFx)
		return;
	done = guest_insn(&t, r->insn, x0, 0);
	check(t.ec != r->ec || done, "passes without the control (EC %#x)", t.ec);
	guest_hcr = GUEST_HCR_DEFAULT;
}

GUEST(read_ids, "mrs x0, midr_el1\n mrs x1, mpidr_el1");
GUEST(read_counters, "isb\n mrs x1, cntvct_el0\n isb\n mrs x0, cntpct_el0\n isb\n mrs x2, cntvct_el0");
GUEST(read_level, "mrs x0, CurrentEL\n mrs x1, daif\n mrs x2, spsel");
GUEST(read_tval, "msr cntv_cval_el0, x0\n isb\n mrs x1, cntvct_el0\n isb\n mrs x2, cntv_tval_el0\n isb\n mrs x3, cntvct_el0");
GUEST(write_tval, "mrs x1, cntvct_el0\n isb\n msr cntv_tval_el0, x0\n isb\n mrs x3, cntvct_el0\n mrs x2, cntv_cval_el0");
GUEST(write_cntfrq, "msr cntfrq_el0, x0");
GUEST(read_dczid, "mrs x0, dczid_el0");

static void values(void)
{
	struct trap t;
	u64 off;

	guest_init();
	write_sysreg(0x12345678, vpidr_el2);
	write_sysreg(0x80000000 | 0x11223, vmpidr_el2);
	if (check(guest_run_el1(&t, read_ids, 0, 0, 0), "the guest reads its identity")) {
		check_eq(t.regs.regs[0], 0x12345678, "MIDR_EL1 is VPIDR_EL2");
		check_eq(t.regs.regs[1], 0x80011223, "MPIDR_EL1 is VMPIDR_EL2");
	}
	write_sysreg(read_sysreg(midr_el1), vpidr_el2);
	write_sysreg(read_sysreg(mpidr_el1), vmpidr_el2);

	for (off = 0; off < 1UL << 48; off = off * 8 + 1000000000UL) {
		write_sysreg(off, cntvoff_el2);
		isb();
		check(guest_run_el1(&t, read_counters, 0, 0, 0), "the guest reads its counters");
		check(t.regs.regs[1] + off <= t.regs.regs[0] && t.regs.regs[0] <= t.regs.regs[2] + off,
		      "CNTVCT is CNTPCT less CNTVOFF_EL2 %#lx", (ulong)off);
	}
	/* TVAL is CVAL less the guest's own counter */
	write_sysreg(0x123456789UL, cntvoff_el2);
	isb();
	{
		u64 now = read_sysreg(cntpct_el0) - 0x123456789UL, cval = now + 0x10000000;

		check(guest_run_el1(&t, read_tval, cval, 0, 0), "the guest reads CNTV_TVAL_EL0");
		check((u32)(cval - t.regs.regs[2]) - (u32)t.regs.regs[1] <= (u32)t.regs.regs[3] - (u32)t.regs.regs[1],
		      "CNTV_TVAL_EL0 is CVAL less CNTVCT with an offset");
		check(guest_run_el1(&t, write_tval, 1000, 0, 0), "the guest writes CNTV_TVAL_EL0");
		check(t.regs.regs[2] - 1000 >= t.regs.regs[1] && t.regs.regs[2] - 1000 <= t.regs.regs[3],
		      "a CNTV_TVAL_EL0 write counts from CNTVCT with an offset");
	}
	write_sysreg(0, cntvoff_el2);
	/* a deadline moves with the offset */
	write_sysreg_s(read_sysreg(cntpct_el0) + (1UL << 40), CNTV_CVAL_EL02);
	write_sysreg_s(3, CNTV_CTL_EL02);
	isb();
	check_eq(read_sysreg_s(CNTV_CTL_EL02) >> 2 & 1, 0, "CNTV_CVAL_EL02 far away: ISTATUS");
	write_sysreg(-(1UL << 41), cntvoff_el2);
	isb();
	check_eq(read_sysreg_s(CNTV_CTL_EL02) >> 2 & 1, 1, "CNTVOFF_EL2 moves the counter beyond it: ISTATUS");
	write_sysreg(0, cntvoff_el2);
	isb();
	check_eq(read_sysreg_s(CNTV_CTL_EL02) >> 2 & 1, 0, "and back: ISTATUS");
	write_sysreg_s(0, CNTV_CTL_EL02);
	guest_run_el1(&t, write_cntfrq, get_cntfrq(), 0, 0);
	check_eq(guest_vector(&t), EL1H_SYNC, "CNTFRQ_EL0 is not for EL1 to write where there is EL2");

	check(guest_run_el1(&t, read_level, 0, 0, 0), "the guest reads its level");
	check_eq(t.regs.regs[0], CurrentEL_EL1, "CurrentEL");
	check_eq(t.regs.regs[1], DAIF_ALL, "DAIF");
	check_eq(t.regs.regs[2], 1, "SPSel");

	guest_hcr |= HCR_TDZ;
	check(guest_run_el1(&t, read_dczid, 0, 0, 0), "the guest reads DCZID_EL0");
	check_eq(t.regs.regs[0] >> 4 & 1, 1, "DCZID_EL0.DZP with HCR_EL2.TDZ");
	guest_hcr = GUEST_HCR_DEFAULT;
	check(guest_run_el1(&t, read_dczid, 0, 0, 0), "the guest reads DCZID_EL0");
	check_eq(t.regs.regs[0] >> 4 & 1, 0, "DCZID_EL0.DZP without");
}

GUEST(g_svc, "svc #0x77");
GUEST(g_hvc, "hvc #0x1357");
GUEST(g_brk, "brk #0x21");
GUEST(g_udf, ".inst 0");
GUEST(g_el2_reg, "mrs x0, vttbr_el2");
GUEST(g_el12_reg, "mrs x0, s3_5_c1_c0_0");
GUEST(g_load, "ldr x0, [x0]");
GUEST(g_el0_svc, "svc #0x88");
GUEST(g_eret_el0, "adr x9, 1f\n msr elr_el1, x9\n mov x9, #0x3c0\n msr spsr_el1, x9\n eret\n 1: svc #0x99");
GUEST(g_to_el0_flags, "adr x9, 1f\n msr elr_el1, x9\n msr spsr_el1, x0\n eret\n 1: svc #0x99");

static void routing(void)
{
	struct trap t;

	guest_init();
	guest_run_el1(&t, g_hvc, 0, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_HVC64, "HVC: class");
	check_eq(t.esr & 0x3ffffff, 1 << 25 | 0x1357, "HVC: IL and immediate");
	check_eq(t.regs.pc, (u64)g_hvc + 4, "HVC: ELR is the next instruction");
	check_eq(t.entry_pstate, DAIF_ALL | CurrentEL_EL2 | 1, "HVC: DAIF, CurrentEL and SPSel at entry");

	guest_run_el1(&t, g_svc, 0, 0, 0);
	check_eq(guest_vector(&t), EL1H_SYNC, "SVC of EL1 stays at EL1: vector");
	check_eq(read_sysreg_s(ESR_EL12), 0x15UL << 26 | 1 << 25 | 0x77, "SVC: ESR_EL1");
	check_eq(read_sysreg_s(ELR_EL12), (u64)g_svc + 4, "SVC: ELR_EL1");
	check_eq(read_sysreg_s(SPSR_EL12) & 0x3cf, DAIF_ALL | PSR_MODE_EL1h, "SVC: SPSR_EL1");
	guest_run_el1(&t, g_brk, 0, 0, 0);
	check_eq(guest_vector(&t), EL1H_SYNC, "BRK stays at EL1");
	check_eq(read_sysreg_s(ESR_EL12), 0x3cUL << 26 | 1 << 25 | 0x21, "BRK: ESR_EL1");
	guest_run_el1(&t, g_udf, 0, 0, 0);
	check_eq(guest_vector(&t), EL1H_SYNC, "UDF stays at EL1");
	check_eq(read_sysreg_s(ESR_EL12), 1UL << 25, "UDF: ESR_EL1");
	guest_run_el1(&t, g_el2_reg, 0, 0, 0);
	check_eq(guest_vector(&t), EL1H_SYNC, "a register of EL2 is undefined at EL1");
	guest_run_el1(&t, g_el12_reg, 0, 0, 0);
	check_eq(guest_vector(&t), EL1H_SYNC, "an EL12 name is undefined at EL1");
	guest_run_el1(&t, g_load, 1UL << 47, 0, 0);
	check_eq(guest_vector(&t), EL1H_SYNC, "a stage 1 fault stays at EL1");
	check_eq(read_sysreg_s(FAR_EL12), 1UL << 47, "its FAR_EL1");

	guest_hcr |= HCR_HCD | HCR_TSC;
	guest_vbar = guest_vectors_smc;
	guest_run_el1(&t, g_hvc, 0, 0, 0);
	guest_vbar = guest_vectors;
	guest_hcr = GUEST_HCR_DEFAULT;
	/* RES0 where there is an EL3 */
	if (!(read_sysreg(id_aa64pfr0_el1) >> 12 & 0xf)) {
		check_eq(t.ec, ESR_ELx_EC_SMC64, "HCD: HVC is undefined, so that the guest's vector runs");
		check_eq(t.iss & 0xffff, GUEST_VECTOR + EL1H_SYNC, "HCD: which vector");
		check_eq(read_sysreg_s(ESR_EL12), 1UL << 25, "HCD: ESR_EL1");
	}

	/* EL0 under EL1, and EL0 under EL2 (TGE) */
	guest_run(&t, g_el0_svc, PSR_MODE_EL0t | DAIF_ALL, 0, 0, 0);
	check_eq(guest_vector(&t), EL0_SYNC_64, "SVC of EL0 goes to EL1: vector");
	check_eq(read_sysreg_s(ESR_EL12) & 0xffff, 0x88, "its ESR_EL1");
	guest_hcr |= HCR_EL2_TGE;
	guest_run(&t, g_el0_svc, PSR_MODE_EL0t | DAIF_ALL, 0, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_SVC64, "TGE: SVC of EL0 goes to EL2");
	check_eq(t.iss, 0x88, "its ESR_EL2");
	/* there is no EL1 then */
	guest_run_el1(&t, g_hvc, 0, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_ILL, "TGE: a return to EL1 is illegal");
	guest_hcr = GUEST_HCR_DEFAULT;

	guest_run_el1(&t, g_eret_el0, 0, 0, 0);
	check_eq(guest_vector(&t), EL0_SYNC_64, "the guest's own return to EL0");
	/* EL2 is higher than the guest */
	guest_run_el1(&t, g_to_el0_flags, DAIF_ALL | PSR_MODE_EL2h, 0, 0);
	check_eq(guest_vector(&t), EL1H_SYNC, "the guest's return to EL2 is illegal: vector");
	check_eq(read_sysreg_s(ESR_EL12) >> 26, ESR_ELx_EC_ILL, "and its class");
	/* AArch32 where RW says AArch64 */
	guest_run_el1(&t, g_to_el0_flags, DAIF_ALL | 0x13, 0, 0);
	check_eq(read_sysreg_s(ESR_EL12) >> 26, ESR_ELx_EC_ILL, "return to AArch32 Supervisor mode with RW 1");
}

static struct subtest all[64];

int main(int argc, char **argv)
{
	static const struct subtest own[] = {
		{ "traps", traps, needs_el2, SUBTEST_ROWS(trap_rows) },
		{ "values", values, needs_el2 },
		{ "routing", routing, needs_el2 },
		{ }
	};
	const struct subtest *const lists[] = { own, hyp_stage2_subtests, hyp_irq_subtests };
	unsigned int n = 0;

	if (!needs_el2())
		guest_init();
	for (unsigned int i = 0; i < ARRAY_SIZE(lists); i++)
		for (const struct subtest *s = lists[i]; s->name; s++)
			all[n++] = *s;
	return run_subtests(all, argc, argv);
}
