// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * insn: results of instructions that have a CPUID bit of their own.
 *
 * Bit manipulation (BMI1, BMI2, LZCNT, POPCNT, ADX), MOVBE, CRC32, AES, carry-less
 * multiplication, RDTSCP, RDPID, RDRAND's flags; and that each is undefined
 * where CPUID does not have it, as far as it has no older meaning then. SDM
 * volume 2; AES: FIPS 197 and Intel's white paper on AES-NI (the vectors).
 */
#include <libcflat.h>
#include <subtest.h>
#include <x86/desc.h>
#include <x86/processor.h>

#define F_PCLMUL	X86_CPU_FEATURE(1, 0, ECX, 1)
#define F_SSE42		X86_CPU_FEATURE(1, 0, ECX, 20)
#define F_MOVBE		X86_CPU_FEATURE(1, 0, ECX, 22)
#define F_POPCNT	X86_CPU_FEATURE(1, 0, ECX, 23)
#define F_AES		X86_CPU_FEATURE(1, 0, ECX, 25)
#define F_BMI1		X86_CPU_FEATURE(7, 0, EBX, 3)
#define F_BMI2		X86_CPU_FEATURE(7, 0, EBX, 8)
#define F_ADX		X86_CPU_FEATURE(7, 0, EBX, 19)
#define F_LZCNT		X86_CPU_FEATURE(0x80000001, 0, ECX, 5)

#define NEEDS(name, feature)						\
static const char *needs_##name(void)					\
{									\
	return this_cpu_has(feature) ? NULL : #name " is not in CPUID";	\
}
NEEDS(popcnt, F_POPCNT)
NEEDS(lzcnt, F_LZCNT)
NEEDS(bmi1, F_BMI1)
NEEDS(bmi2, F_BMI2)
NEEDS(adx, F_ADX)
NEEDS(movbe, F_MOVBE)
NEEDS(crc32, F_SSE42)
NEEDS(aes, F_AES)
NEEDS(pclmul, F_PCLMUL)
NEEDS(rdtscp, X86_FEATURE_RDTSCP)
NEEDS(rdpid, X86_FEATURE_RDPID)
NEEDS(rdrand, X86_FEATURE_RDRAND)

/* VEX-encoded instructions want CR4.OSXSAVE and AVX state only when they use vector registers: these do not. */

static const u32 values[] = {
	0, 1, 2, 3, 0x80000000, 0x7fffffff, 0xffffffff, 0x00ff00ff, 0x12345678, 0x80000001, 0x00010000, 0xfedcba98,
};

#define EACH(i)	for (unsigned int i = 0; i < ARRAY_SIZE(values); i++)

static u32 count_ones(u32 v)
{
	u32 n = 0;

	for (; v; v &= v - 1)
		n++;
	return n;
}

static void popcnt(void)
{
	EACH(i) {
		u32 got;
		u8 zf;

		asm volatile("popcnt %2, %0; setz %1" : "=r"(got), "=q"(zf) : "r"(values[i]) : "cc");
		check(got == count_ones(values[i]) && zf == !values[i], "popcnt %#x: %u, ZF %u", values[i], got, zf);
	}
}

static void lzcnt(void)
{
	EACH(i) {
		u32 got, want = 32, got16;
		u8 cf, zf;

		for (u32 v = values[i]; v; v >>= 1)
			want--;
		asm volatile("lzcnt %3, %0; setc %1; setz %2" : "=r"(got), "=q"(cf), "=q"(zf) : "r"(values[i]) : "cc");
		check(got == want && cf == !values[i] && zf == !want, "lzcnt %#x: %u, CF %u, ZF %u", values[i], got, cf, zf);
		got16 = 0xffffffff;
		asm volatile("lzcnt %w1, %w0" : "+r"(got16) : "r"(1) : "cc");
		check_eq(got16, 0xffff000fu, "lzcnt of 16 bits of 1 keeps the upper half");
	}
}

