// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * storage: instructions on fields in storage (PoP chapters 7 and 8): moves that
 * overlap, compares, translate, search, packed decimal, compare and swap.
 */
#include <libcflat.h>
#include <asm/barrier.h>
#include <asm/page.h>
#include <sclp.h>
#include <smp.h>
#include "pgm.h"

static uint8_t buf[64] __attribute__((aligned(16))), buf2[64] __attribute__((aligned(16)));

/* Run @text with a and b in registers; returns the condition code */
#define CC_OF(text, args...)						\
({									\
	int __cc;							\
									\
	asm volatile(text "\n	ipm	%0\n	srl	%0,28\n" : "=&d" (__cc) : args	\
		     : "0", "1", "2", "3", "4", "5", "cc", "memory");	\
	__cc;								\
})

static void fill(void)
{
	for (int i = 0; i < 64; i++) {
		buf[i] = i;
		buf2[i] = 0x80 + i;
	}
}

static void moves(void)
{
	fill();
	/* byte by byte from the left: a propagating move */
	buf[0] = 0xaa;
	asm volatile("mvc	1(7,%0),0(%0)" : : "a" (buf) : "memory");
	check_mem(buf, "\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\x08", 9, "MVC propagates its first byte");
	fill();
	asm volatile("mvcin	0(4,%0),3(%1)" : : "a" (buf), "a" (buf2) : "memory");
	check_mem(buf, "\x83\x82\x81\x80\x04", 5, "MVCIN reverses");
	fill();
	asm volatile("mvn	0(3,%0),1(%1)" : : "a" (buf), "a" (buf2 + 0x20) : "memory");
	check_mem(buf, "\x01\x02\x03\x03", 4, "MVN moves the right digits");
	asm volatile("mvz	0(3,%0),1(%1)" : : "a" (buf), "a" (buf2 + 0x20) : "memory");
	check_mem(buf, "\xa1\xa2\xa3\x03", 4, "MVZ moves the left digits");
	fill();
	buf2[0] = 0x12, buf2[1] = 0x34, buf[3] = 0x0c;
	asm volatile("mvo	0(4,%0),0(2,%1)" : : "a" (buf), "a" (buf2) : "memory");
	check_mem(buf, "\x00\x01\x23\x4c", 4, "MVO moves with offset");
}

static void logic(void)
{
	fill();
	check_eq(CC_OF("nc	0(4,%1),0(%2)", "a" (buf), "a" (buf2)), 1, "NC: condition code");
	check_mem(buf, "\x00\x01\x02\x03", 4, "NC: result");
	check_eq(CC_OF("xc	0(8,%1),0(%1)", "a" (buf)), 0, "XC with itself: condition code");
	check_eq(*(uint64_t *)buf, 0, "XC with itself: result");
	check_eq(CC_OF("oc	0(4,%1),0(%2)", "a" (buf), "a" (buf2)), 1, "OC: condition code");
	check_eq(CC_OF("ni	0(%1),0x7f", "a" (buf)), 0, "NI: condition code");
	check_eq(CC_OF("oi	0(%1),0x80", "a" (buf)), 1, "OI: condition code");
	check_eq(CC_OF("xi	0(%1),0x80", "a" (buf)), 0, "XI: condition code");
	buf[0] = 0x81;
	check_eq(CC_OF("tm	0(%1),0x7e", "a" (buf)), 0, "TM zeros");
	check_eq(CC_OF("tm	0(%1),0x83", "a" (buf)), 1, "TM mixed");
	check_eq(CC_OF("tm	0(%1),0x81", "a" (buf)), 3, "TM ones");
	check_eq(CC_OF("cli	0(%1),0x82", "a" (buf)), 1, "CLI low");
	check_eq(CC_OF("cli	0(%1),0x7f", "a" (buf)), 2, "CLI high");
	check_eq(CC_OF("ts	0(%1)", "a" (buf)), 1, "TS with the leftmost bit one");
	check_eq(buf[0], 0xff, "TS stores ones");
	buf[0] = 0x7f;
	check_eq(CC_OF("ts	0(%1)", "a" (buf)), 0, "TS with the leftmost bit zero");
	/* insert and store under mask */
	fill();
	check_eq(CC_OF("lhi	2,-1\n	icm	2,5,0(%1)\n	st	2,8(%2)", "a" (buf2), "a" (buf)), 1,
		 "ICM leftmost bit one: condition code");
	check_mem(buf + 8, "\xff\x80\xff\x81", 4, "ICM: result");
	check_eq(CC_OF("icm	2,0,0(%1)", "a" (buf2)), 0, "ICM with mask 0: condition code");
	check_eq(CC_OF("icm	2,12,1(%1)", "a" (buf)), 2, "ICM leftmost bit zero: condition code");
	check_eq(CC_OF("l	2,0(%1)\n	clm	2,6,1(%1)", "a" (buf)), 0, "CLM equal");
	check_eq(CC_OF("l	2,0(%1)\n	clm	2,6,0(%1)", "a" (buf)), 2, "CLM high");
}

