// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * vector-move: loads, stores, elements and strings of the vector facility.
 *
 * Whole registers, elements by number, lengths, block boundaries, byte-reversed
 * forms, gather and scatter, string searches with their condition codes, element
 * numbers and sizes that do not exist, and what a length that ends before a page
 * that cannot be accessed does not touch (PoP chapters 21 and 23).
 */
#include <libcflat.h>
#include <plainbits.h>
#include <alloc_page.h>
#include <asm/facility.h>
#include <asm/page.h>
#include <asm/pgtable.h>
#include <mmu.h>
#include <vmalloc.h>
#include "pgm.h"
#include "vector.h"

#define ZERO(v)		((v).dw[0] = (v).dw[1] = 0)
#define MB(i)		(s->m[(i) / 16].b[(i) % 16])

static u64 mem(struct vec_state *s, int offset, int es)
{
	u64 r = 0;

	for (int i = 0; i < 1 << es; i++)
		r = r << 8 | MB(offset + i);
	return r;
}

static void put(struct vec_state *s, int offset, int es, u64 v)
{
	for (int i = (1 << es) - 1; i >= 0; i--, v >>= 8)
		MB(offset + i) = v;
}

static u64 swapped(u64 v, int es)
{
	return plain_bswap8(v) >> (64 - (8 << es));
}

#define LOADS(X)									\
	X(vl, "vl 1,16(5)", s->a = s->m[1])						\
	X(vl_3, "vl 1,3(5)", for (int i = 0; i < 16; i++) s->a.b[i] = MB(3 + i))	\
	X(vst, "vst 2,32(5)", s->m[2] = s->b)						\
	X(vst_5, "vst 2,5(5)", for (int i = 0; i < 16; i++) MB(5 + i) = s->b.b[i])	\
	X(vlm, "vlm 2,4,0(5)", s->b = s->m[0], s->c = s->m[1], s->d = s->m[2])		\
	X(vstm, "vstm 2,4,0(5)", s->m[0] = s->b, s->m[1] = s->c, s->m[2] = s->d)	\
	X(vleb, "vleb 1,1(5),9", set(&s->a, 0, 9, mem(s, 1, 0)))			\
	X(vleh, "vleh 1,1(5),7", set(&s->a, 1, 7, mem(s, 1, 1)))			\
	X(vlef, "vlef 1,1(5),2", set(&s->a, 2, 2, mem(s, 1, 2)))			\
	X(vleg, "vleg 1,1(5),1", set(&s->a, 3, 1, mem(s, 1, 3)))			\
	X(vsteb, "vsteb 2,1(5),15", put(s, 1, 0, get(&s->b, 0, 15)))			\
	X(vsteh, "vsteh 2,1(5),6", put(s, 1, 1, get(&s->b, 1, 6)))			\
	X(vstef, "vstef 2,1(5),3", put(s, 1, 2, get(&s->b, 2, 3)))			\
	X(vsteg, "vsteg 2,1(5),0", put(s, 1, 3, get(&s->b, 3, 0)))			\
	X(vleib, "vleib 1,-2,3", set(&s->a, 0, 3, -2UL))				\
	X(vleih, "vleih 1,-300,4", set(&s->a, 1, 4, -300UL))				\
	X(vleif, "vleif 1,-2,0", set(&s->a, 2, 0, -2UL))				\
	X(vleig, "vleig 1,-32768,1", set(&s->a, 3, 1, -32768UL))			\
	X(vllezb, "vllezb 1,2(5)", ZERO(s->a), set(&s->a, 0, 7, mem(s, 2, 0)))		\
	X(vllezh, "vllezh 1,2(5)", ZERO(s->a), set(&s->a, 1, 3, mem(s, 2, 1)))		\
	X(vllezf, "vllezf 1,2(5)", ZERO(s->a), set(&s->a, 2, 1, mem(s, 2, 2)))		\
	X(vllezg, "vllezg 1,2(5)", ZERO(s->a), set(&s->a, 3, 0, mem(s, 2, 3)))		\
	X(vllezlf, "vllezlf 1,2(5)", ZERO(s->a), set(&s->a, 2, 0, mem(s, 2, 2)))	\
	X(vlrepb, "vlrepb 1,7(5)", for (int i = 0; i < 16; i++) set(&s->a, 0, i, mem(s, 7, 0)))	\
	X(vlreph, "vlreph 1,7(5)", for (int i = 0; i < 8; i++) set(&s->a, 1, i, mem(s, 7, 1)))	\
	X(vlrepf, "vlrepf 1,7(5)", for (int i = 0; i < 4; i++) set(&s->a, 2, i, mem(s, 7, 2)))	\
	X(vlrepg, "vlrepg 1,7(5)", for (int i = 0; i < 2; i++) set(&s->a, 3, i, mem(s, 7, 3)))	\
	X(vlgvb, "vlgvb 2,2,13", s->g = get(&s->b, 0, 13))				\
	X(vlgvh, "vlgvh 2,2,6", s->g = get(&s->b, 1, 6))				\
	X(vlgvf, "vlgvf 2,2,1", s->g = get(&s->b, 2, 1))				\
	X(vlgvg, "vlgvg 2,2,1", s->g = get(&s->b, 3, 1))				\
	X(vlgvb_16, "vlgvb 2,2,19", s->g = get(&s->b, 0, 3))				\
	X(vlvgb, "vlvgb 1,2,10", set(&s->a, 0, 10, s->g))				\
	X(vlvgh, "vlvgh 1,2,1", set(&s->a, 1, 1, s->g))				\
	X(vlvgf, "vlvgf 1,2,3", set(&s->a, 2, 3, s->g))				\
	X(vlvgg, "vlvgg 1,2,0", set(&s->a, 3, 0, s->g))				\
	X(vlvgp, "lghi 1,-7; vlvgp 1,2,1", s->a.dw[0] = s->g, s->a.dw[1] = -7UL)		\
	X(vgef, "vgbm 3,0; vleif 3,20,2; vgef 1,0(3,5),2", ZERO(s->c), s->c.f[2] = 20,	\
	  set(&s->a, 2, 2, mem(s, 20, 2)))						\
	X(vgeg, "vgbm 3,0; vleig 3,24,1; vgeg 1,1(3,5),1", ZERO(s->c), s->c.dw[1] = 24,	\
	  set(&s->a, 3, 1, mem(s, 25, 3)))						\
	X(vscef, "vgbm 3,0; vleif 3,20,1; vscef 2,0(3,5),1", ZERO(s->c), s->c.f[1] = 20,	\
	  put(s, 20, 2, s->b.f[1]))							\
	X(vsceg, "vgbm 3,0; vleig 3,24,0; vsceg 2,1(3,5),0", ZERO(s->c), s->c.dw[0] = 24,	\
	  put(s, 25, 3, s->b.dw[0]))

