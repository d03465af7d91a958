// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * a64-sve: first principles of SVE (Arm ARM B1.2, D19.2.162 ZCR_EL1): vector length, predicates,
 * what writes of narrower registers and changes of length do to the rest of a register.
 *
 * lengths      ZCR_EL1.LEN: lengths are those up to the maximum, RDVL, CNTx, ADDVL agree
 * predicates   PTRUE patterns, WHILELT, logical operations, PTEST flags, PNEXT, CNTP
 * arithmetic   unpredicated, merging and zeroing forms of each element size
 * memory       LD1 and ST1 touch active elements only; LDFF1 and FFR
 * upper-bits   AdvSIMD and FP writes clear, a shorter length hides, growing back shows no old bits
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <subtest.h>
#include <asm/mmu.h>
#include <asm/processor.h>
#include <asm/trap.h>

#define MAX_VL	256

static u8 za[MAX_VL] __attribute__((aligned(256))), zb[MAX_VL] __attribute__((aligned(256)));
static u8 zd[MAX_VL] __attribute__((aligned(256))), zr[MAX_VL] __attribute__((aligned(256)));
static u8 pg[MAX_VL / 8] __attribute__((aligned(32)));

#define SVE	".arch_extension sve\n"

static const char *needs_sve(void)
{
	return system_supports_sve() ? NULL : "no FEAT_SVE";
}

static void set_len(unsigned int len)
{
	write_sysreg((read_sysreg(ZCR_EL1) & ~0xfUL) | len, ZCR_EL1);
	isb();
}

static unsigned int rdvl(void)
{
	u64 v;

	asm volatile(SVE "rdvl %0, #1" : "=r" (v));
	return v;
}

static void fill(void)
{
	u64 v = 0x853c49e6748fea9b;

	for (unsigned int i = 0; i < MAX_VL; i++) {
		v = v * 6364136223846793005 + 1442695040888963407;
		za[i] = v >> 56;
		zb[i] = v >> 48;
		zd[i] = v >> 40;
		if (i < MAX_VL / 8)
			pg[i] = v >> 32;
	}
}

static void lengths(void)
{
	u64 seen = 0, b, h, w, d, p, down;
	unsigned int last = 0;

	for (unsigned int len = 0; len < 16; len++) {
		unsigned int vl;

		set_len(len);
		vl = rdvl();
		check(vl % 16 == 0 && vl >= 16 && vl <= 16 * (len + 1), "LEN %u: %u bytes", len, vl);
		check(vl >= last, "LEN %u: not shorter than the one before", len);
		last = vl;
		seen |= 1UL << (vl / 16);
		asm volatile(SVE "cntb %0\n cnth %1\n cntw %2\n cntd %3\n mov %4, #1000\n addvl %4, %4, #2\n addpl %4, %4, #-3\n"
			     "rdvl %5, #-32\n" : "=&r" (b), "=&r" (h), "=&r" (w), "=&r" (d), "=&r" (p), "=&r" (down));
		check(b == vl && h == vl / 2 && w == vl / 4 && d == vl / 8, "LEN %u: CNTB, CNTH, CNTW, CNTD", len);
		check_eq(p, 1000 + 2 * vl - 3 * (vl / 8), "LEN %u: ADDVL and ADDPL", len);
		check_eq(down, -32UL * vl, "LEN %u: RDVL by -32", len);
	}
	check_eq(rdvl() * 8, sve_vl(), "the library's sve_vl()");
	report_info("lengths of 128 bits times: %#lx", (ulong)seen >> 1);
}

/* Elements that a pattern makes true, of n (DecodePredCount()) */
static unsigned int pattern_count(unsigned int pattern, unsigned int n)
{
	static const u8 vl[] = { 1, 2, 3, 4, 5, 6, 7, 8, 16, 32, 64, 128 };

	switch (pattern) {
	case 0:
		while (n & (n - 1))
			n &= n - 1;
		return n;
	case 1 ... 13:
		/* 1 to 8, 16, 32, 64, 128, 256 */
		if (pattern == 13)
			return n >= 256 ? 256 : 0;
		return n >= vl[pattern - 1] ? vl[pattern - 1] : 0;
	case 29: return n - n % 4;
	case 30: return n - n % 3;
	case 31: return n;
	default: return 0;
	}
}