static void tzcnt(void)
{
	EACH(i) {
		u32 got, want = 32;
		u8 cf, zf;

		for (u32 v = values[i]; v; v <<= 1)
			want--;
		asm volatile("tzcnt %3, %0; setc %1; setz %2" : "=r"(got), "=q"(cf), "=q"(zf) : "r"(values[i]) : "cc");
		check(got == want && cf == !values[i] && zf == !want, "tzcnt %#x: %u, CF %u, ZF %u", values[i], got, cf, zf);
	}
}

static void bmi1(void)
{
	EACH(i) EACH(j) {
		u32 a = values[i], b = values[j], got;

		asm volatile("andn %2, %1, %0" : "=r"(got) : "r"(a), "r"(b) : "cc");
		check_eq(got, ~a & b, "andn %#x, %#x", a, b);
	}
	EACH(i) {
		u32 a = values[i], got;
		u8 cf;

		asm volatile("blsi %2, %0; setc %1" : "=r"(got), "=q"(cf) : "r"(a) : "cc");
		check(got == (a & -a) && cf == !!a, "blsi %#x: %#x, CF %u", a, got, cf);
		asm volatile("blsr %2, %0; setc %1" : "=r"(got), "=q"(cf) : "r"(a) : "cc");
		check(got == (a & (a - 1)) && cf == !a, "blsr %#x: %#x, CF %u", a, got, cf);
		asm volatile("blsmsk %2, %0; setc %1" : "=r"(got), "=q"(cf) : "r"(a) : "cc");
		check(got == (a ^ (a - 1)) && cf == !a, "blsmsk %#x: %#x, CF %u", a, got, cf);
		for (u32 start = 0; start <= 40; start += 8) {
			for (u32 len = 0; len <= 40; len += 10) {
				u32 want = start < 32 ? a >> start : 0;

				if (len < 32)
					want &= (1u << len) - 1;
				asm volatile("bextr %2, %1, %0" : "=r"(got) : "r"(a), "r"(len << 8 | start) : "cc");
				check_eq(got, want, "bextr %#x from %u, %u bits", a, start, len);
			}
		}
	}
}

static u32 deposit(u32 v, u32 mask)
{
	u32 r = 0;

	for (u32 bit = 1; bit; bit <<= 1) {
		if (!(mask & bit))
			continue;
		if (v & 1)
			r |= bit;
		v >>= 1;
	}
	return r;
}

static u32 extract(u32 v, u32 mask)
{
	u32 r = 0, at = 1;

	for (u32 bit = 1; bit; bit <<= 1) {
		if (!(mask & bit))
			continue;
		if (v & bit)
			r |= at;
		at <<= 1;
	}
	return r;
}

static void bmi2(void)
{
	EACH(i) EACH(j) {
		u32 a = values[i], b = values[j], got, high;

		asm volatile("pdep %2, %1, %0" : "=r"(got) : "r"(a), "r"(b));
		check_eq(got, deposit(a, b), "pdep %#x, mask %#x", a, b);
		asm volatile("pext %2, %1, %0" : "=r"(got) : "r"(a), "r"(b));
		check_eq(got, extract(a, b), "pext %#x, mask %#x", a, b);
		asm volatile("mulx %2, %0, %1" : "=r"(got), "=r"(high) : "r"(b), "d"(a));
		check(((u64)high << 32 | got) == (u64)a * b, "mulx %#x, %#x: %#x:%#x", a, b, high, got);
	}
	for (u32 n = 0; n < 256; n += 7) {
		u32 a = 0x92345678, got, want;
		u8 cf;

		asm volatile("bzhi %2, %3, %0; setc %1" : "=r"(got), "=q"(cf) : "r"(n), "r"(a) : "cc");
		want = n < 32 ? a & ((1u << n) - 1) : a;
		check(got == want && cf == (n > 31), "bzhi %#x from %u: %#x, CF %u", a, n, got, cf);
		asm volatile("sarx %1, %2, %0" : "=r"(got) : "r"(n), "r"(a));
		check_eq(got, (u32)((s32)a >> (n & 31)), "sarx %#x by %u", a, n);
		asm volatile("shlx %1, %2, %0" : "=r"(got) : "r"(n), "r"(a));
		check_eq(got, a << (n & 31), "shlx %#x by %u", a, n);
		asm volatile("shrx %1, %2, %0" : "=r"(got) : "r"(n), "r"(a));
		check_eq(got, a >> (n & 31), "shrx %#x by %u", a, n);
	}
	u32 got;

	asm volatile("rorx $8, %1, %0" : "=r"(got) : "r"(0x12345678));
	check_eq(got, 0x78123456u, "rorx by 8");
}

