// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * insn-string: instructions whose operands are given by registers and may be long.
 *
 * Long moves and compares with padding and overlap, strings that end in a
 * character, translation and conversion of characters, checksum. Result, condition
 * code, and the addresses and lengths left in the registers are those of models
 * that work byte by byte; where the condition code is 3, the machine has stopped on
 * its way and is told to go on (PoP chapter 7).
 */
#include <libcflat.h>
#include <asm/facility.h>
#include <asm/page.h>
#include "pgm.h"

#define SIZE		16384
#define MIDDLE		8192

static u8 area[SIZE + PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));
static u8 model[SIZE + PAGE_SIZE];

/* Registers of these instructions, and the condition code */
struct regs {
	u64 r0, r1, r2, r3, r4, r5;
	int cc;
};

/* The text works on GR0 to GR5, again while the condition code is 3; the watchdog counts the rounds. */
#define LONG_INSN(name, text)							\
static struct regs name(struct regs r)						\
{										\
	register u64 r0 asm("0") = r.r0, r1 asm("1") = r.r1, r2 asm("2") = r.r2;	\
	register u64 r3 asm("3") = r.r3, r4 asm("4") = r.r4, r5 asm("5") = r.r5;	\
	int cc;									\
										\
	asm volatile(								\
		"	.machine push\n"					\
		"	.machine z15\n"						\
		"0:	" text "\n"						\
		"	.machine pop\n"						\
		"	ipm	%[cc]\n"					\
		"	srl	%[cc],28\n"					\
		: [cc] "=&d" (cc), "+d" (r0), "+d" (r1), "+d" (r2), "+d" (r3), "+d" (r4), "+d" (r5)	\
		: : "cc", "memory");						\
	return (struct regs){ r0, r1, r2, r3, r4, r5, cc };			\
}

#define AGAIN	"\n	jo	0b"

LONG_INSN(mvcl, "mvcl	2,4")
LONG_INSN(mvcle, "mvcle	2,4,0x5a" AGAIN)
LONG_INSN(mvclu, "mvclu	2,4,0x142" AGAIN)
LONG_INSN(clcl, "clcl	2,4")
LONG_INSN(clcle, "clcle	2,4,0x5a" AGAIN)
LONG_INSN(clclu, "clclu	2,4,0x142" AGAIN)
LONG_INSN(mvst, "mvst	2,4" AGAIN)
LONG_INSN(clst, "clst	2,4" AGAIN)
LONG_INSN(srst, "srst	2,4" AGAIN)
LONG_INSN(srstu, "srstu	2,4" AGAIN)
LONG_INSN(cksm, "cksm	2,4" AGAIN)
LONG_INSN(tre, "tre	2,4" AGAIN)
LONG_INSN(troo, "troo	2,4,0" AGAIN)
LONG_INSN(trot, "trot	2,4,0" AGAIN)
LONG_INSN(trto, "trto	2,4,0" AGAIN)
LONG_INSN(trtt, "trtt	2,4,0" AGAIN)
LONG_INSN(troo_m, "troo	2,4,1" AGAIN)
LONG_INSN(trot_m, "trot	2,4,1" AGAIN)
LONG_INSN(trto_m, "trto	2,4,1" AGAIN)
LONG_INSN(trtt_m, "trtt	2,4,1" AGAIN)
LONG_INSN(cu12, "cu12	2,4,0" AGAIN)
LONG_INSN(cu12_m, "cu12	2,4,1" AGAIN)
LONG_INSN(cu14, "cu14	2,4,0" AGAIN)
LONG_INSN(cu14_m, "cu14	2,4,1" AGAIN)
LONG_INSN(cu21, "cu21	2,4,0" AGAIN)
LONG_INSN(cu24, "cu24	2,4,0" AGAIN)
LONG_INSN(cu41, "cu41	2,4" AGAIN)
LONG_INSN(cu42, "cu42	2,4" AGAIN)