/* A byte count in a register: one less than the number of bytes, 16 at most; the rest of the register is zeros */
#define LENGTHS(X)									\
	X(vll, "lghi 1,31; ngr 2,1; vll 1,2,3(5)", s->g &= 31, ZERO(s->a), s->cc = s->g != 0,	\
	  ({ for (u64 i = 0; i <= MIN(s->g, 15UL); i++) s->a.b[i] = MB(3 + i); }))	\
	X(vll_long, "oilf 2,0x80000000; vll 1,2,3(5)", s->g |= 0x80000000, s->cc = 1,	\
	  ({ for (int i = 0; i < 16; i++) s->a.b[i] = MB(3 + i); }))			\
	X(vstl, "lghi 1,31; ngr 2,1; vstl 2,2,3(5)", s->g &= 31, s->cc = s->g != 0,	\
	  ({ for (u64 i = 0; i <= MIN(s->g, 15UL); i++) MB(3 + i) = s->b.b[i]; }))

#define ONE_BYTE_MASKS

/* The byte-reversing ones */
#define REVERSED(X)									\
	X(vlebrh, ".insn vrx,0xe60000000001,1,1(5),5", set(&s->a, 1, 5, swapped(mem(s, 1, 1), 1)))	\
	X(vlebrf, ".insn vrx,0xe60000000003,1,1(5),2", set(&s->a, 2, 2, swapped(mem(s, 1, 2), 2)))	\
	X(vlebrg, ".insn vrx,0xe60000000002,1,1(5),1", set(&s->a, 3, 1, swapped(mem(s, 1, 3), 3)))	\
	X(vstebrh, ".insn vrx,0xe60000000009,2,1(5),5", put(s, 1, 1, swapped(get(&s->b, 1, 5), 1)))	\
	X(vstebrf, ".insn vrx,0xe6000000000b,2,1(5),2", put(s, 1, 2, swapped(get(&s->b, 2, 2), 2)))	\
	X(vstebrg, ".insn vrx,0xe6000000000a,2,1(5),1", put(s, 1, 3, swapped(get(&s->b, 3, 1), 3)))	\
	X(vlbrreph, ".insn vrx,0xe60000000005,1,1(5),1", for (int i = 0; i < 8; i++)	\
	  set(&s->a, 1, i, swapped(mem(s, 1, 1), 1)))					\
	X(vlbrrepg, ".insn vrx,0xe60000000005,1,1(5),3", for (int i = 0; i < 2; i++)	\
	  set(&s->a, 3, i, swapped(mem(s, 1, 3), 3)))					\
	X(vllebrzh, ".insn vrx,0xe60000000004,1,1(5),1", ZERO(s->a), set(&s->a, 1, 3, swapped(mem(s, 1, 1), 1)))	\
	X(vllebrzf, ".insn vrx,0xe60000000004,1,1(5),2", ZERO(s->a), set(&s->a, 2, 1, swapped(mem(s, 1, 2), 2)))	\
	X(vllebrzg, ".insn vrx,0xe60000000004,1,1(5),3", ZERO(s->a), set(&s->a, 3, 0, swapped(mem(s, 1, 3), 3)))	\
	X(vllebrze, ".insn vrx,0xe60000000004,1,1(5),6", ZERO(s->a), set(&s->a, 2, 0, swapped(mem(s, 1, 2), 2)))	\
	X(vlbrh, ".insn vrx,0xe60000000006,1,16(5),1", for (int i = 0; i < 8; i++)	\
	  set(&s->a, 1, i, swapped(get(&s->m[1], 1, i), 1)))				\
	X(vlbrf, ".insn vrx,0xe60000000006,1,16(5),2", for (int i = 0; i < 4; i++)	\
	  set(&s->a, 2, i, swapped(get(&s->m[1], 2, i), 2)))				\
	X(vlbrg, ".insn vrx,0xe60000000006,1,16(5),3", for (int i = 0; i < 2; i++)	\
	  set(&s->a, 3, i, swapped(get(&s->m[1], 3, i), 3)))				\
	X(vlbrq, ".insn vrx,0xe60000000006,1,16(5),4", for (int i = 0; i < 16; i++) s->a.b[i] = s->m[1].b[15 - i])	\
	X(vstbrh, ".insn vrx,0xe6000000000e,2,16(5),1", for (int i = 0; i < 8; i++)	\
	  set(&s->m[1], 1, i, swapped(get(&s->b, 1, i), 1)))				\
	X(vstbrf, ".insn vrx,0xe6000000000e,2,16(5),2", for (int i = 0; i < 4; i++)	\
	  set(&s->m[1], 2, i, swapped(get(&s->b, 2, i), 2)))				\
	X(vstbrq, ".insn vrx,0xe6000000000e,2,16(5),4", for (int i = 0; i < 16; i++) s->m[1].b[i] = s->b.b[15 - i])	\
	X(vlerh, ".insn vrx,0xe60000000007,1,16(5),1", for (int i = 0; i < 8; i++) s->a.h[i] = s->m[1].h[7 - i])	\
	X(vlerf, ".insn vrx,0xe60000000007,1,16(5),2", for (int i = 0; i < 4; i++) s->a.f[i] = s->m[1].f[3 - i])	\
	X(vlerg, ".insn vrx,0xe60000000007,1,16(5),3", for (int i = 0; i < 2; i++) s->a.dw[i] = s->m[1].dw[1 - i])	\
	X(vsterh, ".insn vrx,0xe6000000000f,2,16(5),1", for (int i = 0; i < 8; i++) s->m[1].h[i] = s->b.h[7 - i])	\
	X(vsterf, ".insn vrx,0xe6000000000f,2,16(5),2", for (int i = 0; i < 4; i++) s->m[1].f[i] = s->b.f[3 - i])	\
	X(vsterg, ".insn vrx,0xe6000000000f,2,16(5),3", for (int i = 0; i < 2; i++) s->m[1].dw[i] = s->b.dw[1 - i])