/* ADCX uses CF only, ADOX OF only. */
static void adx(void)
{
	for (unsigned int flags = 0; flags < 4; flags++) {
		ulong in = X86_EFLAGS_FIXED | (flags & 1 ? X86_EFLAGS_CF : 0) | (flags & 2 ? X86_EFLAGS_OF : 0), out;

		EACH(i) {
			u32 a = values[i], b = 0x80000000, got = a;
			u64 want = (u64)a + b + (flags & 1);

			asm volatile("push %2; popf; adcx %3, %0; pushf; pop %1"
				     : "+r"(got), "=&r"(out) : "r"(in), "r"(b) : "cc");
			check(got == (u32)want && !!(out & X86_EFLAGS_CF) == want >> 32 && !((out ^ in) & X86_EFLAGS_OF),
			      "adcx %#x, CF %u, OF %u: %#x, flags %#lx", a, flags & 1, flags >> 1, got, out);
			want = (u64)a + b + (flags >> 1);
			got = a;
			asm volatile("push %2; popf; adox %3, %0; pushf; pop %1"
				     : "+r"(got), "=&r"(out) : "r"(in), "r"(b) : "cc");
			check(got == (u32)want && !!(out & X86_EFLAGS_OF) == want >> 32 && !((out ^ in) & X86_EFLAGS_CF),
			      "adox %#x, CF %u, OF %u: %#x, flags %#lx", a, flags & 1, flags >> 1, got, out);
		}
	}
}

static void movbe(void)
{
	u32 m = 0x12345678, r;
	u16 w = 0;

	asm volatile("movbe %1, %0" : "=r"(r) : "m"(m));
	check_eq(r, 0x78563412u, "movbe load");
	asm volatile("movbe %1, %0" : "=m"(m) : "r"(0xaabbccdd));
	check_eq(m, 0xddccbbaau, "movbe store");
	asm volatile("movbe %w1, %0" : "=m"(w) : "r"(0x1234));
	check_eq(w, 0x3412, "movbe store of 16 bits");
}

/* Bit by bit, polynomial 11EDC6F41h reflected */
static u32 crc_model(u32 crc, u32 v, int bits)
{
	for (int i = 0; i < bits; i++) {
		crc = crc >> 1 ^ ((crc ^ v) & 1 ? 0x82f63b78 : 0);
		v >>= 1;
	}
	return crc;
}

static void crc32(void)
{
	static const char text[] = "123456789";
	u32 crc = 0xffffffff;

	for (int i = 0; i < 9; i++)
		asm volatile("crc32b %1, %0" : "+r"(crc) : "q"(text[i]));
	check_eq(~crc, 0xe3069283u, "CRC-32C of \"123456789\"");
	EACH(i) {
		crc = 0x13579bdf;
		asm volatile("crc32l %1, %0" : "+r"(crc) : "r"(values[i]));
		check_eq(crc, crc_model(0x13579bdf, values[i], 32), "crc32 of a double word %#x", values[i]);
		crc = 0x13579bdf;
		asm volatile("crc32w %w1, %0" : "+r"(crc) : "r"(values[i]));
		check_eq(crc, crc_model(0x13579bdf, values[i], 16), "crc32 of a word of %#x", values[i]);
	}
}

/* Lowest byte first, as in memory */
typedef struct {
	u64 low, high;
} __attribute__((aligned(16))) v128;

