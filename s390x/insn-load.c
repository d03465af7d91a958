// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * insn-load: loads, stores, inserts, conditional and interlocked accesses.
 *
 * What ends up in which bytes of which half of a register, with which extension,
 * and that the rest stays; each mask of the masked and conditional forms; compare
 * and swap and the load-and-operate group with their condition codes (PoP chapter 7).
 */
#include <libcflat.h>
#include <plainbits.h>
#include <asm/facility.h>
#include "insn.h"

#define H(reg)		((u32)((reg) >> 32))
#define M_8(v)		(MEM[0] = (v))
#define M_16(v)		({ u16 __v = (v); MEM[0] = __v >> 8; MEM[1] = __v; })
#define M_32(v)		(*(u32 *)MEM = (v))
#define M_64(v)		(*(u64 *)MEM = (v))
#define M64_AT(n)	(*(u64 *)(MEM + (n)))
#define M32_AT(n)	(*(u32 *)(MEM + (n)))

#define LOADS(X)									\
	X(lr, "lr 2,4", 0, LOW32(A, B))							\
	X(lgr, "lgr 2,4", 0, A = B)							\
	X(lgfr, "lgfr 2,4", 0, A = (s32)B)						\
	X(llgfr, "llgfr 2,4", 0, A = (u32)B)						\
	X(llgtr, "llgtr 2,4", 0, A = B & 0x7fffffff)					\
	X(lbr, "lbr 2,4", 0, LOW32(A, (s8)B))						\
	X(lgbr, "lgbr 2,4", 0, A = (s8)B)						\
	X(lhr, "lhr 2,4", 0, LOW32(A, (s16)B))						\
	X(lghr, "lghr 2,4", 0, A = (s16)B)						\
	X(llcr, "llcr 2,4", 0, LOW32(A, (u8)B))						\
	X(llgcr, "llgcr 2,4", 0, A = (u8)B)						\
	X(llhr, "llhr 2,4", 0, LOW32(A, (u16)B))					\
	X(llghr, "llghr 2,4", 0, A = (u16)B)						\
	X(l, "l 2,0(5)", 0, LOW32(A, M32))						\
	X(ly, "ly 2,0(5)", 0, LOW32(A, M32))						\
	X(lg, "lg 2,0(5)", 0, A = M64)							\
	X(lgf, "lgf 2,0(5)", 0, A = (s32)M32)						\
	X(llgf, "llgf 2,0(5)", 0, A = M32)						\
	X(llgt, "llgt 2,0(5)", 0, A = M32 & 0x7fffffff)					\
	X(lh, "lh 2,0(5)", 0, LOW32(A, (s16)M16))					\
	X(lhy, "lhy 2,0(5)", 0, LOW32(A, (s16)M16))					\
	X(lgh, "lgh 2,0(5)", 0, A = (s16)M16)						\
	X(llh, "llh 2,0(5)", 0, LOW32(A, M16))						\
	X(llgh, "llgh 2,0(5)", 0, A = M16)						\
	X(lb, "lb 2,0(5)", 0, LOW32(A, (s8)M8))						\
	X(lgb, "lgb 2,0(5)", 0, A = (s8)M8)						\
	X(llc, "llc 2,0(5)", 0, LOW32(A, M8))						\
	X(llgc, "llgc 2,0(5)", 0, A = M8)						\
	X(ic, "ic 2,0(5)", 0, A = (A & ~0xffUL) | M8)					\
	X(icy, "icy 2,0(5)", 0, A = (A & ~0xffUL) | M8)					\
	X(lhi, "lhi 2,-2", 0, LOW32(A, -2))						\
	X(lghi, "lghi 2,-2", 0, A = -2L)						\
	X(lgfi, "lgfi 2,-2147483648", 0, A = -2147483648L)				\
	X(lrvr, "lrvr 2,4", 0, LOW32(A, plain_bswap4(B)))				\
	X(lrvgr, "lrvgr 2,4", 0, A = plain_bswap8(B))				\
	X(lrvh, "lrvh 2,0(5)", 0, A = (A & ~0xffffUL) | plain_bswap2(M16))		\
	X(lrv, "lrv 2,0(5)", 0, LOW32(A, plain_bswap4(M32)))			\
	X(lrvg, "lrvg 2,0(5)", 0, A = plain_bswap8(M64))				\
	X(lbh, "lbh 2,0(5)", 0, HIGH32(A, (s8)M8))					\
	X(lhh, "lhh 2,0(5)", 0, HIGH32(A, (s16)M16))					\
	X(llch, "llch 2,0(5)", 0, HIGH32(A, M8))					\
	X(llhh, "llhh 2,0(5)", 0, HIGH32(A, M16))					\
	X(lfh, "lfh 2,0(5)", 0, HIGH32(A, M32))						\
	X(lzrf, "lzrf 2,0(5)", 0, LOW32(A, M32 & ~0xffU))				\
	X(lzrg, "lzrg 2,0(5)", 0, A = M64 & ~0xffUL)					\
	X(llzrgf, "llzrgf 2,0(5)", 0, A = M32 & ~0xffU)					\
	X(la, "la 2,4095(4,6)", 0, A = B + D + 4095)					\
	X(la_0, "la 2,0(0,4)", 0, A = B)						\
	X(lay, "lay 2,-524288(4,6)", 0, A = B + D - 524288)				\
	X(lay_max, "lay 2,524287(4)", 0, A = B + 524287)				\
	X(cpya_ear, "sar 3,4; cpya 4,3; ear 2,4; lghi 0,0; sar 4,0; sar 3,0", 0, LOW32(A, B), s->gr[0] = 0)	\
	X(lam, "lam 6,6,0(5); ear 2,6; lghi 0,0; sar 6,0", 0, LOW32(A, M32), s->gr[0] = 0)	\
	X(lam_wrap, "lam 15,0,0(5); ear 2,0; ear 3,15; lghi 0,0; sar 0,0; sar 15,0", 0,		\
	  LOW32(A, M32_AT(4)), LOW32(C, M32), s->gr[0] = 0)				\
	X(stam, "sar 2,2; sar 3,4; stam 2,3,0(5); lghi 0,0; sar 2,0; sar 3,0", 0,		\
	  M_32(A), M32_AT(4) = B, s->gr[0] = 0)						\
	X(lm, "lm 2,4,0(5)", 0, LOW32(A, M32), LOW32(C, M32_AT(4)), LOW32(B, M32_AT(8)))	\
	X(lmy, "lmy 2,3,4(5)", 0, LOW32(A, M32_AT(4)), LOW32(C, M32_AT(8)))		\
	X(lm_1, "lm 2,2,0(5)", 0, LOW32(A, M32))					\
	X(lmg, "lmg 2,4,0(5)", 0, A = M64, C = M64_AT(8), B = M64_AT(16))		\
	X(lmg_1, "lmg 2,2,8(5)", 0, A = M64_AT(8))					\
	X(lmg_base, "lgr 7,5; lmg 2,5,8(5); lgr 5,7; lghi 7,1", 0, A = M64_AT(8), C = M64_AT(16),	\
	  B = M64_AT(24), s->gr[7] = 1)							\
	X(lmh, "lmh 2,3,0(5)", 0, HIGH32(A, M32), HIGH32(C, M32_AT(4)))			\
	X(lmd, "lmd 2,4,0(5),32(5)", 0, A = (u64)M32 << 32 | M32_AT(32),		\
	  C = (u64)M32_AT(4) << 32 | M32_AT(36), B = (u64)M32_AT(8) << 32 | M32_AT(40))	\
	X(lpq, "lpq 2,0(5)", 0, A = M64, C = M64_AT(8))					\
	X(lpd, "lpd 2,0(5),32(5)", 0, LOW32(A, M32), LOW32(C, M32_AT(32)), CC = 0)	\
	X(lpdg, "lpdg 2,0(5),32(5)", 0, A = M64, C = M64_AT(32), CC = 0)