static void fill(int kind)
{
	for (int i = 0; i < SIZE; i++)
		area[i] = kind == 0 ? i * 37 + (i >> 8) : kind == 1 ? 0x5a : (i * 7) | 1;
	memcpy(model, area, sizeof(model));
}

/* Addresses of the real storage in the model's copy */
static u8 *in_model(u64 addr)
{
	return model + (addr - (u64)area);
}

static bool same_regs(const char *what, const struct regs *in, const struct regs *got, const struct regs *want)
{
	const u64 *g = &got->r0, *w = &want->r0;

	for (int i = 0; i < 6; i++)
		if (g[i] != w[i]) {
			report_fail("%s: GR2 to GR5 %#lx %#lx %#lx %#lx: expected %#lx in GR%d, got %#lx",
				    what, in->r2, in->r3, in->r4, in->r5, w[i], i, g[i]);
			return false;
		}
	if (got->cc != want->cc) {
		report_fail("%s: GR2 to GR5 %#lx %#lx %#lx %#lx: expected condition code %d, got %d",
			    what, in->r2, in->r3, in->r4, in->r5, want->cc, got->cc);
		return false;
	}
	for (int i = 0; i < SIZE; i++)
		if (area[i] != model[i]) {
			report_fail("%s: GR2 to GR5 %#lx %#lx %#lx %#lx: expected %#x in byte %#lx, got %#x",
				    what, in->r2, in->r3, in->r4, in->r5, model[i], (u64)area + i, area[i]);
			return false;
		}
	return true;
}

/*
 * Moves and compares with two lengths. The lengths of MVCL and CLCL have 24 bits,
 * what is left of them in the register stays, and the pad is in GR5.
 */
#define LENGTH_24	0xffffffUL

static struct regs model_mvcl(struct regs r)
{
	u64 l1 = r.r3 & LENGTH_24, l2 = r.r5 & LENGTH_24, n = MIN(l1, l2);
	u8 pad = r.r5 >> 24;

	r.cc = l1 == l2 ? 0 : l1 < l2 ? 1 : 2;
	/* a byte of the source that would be stored over before it is used */
	if (n > 1 && r.r2 > r.r4 && r.r2 < r.r4 + n) {
		r.cc = 3;
		return r;
	}
	memmove(in_model(r.r2), in_model(r.r4), n);
	memset(in_model(r.r2) + n, pad, l1 - n);
	r.r2 += l1;
	r.r3 &= ~LENGTH_24;
	r.r4 += n;
	r.r5 = (r.r5 & ~LENGTH_24) | (l2 - n);
	return r;
}

static struct regs model_mvcle(struct regs r)
{
	u64 n = MIN(r.r3, r.r5);

	r.cc = r.r3 == r.r5 ? 0 : r.r3 < r.r5 ? 1 : 2;
	memmove(in_model(r.r2), in_model(r.r4), n);
	memset(in_model(r.r2) + n, 0x5a, r.r3 - n);
	r.r2 += r.r3;
	r.r3 = 0;
	r.r4 += n;
	r.r5 -= n;
	return r;
}

static struct regs model_mvclu(struct regs r)
{
	u64 n = MIN(r.r3, r.r5);

	r.cc = r.r3 == r.r5 ? 0 : r.r3 < r.r5 ? 1 : 2;
	memmove(in_model(r.r2), in_model(r.r4), n);
	for (u64 i = n; i < r.r3; i += 2) {
		in_model(r.r2)[i] = 0x01;
		in_model(r.r2)[i + 1] = 0x42;
	}
	r.r2 += r.r3;
	r.r3 = 0;
	r.r4 += n;
	r.r5 -= n;
	return r;
}

