// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * sysregs: the system register space of a guest (Arm ARM D19, C5.1.3).
 *
 * id-space     all encodings of the ID registers read at EL1, unallocated ones as zero; they
 *              take no write and trap at EL0; they agree on all CPUs
 * id-fields    what one field says must not contradict another
 * features     an instruction is undefined exactly where its ID field says that it is absent
 * round-trip   plain registers hold what is written, and nothing else changes
 * undefined    registers that no one defined
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <on-cpus.h>
#include <subtest.h>
#include <vmalloc.h>
#include <asm/mmu.h>
#include <asm/processor.h>
#include <asm/thread_info.h>
#include <asm/trap.h>

#define MRS(op0, op1, crn, crm, op2, rt)	(0xd5200000 | sys_reg(op0, op1, crn, crm, op2) | (rt))
#define MSR(op0, op1, crn, crm, op2, rt)	(0xd5000000 | sys_reg(op0, op1, crn, crm, op2) | (rt))
#define RET					0xd65f03c0

/* One page of code at two addresses: EL1 runs it at one, EL0 at the other. */
static u32 *code_el1, *code_el0;

static void setup_code(void)
{
	if (code_el1)
		return;
	code_el1 = alloc_page();
	code_el0 = vmap((phys_addr_t)(u64)code_el1, PAGE_SIZE);
	mmu_clear_user(current_thread_info()->pgtable, (unsigned long)code_el1);
}

static void place(u32 insn)
{
	setup_code();
	code_el1[0] = insn;
	code_el1[1] = RET;
	asm volatile("dc cvau, %0\n dsb ish\n ic ivau, %0\n ic ivau, %1\n dsb ish\n isb"
		     : : "r" (code_el1), "r" (code_el0) : "memory");
}

static bool run_insn(struct trap *t, u32 insn, bool el0, u64 x0, u64 x1, u64 x2)
{
	place(insn);
	return el0 ? trap_run_el0(t, code_el0, x0, x1, x2) : trap_run(t, code_el1, x0, x1, x2);
}

static bool id_allocated(int crm, int op2)
{
	/* what DDI 0487 and later extensions give a name */
	static const u8 allocated[8] = { 0, 0xff, 0xff, 0x77, 0xb7, 0x37, 0x0f, 0x1f };

	return allocated[crm] >> op2 & 1;
}

static u64 id_values[8][8];

static void id_space(void)
{
	bool idst = (read_sysreg_s(sys_reg(3, 0, 0, 7, 2)) >> 36) & 0xf;
	unsigned int el0_ec = idst ? ESR_ELx_EC_SYS64 : ESR_ELx_EC_UNKNOWN;
	struct trap t;

	for (int crm = 1; crm < 8; crm++) {
		for (int op2 = 0; op2 < 8; op2++) {
			bool ok = true;

			run_insn(&t, MRS(3, 0, 0, crm, op2, 0), false, ~0ULL, 0, 0);
			id_values[crm][op2] = t.ret;
			if (t.taken) {
				report_info("read at EL1: EC %#x", t.ec);
				ok = false;
			} else if (!id_allocated(crm, op2) && t.ret) {
				report_info("unallocated, reads %#lx", (ulong)t.ret);
				ok = false;
			}
			run_insn(&t, MSR(3, 0, 0, crm, op2, 0), false, 0, 0, 0);
			if (t.ec != ESR_ELx_EC_UNKNOWN) {
				report_info("write at EL1: EC %#x", t.ec);
				ok = false;
			}
			run_insn(&t, MRS(3, 0, 0, crm, op2, 3), true, 0, 0, 0);
			if (t.ec != el0_ec) {
				report_info("read at EL0: EC %#x, expected %#x", t.ec, el0_ec);
				ok = false;
			} else if (idst && t.iss != (3 << 20 | op2 << 17 | 3 << 5 | crm << 1 | 1)) {
				report_info("read at EL0: ISS %#x", t.iss);
				ok = false;
			}
			check(ok, "S3_0_C0_C%d_%d", crm, op2);
		}
	}
}

static u64 other_values[8][8];

static u64 read_id(int crm, int op2)
{
	struct trap t;

	run_insn(&t, MRS(3, 0, 0, crm, op2, 0), false, 0, 0, 0);
	return t.ret;
}

static void read_all_ids(void *data __unused)
{
	for (int crm = 1; crm < 8; crm++)
		for (int op2 = 0; op2 < 8; op2++)
			other_values[crm][op2] = read_id(crm, op2);
}