static void compares(void)
{
	fill();
	check_eq(CC_OF("clc	0(8,%1),0(%2)", "a" (buf), "a" (buf)), 0, "CLC equal");
	check_eq(CC_OF("clc	0(8,%1),0(%2)", "a" (buf), "a" (buf2)), 1, "CLC low");
	check_eq(CC_OF("clc	0(8,%1),0(%2)", "a" (buf2), "a" (buf)), 2, "CLC high: bytes are unsigned");
	/* CLCL pads the shorter one */
	check_eq(CC_OF("lgr	2,%1\n	lghi	3,2\n	lgr	4,%1\n"
		       "	llilf	5,0x02000003\n	clcl	2,4",
		       "a" (buf)), 0, "CLCL with the pad that fits");
	check_eq(CC_OF("lgr	2,%1\n	lghi	3,2\n	lgr	4,%1\n"
		       "	llilf	5,0xff000003\n	clcl	2,4",
		       "a" (buf)), 2, "CLCL with a higher pad");
	check_eq(CC_OF("lgr	2,%1\n	lghi	3,2\n	lgr	4,%1\n"
		       "	lghi	5,3\n0:	clcle	2,4,1\n	jo	0b",
		       "a" (buf)), 1, "CLCLE with a lower pad");
	/* strings, end in GR0 */
	buf[5] = 0, buf2[5] = 0, buf2[0] = 0, memcpy(buf2, buf, 6);
	buf[0] = buf2[0] = 7;
	check_eq(CC_OF("lghi	0,0\n	lgr	2,%1\n	lgr	4,%2\n0:	clst	2,4\n"
		       "	jo	0b", "a" (buf), "a" (buf2)), 0,
		 "CLST equal");
	buf2[3] = 0;
	check_eq(CC_OF("lghi	0,0\n	lgr	2,%1\n	lgr	4,%2\n0:	clst	2,4\n"
		       "	jo	0b", "a" (buf), "a" (buf2)), 2,
		 "CLST: the longer one is high");
	check_eq(CC_OF("lghi	0,9\n	la	2,32(%1)\n	la	4,0(%1)\n0:	srst	2,4\n"
		       "	jo	0b\n	stg	2,0(%2)",
		       "a" (buf), "a" (buf2)), 1, "SRST finds: condition code");
	check_eq(*(uint64_t *)buf2, (uint64_t)buf + 9, "SRST finds: address");
	check_eq(CC_OF("lghi	0,0xee\n	la	2,32(%1)\n"
		       "	la	4,0(%1)\n0:	srst	2,4\n	jo	0b", "a" (buf)), 2,
		 "SRST does not find: condition code");
	check_pgm(6, asm volatile("	lghi	%%r0,0x100\n	srst	2,4" : : : "0", "2", "4", "cc"),
		  "SRST with reserved bits in GR0");
	check_pgm(6, asm volatile("	lghi	%%r0,0x100\n	clst	2,4" : : : "0", "2", "4", "cc"),
		  "CLST with reserved bits in GR0");
}

static void long_moves(void)
{
	fill();
	check_eq(CC_OF("la	2,0(%1)\n	lghi	3,6\n	la	4,0(%2)\n"
		       "	llilf	5,0x55000002\n	mvcl	2,4",
		       "a" (buf), "a" (buf2)), 2, "MVCL with a shorter source: condition code");
	check_mem(buf, "\x80\x81\x55\x55\x55\x55\x06", 7, "MVCL: result is padded");
	check_eq(CC_OF("la	2,0(%1)\n	lghi	3,2\n	la	4,0(%2)\n	lghi	5,2\n	mvcl	2,4",
		       "a" (buf), "a" (buf2)), 0, "MVCL with equal lengths: condition code");
	check_eq(CC_OF("la	2,0(%1)\n	lghi	3,1\n	la	4,0(%2)\n	lghi	5,2\n	mvcl	2,4",
		       "a" (buf), "a" (buf2)), 1, "MVCL with a longer source: condition code");
	check_eq(CC_OF("la	2,1(%1)\n	lghi	3,8\n	la	4,0(%1)\n	lghi	5,8\n	mvcl	2,4",
		       "a" (buf)), 3, "MVCL that would overwrite its source: condition code");
	fill();
	check_eq(CC_OF("lghi	0,0\n	la	2,0(%1)\n	la	4,0(%2)\n"
		       "	mvi	3(%2),0\n0:	mvst	2,4\n	jo	0b\n"
		       "	stg	2,32(%1)", "a" (buf), "a" (buf2)), 1, "MVST: condition code");
	check_mem(buf, "\x80\x81\x82\x00\x04", 5, "MVST: result");
	check_eq(*(uint64_t *)(buf + 32), (uint64_t)buf + 3, "MVST: address of the end");
}