#define COUNT(es)	(16 >> (es))

/* Index of a byte as the result has it: in the leftmost doubleword, 16 where there is none */
static void result_index(struct vec_state *s, unsigned int byte)
{
	s->a.dw[0] = byte;
	s->a.dw[1] = 0;
}

/* First equal (or unequal) element, with or without a search for zero */
static void find_element(struct vec_state *s, int es, bool equal, bool zs)
{
	unsigned int found = 16, zero = 16;

	for (int i = COUNT(es) - 1; i >= 0; i--) {
		u64 x = get(&s->b, es, i), y = get(&s->c, es, i);

		if ((x == y) == equal)
			found = i << es;
		if (!x)
			zero = i << es;
	}
	result_index(s, zs ? MIN(found, zero) : found);
	if (equal) {
		/* 0 zero first, 1 equal, 2 equal before a zero, 3 none */
		s->cc = zs && zero <= found && zero < 16 ? 0 : found < 16 ? (zs && zero < 16 ? 2 : 1) : 3;
	} else if (zs && zero < found) {
		/* equal up to a zero in both */
		s->cc = 0;
	} else if (found < 16) {
		u64 x = get(&s->b, es, found >> es), y = get(&s->c, es, found >> es);

		s->cc = x < y ? 1 : 2;
	} else {
		s->cc = 3;
	}
}