static void enable_sse(void)
{
	write_cr0(read_cr0() & ~(X86_CR0_EM | X86_CR0_TS));
	write_cr4(read_cr4() | X86_CR4_OSFXSR);
}

#define XMM2(insn, a, b)								\
({											\
	v128 __r;									\
											\
	asm volatile("movaps %1, %%xmm0; movaps %2, %%xmm1; " insn " %%xmm1, %%xmm0; movaps %%xmm0, %0"	\
		     : "=m"(__r) : "m"(a), "m"(b));					\
	__r;										\
})

#define CHECK128(got, h, l, what)							\
do {											\
	v128 __g = (got);								\
											\
	check(__g.high == (h) && __g.low == (l), what ": %016" PRIx64 "%016" PRIx64, __g.high, __g.low); \
} while (0)

static const v128 aes_state = { 0x63746f725d53475dull, 0x7b5b546573745665ull };
static const v128 aes_key = { 0x5b477565726f6e5dull, 0x4869285368617929ull };
static const v128 keygen = { 0xa6d2ae2816157e2bull, 0x3c4fcf098815f7abull };

static void aes(void)
{
	enable_sse();
	CHECK128(XMM2("aesenc", aes_state, aes_key), 0xa8311c2f9fdba3c5ull, 0x8b104b58ded7e595ull, "aesenc");
	CHECK128(XMM2("aesenclast", aes_state, aes_key), 0xc7fb881e938c5964ull, 0x177ec42553fdc611ull, "aesenclast");
	CHECK128(XMM2("aesdec", aes_state, aes_key), 0x138ac342faea2787ull, 0xb58eb95eb730392aull, "aesdec");
	CHECK128(XMM2("aesdeclast", aes_state, aes_key), 0xc5a391ef6b317f95ull, 0xd410637b72a593d0ull, "aesdeclast");
	CHECK128(XMM2("aesimc", aes_key, aes_key), 0x597f8df109efaa15ull, 0xf39bc5a119d859b6ull, "aesimc");
	CHECK128(XMM2("aeskeygenassist $1,", keygen, keygen), 0x01eb848beb848a01ull, 0x3424b5e524b5e434ull,
		 "aeskeygenassist");
}

static void clmul_model(u64 a, u64 b, u64 *high, u64 *low)
{
	*high = *low = 0;
	for (int i = 0; i < 64; i++) {
		if (!(b >> i & 1))
			continue;
		*low ^= a << i;
		if (i)
			*high ^= a >> (64 - i);
	}
}