/* Relative to the instruction */
asm(	"	.pushsection .rodata\n"
	"	.balign	8\n"
	"relative_load:\n"
	"	.quad	0x80017ffe80000001\n"
	"	.popsection\n"
	"	.pushsection .data\n"
	"	.balign	8\n"
	"relative_store:\n"
	"	.quad	0\n"
	"	.popsection\n");

#define RELATIVE(X)									\
	X(lrl, "lrl 2,relative_load", 0, LOW32(A, 0x80017ffe))				\
	X(lgrl, "lgrl 2,relative_load", 0, A = 0x80017ffe80000001)			\
	X(lgfrl, "lgfrl 2,relative_load", 0, A = (s32)0x80017ffe)			\
	X(llgfrl, "llgfrl 2,relative_load+4", 0, A = 0x80000001)			\
	X(lhrl, "lhrl 2,relative_load", 0, LOW32(A, (s16)0x8001))			\
	X(lghrl, "lghrl 2,relative_load", 0, A = (s16)0x8001)				\
	X(llhrl, "llhrl 2,relative_load", 0, LOW32(A, 0x8001))				\
	X(llghrl, "llghrl 2,relative_load", 0, A = 0x8001)				\
	X(strl, "strl 4,relative_store; lgrl 2,relative_store; lghi 0,0; stgrl 0,relative_store", 0,	\
	  A = (u64)(u32)B << 32, s->gr[0] = 0)						\
	X(stgrl, "stgrl 4,relative_store; lgrl 2,relative_store; lghi 0,0; stgrl 0,relative_store", 0,	\
	  A = B, s->gr[0] = 0)								\
	X(sthrl, "sthrl 4,relative_store+2; lgrl 2,relative_store; lghi 0,0; stgrl 0,relative_store", 0,	\
	  A = (B & 0xffff) << 32, s->gr[0] = 0)						\
	X(larl, "larl 2,relative_load; lg 2,0(2)", 0, A = 0x80017ffe80000001)