static const char *needs_2_cpus(void)
{
	return nr_cpus >= 2 ? NULL : "at least 2 CPUs needed";
}

static void id_cpus(void)
{
	setup_code();
	on_cpu(1, read_all_ids, NULL);
	for (int crm = 1; crm < 8; crm++)
		for (int op2 = 0; op2 < 8; op2++) {
			u64 mine = read_id(crm, op2);

			if (mine != other_values[crm][op2])
				check_eq(other_values[crm][op2], mine,
					 "S3_0_C0_C%d_%d of CPU 1 and CPU 0", crm, op2);
		}
	check(true, "all ID registers compared");
}

#define PFR0	4, 0
#define PFR1	4, 1
#define ZFR0	4, 4
#define DFR0	5, 0
#define ISAR0	6, 0
#define ISAR1	6, 1
#define ISAR2	6, 2
#define MMFR0	7, 0
#define MMFR1	7, 1
#define MMFR2	7, 2

static unsigned int field(int crm, int op2, int shift)
{
	return (read_id(crm, op2) >> shift) & 0xf;
}

#define IMPLIES(a, b, text)	check(!(a) || (b), text)

static void id_fields(void)
{
	unsigned int fp = field(PFR0, 16), simd = field(PFR0, 20);

	check(field(PFR0, 0) >= 1 && field(PFR0, 0) <= 2, "EL0 runs AArch64");
	check(field(PFR0, 4) >= 1 && field(PFR0, 4) <= 2, "EL1 runs AArch64");
	check_eq(fp, simd, "FP and AdvSIMD agree");
	check(fp == 0 || fp == 1 || fp == 0xf, "FP is no reserved value");
	IMPLIES(field(PFR0, 32), fp == 1, "SVE needs half precision");
	IMPLIES(field(ISAR0, 12) >= 1, field(ISAR0, 8) >= 1, "SHA2 and SHA1 come together");
	IMPLIES(field(ISAR0, 8) >= 1, field(ISAR0, 12) >= 1, "SHA1 and SHA2 come together");
	IMPLIES(field(ISAR0, 32) >= 1, field(ISAR0, 12) >= 2, "SHA3 needs SHA512");
	check_eq(field(ISAR0, 36), field(ISAR0, 40), "SM3 and SM4 come together");
	check(field(ISAR0, 20) == 0 || field(ISAR0, 20) >= 2, "Atomic is no reserved value");
	check_ge(field(DFR0, 0), 6, "debug architecture");
	check_ge(field(DFR0, 12), 1, "at least 2 breakpoints");
	check_ge(field(DFR0, 20), 1, "at least 2 watchpoints");
	check_le(field(DFR0, 28), field(DFR0, 12), "context breakpoints are breakpoints");
	check_le(field(MMFR0, 0), 6, "PARange is no reserved value");
	check(field(MMFR0, 4) == 0 || field(MMFR0, 4) == 2, "8 or 16 bits of ASID");
	check(field(MMFR0, 28) != 0xf || field(MMFR0, 24) != 0xf || field(MMFR0, 20) != 0,
	      "a translation granule");
	check_le(field(MMFR1, 0), 3, "HAFDBS is no reserved value");
	IMPLIES(field(MMFR2, 4), field(MMFR1, 20), "UAO needs PAN");
	IMPLIES(field(MMFR1, 8), field(MMFR1, 20), "VHE needs PAN (both are of Armv8.1)");
	IMPLIES(field(PFR1, 8) >= 2, field(PFR1, 8) <= 3, "MTE is no reserved value");
	check(((read_sysreg(midr_el1) >> 16) & 0xf) == 0xf, "MIDR: architecture by ID registers");
	check(read_sysreg(mpidr_el1) & (1UL << 31), "MPIDR bit 31 is RES1");
	check(!(read_sysreg(mpidr_el1) & (1UL << 30)) || nr_cpus == 1, "MPIDR.U only alone");
}

struct feature {
	const char *name;
	int crm, op2, shift;
	unsigned int min;
	u32 insn;
};