/* Any element of V2 that is equal to any of V3 */
static void find_any(struct vec_state *s, int es, bool invert, bool mask, bool zs)
{
	unsigned int found = 16, zero = 16;

	for (int i = COUNT(es) - 1; i >= 0; i--) {
		u64 x = get(&s->b, es, i);
		bool any = false;

		for (int j = 0; j < COUNT(es); j++)
			any |= x == get(&s->c, es, j);
		any ^= invert;
		if (any)
			found = i << es;
		if (!x)
			zero = i << es;
		if (mask)
			set(&s->a, es, i, any ? ~0UL : 0);
	}
	if (!mask)
		result_index(s, zs ? MIN(found, zero) : found);
	s->cc = zs && zero < 16 && zero <= found ? (zero == found ? 1 : 0) : found < 16 ? (zs && zero < 16 ? 2 : 1) : 3;
	/* a match at the zero itself counts as found before the end */
	if (zs && zero < 16)
		s->cc = found < zero ? 2 : 0;
}

static void isolate(struct vec_state *s, int es)
{
	bool zero = false;

	for (int i = 0; i < COUNT(es); i++) {
		u64 x = get(&s->b, es, i);

		zero |= !x;
		set(&s->a, es, i, zero ? 0 : x);
	}
	s->cc = zero ? 0 : 3;
}

#define STRINGS(X)									\
	X(vfeeb, "vfeebs 1,2,3", find_element(s, 0, true, false)) X(vfeeh, "vfeehs 1,2,3", find_element(s, 1, true, false))	\
	X(vfeef, "vfeefs 1,2,3", find_element(s, 2, true, false))			\
	X(vfeezb, "vfeezbs 1,2,3", find_element(s, 0, true, true)) X(vfeezh, "vfeezhs 1,2,3", find_element(s, 1, true, true))	\
	X(vfeezf, "vfeezfs 1,2,3", find_element(s, 2, true, true))			\
	X(vfeneb, "vfenebs 1,2,3", find_element(s, 0, false, false))			\
	X(vfeneh, "vfenehs 1,2,3", find_element(s, 1, false, false))			\
	X(vfenef, "vfenefs 1,2,3", find_element(s, 2, false, false))			\
	X(vfenezb, "vfenezbs 1,2,3", find_element(s, 0, false, true))			\
	X(vfenezh, "vfenezhs 1,2,3", find_element(s, 1, false, true))			\
	X(vfenezf, "vfenezfs 1,2,3", find_element(s, 2, false, true))			\
	X(vfaeb, "vfaebs 1,2,3,0", find_any(s, 0, false, false, false))		\
	X(vfaeh, "vfaehs 1,2,3,0", find_any(s, 1, false, false, false))		\
	X(vfaef, "vfaefs 1,2,3,0", find_any(s, 2, false, false, false))		\
	X(vfaeb_in, "vfaebs 1,2,3,8", find_any(s, 0, true, false, false))		\
	X(vfaeb_rt, "vfaebs 1,2,3,4", find_any(s, 0, false, true, false))		\
	X(vfaeh_rt, "vfaehs 1,2,3,12", find_any(s, 1, true, true, false))		\
	X(vistrb, "vistrbs 1,2", isolate(s, 0)) X(vistrh, "vistrhs 1,2", isolate(s, 1)) X(vistrf, "vistrfs 1,2", isolate(s, 2))