/* Compares stop at the first inequality, the registers show where; a pad continues the shorter one. */
static struct regs compare_long(struct regs r, u64 *l1, u64 *l2, unsigned int pad, unsigned int width)
{
	r.cc = 0;
	while (*l1 || *l2) {
		unsigned int x = pad, y = pad;

		if (*l1)
			x = width == 1 ? *in_model(r.r2) : *(u16 *)in_model(r.r2);
		if (*l2)
			y = width == 1 ? *in_model(r.r4) : *(u16 *)in_model(r.r4);
		if (x != y) {
			r.cc = x < y ? 1 : 2;
			break;
		}
		if (*l1) {
			*l1 -= width;
			r.r2 += width;
		}
		if (*l2) {
			*l2 -= width;
			r.r4 += width;
		}
	}
	return r;
}

static struct regs model_clcl(struct regs r)
{
	u64 l1 = r.r3 & LENGTH_24, l2 = r.r5 & LENGTH_24;

	r = compare_long(r, &l1, &l2, (u8)(r.r5 >> 24), 1);
	r.r3 = (r.r3 & ~LENGTH_24) | l1;
	r.r5 = (r.r5 & ~LENGTH_24) | l2;
	return r;
}

static struct regs model_clcle(struct regs r)
{
	u64 l1 = r.r3, l2 = r.r5;

	r = compare_long(r, &l1, &l2, 0x5a, 1);
	r.r3 = l1;
	r.r5 = l2;
	return r;
}

static struct regs model_clclu(struct regs r)
{
	u64 l1 = r.r3, l2 = r.r5;

	r = compare_long(r, &l1, &l2, 0x0142, 2);
	r.r3 = l1;
	r.r5 = l2;
	return r;
}

static const struct two_operands {
	const char *name;
	struct regs (*insn)(struct regs r);
	struct regs (*model)(struct regs r);
	bool short_length;	/* 24 bits */
	bool compares;
	unsigned int width;
	bool no_overlap;	/* what an overlapping source leaves is not defined */
} two_operands[] = {
	{ "mvcl", mvcl, model_mvcl, true, false, 1 },
	{ "mvcle", mvcle, model_mvcle, false, false, 1, true },
	{ "mvclu", mvclu, model_mvclu, false, false, 2, true },
	{ "clcl", clcl, model_clcl, true, true, 1 },
	{ "clcle", clcle, model_clcle, false, true, 1 },
	{ "clclu", clclu, model_clclu, false, true, 2 },
};

static void long_operands(void)
{
	static const unsigned int lengths[] = { 0, 2, 4, 14, 254, 256, 258, 2048, 3000 };
	static const int distances[] = { -3000, -256, -2, 0, 2, 4, 256, 3000 };
	const struct two_operands *t = subtest_row();
	unsigned int cases = 0;

	for (unsigned int i = 0; i < ARRAY_SIZE(lengths); i++)
		for (unsigned int j = 0; j < ARRAY_SIZE(lengths); j++)
			for (unsigned int k = 0; k < ARRAY_SIZE(distances); k++) {
				int odd = t->width == 1 ? (i + j) & 1 : 0;
				struct regs in = {
					.r2 = (u64)area + MIDDLE - 100,
					.r3 = lengths[i] + (lengths[i] ? odd : 0),
					.r4 = (u64)area + MIDDLE - 100 + distances[k],
					.r5 = lengths[j],
				};
				struct regs got, want;
				u64 n = MIN(in.r3, in.r5);

				if (t->no_overlap && in.r2 > in.r4 && in.r2 < in.r4 + n)
					continue;
				if (t->short_length) {
					in.r3 |= 0x1122334400000000UL | 0x55000000;
					in.r5 |= 0x5566778800000000UL | 0x5a000000;
				}
				/* equal, equal up to near the end, different */
				fill(t->compares ? 1 : 0);
				if (t->compares && n > 6 && k & 1) {
					area[in.r4 - (u64)area + n - 5] ^= k & 2 ? 0x80 : 0x01;
					memcpy(model, area, sizeof(model));
				}
				want = t->model(in);
				got = t->insn(in);
				if (!same_regs("result", &in, &got, &want))
					return;
				cases++;
			}
	report_pass("%u operands", cases);
}