#define STORES(X)									\
	X(st, "st 2,0(5)", 0, M_32(A))							\
	X(sty, "sty 2,8(5)", 0, M32_AT(8) = A)						\
	X(stg, "stg 2,0(5)", 0, M_64(A))						\
	X(sth, "sth 2,0(5)", 0, M_16(A))						\
	X(sthy, "sthy 2,0(5)", 0, M_16(A))						\
	X(stc, "stc 2,0(5)", 0, M_8(A))							\
	X(stcy, "stcy 2,3(5)", 0, MEM[3] = A)						\
	X(stch, "stch 2,0(5)", 0, M_8(H(A)))						\
	X(sthh, "sthh 2,0(5)", 0, M_16(H(A)))						\
	X(stfh, "stfh 2,0(5)", 0, M_32(H(A)))						\
	X(strvh, "strvh 2,0(5)", 0, M_16(plain_bswap2(A)))				\
	X(strv, "strv 2,0(5)", 0, M_32(plain_bswap4(A)))				\
	X(strvg, "strvg 2,0(5)", 0, M_64(plain_bswap8(A)))				\
	X(mvi, "mvi 0(5),0x81", 0, M_8(0x81))						\
	X(mviy, "mviy 1(5),0x7e", 0, MEM[1] = 0x7e)					\
	X(mvhhi, "mvhhi 0(5),-2", 0, M_16(-2))						\
	X(mvhi, "mvhi 0(5),-2", 0, M_32(-2))						\
	X(mvghi, "mvghi 0(5),-2", 0, M_64(-2L))						\
	X(stm, "stm 2,4,0(5)", 0, M_32(A), M32_AT(4) = C, M32_AT(8) = B)		\
	X(stmy, "stmy 2,3,0(5)", 0, M_32(A), M32_AT(4) = C)				\
	X(stm_1, "stm 2,2,0(5)", 0, M_32(A))						\
	X(stmg, "stmg 2,4,0(5)", 0, M_64(A), M64_AT(8) = C, M64_AT(16) = B)		\
	X(stmg_wrap, "lgr 15,15; stmg 0,2,0(5)", 0, M_64(s->gr[0]), M64_AT(8) = s->gr[1], M64_AT(16) = A)	\
	X(stmh, "stmh 2,4,0(5)", 0, M_32(H(A)), M32_AT(4) = H(C), M32_AT(8) = H(B))	\
	X(stpq, "stpq 2,0(5)", 0, M_64(A), M64_AT(8) = C)				\
	X(long_displacement, "aghi 5,-4096; stg 2,4096(5); aghi 5,4096", 0, M_64(A), CC = 2)	\
	X(index, "lghi 7,8; stg 2,8(7,5); lghi 7,1", 0, M64_AT(16) = A, s->gr[7] = 1)

/* Bytes of a word under a mask of four bits; the code of ICM is that of the bytes inserted */
static inline u32 insert_masked(struct insn_state *s, u32 old, unsigned int mask, const u8 *bytes)
{
	bool first = true;
	u32 any = 0;

	CC = 0;
	for (int i = 0; i < 4; i++) {
		if (!(mask & 8 >> i))
			continue;
		if (first && *bytes & 0x80)
			CC = 1;
		first = false;
		any |= *bytes;
		old = (old & ~(0xff000000U >> 8 * i)) | (u32)*bytes++ << (24 - 8 * i);
	}
	if (any && !CC)
		CC = 2;
	return old;
}