#define PATTERN(n) { u64 c; asm volatile(SVE "cntb %0, #" #n : "=r" (c));				\
		     if (c != pattern_count(n, rdvl())) { report_info("CNTB pattern " #n ": %lu", (ulong)c); ok = false; }	\
		     asm volatile(SVE "ptrue p1.s, #" #n "\n ptrue p0.s\n cntp %0, p0, p1.s" : "=r" (c));		\
		     if (c != pattern_count(n, rdvl() / 4)) { report_info("PTRUE pattern " #n ": %lu", (ulong)c); ok = false; } }

static u32 flags_of(u64 nzcv)
{
	return nzcv >> 28;
}

static void predicates(void)
{
	u64 c, nzcv;

	for (unsigned int len = 0; len < 16; len += 5) {
		bool ok = true;
		unsigned int n;

		set_len(len);
		n = rdvl();
		PATTERN(0) PATTERN(1) PATTERN(2) PATTERN(3) PATTERN(4) PATTERN(5) PATTERN(6) PATTERN(7) PATTERN(8)
		PATTERN(9) PATTERN(10) PATTERN(11) PATTERN(12) PATTERN(13) PATTERN(14) PATTERN(28) PATTERN(29)
		PATTERN(30) PATTERN(31)
		check(ok, "LEN %u: patterns", len);
		ok = true;
		for (unsigned int k = 0; k <= n + 3; k += 1 + k / 4) {
			asm volatile(SVE "whilelt p0.b, %2, %3\n mrs %1, nzcv\n ptrue p1.b\n cntp %0, p1, p0.b"
				     : "=r" (c), "=r" (nzcv) : "r" (10UL), "r" (10UL + k) : "cc");
			ok &= c == (k < n ? k : n);
			/* N: the first is active; Z: none; C: not the last */
			ok &= flags_of(nzcv) == ((k ? 8U : 0) | (k ? 0 : 4U) | (k >= n ? 0 : 2U));
		}
		check(ok, "LEN %u: WHILELT, its count and flags", len);
		asm volatile(SVE "whilelt p0.b, %1, %2\n ptrue p1.b\n cntp %0, p1, p0.b"
			     : "=r" (c) : "r" (5L), "r" (-5L) : "cc");
		check_eq(c, 0, "LEN %u: WHILELT of a negative limit", len);
		/* logic under a predicate zeroes what is inactive */
		asm volatile(SVE "ptrue p0.b, vl4\n ptrue p1.b, vl8\n ptrue p2.b, vl2\n ptrue p3.b\n"
			     "eors p4.b, p0/z, p1.b, p2.b\n mrs %1, nzcv\n cntp %0, p3, p4.b" : "=r" (c), "=r" (nzcv) : : "cc");
		check_eq(c, 2, "LEN %u: EORS under a predicate of 4", len);
		check_eq(flags_of(nzcv), 0, "LEN %u: EORS: first inactive, some active, last active", len);
		asm volatile(SVE "ptrue p3.b\n pfalse p0.b\n pnext p0.b, p3, p0.b\n pnext p0.b, p3, p0.b\n mrs %1, nzcv\n"
			     "brkb p1.b, p3/z, p0.b\n cntp %0, p3, p1.b" : "=r" (c), "=r" (nzcv) : : "cc");
		check_eq(c, 1, "LEN %u: PNEXT twice is at the second; BRKB before it", len);
	}
	set_len(15);
}

/* zd = za OP zb under pg; the compiler has no SVE, so all in one piece */
#define ARITH(insn)								\
	asm volatile(SVE "ldr z0, [%0]\n ldr z1, [%1]\n ldr z2, [%2]\n ldr p0, [%3]\n"	\
		     insn "\n str z2, [%4]"					\
		     : : "r" (za), "r" (zb), "r" (zd), "r" (pg), "r" (zr) : "memory")

static u64 elem(const u8 *z, unsigned int bytes, unsigned int i)
{
	u64 v = 0;

	memcpy(&v, z + i * bytes, bytes);
	return v;
}

static bool active(unsigned int bytes, unsigned int i)
{
	return pg[i * bytes / 8] >> (i * bytes % 8) & 1;
}

/* kind: 0 unpredicated, 1 merging into zd (which is the first operand), 2 select */
static bool check_arith(unsigned int bytes, int kind, u64 (*fn)(u64 a, u64 b))
{
	unsigned int vl = rdvl();
	u64 m = bytes == 8 ? ~0ULL : (1ULL << (8 * bytes)) - 1;

	for (unsigned int i = 0; i < vl / bytes; i++) {
		u64 a = elem(za, bytes, i), b = elem(zb, bytes, i), d = elem(zd, bytes, i), want;

		if (kind == 0)
			want = fn(a, b);
		else if (kind == 1)
			want = active(bytes, i) ? fn(d, b) : d;
		else
			want = active(bytes, i) ? a : b;
		if (elem(zr, bytes, i) != (want & m)) {
			report_info("element %u: %#lx, expected %#lx", i, (ulong)elem(zr, bytes, i), (ulong)(want & m));
			return false;
		}
	}
	return true;
}

static u64 f_add(u64 a, u64 b) { return a + b; }
static u64 f_sub(u64 a, u64 b) { return a - b; }
static u64 f_mul(u64 a, u64 b) { return a * b; }
static u64 f_umax(u64 a, u64 b) { return a > b ? a : b; }
static u64 f_eor(u64 a, u64 b) { return a ^ b; }

#define SIZES(suffix, bytes)										\
	ARITH("add z2." suffix ", z0." suffix ", z1." suffix);						\
	check(check_arith(bytes, 0, f_add), "LEN %u: ADD ." suffix, len);				\
	ARITH("sub z2." suffix ", z0." suffix ", z1." suffix);						\
	check(check_arith(bytes, 0, f_sub), "LEN %u: SUB ." suffix, len);				\
	ARITH("add z2." suffix ", p0/m, z2." suffix ", z1." suffix);					\
	check(check_arith(bytes, 1, f_add), "LEN %u: ADD ." suffix ", merging", len);			\
	ARITH("mul z2." suffix ", p0/m, z2." suffix ", z1." suffix);					\
	check(check_arith(bytes, 1, f_mul), "LEN %u: MUL ." suffix ", merging", len);			\
	ARITH("umax z2." suffix ", p0/m, z2." suffix ", z1." suffix);					\
	check(check_arith(bytes, 1, f_umax), "LEN %u: UMAX ." suffix ", merging", len);			\
	ARITH("eor z2." suffix ", p0/m, z2." suffix ", z1." suffix);					\
	check(check_arith(bytes, 1, f_eor), "LEN %u: EOR ." suffix ", merging", len);			\
	ARITH("sel z2." suffix ", p0, z0." suffix ", z1." suffix);					\
	check(check_arith(bytes, 2, NULL), "LEN %u: SEL ." suffix, len);

static void arithmetic(void)
{
	fill();
	for (unsigned int len = 0; len < 16; len += 5) {
		set_len(len);
		SIZES("b", 1)
		SIZES("h", 2)
		SIZES("s", 4)
		SIZES("d", 8)
	}
	set_len(15);
}

static void memory(void)
{
	u64 c;
	u8 *pages = alloc_pages(1), *edge = pages + PAGE_SIZE;
	pteval_t *pte = follow_pte(mmu_idmap, (unsigned long)edge), old = *pte;
	bool ok = true;

	fill();
	for (unsigned int len = 0; len < 16; len += 5) {
		unsigned int vl;

		set_len(len);
		vl = rdvl();
		memset(zr, 0xcc, sizeof(zr));
		/* a store under a predicate, then a load that zeroes */
		asm volatile(SVE "ldr p0, [%2]\n ldr z0, [%0]\n st1b { z0.b }, p0, [%1]\n"
			     : : "r" (za), "r" (zr), "r" (pg) : "memory");
		for (unsigned int i = 0; i < MAX_VL; i++)
			ok &= zr[i] == (i < vl && active(1, i) ? za[i] : 0xcc);
		check(ok, "LEN %u: ST1B writes active elements only", len);
		memset(zr, 0xcc, sizeof(zr));
		ok = true;
		asm volatile(SVE "ldr p0, [%2]\n ld1sh { z0.s }, p0/z, [%0]\n str z0, [%1]\n"
			     : : "r" (za), "r" (zr), "r" (pg) : "memory");
		for (unsigned int i = 0; i < vl / 4; i++)
			ok &= elem(zr, 4, i) == (active(4, i) ? (u32)(s16)elem(za, 2, i) : 0);
		check(ok, "LEN %u: LD1SH to 32 bits: signs, zeros", len);

		/* the page behind is taken away: inactive elements do not fault, first faulting ones stop */
		WRITE_ONCE(*pte, 0);
		flush_tlb_page((unsigned long)edge);
		memset(edge - 8, 0x77, 8);
		asm volatile(SVE "ptrue p0.b, vl8\n ld1b { z0.b }, p0/z, [%0]\n str z0, [%1]\n"
			     : : "r" (edge - 8), "r" (zr) : "memory");
		check(elem(zr, 8, 0) == 0x7777777777777777 && elem(zr, 8, 1) == 0,
		      "LEN %u: LD1B: inactive elements of an unmapped page", len);
		asm volatile(SVE "setffr\n ptrue p0.b\n ldff1b { z0.b }, p0/z, [%1]\n rdffr p1.b\n cntp %0, p0, p1.b"
			     : "=r" (c) : "r" (edge - 8) : "memory");
		check_eq(c, 8, "LEN %u: LDFF1B: FFR has the elements before the fault", len);
		WRITE_ONCE(*pte, old);
		flush_tlb_page((unsigned long)edge);
		ok = true;
	}
	set_len(15);
}

SNIPPET(sve_ldff1_first, "setffr\n ptrue p0.b\n ldff1b { z0.b }, p0/z, [x0]");

static void first_fault(void)
{
	struct trap t;

	trap_run(&t, sve_ldff1_first, 1UL << 46, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_DABT_CUR, "LDFF1B whose first element faults: class");
	check_eq(t.far, 1UL << 46, "its FAR");
}

static void upper_bits(void)
{
	static const char *const names[] = { "FMOV S0", "FMOV D0", "MOVI V0.2D", "LDR Q0", "ADD V0.4S" };
	unsigned int vl, small;

	fill();
	set_len(15);
	vl = rdvl();
	for (unsigned int k = 0; k < ARRAY_SIZE(names); k++) {
		bool ok = true;

		asm volatile(SVE "ldr z0, [%0]" : : "r" (za));
		switch (k) {
		case 0: asm volatile(".arch_extension fp\n fmov s0, wzr"); break;
		case 1: asm volatile(".arch_extension fp\n fmov d0, #1.0"); break;
		case 2: asm volatile(".arch_extension simd\n movi v0.2d, #0xff"); break;
		case 3: asm volatile(".arch_extension simd\n ldr q0, [%0]" : : "r" (zb)); break;
		default: asm volatile(".arch_extension simd\n add v0.4s, v0.4s, v0.4s"); break;
		}
		asm volatile(SVE "str z0, [%0]" : : "r" (zr) : "memory");
		for (unsigned int i = 16; i < vl; i++)
			ok &= zr[i] == 0;
		check(ok, "%s clears the bits above 128", names[k]);
	}
	set_len(0);
	small = rdvl();
	set_len(15);
	if (vl == small) {
		report_skip("one length only");
		return;
	}
	asm volatile(SVE "ldr z5, [%0]\n ptrue p5.b" : : "r" (za));
	set_len(0);
	asm volatile(SVE "str z5, [%0]" : : "r" (zr) : "memory");
	check_mem(zr, za, small, "a shorter length keeps the low bits");
	set_len(15);
	asm volatile(SVE "str z5, [%0]\n str p5, [%1]" : : "r" (zr), "r" (pg) : "memory");
	check_mem(zr, za, small, "growing back keeps the low bits");
	/* the rest is old or zero, but never anything else (D19.2.162) */
	{
		bool same = !memcmp(zr + small, za + small, vl - small), zero = true;

		for (unsigned int i = small; i < vl; i++)
			zero &= zr[i] == 0;
		check(same || zero, "and the rest is as before or zero");
	}
}

SNIPPET(sve_rdvl, "rdvl x0, #1");

static void levels(void)
{
	struct trap t;

	if (current_level() != CurrentEL_EL1) {
		report_skip("written for EL1");
		return;
	}
	for (unsigned int len = 0; len < 16; len += 3) {
		set_len(len);
		trap_run_el0(&t, sve_rdvl, 0, 0, 0);
		check_eq(t.ret, rdvl(), "LEN %u counts at EL0", len);
	}
	set_len(15);
}

static const struct subtest subtests[] = {
	{ "lengths", lengths, needs_sve },
	{ "predicates", predicates, needs_sve },
	{ "arithmetic", arithmetic, needs_sve },
	{ "memory", memory, needs_sve },
	{ "first-fault", first_fault, needs_sve },
	{ "upper-bits", upper_bits, needs_sve },
	{ "levels", levels, needs_sve },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