/* Registers of each pair must be even. */
static void odd_registers(void)
{
	check_pgm(6, asm volatile(".insn	rr,0x0e00,3,4" : : : "cc", "memory"), "MVCL, R1 odd");
	check_pgm(6, asm volatile(".insn	rr,0x0e00,2,5" : : : "cc", "memory"), "MVCL, R2 odd");
	check_pgm(6, asm volatile(".insn	rr,0x0f00,3,4" : : : "cc", "memory"), "CLCL, R1 odd");
	check_pgm(6, asm volatile(".insn	rr,0x0f00,2,5" : : : "cc", "memory"), "CLCL, R2 odd");
	check_pgm(6, asm volatile(".insn	rs,0xa8000000,3,4,0" : : : "cc", "memory"), "MVCLE, R1 odd");
	check_pgm(6, asm volatile(".insn	rs,0xa8000000,2,5,0" : : : "cc", "memory"), "MVCLE, R3 odd");
	check_pgm(6, asm volatile(".insn	rs,0xa9000000,3,4,0" : : : "cc", "memory"), "CLCLE, R1 odd");
	check_pgm(6, asm volatile(".insn	rs,0xa9000000,2,5,0" : : : "cc", "memory"), "CLCLE, R3 odd");
	check_pgm(6, asm volatile(".insn	rsy,0xeb000000008e,3,4,0" : : : "cc", "memory"), "MVCLU, R1 odd");
	check_pgm(6, asm volatile(".insn	rsy,0xeb000000008f,2,5,0" : : : "cc", "memory"), "CLCLU, R3 odd");
	check_pgm(6, asm volatile(".insn	rre,0xb2410000,2,5" : : : "cc", "memory"), "CKSM, R2 odd");
	check_pgm(6, asm volatile(".insn	rre,0xb2a50000,3,4" : : : "cc", "memory"), "TRE, R1 odd");
	check_pgm(6, asm volatile(".insn	rrf,0xb9930000,3,4,0,0" : : : "cc", "memory"), "TROO, R1 odd");
	check_pgm(6, asm volatile(".insn	rrf,0xb2a70000,3,4,0,0" : : : "cc", "memory"), "CU12, R1 odd");
	check_pgm(6, asm volatile(".insn	rrf,0xb2a60000,2,5,0,0" : : : "cc", "memory"), "CU21, R2 odd");
}

/* Strings: the end is the character in GR0 */
static void string_at(unsigned int offset, unsigned int length, u8 end)
{
	for (unsigned int i = 0; i < length; i++)
		area[offset + i] = 'a' + i % 20;
	area[offset + length] = end;
}

static void strings(void)
{
	static const unsigned int lengths[] = { 0, 1, 7, 8, 100, 255, 256, 257, 3000 };

	for (unsigned int i = 0; i < ARRAY_SIZE(lengths); i++) {
		unsigned int n = lengths[i];
		struct regs in = { .r0 = 0xee, .r2 = (u64)area + 16, .r4 = (u64)area + MIDDLE - 10 }, got, want;

		fill(1);
		string_at(MIDDLE - 10, n, 0xee);
		memcpy(model, area, sizeof(model));
		memcpy(model + 16, model + MIDDLE - 10, n + 1);
		want = in;
		want.r2 += n;
		want.cc = 1;
		got = mvst(in);
		/* GR4 stays, but for what it was moved on with condition code 3 */
		if (got.r4 > in.r4 && got.r4 <= in.r4 + n)
			want.r4 = got.r4;
		if (same_regs("MVST", &in, &got, &want))
			report_pass("MVST of %u", n);

		/* equal */
		string_at(16, n, 0xee);
		memcpy(model, area, sizeof(model));
		want = in;
		want.cc = 0;
		got = clst(in);
		if (same_regs("CLST", &in, &got, &want))
			report_pass("CLST of %u, equal", n);
		if (!n)
			continue;
		/* first one shorter: low; second one shorter: high; the registers point to the end and its counterpart */
		area[16 + n - 1] = 0xee;
		memcpy(model, area, sizeof(model));
		want = in;
		want.r2 += n - 1;
		want.r4 += n - 1;
		want.cc = 1;
		got = clst(in);
		if (same_regs("CLST", &in, &got, &want))
			report_pass("CLST of %u, first one shorter", n);
		area[16 + n - 1] = 'z';
		area[MIDDLE - 10 + n - 1] = 0xee;
		memcpy(model, area, sizeof(model));
		want.cc = 2;
		got = clst(in);
		if (same_regs("CLST", &in, &got, &want))
			report_pass("CLST of %u, second one shorter", n);
		area[MIDDLE - 10 + n - 1] = 'y';
		memcpy(model, area, sizeof(model));
		got = clst(in);
		if (same_regs("CLST", &in, &got, &want))
			report_pass("CLST of %u, first one high", n);
	}
}