static void translate(void)
{
	static uint8_t table[256] __attribute__((aligned(8)));

	for (int i = 0; i < 256; i++)
		table[i] = 255 - i;
	fill();
	asm volatile("tr	0(4,%0),0(%1)" : : "a" (buf), "a" (table) : "memory");
	check_mem(buf, "\xff\xfe\xfd\xfc\x04", 5, "TR");
	memset(table, 0, sizeof(table));
	table[9] = 0x77;
	fill();
	check_eq(CC_OF("lghi	1,0\n	lghi	2,0\n	trt	0(16,%1),0(%2)\n"
		       "	stg	1,32(%1)\n	stg	2,40(%1)",
		       "a" (buf), "a" (table)), 1, "TRT finds before the end: condition code");
	check_eq(*(uint64_t *)(buf + 32), (uint64_t)buf + 9, "TRT: address");
	check_eq(*(uint64_t *)(buf + 40), 0x77, "TRT: function byte");
	check_eq(CC_OF("trt	0(10,%1),0(%2)", "a" (buf), "a" (table)), 2, "TRT finds at the end: condition code");
	check_eq(CC_OF("trt	0(9,%1),0(%2)", "a" (buf), "a" (table)), 0, "TRT finds nothing: condition code");
	/* checksum: 32-bit words with end-around carry */
	*(uint64_t *)buf = 0xffffffff00000002UL;
	check_eq(CC_OF("lghi	2,0\n	lgr	4,%1\n	lghi	5,8\n0:	cksm	2,4\n	jo	0b\n"
		       "	st	2,16(%1)", "a" (buf)), 0,
		 "CKSM: condition code");
	check_eq(*(uint32_t *)(buf + 16), 2, "CKSM: end-around carry");
}

static void convert(void)
{
	static const struct { int32_t bin; uint64_t dec; } cases[] = {
		{ 0, 0xc }, { 1, 0x1c }, { -1, 0x1d }, { 123456789, 0x123456789c },
		{ 2147483647, 0x2147483647c }, { -2147483647 - 1, 0x2147483648d },
	};
	static const struct { uint64_t dec; uint16_t code; const char *name; } bad[] = {
		{ 0x2147483648c, 9, "one more than fits" },
		{ 0x2147483649d, 9, "one less than fits" },
		{ 0xa0c, 7, "invalid digit" },
		{ 0x123, 7, "invalid sign" },
	};
	uint64_t v, dec __attribute__((aligned(8)));

	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		asm volatile("cvd	%1,%0" : "=R" (dec) : "d" (cases[i].bin));
		check_eq(dec, cases[i].dec, "CVD of %d", cases[i].bin);
		v = 0x5555555500000000UL;
		asm volatile("cvb	%0,%1" : "+d" (v) : "R" (cases[i].dec));
		check_eq(v, 0x5555555500000000UL | (uint32_t)cases[i].bin, "CVB of %lx", cases[i].dec);
	}
	/* all the positive and negative signs */
	for (uint64_t sign = 0xa; sign <= 0xf; sign++) {
		dec = 0x120 | sign;
		asm volatile("cvb	%0,%1" : "=d" (v) : "R" (dec));
		check_eq((int32_t)v, sign == 0xb || sign == 0xd ? -12 : 12, "CVB with sign %lx", sign);
	}
	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++)
		check_pgm(bad[i].code, asm volatile("cvb	%0,%1" : "=d" (v) : "R" (bad[i].dec) : "memory"),
			  "CVB, %s", bad[i].name);
	asm volatile("cvdg	%1,0(%0)" : : "a" (buf), "d" (-1234567890123L) : "memory");
	check_mem(buf, "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x23\x45\x67\x89\x01\x23", 9, "CVDG: zeros");
	check_mem(buf + 9, "\x12\x34\x56\x78\x90\x12\x3d", 7, "CVDG: digits and sign");
	asm volatile("cvbg	%0,0(%1)" : "=d" (v) : "a" (buf) : "memory");
	check_eq(v, (uint64_t)-1234567890123L, "CVBG");

	memcpy(buf, "\xf1\xf2\xf3\xc4", 4);
	asm volatile("pack	8(4,%0),0(4,%0)" : : "a" (buf) : "memory");
	check_mem(buf + 8, "\x00\x01\x23\x4c", 4, "PACK");
	asm volatile("unpk	0(6,%0),9(3,%0)" : : "a" (buf) : "memory");
	check_mem(buf, "\xf0\xf1\xf2\xf3\xc4", 1, "UNPK: zone");
	check_mem(buf + 2, "\xf1\xf2\xf3\xc4", 3, "UNPK: digits");
	memcpy(buf, "\x12\x34\x5c", 3);
	check_eq(CC_OF("tp	0(3,%1)", "a" (buf)), 0, "TP of a valid field");
	buf[0] = 0x1a;
	check_eq(CC_OF("tp	0(3,%1)", "a" (buf)), 2, "TP of an invalid digit");
	buf[2] = 0x52;
	check_eq(CC_OF("tp	0(3,%1)", "a" (buf)), 3, "TP of an invalid digit and sign");
}