VEC_TABLE(loads, LOADS)
VEC_TABLE(lengths, LENGTHS)
VEC_TABLE(reversed, REVERSED)
VEC_TABLE(strings, STRINGS)

static const char *needs_vector(void)
{
	return test_facility(129) && test_facility(135) ? NULL : "no vector facility with its first enhancements";
}

static const char *needs_reversed(void)
{
	return test_facility(148) ? needs_vector() : "no vector-enhancements facility 2";
}

/* Element numbers and sizes that do not exist */
#define REFUSED(what, insn)								\
	check_pgm(6, asm volatile("	.machine push\n	.machine z15\n	" insn "\n	.machine pop"	\
				  : : "a" (page) : "1", "memory"), what)

static u8 page[PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));

static void specification(void)
{
	ctl_set_bit(0, CTL0_VECTOR);
	REFUSED("VLEH, element 8", ".insn vrx,0xe70000000001,1,0(%0),8");
	REFUSED("VLEF, element 4", ".insn vrx,0xe70000000003,1,0(%0),4");
	REFUSED("VLEG, element 2", ".insn vrx,0xe70000000002,1,0(%0),2");
	REFUSED("VSTEG, element 2", ".insn vrx,0xe7000000000a,1,0(%0),2");
	REFUSED("VLREP, size 4", ".insn vrx,0xe70000000005,1,0(%0),4");
	REFUSED("VLLEZ, size 5", ".insn vrx,0xe70000000004,1,0(%0),5");
	REFUSED("VLBB, boundary 7", ".insn vrx,0xe70000000007,1,0(%0),7");
	REFUSED("VGEF, element 4", "vgbm 3,0; .insn vrv,0xe70000000013,1,0(3,%0),4");
	REFUSED("VGEG, element 2", "vgbm 3,0; .insn vrv,0xe70000000012,1,0(3,%0),2");
	REFUSED("VSCEF, element 4", "vgbm 3,0; .insn vrv,0xe7000000001b,1,0(3,%0),4");
	REFUSED("VA, size 5", "va 1,2,3,5");
	REFUSED("VMX, size 4", "vmx 1,2,3,4");
	REFUSED("VML, size 3", "vml 1,2,3,3");
	REFUSED("VMRH, size 4", "vmrh 1,2,3,4");
	REFUSED("VPK, size 0", "vpk 1,2,3,0");
	REFUSED("VPKS, size 4", "vpks 1,2,3,4,0");
	REFUSED("VUPH, size 3", "vuph 1,2,3");
	REFUSED("VSUM, size 2", "vsum 1,2,3,2");
	REFUSED("VSUMQ, size 1", "vsumq 1,2,3,1");
	REFUSED("VREP, element 16", ".word 0xe712,0x0010,0x004d");
	REFUSED("VFEE, size 3", "vfee 1,2,3,3,0");
	REFUSED("VFENE, M5 bit 0", ".word 0xe712,0x3080,0x0081");
	REFUSED("VISTR, size 3", "vistr 1,2,3,0");
	REFUSED("VLM of 17 registers", ".insn vrs,0xe70000000036,0,16,0(%0),0");
	REFUSED("VERIM, size 4", "verim 1,2,3,1,4");
	REFUSED("VLGV, size 4", "vlgv 1,2,0,4");
	ctl_clear_bit(0, CTL0_VECTOR);
}

/* Up to the boundary, zeros behind; LCBB counts the same bytes */
static void block_boundary(void)
{
	ctl_set_bit(0, CTL0_VECTOR);
	for (int m3 = 0; m3 < 7; m3++)
		for (int i = 0, before = 1; i < 10; i++, before = 1 + i % 5 * 4) {
			/* the second time in the middle of a block */
			unsigned int block = 64 << m3, n = i < 5 ? MIN(before, 16) : 16;
			u8 *at = page + MIN(block, PAGE_SIZE) / (i < 5 ? 1 : 2) - before, want[16] = { };
			union vec got;
			u64 count = 0x1122334455667788;
			int cc;

#define BB(m) case m:									\
	asm volatile("	.machine push\n	.machine z13\n	vlbb	1,0(%3)," #m "\n	vst	1,%0\n"	\
		     "	lcbb	%1,0(%3)," #m "\n	ipm	%2\n	srl	%2,28\n	.machine pop"	\
		     : "=R" (got), "+&d" (count), "=&d" (cc) : "a" (at) : "cc", "memory");	\
	break;
			switch (m3) { BB(0) BB(1) BB(2) BB(3) BB(4) BB(5) BB(6) }
			memcpy(want, at, n);
			check_mem(&got, want, 16, "VLBB, %u bytes to a boundary of %u", n, block);
			check_eq(count, 0x1122334400000000 | n, "LCBB, %u bytes to a boundary of %u", n, block);
			check_eq(cc, n == 16 ? 0 : 3, "LCBB, condition code");
		}
	ctl_clear_bit(0, CTL0_VECTOR);
}