static void search(void)
{
	static const unsigned int at[] = { 0, 1, 7, 255, 256, 3000 };

	for (unsigned int i = 0; i < ARRAY_SIZE(at); i++) {
		u64 begin = (u64)area + MIDDLE - 20;
		/* GR2 is the byte behind the field */
		struct regs in = { .r0 = 0x77, .r2 = begin + at[i] + 5, .r4 = begin }, got, want;

		fill(1);
		area[MIDDLE - 20 + at[i]] = 0x77;
		memcpy(model, area, sizeof(model));
		want = in;
		want.r2 = begin + at[i];
		want.cc = 1;
		got = srst(in);
		if (same_regs("SRST", &in, &got, &want))
			report_pass("SRST finds at %u", at[i]);
		in.r2 = begin + at[i];
		want = in;
		want.cc = 2;
		got = srst(in);
		if (same_regs("SRST", &in, &got, &want))
			report_pass("SRST does not find behind the field of %u", at[i]);

		/* two-byte characters; bits 32-47 of GR0 are not looked at where they are zero */
		in = (struct regs){ .r0 = 0x7788, .r2 = begin + 2 * at[i] + 10, .r4 = begin };
		fill(1);
		area[MIDDLE - 20 + 2 * at[i]] = 0x77;
		area[MIDDLE - 20 + 2 * at[i] + 1] = 0x88;
		/* the same bytes, but not as one character */
		area[MIDDLE - 20 + 2 * at[i] + 3] = 0x77;
		memcpy(model, area, sizeof(model));
		want = in;
		want.r2 = begin + 2 * at[i];
		want.cc = 1;
		got = srstu(in);
		if (same_regs("SRSTU", &in, &got, &want))
			report_pass("SRSTU finds at %u", at[i]);
		in.r2 = begin + 2 * at[i];
		want = in;
		want.cc = 2;
		got = srstu(in);
		if (same_regs("SRSTU", &in, &got, &want))
			report_pass("SRSTU does not find behind the field of %u", at[i]);
	}
	check_pgm(6, srst((struct regs){ .r0 = 0x100, .r2 = (u64)area + 8, .r4 = (u64)area }), "SRST, GR0 bit 55");
	check_pgm(6, srst((struct regs){ .r0 = 0x80000000, .r2 = (u64)area + 8, .r4 = (u64)area }), "SRST, GR0 bit 32");
	check_pgm(6, srstu((struct regs){ .r0 = 0x10000, .r2 = (u64)area + 8, .r4 = (u64)area }), "SRSTU, GR0 bit 47");
	check_pgm(6, mvst((struct regs){ .r0 = 0x100, .r2 = (u64)area, .r4 = (u64)area + 8 }), "MVST, GR0 bit 55");
	check_pgm(6, mvst((struct regs){ .r0 = 0x80000000, .r2 = (u64)area, .r4 = (u64)area + 8 }), "MVST, GR0 bit 32");
}