/* An instruction of each; x0 to x2 point to memory, other operands are free. */
static const struct feature features[] = {
	{ "CRC32", ISAR0, 16, 1, 0x9ac14c00 },		/* crc32x w0, w0, x1 */
	{ "LSE", ISAR0, 20, 2, 0xb8210042 },		/* ldadd w1, w2, [x2] */
	{ "RDM", ISAR0, 28, 1, 0x2e428420 },		/* sqrdmlah v0.4h, v1.4h, v2.4h */
	{ "AES", ISAR0, 4, 1, 0x4e284820 },		/* aese v0.16b, v1.16b */
	{ "PMULL", ISAR0, 4, 2, 0x0ee2e020 },		/* pmull v0.1q, v1.1d, v2.1d */
	{ "SHA1", ISAR0, 8, 1, 0x5e280820 },		/* sha1h s0, s1 */
	{ "SHA256", ISAR0, 12, 1, 0x5e024020 },		/* sha256h q0, q1, v2.4s */
	{ "SHA512", ISAR0, 12, 2, 0xce628020 },		/* sha512h q0, q1, v2.2d */
	{ "SHA3", ISAR0, 32, 1, 0xce020c20 },		/* eor3 v0.16b, v1.16b, v2.16b, v3.16b */
	{ "SM3", ISAR0, 36, 1, 0xce63c020 },		/* sm3partw1 v0.4s, v1.4s, v3.4s */
	{ "SM4", ISAR0, 40, 1, 0xcec08420 },		/* sm4e v0.4s, v1.4s */
	{ "DotProd", ISAR0, 44, 1, 0x0e829420 },	/* sdot v0.2s, v1.8b, v2.8b */
	{ "FHM", ISAR0, 48, 1, 0x0e22ec20 },		/* fmlal v0.2s, v1.2h, v2.2h */
	{ "FlagM", ISAR0, 52, 1, 0x3a00080d },		/* setf8 w0 */
	{ "FlagM2", ISAR0, 52, 2, 0xd500403f },		/* xaflag */
	{ "RNDR", ISAR0, 60, 1, 0xd53b2400 },		/* mrs x0, rndr */
	{ "DPB", ISAR1, 0, 1, 0xd50b7c20 },		/* dc cvap, x0 */
	{ "DPB2", ISAR1, 0, 2, 0xd50b7d20 },		/* dc cvadp, x0 */
	{ "JSCVT", ISAR1, 12, 1, 0x1e7e0020 },		/* fjcvtzs w0, d1 */
	{ "FCMA", ISAR1, 16, 1, 0x2e82e420 },		/* fcadd v0.2s, v1.2s, v2.2s, #90 */
	{ "LRCPC", ISAR1, 20, 1, 0xb8bfc041 },		/* ldapr w1, [x2] */
	{ "LRCPC2", ISAR1, 20, 2, 0x99400041 },		/* ldapur w1, [x2] */
	{ "FRINTTS", ISAR1, 32, 1, 0x1e684020 },	/* frint32z d0, d1 */
	{ "SB", ISAR1, 36, 1, 0xd50330ff },		/* sb */
	{ "BF16", ISAR1, 44, 1, 0x1e634020 },		/* bfcvt h0, s1 */
	{ "I8MM", ISAR1, 52, 1, 0x4e82a420 },		/* smmla v0.4s, v1.16b, v2.16b */
	{ "FP16", PFR0, 16, 1, 0x1ee22820 },		/* fadd h0, h1, h2 */
	{ "SVE", PFR0, 32, 1, 0x2518e3e0 },		/* ptrue p0.b */
	{ "SVE2", ZFR0, 0, 1, 0x04213c40 },		/* bsl z0.d, z0.d, z1.d, z2.d */
	{ "DIT", PFR0, 48, 1, 0xd53b42a3 },		/* mrs x3, dit */
	{ "SSBS2", PFR1, 4, 2, 0xd53b42c3 },		/* mrs x3, ssbs */
	{ "MTE", PFR1, 8, 1, 0x9adf1003 },		/* irg x3, x0 */
	{ "PAN", MMFR1, 20, 1, 0xd5384263 },		/* mrs x3, pan */
	{ "UAO", MMFR2, 4, 1, 0xd5384283 },		/* mrs x3, uao */
	{ "TLBIOS", ISAR0, 56, 1, 0xd508811f },		/* tlbi vmalle1os */
	{ "TLBIRANGE", ISAR0, 56, 2, 0xd5088623 },	/* tlbi rvae1, x3 */
	{ "PAuth generic", ISAR1, 24, 1, 0x9ac13003 },	/* pacga x3, x0, x1 */
	{ "PAN2", MMFR1, 20, 2, 0xd5087900 },		/* at s1e1rp, x0 */
};

static u64 operand[8] __attribute__((aligned(64)));