#define CLMUL(imm, x, y)								\
do {											\
	u64 __h, __l;									\
	v128 __r = XMM2("pclmulqdq $" #imm ",", aes_state, aes_key);			\
											\
	clmul_model(aes_state.x, aes_key.y, &__h, &__l);				\
	check(__r.high == __h && __r.low == __l, "pclmulqdq " #imm ": %016" PRIx64 "%016" PRIx64, __r.high, __r.low); \
} while (0)

static void pclmul(void)
{
	enable_sse();
	CLMUL(0x00, low, low);
	CLMUL(0x01, high, low);
	CLMUL(0x10, low, high);
	CLMUL(0x11, high, high);
}

static void tsc_aux(void)
{
	u32 aux;

	for (u32 v = 1; v; v <<= 5) {
		wrmsr(MSR_TSC_AUX, v);
		rdtscp(&aux);
		check_eq(aux, v, "rdtscp: TSC_AUX %#x", v);
	}
	check_eq(wrmsr_safe(MSR_TSC_AUX, 1ull << 32), GP_VECTOR, "TSC_AUX with a bit of the upper half");
	wrmsr(MSR_TSC_AUX, 0);
}

static void rdpid(void)
{
	ulong id = 0;

	wrmsr(MSR_TSC_AUX, 0x12345678);
	asm volatile(".byte 0xf3, 0x0f, 0xc7, 0xf8" : "=a"(id));
	check_eq(id, 0x12345678ul, "rdpid");
	wrmsr(MSR_TSC_AUX, 0);
}

static void rdrand_flags(void)
{
	ulong v, previous = 0;
	unsigned int i, ok = 0, same = 0;

	for (i = 0; i < 100; i++) {
		ulong flags;

		asm volatile("rdrand %0; pushf; pop %1" : "=r"(v), "=r"(flags) : : "cc");
		if (flags & (X86_EFLAGS_ALU & ~X86_EFLAGS_CF)) {
			check_eq(flags & X86_EFLAGS_ALU & ~X86_EFLAGS_CF, 0ul, "rdrand clears OF, SF, ZF, AF and PF");
			return;
		}
		if (!(flags & X86_EFLAGS_CF))
			continue;
		ok++;
		same += v == previous;
		previous = v;
	}
	check_gt(ok, 0u, "rdrand gives numbers");
	check_lt(same, 3u, "equal neighbours in %u numbers", ok);
}

/* Without the feature the encoding is undefined; only those whose encoding had no meaning before. */
struct absent {
	const char *name;
	const char *(*needs)(void);
	u8 code[6], len;
};

static const struct absent absent[] = {
	{ "adcx", needs_adx, { 0x66, 0x0f, 0x38, 0xf6, 0xc0 }, 5 },
	{ "crc32", needs_crc32, { 0xf2, 0x0f, 0x38, 0xf1, 0xc0 }, 5 },
	{ "andn", needs_bmi1, { 0xc4, 0xe2, 0x78, 0xf2, 0xc0 }, 5 },
	{ "pdep", needs_bmi2, { 0xc4, 0xe2, 0x7b, 0xf5, 0xc0 }, 5 },
	{ "aesenc", needs_aes, { 0x66, 0x0f, 0x38, 0xdc, 0xc0 }, 5 },
	{ "rdtscp", needs_rdtscp, { 0x0f, 0x01, 0xf9 }, 3 },
	{ "rdrand", needs_rdrand, { 0x0f, 0xc7, 0xf0 }, 3 },
};

static u8 code_page[32] __attribute__((aligned(32)));
static ulong resume;
static unsigned int caught;

static void catch(struct ex_regs *regs)
{
	caught = regs->vector;
	regs->rip = resume;
}

static void undefined(void)
{
	bool any = false;

	enable_sse();
	for (unsigned int i = 0; i < ARRAY_SIZE(absent); i++) {
		const struct absent *x = &absent[i];
		handler old;
		ulong a = 0, c = 0, d = 0;

		if (!x->needs())
			continue;
		any = true;
		memcpy(code_page, x->code, x->len);
		code_page[x->len] = 0xc3;
		resume = (ulong)&code_page[x->len];
		caught = 0;
		old = handle_exception(UD_VECTOR, catch);
		asm volatile("call *%3" : "+a"(a), "+c"(c), "+d"(d) : "D"(code_page) : "memory", "cc");
		handle_exception(UD_VECTOR, old);
		check_eq(caught, (unsigned int)UD_VECTOR, "%s, not in CPUID: vector", x->name);
	}
	if (!any)
		report_skip("all of them are in CPUID");
}

static const struct subtest subtests[] = {
	{ "popcnt", popcnt, needs_popcnt },
	{ "lzcnt", lzcnt, needs_lzcnt },
	{ "tzcnt", tzcnt, needs_bmi1 },
	{ "bmi1", bmi1, needs_bmi1 },
	{ "bmi2", bmi2, needs_bmi2 },
	{ "adx", adx, needs_adx },
	{ "movbe", movbe, needs_movbe },
	{ "crc32", crc32, needs_crc32 },
	{ "aes", aes, needs_aes },
	{ "pclmulqdq", pclmul, needs_pclmul },
	{ "rdtscp", tsc_aux, needs_rdtscp },
	{ "rdpid", rdpid, needs_rdpid },
	{ "rdrand", rdrand_flags, needs_rdrand },
	{ "undefined", undefined },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
