// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * insn-branch: branches on conditions, counts, indexes and comparisons, links,
 * and what the addressing modes do to addresses.
 *
 * Each mask with each condition code, comparisons with all pairs of corner values,
 * counts and indexes around zero and overflow, the link information of the 24-,
 * 31- and 64-bit modes, and address arithmetic that wraps (PoP chapters 5 and 7).
 */
#include <libcflat.h>
#include <asm/facility.h>
#include "insn.h"

#define H(reg)		((u32)((reg) >> 32))

/* A becomes 1 where the branch is taken and 0 where not. LGHI leaves the condition code alone. */
#define TAKEN(branch)	"lghi 2,1; " branch " 1f; lghi 2,0; 1:"
#define IF(m)		(((m) & 8 >> CC) != 0)

#define MASKS(X, M)	M(X, 0) M(X, 1) M(X, 2) M(X, 3) M(X, 4) M(X, 5) M(X, 6) M(X, 7)	\
			M(X, 8) M(X, 9) M(X, 10) M(X, 11) M(X, 12) M(X, 13) M(X, 14) M(X, 15)

#define ON_CONDITION(X, m)								\
	X(brc_##m, TAKEN("brc " #m ","), INSN_ALL_CC | INSN_FEW, A = IF(m))		\
	X(brcl_##m, TAKEN("brcl " #m ","), INSN_ALL_CC | INSN_FEW, A = IF(m))		\
	X(bc_##m, "larl 7,1f; lghi 2,1; bc " #m ",0(7); lghi 2,0; 1:lghi 7,1",		\
	  INSN_ALL_CC | INSN_FEW, A = IF(m), s->gr[7] = 1)				\
	X(bcr_##m, "larl 7,1f; lghi 2,1; bcr " #m ",7; lghi 2,0; 1:lghi 7,1",		\
	  INSN_ALL_CC | INSN_FEW, A = IF(m), s->gr[7] = 1)				\
	X(bcr_0_##m, "bcr " #m ",0", INSN_ALL_CC | INSN_FEW, (void)s)			\
	X(bic_##m, "larl 7,1f; stg 7,8(5); lghi 2,1; bic " #m ",8(5); lghi 2,0; 1:lghi 7,0; stg 7,8(5); lghi 7,1",	\
	  INSN_ALL_CC | INSN_FEW, A = IF(m), s->gr[7] = 1, *(u64 *)(MEM + 8) = 0)
#define CONDITION(X)	MASKS(X, ON_CONDITION)

/* Masks of comparisons: equal 8, low 4, high 2 */
#define ORDER(m, x, y)	(((x) == (y) && (m) & 8) || ((x) < (y) && (m) & 4) || ((x) > (y) && (m) & 2))
#define COMPARE_MASKS(X, M)	M(X, 0) M(X, 2) M(X, 4) M(X, 6) M(X, 8) M(X, 10) M(X, 12) M(X, 14)

/* The destination in GR7, one that is compared in GR1 */
#define TO_GR7(insn)	"larl 7,1f; lgr 1,2; lghi 2,1; " insn "0(7); lghi 2,0; 1:lghi 7,1; lghi 1,1"
#define AFTER_GR7	s->gr[7] = s->gr[1] = 1
#define JUMP(insn)	"lgr 1,2; lghi 2,1; " insn ",1f; lghi 2,0; 1:lghi 1,1"
#define AFTER_JUMP	s->gr[1] = 1

#define ON_COMPARE(X, m)								\
	X(crj_##m, JUMP("crj 1,4," #m), 0, A = ORDER(m, (s32)A, (s32)B), AFTER_JUMP)	\
	X(cgrj_##m, JUMP("cgrj 1,4," #m), 0, A = ORDER(m, (s64)A, (s64)B), AFTER_JUMP)	\
	X(clrj_##m, JUMP("clrj 1,4," #m), 0, A = ORDER(m, (u32)A, (u32)B), AFTER_JUMP)	\
	X(clgrj_##m, JUMP("clgrj 1,4," #m), 0, A = ORDER(m, A, B), AFTER_JUMP)		\
	X(cij_##m, JUMP("cij 1,-128," #m), INSN_FEW, A = ORDER(m, (s32)A, -128), AFTER_JUMP)	\
	X(cgij_##m, JUMP("cgij 1,127," #m), INSN_FEW, A = ORDER(m, (s64)A, 127), AFTER_JUMP)	\
	X(clij_##m, JUMP("clij 1,255," #m), INSN_FEW, A = ORDER(m, (u32)A, 255U), AFTER_JUMP)	\
	X(clgij_##m, JUMP("clgij 1,128," #m), INSN_FEW, A = ORDER(m, A, 128UL), AFTER_JUMP)	\
	X(crb_##m, TO_GR7("crb 1,4," #m ","), 0, A = ORDER(m, (s32)A, (s32)B), AFTER_GR7)	\
	X(cgrb_##m, TO_GR7("cgrb 1,4," #m ","), 0, A = ORDER(m, (s64)A, (s64)B), AFTER_GR7)	\
	X(clrb_##m, TO_GR7("clrb 1,4," #m ","), 0, A = ORDER(m, (u32)A, (u32)B), AFTER_GR7)	\
	X(clgrb_##m, TO_GR7("clgrb 1,4," #m ","), 0, A = ORDER(m, A, B), AFTER_GR7)	\
	X(cib_##m, TO_GR7("cib 1,-1," #m ","), INSN_FEW, A = ORDER(m, (s32)A, -1), AFTER_GR7)	\
	X(cgib_##m, TO_GR7("cgib 1,-1," #m ","), INSN_FEW, A = ORDER(m, (s64)A, -1), AFTER_GR7)	\
	X(clib_##m, TO_GR7("clib 1,128," #m ","), INSN_FEW, A = ORDER(m, (u32)A, 128U), AFTER_GR7)	\
	X(clgib_##m, TO_GR7("clgib 1,255," #m ","), INSN_FEW, A = ORDER(m, A, 255UL), AFTER_GR7)
#define COMPARE(X)	COMPARE_MASKS(X, ON_COMPARE)

#define COUNT(X)									\
	X(brct, "lghi 0,1; brct 2,1f; lghi 0,0; 1:", 0, LOW32(A, A - 1), s->gr[0] = (u32)A != 0)	\
	X(brctg, "lghi 0,1; brctg 2,1f; lghi 0,0; 1:", 0, A--, s->gr[0] = A != 0)	\
	X(brcth, "lghi 0,1; brcth 2,1f; lghi 0,0; 1:", 0, HIGH32(A, H(A) - 1), s->gr[0] = H(A) != 0)	\
	X(bct, "larl 7,1f; lghi 0,1; bct 2,0(7); lghi 0,0; 1:lghi 7,1", 0,		\
	  LOW32(A, A - 1), s->gr[0] = (u32)A != 0, s->gr[7] = 1)			\
	X(bctr, "larl 7,1f; lghi 0,1; bctr 2,7; lghi 0,0; 1:lghi 7,1", 0,		\
	  LOW32(A, A - 1), s->gr[0] = (u32)A != 0, s->gr[7] = 1)			\
	X(bctr_0, "bctr 2,0", 0, LOW32(A, A - 1))					\
	X(bctg, "larl 7,1f; lghi 0,1; bctg 2,0(7); lghi 0,0; 1:lghi 7,1", 0,		\
	  A--, s->gr[0] = A != 0, s->gr[7] = 1)						\
	X(bctgr, "larl 7,1f; lghi 0,1; bctgr 2,7; lghi 0,0; 1:lghi 7,1", 0,		\
	  A--, s->gr[0] = A != 0, s->gr[7] = 1)						\
	X(bctgr_0, "bctgr 2,0", 0, A--)

/*
 * R1 = GR4 gets the sum, R3 the increment; the comparand is R3 + 1 for an even R3
 * (GR2, GR3), R3 itself, before it is added to, for an odd one (GR3).
 */
#define INDEX32(X, name, rel)								\
	X(name##_even, "lghi 0,1; " #name " 4,2,1f; lghi 0,0; 1:", 0,			\
	  LOW32(B, B + A), s->gr[0] = (s32)B rel (s32)C)				\
	X(name##_odd, "lghi 0,1; " #name " 4,3,1f; lghi 0,0; 1:", 0,			\
	  { s32 limit = C; LOW32(B, B + C); s->gr[0] = (s32)B rel limit; })		\
	X(name##_same, "lghi 0,1; " #name " 3,3,1f; lghi 0,0; 1:", 0,			\
	  { s32 limit = C; LOW32(C, C + C); s->gr[0] = (s32)C rel limit; })
#define INDEX64(X, name, rel)								\
	X(name##_even, "lghi 0,1; " #name " 4,2,1f; lghi 0,0; 1:", 0,			\
	  B += A, s->gr[0] = (s64)B rel (s64)C)						\
	X(name##_odd, "lghi 0,1; " #name " 4,3,1f; lghi 0,0; 1:", 0,			\
	  { s64 limit = C; B += C; s->gr[0] = (s64)B rel limit; })			\
	X(name##_same, "lghi 0,1; " #name " 3,3,1f; lghi 0,0; 1:", 0,			\
	  { s64 limit = C; C += C; s->gr[0] = (s64)C rel limit; })
#define BY_REGISTER(X, name, rel, type, set)						\
	X(name, "larl 7,1f; lghi 0,1; " #name " 4,2,0(7); lghi 0,0; 1:lghi 7,1", 0,	\
	  set, s->gr[0] = (type)B rel (type)C, s->gr[7] = 1)
#define INDEX(X)									\
	INDEX32(X, brxh, >) INDEX32(X, brxle, <=) INDEX64(X, brxhg, >) INDEX64(X, brxlg, <=)	\
	BY_REGISTER(X, bxh, >, s32, LOW32(B, B + A)) BY_REGISTER(X, bxle, <=, s32, LOW32(B, B + A))	\
	BY_REGISTER(X, bxhg, >, s64, B += A) BY_REGISTER(X, bxleg, <=, s64, B += A)

/*
 * Links: what the instruction leaves in GR2 minus the address behind it must be
 * zero, in the bits the addressing mode says; an addressing mode is told in GR1.
 */

#define LINKS(X)									\
	X(bras, "bras 2,1f; 1:larl 7,1b; xgr 2,7; lghi 7,1", 0, A = 0, s->gr[7] = 1, CC = 0)	\
	X(brasl, "brasl 2,1f; 1:larl 7,1b; xgr 2,7; lghi 7,1", 0, A = 0, s->gr[7] = 1, CC = 0)	\
	X(basr, "larl 7,1f; basr 2,7; nopr; 1:aghi 7,-2; xgr 2,7; lghi 7,1", 0, A = 0, s->gr[7] = 1, CC = 0)	\
	X(basr_0, "basr 2,0; 1:larl 7,1b; xgr 2,7; lghi 7,1", 0, A = 0, s->gr[7] = 1, CC = 0)	\
	X(bas, "larl 7,1f; bas 2,0(7); 1:xgr 2,7; lghi 7,1", 0, A = 0, s->gr[7] = 1, CC = 0)	\
	X(balr, "larl 7,1f; balr 2,7; 1:xgr 2,7; lghi 7,1", 0, A = 0, s->gr[7] = 1, CC = 0)	\
	X(bal, "larl 7,1f; bal 2,0(7); 1:xgr 2,7; lghi 7,1", 0, A = 0, s->gr[7] = 1, CC = 0)	\
	/* 31-bit mode: bit 32 is one, bits 0-31 stay */				\
	X(basr_31, "larl 7,1f; sam31; basr 2,7; 1:sam64; llgfr 1,2; xilf 1,0x80000000; xr 1,7; lr 2,1; lghi 1,1; lghi 7,1",	\
	  0, LOW32(A, 0), s->gr[1] = s->gr[7] = 1, CC = 0)				\
	X(bras_31, "larl 7,1f; sam31; bras 2,1f; 1:sam64; xr 2,7; lghi 7,1", 0,		\
	  LOW32(A, 0x80000000), s->gr[7] = 1, CC = 1)					\
	X(balr_31, "larl 7,1f; sam31; balr 2,7; 1:sam64; xr 2,7; lghi 7,1", 0,		\
	  LOW32(A, 0x80000000), s->gr[7] = 1, CC = 1)					\
	/* 24-bit mode: zeros on the left of BAS; length, code, mask on the left of BAL */	\
	X(basr_24, "larl 7,1f; sam24; basr 2,7; 1:sam64; xr 2,7; lghi 7,1", 0,		\
	  LOW32(A, 0), s->gr[7] = 1, CC = 0)						\
	X(balr_24, "larl 7,1f; sam24; balr 2,7; 1:sam64; xr 2,7; lghi 7,1", INSN_ALL_CC,	\
	  LOW32(A, 0x40000000 | CC << 28), s->gr[7] = 1, CC = 1)			\
	X(bal_24, "larl 7,1f; sam24; bal 2,0(7); 1:sam64; xr 2,7; lghi 7,1", INSN_ALL_CC,	\
	  LOW32(A, 0x80000000 | CC << 28), s->gr[7] = 1, CC = 1)			\
	X(balr_pm_24, "larl 7,1f; llilh 1,0x0a00; spm 1; sam24; balr 2,7; 1:sam64; xr 2,7; lghi 7,1; lghi 1,0; spm 1",	\
	  0, LOW32(A, 0x4a000000), s->gr[1] = 0, s->gr[7] = 1, CC = 0)			\
	X(bsm_0, "larl 7,1f; lghi 2,0; bsm 2,7; lghi 2,2; 1:lghi 7,1", INSN_PGM, A = 0, s->gr[7] = 1)	\
	X(bassm_0, "bassm 2,0; larl 7,.-2; xgr 2,7; lghi 7,1", INSN_PGM, A = 1, s->gr[7] = 1, CC = 1)

/* Addresses are computed in the width of the mode. */
#define MODES(X)									\
	X(la_31, "sam31; la 2,5(4,6); sam64", 0, LOW32(A, (B + D + 5) & 0x7fffffff))	\
	X(la_24, "sam24; la 2,5(4,6); sam64", 0, LOW32(A, (B + D + 5) & 0xffffff))	\
	X(lay_31, "sam31; lay 2,-5(4,6); sam64", 0, LOW32(A, (B + D - 5) & 0x7fffffff))	\
	X(l_31, "lgr 7,5; oihf 7,0x11223344; oilf 7,0x80000000; sam31; l 2,0(7); sam64; lghi 7,1", 0,	\
	  LOW32(A, M32), s->gr[7] = 1, CC = 1)						\
	X(lg_24, "lgr 7,5; oihf 7,0x11223344; oilf 7,0xff000000; sam24; lg 2,0(7); sam64; lghi 7,1", 0,	\
	  A = M64, s->gr[7] = 1, CC = 1)						\
	X(stg_31, "lgr 7,5; oilf 7,0x80000000; sam31; stg 2,0(7); sam64; lghi 7,1", 0,	\
	  *(u64 *)MEM = A, s->gr[7] = 1, CC = 1)						\
	X(mvc_31, "lgr 7,5; oilf 7,0x80000000; sam31; mvc 8(8,7),0(7); sam64; lghi 7,1", 0,	\
	  *(u64 *)(MEM + 8) = M64, s->gr[7] = 1, CC = 1)				\
	X(wrap_31, "lgr 7,5; nilf 7,0x7fffffff; llilf 1,0x7ffffff0; sgr 7,1; nilf 7,0x7fffffff; sam31;"	\
	  " lg 2,0(1,7); sam64; lghi 7,1; lghi 1,1", 0, A = M64, s->gr[7] = s->gr[1] = 1, CC = 1)	\
	X(wrap_64, "lgr 7,5; lghi 1,-8; la 7,8(7); lg 2,0(1,7); lghi 7,1; lghi 1,1", 0,	\
	  A = M64, s->gr[7] = s->gr[1] = 1)						\
	X(tam_64, "tam", 0, CC = 3)							\
	X(tam_31, "sam31; tam; sam64", 0, CC = 1)					\
	X(tam_24, "sam24; tam; sam64", 0, CC = 0)

INSN_TABLE(condition, CONDITION)
INSN_TABLE(on_compare, COMPARE)
INSN_TABLE(count, COUNT)
INSN_TABLE(on_index, INDEX)
INSN_TABLE(links, LINKS)
INSN_TABLE(modes, MODES)

static const struct subtest subtests[] = {
	{ "condition", insn_check, SUBTEST_ROWS(condition) },
	{ "compare", insn_check, SUBTEST_ROWS(on_compare) },
	{ "count", insn_check, SUBTEST_ROWS(count) },
	{ "index", insn_check, SUBTEST_ROWS(on_index) },
	{ "link", insn_check, SUBTEST_ROWS(links) },
	{ "mode", insn_check, SUBTEST_ROWS(modes) },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