/* 32-bit words, the last one filled with zeros on the right, end-around carry; left half of GR2 stays */
static void checksum(void)
{
	static const unsigned int lengths[] = { 0, 1, 2, 3, 4, 5, 7, 8, 63, 64, 1000, 4097 };

	for (unsigned int i = 0; i < ARRAY_SIZE(lengths); i++)
		for (int kind = 0; kind < 2; kind++) {
			unsigned int n = lengths[i];
			struct regs in = { .r2 = 0x11223344fffffff0UL, .r4 = (u64)area + MIDDLE - 9, .r5 = n }, got, want;
			u64 sum = (u32)in.r2;

			fill(0);
			if (kind)
				memset(area, 0xff, SIZE);
			memcpy(model, area, sizeof(model));
			for (unsigned int j = 0; j < n; j += 4) {
				u32 word = 0;

				for (unsigned int k = 0; k < 4; k++)
					word = word << 8 | (j + k < n ? area[MIDDLE - 9 + j + k] : 0);
				sum += word;
				sum = (u32)sum + (sum >> 32);
			}
			want = in;
			want.r2 = (in.r2 & 0xffffffff00000000UL) | (u32)sum;
			want.r4 += n;
			want.r5 = 0;
			want.cc = 0;
			got = cksm(in);
			if (same_regs("CKSM", &in, &got, &want))
				report_pass("CKSM of %u bytes", n);
		}
}

static u8 tables[2 * 65536] __attribute__((aligned(PAGE_SIZE)));

static void translate_extended(void)
{
	struct regs in = { .r0 = 0x33, .r2 = (u64)area + MIDDLE - 50, .r3 = 200, .r4 = (u64)tables }, got, want;

	for (int i = 0; i < 256; i++)
		tables[i] = i ^ 0xa5;
	fill(2);
	/* the test byte at 120 ends it, untranslated */
	for (int i = 0; i < 200; i++)
		if (area[MIDDLE - 50 + i] == 0x33)
			area[MIDDLE - 50 + i] = 0x34;
	area[MIDDLE - 50 + 120] = 0x33;
	memcpy(model, area, sizeof(model));
	for (int i = 0; i < 120; i++)
		model[MIDDLE - 50 + i] ^= 0xa5;
	want = in;
	want.r2 += 120;
	want.r3 = 80;
	want.cc = 1;
	got = tre(in);
	if (same_regs("TRE", &in, &got, &want))
		report_pass("TRE ends at the test byte");
	in.r0 = 0x100 | 0x02;
	in.r2 = (u64)area + 8;
	in.r3 = 100;
	fill(2);
	memcpy(model, area, sizeof(model));
	for (int i = 0; i < 100; i++)
		model[8 + i] ^= 0xa5;
	want = in;
	want.r2 += 100;
	want.r3 = 0;
	want.cc = 0;
	got = tre(in);
	if (same_regs("TRE", &in, &got, &want))
		report_pass("TRE of the whole field");
}

/* GR1 designates the table; a result equal to the test character in GR0 ends it unless M3 says otherwise. */
static const struct translation {
	const char *name;
	struct regs (*insn)(struct regs r);
	unsigned int from, to;	/* bytes of a character */
	bool no_test;
} translations[] = {
	{ "TROO", troo, 1, 1 }, { "TROT", trot, 1, 2 }, { "TRTO", trto, 2, 1 }, { "TRTT", trtt, 2, 2 },
	{ "TROO without test", troo_m, 1, 1, true }, { "TROT without test", trot_m, 1, 2, true },
	{ "TRTO without test", trto_m, 2, 1, true }, { "TRTT without test", trtt_m, 2, 2, true },
};