static void feature_row(void)
{
	const struct feature *f = subtest_row();
	bool present = field(f->crm, f->op2, f->shift) >= f->min &&
		       field(f->crm, f->op2, f->shift) != 0xf;
	struct trap t;

	/* PACGA may be of the IMPLEMENTATION DEFINED algorithm, or QARMA3 of ISAR2 */
	if (f->insn == 0x9ac13003)
		present |= field(ISAR1, 28) || field(ISAR2, 8);
	run_insn(&t, f->insn, false, (u64)operand, (u64)operand, (u64)operand);
	if (present)
		check_eq(t.ec, TRAP_NONE, "present: the instruction works");
	else
		check_eq(t.ec, ESR_ELx_EC_UNKNOWN, "absent: the instruction is undefined");
}

struct plain_reg {
	const char *name;
	int op0, op1, crn, crm, op2;
	u64 mask;		/* bits that hold what is written */
	u64 zero;		/* bits that must read 0 whatever is written */
};

static const struct plain_reg plain_regs[] = {
	{ "TPIDR_EL0", 3, 3, 13, 0, 2, ~0ULL },
	{ "TPIDRRO_EL0", 3, 3, 13, 0, 3, ~0ULL },
	{ "TPIDR_EL1", 3, 0, 13, 0, 4, ~0ULL },
	{ "CONTEXTIDR_EL1", 3, 0, 13, 0, 1, 0xffffffff },
	{ "FAR_EL1", 3, 0, 6, 0, 0, ~0ULL },
	{ "ELR_EL1", 3, 0, 4, 0, 1, ~0ULL },
	{ "SP_EL0", 3, 0, 4, 1, 0, ~0ULL },
	{ "ESR_EL1", 3, 0, 5, 2, 0, 0xffffffff },
	{ "SPSR_EL1", 3, 0, 4, 0, 0, 0xf03003df },
	{ "PAR_EL1", 3, 0, 7, 4, 0, 1 },
	{ "CSSELR_EL1", 3, 2, 0, 0, 0, 0x3 },
	{ "CNTV_CVAL_EL0", 3, 3, 14, 3, 2, ~0ULL },
	{ "CNTP_CVAL_EL0", 3, 3, 14, 2, 2, ~0ULL },
	{ "CNTKCTL_EL1", 3, 0, 14, 1, 0, 0x3ff },
	{ "FPCR", 3, 3, 4, 4, 0, 0x07c00000 },
	{ "FPSR", 3, 3, 4, 4, 1, 0x0800009f },
	{ "NZCV", 3, 3, 4, 2, 0, 0xf0000000, 0x0fffffff },
	{ "PMUSERENR_EL0", 3, 3, 9, 14, 0, 0xf },
	{ "PMSELR_EL0", 3, 3, 9, 12, 5, 0x1f },
	{ "MDCCINT_EL1", 2, 0, 0, 2, 0, 0x60000000 },
	{ "DBGBVR0_EL1", 2, 0, 0, 0, 4, 0x0000fffffffffffc },
	{ "DBGWVR0_EL1", 2, 0, 0, 0, 6, 0x0000fffffffffffc },
	{ "DBGCLAIM", 2, 0, 7, 8, 6, 0xff },
	{ "TTBR1_EL1", 3, 0, 2, 0, 1, 0x0000fffffffff000 },
};

static void round_trip(void)
{
	static const u64 patterns[] = {
		0, ~0ULL, 0x5555555555555555, 0xaaaaaaaaaaaaaaaa, 0x0123456789abcdef,
	};
	const struct plain_reg *r = subtest_row();
	struct trap t;
	bool ok = true;
	u64 before;

	/* SP_EL0 is undefined to access while it is the stack; here it is not */
	run_insn(&t, MRS(r->op0, r->op1, r->crn, r->crm, r->op2, 0), false, 0, 0, 0);
	if (!check_eq(t.ec, TRAP_NONE, "reads"))
		return;
	before = t.ret;
	if (!strcmp(r->name, "DBGCLAIM")) {
		/* a set register that reads all ones, and a clear register that reads the state */
		check_eq(t.ret & 0xff, 0xff, "DBGCLAIMSET reads the tags there are");
		return;
	}
	for (unsigned int i = 0; i < ARRAY_SIZE(patterns); i++) {
		u64 got;

		setup_code();
		code_el1[0] = MSR(r->op0, r->op1, r->crn, r->crm, r->op2, 0);
		code_el1[1] = 0xd5033fdf;	/* isb */
		code_el1[2] = MRS(r->op0, r->op1, r->crn, r->crm, r->op2, 3);
		code_el1[3] = MSR(r->op0, r->op1, r->crn, r->crm, r->op2, 1);
		code_el1[4] = 0xaa0303e0;	/* mov x0, x3 */
		code_el1[5] = RET;
		asm volatile("dc cvau, %0\n dsb ish\n ic ivau, %0\n dsb ish\n isb"
			     : : "r" (code_el1) : "memory");
		trap_run(&t, code_el1, patterns[i], before, 0);
		got = t.ret;
		if (t.taken || (got & r->mask) != (patterns[i] & r->mask) || (got & r->zero)) {
			report_info("wrote %#lx, read %#lx (EC %#x)", (ulong)patterns[i],
				    (ulong)got, t.ec);
			ok = false;
		}
	}
	check(ok, "holds what is written in bits %#lx", (ulong)r->mask);
	code_el1[1] = RET;
}