static void compare_and_swap(void)
{
	uint64_t word = 5, expected = 5;
	int cc;

	asm volatile("	csg	%0,%3,%1\n	ipm	%2\n"
		       "	srl	%2,28" : "+d" (expected), "+Q" (word), "=d" (cc)
		     : "d" (9UL) : "cc", "memory");
	check_eq(cc, 0, "CSG equal: condition code");
	check_eq(word, 9, "CSG equal: storage");
	asm volatile("	csg	%0,%3,%1\n	ipm	%2\n"
		       "	srl	%2,28" : "+d" (expected), "+Q" (word), "=d" (cc)
		     : "d" (11UL) : "cc", "memory");
	check_eq(cc, 1, "CSG unequal: condition code");
	check_eq(expected, 9, "CSG unequal: register");
	check_eq(word, 9, "CSG unequal: storage");

	fill();
	check_eq(CC_OF("lg	2,0(%1)\n	lg	3,8(%1)\n	lghi	4,1\n	lghi	5,2\n"
		       "	cdsg	2,4,0(%1)", "a" (buf)), 0,
		 "CDSG equal: condition code");
	check_eq(((uint64_t *)buf)[0], 1, "CDSG equal: left");
	check_eq(((uint64_t *)buf)[1], 2, "CDSG equal: right");
	check_eq(CC_OF("lghi	2,1\n	lghi	3,3\n	cdsg	2,4,0(%1)\n	stg	3,16(%1)", "a" (buf)), 1,
		 "CDSG unequal: condition code");
	check_eq(((uint64_t *)buf)[2], 2, "CDSG unequal: register");

	((uint64_t *)buf)[0] = 0x7fffffffffffffffUL;
	check_eq(CC_OF("lghi	3,1\n	laag	2,3,0(%1)\n"
		       "	stg	2,8(%1)", "a" (buf)), 3, "LAAG overflow: condition code");
	check_eq(((uint64_t *)buf)[0], 0x8000000000000000UL, "LAAG: storage");
	check_eq(((uint64_t *)buf)[1], 0x7fffffffffffffffUL, "LAAG: old value");
	check_eq(CC_OF("lghi	3,-1\n	laxg	2,3,0(%1)", "a" (buf)), 1, "LAXG: condition code");
	check_eq(((uint64_t *)buf)[0], 0x7fffffffffffffffUL, "LAXG: storage");
	check_eq(CC_OF("lghi	3,0\n	lang	2,3,0(%1)", "a" (buf)), 0, "LANG: condition code");
	check_eq(CC_OF("agsi	0(%1),-1", "a" (buf)), 1, "AGSI negative: condition code");
	check_eq(CC_OF("algsi	0(%1),1", "a" (buf)), 2, "ALGSI carry to zero: condition code");
}