static void translate_characters(void)
{
	const struct translation *t = subtest_row();
	unsigned int n = 700, mask = t->to == 1 ? 0xff : 0xffff;

	for (unsigned int i = 0; i < (t->from == 1 ? 256 : 65536); i++) {
		unsigned int v = i * 3 + 7;

		if (t->to == 1)
			tables[i] = v;
		else
			((u16 *)tables)[i] = v;
	}
	for (int stop = 0; stop < 2; stop++) {
		/* character 500 of the source gives the test character; none before it does */
		struct regs in = {
			.r1 = (u64)tables,
			.r2 = (u64)area + 32, .r3 = n * t->from,
			.r4 = (u64)area + MIDDLE - 64,
		}, got, want;
		unsigned int done = 0;

		fill(2);
		if (t->from == 2) {
			for (unsigned int i = 0; i < n; i++)
				*(u16 *)(area + MIDDLE - 64 + 2 * i) = i * 5 + 1;
		} else {
			for (unsigned int i = 0; i < n; i++)
				area[MIDDLE - 64 + i] = i % 50;
			area[MIDDLE - 64 + 500] = 77;
		}
		memcpy(model, area, sizeof(model));
		in.r0 = ((t->from == 1 ? 77 : 500 * 5 + 1) * 3 + 7) & mask;
		/* an eight-bit result of the two-byte characters comes earlier, too */
		if (!stop)
			in.r0 = t->from == 1 ? (200 * 3 + 7) & mask : t->to == 1 ? 0 : 0xffff;
		want = in;
		want.cc = 0;
		for (; done < n; done++) {
			unsigned int c = t->from == 1 ? *(in_model(in.r4) + done) : ((u16 *)in_model(in.r4))[done];
			unsigned int v = (c * 3 + 7) & mask;

			if (!t->no_test && v == in.r0) {
				want.cc = 1;
				break;
			}
			if (t->to == 1)
				in_model(in.r2)[done] = v;
			else
				((u16 *)in_model(in.r2))[done] = v;
		}
		want.r2 += done * t->to;
		want.r3 -= done * t->from;
		want.r4 += done * t->from;
		got = t->insn(in);
		if (same_regs(stop ? "with a test character" : "whole field", &in, &got, &want))
			report_pass("%s, %u characters", stop ? "with a test character" : "whole field", done);
	}
}

/* Conversion of Unicode: the same text in three forms */
static const u32 utf32[] = { 0x41, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff, 0x5a };
static const u16 utf16[] = {
	0x41, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0xd800, 0xdc00, 0xdbff, 0xdfff, 0x5a,
};
static const u8 utf8[] = {
	0x41, 0x7f, 0xc2, 0x80, 0xdf, 0xbf, 0xe0, 0xa0, 0x80, 0xed, 0x9f, 0xbf, 0xee, 0x80, 0x80,
	0xef, 0xbf, 0xbf, 0xf0, 0x90, 0x80, 0x80, 0xf4, 0x8f, 0xbf, 0xbf, 0x5a,
};

static const struct conversion {
	const char *name;
	struct regs (*insn)(struct regs r);
	const void *from;
	unsigned int from_size;
	const void *to;
	unsigned int to_size;
} conversions[] = {
	{ "CU12", cu12, utf8, sizeof(utf8), utf16, sizeof(utf16) },
	{ "CU14", cu14, utf8, sizeof(utf8), utf32, sizeof(utf32) },
	{ "CU21", cu21, utf16, sizeof(utf16), utf8, sizeof(utf8) },
	{ "CU24", cu24, utf16, sizeof(utf16), utf32, sizeof(utf32) },
	{ "CU41", cu41, utf32, sizeof(utf32), utf8, sizeof(utf8) },
	{ "CU42", cu42, utf32, sizeof(utf32), utf16, sizeof(utf16) },
};