/* The next page cannot be accessed: what does not need it works, what does leaves nothing */
static void end_of_page(void)
{
	u8 *pages = alloc_vpages(2), *end = pages + PAGE_SIZE;
	pgd_t *root = (pgd_t *)(stctg(1) & ASCE_ORIGIN);
	union vec v, before = { .dw = { 1, 2 } };

	install_page(root, __pa(alloc_page()), pages);
	install_page(root, __pa(page), end);
	protect_page(end, PAGE_ENTRY_I);
	for (int i = 0; i < 16; i++)
		end[i - 16] = 0x40 + i;
	ctl_set_bit(0, CTL0_VECTOR);
#define V(insn, address, length)							\
	asm volatile("	.machine push\n	.machine z13\n	vl	1,%0\n"			\
		     "	" insn "\n	vst	1,%0\n	.machine pop"				\
		     : "+R" (v) : "a" (address), "d" (length) : "memory")
	v = before;
	check_pgm(0, V("vll	1,%2,0(%1)", end - 8, 7), "VLL of 8 bytes that are there");
	check_mem(&v, "\x48\x49\x4a\x4b\x4c\x4d\x4e\x4f\0\0\0\0\0\0\0\0", 16, "VLL: result");
	v = before;
	check_pgm(0x11, V("vll	1,%2,0(%1)", end - 8, 8), "VLL of a byte more");
	check_mem(&v, &before, 16, "VLL: register stays");
	check_pgm(0, V("vstl	1,%2,0(%1)", end - 8, 7), "VSTL of 8 bytes");
	check_eq(*(u64 *)(end - 8), 1, "VSTL: storage");
	v.dw[0] = 0x7777;
	check_pgm(0x11, V("vstl	1,%2,0(%1)", end - 8, 8), "VSTL of a byte more");
	check_eq(*(u64 *)(end - 8), 1, "VSTL: storage stays");
	check_pgm(0x11, V("vst	1,0(%1)", end - 8, 0), "VST across");
	check_eq(*(u64 *)(end - 8), 1, "VST: storage stays");
	v = before;
	check_pgm(0x11, V("vl	1,0(%1)", end - 1, 0), "VL across");
	check_mem(&v, &before, 16, "VL: register stays");
	check_pgm(0, V("vlbb	1,0(%1),6", end - 8, 0), "VLBB stops at 4 KiB");
	check_pgm(0x11, V("vlrepg	1,0(%1)", end - 7, 0), "VLREPG across");
	v = before;
	check_pgm(0x11, V("vstm	1,2,0(%1)", end - 16, 0), "VSTM, second register across");
	check_eq(*(u64 *)(end - 8), 1, "VSTM: storage stays");
	ctl_clear_bit(0, CTL0_VECTOR);
	unprotect_page(end, PAGE_ENTRY_I);
}

static const struct subtest subtests[] = {
	{ "load", vec_check, .requires = needs_vector, SUBTEST_ROWS(loads) },
	{ "length", vec_check, .requires = needs_vector, SUBTEST_ROWS(lengths) },
	{ "reversed", vec_check, .requires = needs_reversed, SUBTEST_ROWS(reversed) },
	{ "string", vec_check, .requires = needs_vector, SUBTEST_ROWS(strings) },
	{ "specification", specification, .requires = needs_vector },
	{ "block-boundary", block_boundary, .requires = needs_vector },
	{ "end-of-page", end_of_page, .requires = needs_vector },
	{ }
};

int main(int argc, char **argv)
{
	for (int i = 0; i < PAGE_SIZE; i++)
		page[i] = i * 7 + 3;
	setup_vm();
	return run_subtests(subtests, argc, argv);
}