/* Encodings that nothing has: undefined at both levels, for reading and writing. */
static void undefined(void)
{
	static const struct {
		int op0, op1, crn, crm, op2;
	} encodings[] = {
		{ 3, 0, 1, 15, 7 }, { 3, 0, 3, 0, 0 }, { 3, 0, 9, 3, 3 }, { 3, 1, 5, 5, 5 },
		{ 3, 2, 8, 0, 0 }, { 3, 3, 3, 3, 3 }, { 3, 5, 6, 7, 1 }, { 3, 7, 4, 4, 4 },
		{ 2, 0, 12, 12, 7 }, { 2, 5, 5, 5, 5 }, { 3, 6, 9, 9, 1 },
	};
	struct trap t;

	for (unsigned int i = 0; i < ARRAY_SIZE(encodings); i++) {
		typeof(encodings[0]) *e = &encodings[i];

		for (int el0 = 0; el0 < 2; el0++) {
			run_insn(&t, MRS(e->op0, e->op1, e->crn, e->crm, e->op2, 0), el0, 0, 0, 0);
			check_eq(t.ec, ESR_ELx_EC_UNKNOWN, "read of S%d_%d_C%d_C%d_%d at EL%d",
				 e->op0, e->op1, e->crn, e->crm, e->op2, !el0);
			run_insn(&t, MSR(e->op0, e->op1, e->crn, e->crm, e->op2, 0), el0, 0, 0, 0);
			check_eq(t.ec, ESR_ELx_EC_UNKNOWN, "write of S%d_%d_C%d_C%d_%d at EL%d",
				 e->op0, e->op1, e->crn, e->crm, e->op2, !el0);
		}
	}
}

/* Read-only and write-only registers refuse the other direction. */
static void direction(void)
{
	static const struct {
		const char *name;
		u32 insn;
	} rows[] = {
		{ "write of MIDR_EL1", MSR(3, 0, 0, 0, 0, 0) },
		{ "write of MPIDR_EL1", MSR(3, 0, 0, 0, 5, 0) },
		{ "write of REVIDR_EL1", MSR(3, 0, 0, 0, 6, 0) },
		{ "write of CTR_EL0", MSR(3, 3, 0, 0, 1, 0) },
		{ "write of DCZID_EL0", MSR(3, 3, 0, 0, 7, 0) },
		{ "write of CLIDR_EL1", MSR(3, 1, 0, 0, 1, 0) },
		{ "write of CNTVCT_EL0", MSR(3, 3, 14, 0, 2, 0) },
		{ "write of CNTPCT_EL0", MSR(3, 3, 14, 0, 1, 0) },
		{ "write of CurrentEL", MSR(3, 0, 4, 2, 2, 0) },
		{ "write of ISR_EL1", MSR(3, 0, 12, 1, 0, 0) },
		{ "write of RVBAR_EL1", MSR(3, 0, 12, 0, 1, 0) },
		{ "write of OSLSR_EL1", MSR(2, 0, 1, 1, 4, 0) },
		{ "read of OSLAR_EL1", MRS(2, 0, 1, 0, 4, 0) },
	};
	struct trap t;

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		run_insn(&t, rows[i].insn, false, 0, 0, 0);
		check_eq(t.ec, ESR_ELx_EC_UNKNOWN, "%s", rows[i].name);
	}
}

static const char *needs_el1(void)
{
	return current_level() == CurrentEL_EL1 ? NULL : "written for EL1";
}

static const struct subtest subtests[] = {
	{ "id-space", id_space, needs_el1 },
	{ "id-cpus", id_cpus, needs_2_cpus },
	{ "id-fields", id_fields },
	{ "features", feature_row, SUBTEST_ROWS(features) },
	{ "round-trip", round_trip, needs_el1, SUBTEST_ROWS(plain_regs) },
	{ "undefined", undefined, needs_el1 },
	{ "direction", direction, needs_el1 },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