static void convert(void)
{
	const struct conversion *c = subtest_row();
	struct regs in = { .r2 = (u64)area + 16, .r3 = 1000, .r4 = (u64)area + MIDDLE - 8, .r5 = c->from_size };
	struct regs got, want;

	fill(1);
	memcpy(area + MIDDLE - 8, c->from, c->from_size);
	memcpy(model, area, sizeof(model));
	memcpy(model + 16, c->to, c->to_size);
	want = in;
	want.r2 += c->to_size;
	want.r3 -= c->to_size;
	want.r4 += c->from_size;
	want.r5 = 0;
	want.cc = 0;
	got = c->insn(in);
	if (same_regs("whole text", &in, &got, &want))
		report_pass("whole text");

	/* no room for the last character */
	fill(1);
	memcpy(area + MIDDLE - 8, c->from, c->from_size);
	memcpy(model, area, sizeof(model));
	in.r3 = c->to_size - 1;
	want.cc = 1;
	got = c->insn(in);
	check_eq(got.cc, 1, "no room at the end: condition code");
	check_lt(got.r3, 4, "no room at the end: room that is left");
	check_gt(got.r5, 0, "no room at the end: text that is left");
	check_eq(got.r2 - in.r2, in.r3 - got.r3, "no room at the end: first address went with its length");
	check_eq(got.r4 - in.r4, in.r5 - got.r5, "no room at the end: second address went with its length");
}

static const struct bad_text {
	const char *name;
	struct regs (*insn)(struct regs r);
	u8 text[8];
	unsigned int size;
	int cc;
	unsigned int used;	/* of the source */
} bad_texts[] = {
	{ "CU12, lead byte f8", cu12, { 0x41, 0xf8, 0x80, 0x80, 0x80 }, 5, 2, 1 },
	{ "CU12, continuation alone", cu12, { 0x41, 0x80 }, 2, 2, 1 },
	{ "CU12, lead byte c1, not well formed", cu12_m, { 0x41, 0xc1, 0x80 }, 3, 2, 1 },
	{ "CU12, continuation missing", cu12_m, { 0x41, 0xc2, 0x41 }, 3, 2, 1 },
	{ "CU12, overlong three bytes", cu12_m, { 0xe0, 0x9f, 0xbf }, 3, 2, 0 },
	{ "CU12, surrogate in UTF-8", cu12_m, { 0xed, 0xa0, 0x80 }, 3, 2, 0 },
	{ "CU12, above 10ffff", cu12_m, { 0xf4, 0x90, 0x80, 0x80 }, 4, 2, 0 },
	{ "CU12, cut off", cu12, { 0x41, 0xe2, 0x82 }, 3, 0, 1 },
	{ "CU14, above 10ffff", cu14_m, { 0xf4, 0x90, 0x80, 0x80 }, 4, 2, 0 },
	{ "CU41, a surrogate", cu41, { 0, 0, 0, 0x41, 0, 0, 0xd8, 0 }, 8, 2, 4 },
	{ "CU41, above 10ffff", cu41, { 0, 0, 0, 0x41, 0, 0x11, 0, 0 }, 8, 2, 4 },
	{ "CU42, above 10ffff", cu42, { 0, 0x11, 0, 0 }, 4, 2, 0 },
	{ "CU21, cut off pair", cu21, { 0, 0x41, 0xd8, 0 }, 4, 0, 2 },
};

static void bad_text(void)
{
	const struct bad_text *b = subtest_row();
	struct regs in = { .r2 = (u64)area + 16, .r3 = 1000, .r4 = (u64)area + MIDDLE, .r5 = b->size }, got;

	fill(1);
	memcpy(area + MIDDLE, b->text, b->size);
	got = b->insn(in);
	check_eq(got.cc, b->cc, "condition code");
	check_eq(got.r4 - in.r4, b->used, "bytes of the source that are used");
	check_eq(in.r5 - got.r5, b->used, "length went with the address");
}

static const char *needs_etf3(void)
{
	return test_facility(30) ? NULL : "no extended-translation facility 3";
}

static const struct subtest subtests[] = {
	{ "long", long_operands, SUBTEST_ROWS(two_operands) },
	{ "odd-register", odd_registers },
	{ "string", strings },
	{ "search", search },
	{ "checksum", checksum },
	{ "translate-extended", translate_extended },
	{ "translate", translate_characters, SUBTEST_ROWS(translations) },
	{ "convert", convert, .requires = needs_etf3, SUBTEST_ROWS(conversions) },
	{ "bad-text", bad_text, .requires = needs_etf3, SUBTEST_ROWS(bad_texts) },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