static inline void store_masked(u32 v, unsigned int mask, u8 *bytes)
{
	for (int i = 0; i < 4; i++)
		if (mask & 8 >> i)
			*bytes++ = v >> (24 - 8 * i);
}

static inline void compare_masked(struct insn_state *s, u32 v, unsigned int mask, const u8 *bytes)
{
	CC = 0;
	for (int i = 0; i < 4 && !CC; i++)
		if (mask & 8 >> i) {
			u8 b = v >> (24 - 8 * i);

			CC = b == *bytes ? 0 : b < *bytes ? 1 : 2;
			bytes++;
		}
}

#define MASKS(X, M)	M(X, 0) M(X, 1) M(X, 2) M(X, 3) M(X, 4) M(X, 5) M(X, 6) M(X, 7)	\
			M(X, 8) M(X, 9) M(X, 10) M(X, 11) M(X, 12) M(X, 13) M(X, 14) M(X, 15)
#define BYTES(X, m)									\
	X(icm_##m, "icm 2," #m ",0(5)", 0, LOW32(A, insert_masked(s, A, m, MEM)))	\
	X(icmy_##m, "icmy 2," #m ",0(5)", 0, LOW32(A, insert_masked(s, A, m, MEM)))	\
	X(icmh_##m, "icmh 2," #m ",0(5)", 0, HIGH32(A, insert_masked(s, H(A), m, MEM)))	\
	X(stcm_##m, "stcm 2," #m ",0(5)", 0, store_masked(A, m, MEM))			\
	X(stcmy_##m, "stcmy 2," #m ",0(5)", 0, store_masked(A, m, MEM))			\
	X(stcmh_##m, "stcmh 2," #m ",0(5)", 0, store_masked(H(A), m, MEM))		\
	X(clm_##m, "clm 2," #m ",0(5)", 0, compare_masked(s, A, m, MEM))		\
	X(clmy_##m, "clmy 2," #m ",0(5)", 0, compare_masked(s, A, m, MEM))		\
	X(clmh_##m, "clmh 2," #m ",0(5)", 0, compare_masked(s, H(A), m, MEM))
#define MASKED(X)	MASKS(X, BYTES)

#define IF(m)		if ((m) & 8 >> CC)
#define CONDITION(X, m)									\
	X(locr_##m, "locr 2,4," #m, INSN_ALL_CC | INSN_FEW, IF(m) LOW32(A, B))			\
	X(locgr_##m, "locgr 2,4," #m, INSN_ALL_CC | INSN_FEW, IF(m) A = B)				\
	X(loc_##m, "loc 2,0(5)," #m, INSN_ALL_CC | INSN_FEW, IF(m) LOW32(A, M32))			\
	X(locg_##m, "locg 2,0(5)," #m, INSN_ALL_CC | INSN_FEW, IF(m) A = M64)			\
	X(stoc_##m, "stoc 2,0(5)," #m, INSN_ALL_CC | INSN_FEW, IF(m) M_32(A))			\
	X(stocg_##m, "stocg 2,0(5)," #m, INSN_ALL_CC | INSN_FEW, IF(m) M_64(A))			\
	X(lochi_##m, "lochi 2,-5," #m, INSN_ALL_CC | INSN_FEW, IF(m) LOW32(A, -5))			\
	X(locghi_##m, "locghi 2,-5," #m, INSN_ALL_CC | INSN_FEW, IF(m) A = -5L)			\
	X(lochhi_##m, "lochhi 2,-5," #m, INSN_ALL_CC | INSN_FEW, IF(m) HIGH32(A, -5))		\
	X(locfhr_##m, "locfhr 2,4," #m, INSN_ALL_CC | INSN_FEW, IF(m) HIGH32(A, H(B)))		\
	X(locfh_##m, "locfh 2,0(5)," #m, INSN_ALL_CC | INSN_FEW, IF(m) HIGH32(A, M32))		\
	X(stocfh_##m, "stocfh 2,0(5)," #m, INSN_ALL_CC | INSN_FEW, IF(m) M_32(H(A)))
#define CONDITIONAL(X)	MASKS(X, CONDITION)

/* The interlocked ones, GR2 gets the old value, GR6 is the operand */
#define OLD32(v)	({ u32 __old = M32; M_32(v); LOW32(A, __old); })
#define OLD64(v)	({ u64 __old = M64; M_64(v); A = __old; })

#define INTERLOCKED(X)									\
	X(laa, "laa 2,6,0(5)", 0, OLD32(model_add32(s, M32, D)))			\
	X(laag, "laag 2,6,0(5)", 0, OLD64(model_add(s, M64, D)))			\
	X(laal, "laal 2,6,0(5)", 0, OLD32(model_addl32(s, M32, D, 0)))			\
	X(laalg, "laalg 2,6,0(5)", 0, OLD64(model_addl(s, M64, D, 0)))			\
	X(lan, "lan 2,6,0(5)", 0, OLD32(nz(s, M32 & (u32)D)))				\
	X(lang, "lang 2,6,0(5)", 0, OLD64(nz(s, M64 & D)))				\
	X(lax, "lax 2,6,0(5)", 0, OLD32(nz(s, M32 ^ (u32)D)))				\
	X(laxg, "laxg 2,6,0(5)", 0, OLD64(nz(s, M64 ^ D)))				\
	X(lao, "lao 2,6,0(5)", 0, OLD32(nz(s, M32 | (u32)D)))				\
	X(laog, "laog 2,6,0(5)", 0, OLD64(nz(s, M64 | D)))				\
	X(laa_same, "laa 6,6,0(5)", 0, { u32 old = M32; M_32(model_add32(s, old, D)); LOW32(D, old); })	\
	X(cs, "cs 2,6,0(5)", 0, if ((u32)A == M32) M_32(D), CC = 0; else LOW32(A, M32), CC = 1)	\
	X(cs_eq, "l 2,0(5); cs 2,6,0(5)", 0, LOW32(A, M32), M_32(D), CC = 0)		\
	X(csy, "csy 2,6,0(5)", 0, if ((u32)A == M32) M_32(D), CC = 0; else LOW32(A, M32), CC = 1)	\
	X(csg, "csg 2,6,0(5)", 0, if (A == M64) M_64(D), CC = 0; else A = M64, CC = 1)	\
	X(csg_eq, "lg 2,0(5); csg 2,6,0(5)", 0, A = M64, M_64(D), CC = 0)		\
	X(cds_eq, "lm 2,3,0(5); cds 2,6,0(5)", 0, LOW32(A, M32), LOW32(C, M32_AT(4)),	\
	  M_32(D), M32_AT(4) = s->gr[7], CC = 0)					\
	X(cds_left, "lm 2,3,0(5); xilf 2,1; cds 2,6,0(5)", 0, LOW32(A, M32), LOW32(C, M32_AT(4)), CC = 1)	\
	X(cds_right, "lm 2,3,0(5); xilf 3,1; cdsy 2,6,0(5)", 0, LOW32(A, M32), LOW32(C, M32_AT(4)), CC = 1)	\
	X(cdsg_eq, "lmg 2,3,0(5); cdsg 2,6,0(5)", 0, A = M64, C = M64_AT(8), M_64(D),	\
	  M64_AT(8) = s->gr[7], CC = 0)							\
	X(cdsg_left, "lmg 2,3,0(5); xihf 2,1; cdsg 2,6,0(5)", 0, A = M64, C = M64_AT(8), CC = 1)	\
	X(cdsg_right, "lmg 2,3,0(5); xihf 3,1; cdsg 2,6,0(5)", 0, A = M64, C = M64_AT(8), CC = 1)

INSN_TABLE(loads, LOADS)
INSN_TABLE(relative, RELATIVE)
INSN_TABLE(stores, STORES)
INSN_TABLE(masked, MASKED)
INSN_TABLE(conditional, CONDITIONAL)
INSN_TABLE(interlocked, INTERLOCKED)

static const char *needs_53(void)
{
	return test_facility(53) ? NULL : "no load/store-on-condition facility 2";
}

static const struct subtest subtests[] = {
	{ "load", insn_check, SUBTEST_ROWS(loads) },
	{ "relative", insn_check, SUBTEST_ROWS(relative) },
	{ "store", insn_check, SUBTEST_ROWS(stores) },
	{ "masked", insn_check, SUBTEST_ROWS(masked) },
	{ "conditional", insn_check, .requires = needs_53, SUBTEST_ROWS(conditional) },
	{ "interlocked", insn_check, SUBTEST_ROWS(interlocked) },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