static void misaligned(void)
{
#define MISALIGNED(what, insn)	\
	check_pgm(6, asm volatile(insn : : "a" (buf + 1) : "0", "1", "2", "3", "4", "5", "cc", "memory"), what " misaligned")
	MISALIGNED("CS", "cs	2,4,0(%0)");
	MISALIGNED("CSG", "csg	2,4,0(%0)");
	MISALIGNED("CDS", "cds	2,4,0(%0)");
	MISALIGNED("CDSG", "cdsg	2,4,7(%0)");
	MISALIGNED("LAA", "laa	2,4,0(%0)");
	MISALIGNED("LAAG", "laag	2,4,0(%0)");
	MISALIGNED("STPQ", "stpq	2,7(%0)");
	MISALIGNED("LPQ", "lpq	2,7(%0)");
#define ODD_PAIR(what, insn)	\
	check_pgm(6, asm volatile(insn : : "a" (buf) : "0", "1", "2", "3", "4", "5", "cc", "memory"), what " odd register")
	ODD_PAIR("CDS", ".insn	rs,0xbb000000,3,4,0(%0)");
	ODD_PAIR("CDS second", ".insn	rs,0xbb000000,2,5,0(%0)");
	ODD_PAIR("CDSG", ".insn	rsy,0xeb000000003e,3,4,0(%0)");
	ODD_PAIR("CDSG second", ".insn	rsy,0xeb000000003e,2,5,0(%0)");
	ODD_PAIR("STPQ", ".insn	rxy,0xe3000000008e,3,0(%0)");
}

/* No update is lost, no 16-byte value torn. */
static volatile int cpu1_state;
static uint64_t counter, counter_cs;
static uint64_t pair[2] __attribute__((aligned(16)));
#define ROUNDS	20000

static int contend(uint64_t me)
{
	int torn = 0;

	for (int i = 0; i < ROUNDS; i++) {
		uint64_t old, high, low;

		asm volatile("laag	%0,%1,%2" : "=d" (old) : "d" (1UL), "Q" (counter) : "cc", "memory");
		asm volatile("	lg	%0,0(%1)\n0:	la	%%r3,1(%0)\n	csg	%0,%%r3,0(%1)\n	jne	0b"
			     : "=&d" (old) : "a" (&counter_cs) : "3", "cc", "memory");
		asm volatile("	lpq	2,0(%2)\n	lgr	%0,2\n	lgr	%1,3" : "=&d" (high), "=&d" (low)
			     : "a" (pair) : "2", "3", "memory");
		if (high != low)
			torn++;
		asm volatile("	lgr	2,%0\n	lgr	3,%0\n	stpq	2,0(%1)" : : "d" (me), "a" (pair)
			     : "2", "3", "memory");
	}
	return torn;
}

static volatile int cpu1_torn;

static void cpu1_contend(void)
{
	cpu1_state = 1;
	cpu1_torn = contend(0x1111111122222222UL);
	cpu1_state = 2;
}

static const char *needs_2_cpus(void)
{
	return smp_query_num_cpus() < 2 ? "need at least 2 cpus for this test" : NULL;
}

static void contention(void)
{
	int torn;

	counter = counter_cs = pair[0] = pair[1] = 0;
	cpu1_state = 0;
	assert(!smp_cpu_setup(1, PSW(PSW_MASK_64, cpu1_contend)));
	while (!cpu1_state)
		mb();
	torn = contend(0x3333333344444444UL);
	while (cpu1_state != 2)
		mb();
	smp_cpu_destroy(1);
	check_eq(counter, 2 * ROUNDS, "additions by LAAG");
	check_eq(counter_cs, 2 * ROUNDS, "additions by CSG");
	check_eq(torn + cpu1_torn, 0, "torn quadwords of STPQ and LPQ");
}

/* Code that the same CPU has just stored must be what runs. */
static void modified_code(void)
{
	static uint16_t code[4] __attribute__((aligned(8)));
	long (*fn)(void) = (long (*)(void))code;

	for (int i = 0; i < 100; i++) {
		code[0] = 0xa729;	/* lghi %r2,i */
		code[1] = i;
		code[2] = 0x07fe;	/* br %r14 */
		mb();
		if (!check_eq(fn(), i, "round %d", i))
			break;
	}
}

static const struct subtest subtests[] = {
	{ "move", moves },
	{ "logic", logic },
	{ "compare", compares },
	{ "long-move", long_moves },
	{ "translate", translate },
	{ "convert", convert },
	{ "swap", compare_and_swap },
	{ "misaligned", misaligned },
	{ "contention", contention, .requires = needs_2_cpus },
	{ "modified-code", modified_code },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
