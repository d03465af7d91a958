// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * insn-add: addition, subtraction, comparison and sign instructions.
 *
 * Every form of each, register, storage and immediate, 32 and 64 bits and high
 * word, signed, logical, with carry and borrow: result, condition code, and the
 * half of the register that must stay, for all pairs of corner values (PoP
 * chapter 7 "General Instructions"). An emulator works the condition code out of
 * the operands long after the instruction, and the forms of one operation have
 * separate table entries: each can be wrong alone.
 */
#include <libcflat.h>
#include "insn.h"

#define CARRY	(CC >> 1)
#define H(reg)	((u32)((reg) >> 32))

#define ADD(X)										\
	X(ar, "ar 2,4", 0, LOW32(A, model_add32(s, A, B)))				\
	X(ark, "ark 2,4,6", 0, LOW32(A, model_add32(s, B, D)))				\
	X(a, "a 2,0(5)", 0, LOW32(A, model_add32(s, A, M32)))				\
	X(ay, "ay 2,0(5)", 0, LOW32(A, model_add32(s, A, M32)))				\
	X(agr, "agr 2,4", 0, A = model_add(s, A, B))					\
	X(agfr, "agfr 2,4", 0, A = model_add(s, A, (s32)B))				\
	X(agrk, "agrk 2,4,6", 0, A = model_add(s, B, D))				\
	X(ag, "ag 2,0(5)", 0, A = model_add(s, A, M64))					\
	X(agf, "agf 2,0(5)", 0, A = model_add(s, A, (s32)M32))				\
	X(ah, "ah 2,0(5)", 0, LOW32(A, model_add32(s, A, (s16)M16)))			\
	X(ahy, "ahy 2,0(5)", 0, LOW32(A, model_add32(s, A, (s16)M16)))			\
	X(agh, "agh 2,0(5)", 0, A = model_add(s, A, (s16)M16))				\
	X(ahi, "ahi 2,-5", 0, LOW32(A, model_add32(s, A, -5)))				\
	X(ahi_max, "ahi 2,32767", 0, LOW32(A, model_add32(s, A, 32767)))		\
	X(aghi, "aghi 2,-32768", 0, A = model_add(s, A, -32768))			\
	X(aghi_1, "aghi 2,1", 0, A = model_add(s, A, 1))				\
	X(ahik, "ahik 2,4,-1", 0, LOW32(A, model_add32(s, B, -1)))			\
	X(aghik, "aghik 2,4,-1", 0, A = model_add(s, B, -1))				\
	X(afi, "afi 2,-2147483648", 0, LOW32(A, model_add32(s, A, -2147483648)))	\
	X(agfi, "agfi 2,-2147483648", 0, A = model_add(s, A, -2147483648L))		\
	X(agfi_max, "agfi 2,2147483647", 0, A = model_add(s, A, 2147483647))		\
	X(asi, "asi 0(5),-1", 0, M_32(model_add32(s, M32, -1)))				\
	X(asi_127, "asi 0(5),127", 0, M_32(model_add32(s, M32, 127)))			\
	X(agsi, "agsi 0(5),-128", 0, M_64(model_add(s, M64, -128)))			\
	X(agsi_1, "agsi 0(5),1", 0, M_64(model_add(s, M64, 1)))				\
	X(ahhhr, "ahhhr 2,4,6", 0, HIGH32(A, model_add32(s, H(B), H(D))))		\
	X(ahhlr, "ahhlr 2,4,6", 0, HIGH32(A, model_add32(s, H(B), D)))			\
	X(aih, "aih 2,-1", 0, HIGH32(A, model_add32(s, H(A), -1)))			\
	X(aih_min, "aih 2,-2147483648", 0, HIGH32(A, model_add32(s, H(A), -2147483648)))

/* Results into storage */
#define M_32(v)	(*(u32 *)MEM = (v))
#define M_64(v)	(*(u64 *)MEM = (v))

#define ADDL(X)										\
	X(alr, "alr 2,4", 0, LOW32(A, model_addl32(s, A, B, 0)))			\
	X(alrk, "alrk 2,4,6", 0, LOW32(A, model_addl32(s, B, D, 0)))			\
	X(al, "al 2,0(5)", 0, LOW32(A, model_addl32(s, A, M32, 0)))			\
	X(aly, "aly 2,0(5)", 0, LOW32(A, model_addl32(s, A, M32, 0)))			\
	X(algr, "algr 2,4", 0, A = model_addl(s, A, B, 0))				\
	X(algfr, "algfr 2,4", 0, A = model_addl(s, A, (u32)B, 0))			\
	X(algrk, "algrk 2,4,6", 0, A = model_addl(s, B, D, 0))				\
	X(alg, "alg 2,0(5)", 0, A = model_addl(s, A, M64, 0))				\
	X(algf, "algf 2,0(5)", 0, A = model_addl(s, A, M32, 0))				\
	X(alfi, "alfi 2,4294967295", 0, LOW32(A, model_addl32(s, A, 0xffffffff, 0)))	\
	X(algfi, "algfi 2,4294967295", 0, A = model_addl(s, A, 0xffffffff, 0))		\
	X(alsi, "alsi 0(5),-1", 0, M_32(model_addl32(s, M32, -1, 0)))			\
	X(alsi_1, "alsi 0(5),1", 0, M_32(model_addl32(s, M32, 1, 0)))			\
	X(algsi, "algsi 0(5),-128", 0, M_64(model_addl(s, M64, -128, 0)))		\
	X(algsi_127, "algsi 0(5),127", 0, M_64(model_addl(s, M64, 127, 0)))		\
	X(alhsik, "alhsik 2,4,-1", 0, LOW32(A, model_addl32(s, B, -1, 0)))		\
	X(alghsik, "alghsik 2,4,-1", 0, A = model_addl(s, B, -1, 0))			\
	X(alhhhr, "alhhhr 2,4,6", 0, HIGH32(A, model_addl32(s, H(B), H(D), 0)))		\
	X(alhhlr, "alhhlr 2,4,6", 0, HIGH32(A, model_addl32(s, H(B), D, 0)))		\
	X(alsih, "alsih 2,-1", 0, HIGH32(A, model_addl32(s, H(A), -1, 0)))		\
	X(alsihn, "alsihn 2,-1", 0, HIGH32(A, H(A) - 1))				\
	X(alcr, "alcr 2,4", INSN_ALL_CC, LOW32(A, model_addl32(s, A, B, CARRY)))	\
	X(alcgr, "alcgr 2,4", INSN_ALL_CC, A = model_addl(s, A, B, CARRY))		\
	X(alc, "alc 2,0(5)", INSN_ALL_CC, LOW32(A, model_addl32(s, A, M32, CARRY)))	\
	X(alcg, "alcg 2,0(5)", INSN_ALL_CC, A = model_addl(s, A, M64, CARRY))		\
	/* the carry comes out of other ways to work the condition code out, too */	\
	X(alcgr_after_algr, "algr 3,4; alcgr 2,6", 0,					\
	  C = model_addl(s, C, B, 0), A = model_addl(s, A, D, CARRY))			\
	X(alcgr_after_slgr, "slgr 3,4; alcgr 2,6", 0,					\
	  C = model_subl(s, C, B, 1), A = model_addl(s, A, D, CARRY))			\
	X(alcgr_after_alr, "alr 3,4; alcgr 2,6", 0,					\
	  LOW32(C, model_addl32(s, C, B, 0)), A = model_addl(s, A, D, CARRY))		\
	X(alcgr_after_alcr, "alcr 3,4; alcgr 2,6", INSN_ALL_CC,			\
	  LOW32(C, model_addl32(s, C, B, CARRY)), A = model_addl(s, A, D, CARRY))	\
	X(alcgr_after_cgr, "cgr 3,4; alcgr 2,6", 0,					\
	  CMP(s, (s64)C, (s64)B), A = model_addl(s, A, D, CARRY))

#define SUB(X)										\
	X(sr, "sr 2,4", 0, LOW32(A, model_sub32(s, A, B)))				\
	X(srk, "srk 2,4,6", 0, LOW32(A, model_sub32(s, B, D)))				\
	X(s_, "s 2,0(5)", 0, LOW32(A, model_sub32(s, A, M32)))				\
	X(sy, "sy 2,0(5)", 0, LOW32(A, model_sub32(s, A, M32)))				\
	X(sgr, "sgr 2,4", 0, A = model_sub(s, A, B))					\
	X(sgfr, "sgfr 2,4", 0, A = model_sub(s, A, (s32)B))				\
	X(sgrk, "sgrk 2,4,6", 0, A = model_sub(s, B, D))				\
	X(sg, "sg 2,0(5)", 0, A = model_sub(s, A, M64))					\
	X(sgf, "sgf 2,0(5)", 0, A = model_sub(s, A, (s32)M32))				\
	X(sh, "sh 2,0(5)", 0, LOW32(A, model_sub32(s, A, (s16)M16)))			\
	X(shy, "shy 2,0(5)", 0, LOW32(A, model_sub32(s, A, (s16)M16)))			\
	X(sgh, "sgh 2,0(5)", 0, A = model_sub(s, A, (s16)M16))				\
	X(shhhr, "shhhr 2,4,6", 0, HIGH32(A, model_sub32(s, H(B), H(D))))		\
	X(shhlr, "shhlr 2,4,6", 0, HIGH32(A, model_sub32(s, H(B), D)))

#define SUBL(X)										\
	X(slr, "slr 2,4", 0, LOW32(A, model_subl32(s, A, B, 1)))			\
	X(slrk, "slrk 2,4,6", 0, LOW32(A, model_subl32(s, B, D, 1)))			\
	X(sl, "sl 2,0(5)", 0, LOW32(A, model_subl32(s, A, M32, 1)))			\
	X(sly, "sly 2,0(5)", 0, LOW32(A, model_subl32(s, A, M32, 1)))			\
	X(slgr, "slgr 2,4", 0, A = model_subl(s, A, B, 1))				\
	X(slgfr, "slgfr 2,4", 0, A = model_subl(s, A, (u32)B, 1))			\
	X(slgrk, "slgrk 2,4,6", 0, A = model_subl(s, B, D, 1))				\
	X(slg, "slg 2,0(5)", 0, A = model_subl(s, A, M64, 1))				\
	X(slgf, "slgf 2,0(5)", 0, A = model_subl(s, A, M32, 1))				\
	X(slfi, "slfi 2,2147483648", 0, LOW32(A, model_subl32(s, A, 0x80000000, 1)))	\
	X(slgfi, "slgfi 2,4294967295", 0, A = model_subl(s, A, 0xffffffff, 1))		\
	X(slhhhr, "slhhhr 2,4,6", 0, HIGH32(A, model_subl32(s, H(B), H(D), 1)))		\
	X(slhhlr, "slhhlr 2,4,6", 0, HIGH32(A, model_subl32(s, H(B), D, 1)))		\
	X(slbr, "slbr 2,4", INSN_ALL_CC, LOW32(A, model_subl32(s, A, B, CARRY)))	\
	X(slbgr, "slbgr 2,4", INSN_ALL_CC, A = model_subl(s, A, B, CARRY))		\
	X(slb, "slb 2,0(5)", INSN_ALL_CC, LOW32(A, model_subl32(s, A, M32, CARRY)))	\
	X(slbg, "slbg 2,0(5)", INSN_ALL_CC, A = model_subl(s, A, M64, CARRY))		\
	X(slbgr_after_slgr, "slgr 3,4; slbgr 2,6", 0,					\
	  C = model_subl(s, C, B, 1), A = model_subl(s, A, D, CARRY))			\
	X(slbgr_after_algr, "algr 3,4; slbgr 2,6", 0,					\
	  C = model_addl(s, C, B, 0), A = model_subl(s, A, D, CARRY))			\
	X(slbgr_after_slbr, "slbr 3,4; slbgr 2,6", INSN_ALL_CC,			\
	  LOW32(C, model_subl32(s, C, B, CARRY)), A = model_subl(s, A, D, CARRY))

#define NEGATE(s, x)	((s)->cc = (x) == (typeof(x))1 << (8 * sizeof(x) - 1) ? 3 :		\
			 cc_sign((x) < 0 ? 1 : (x) > 0 ? -1 : 0), (u64)-(u64)(x))
#define POSITIVE(s, x)	((x) < 0 ? NEGATE(s, x) : ((s)->cc = (x) ? 2 : 0, (u64)(x)))
#define NEGATIVE(s, x)	((s)->cc = (x) ? 1 : 0, (x) > 0 ? -(u64)(x) : (u64)(x))
#define TEST(s, x)	((s)->cc = cc_sign((x) < 0 ? -1 : (x) > 0), (u64)(x))

#define SIGN(X)										\
	X(lcr, "lcr 2,4", 0, LOW32(A, NEGATE(s, (s32)B)))				\
	X(lcgr, "lcgr 2,4", 0, A = NEGATE(s, (s64)B))					\
	X(lcgfr, "lcgfr 2,4", 0, A = NEGATE(s, (s64)(s32)B))				\
	X(lpr, "lpr 2,4", 0, LOW32(A, POSITIVE(s, (s32)B)))				\
	X(lpgr, "lpgr 2,4", 0, A = POSITIVE(s, (s64)B))					\
	X(lpgfr, "lpgfr 2,4", 0, A = POSITIVE(s, (s64)(s32)B))				\
	X(lnr, "lnr 2,4", 0, LOW32(A, NEGATIVE(s, (s32)B)))				\
	X(lngr, "lngr 2,4", 0, A = NEGATIVE(s, (s64)B))					\
	X(lngfr, "lngfr 2,4", 0, A = NEGATIVE(s, (s64)(s32)B))				\
	X(ltr, "ltr 2,4", 0, LOW32(A, TEST(s, (s32)B)))					\
	X(ltgr, "ltgr 2,4", 0, A = TEST(s, (s64)B))					\
	X(ltgfr, "ltgfr 2,4", 0, A = TEST(s, (s64)(s32)B))				\
	X(lt, "lt 2,0(5)", 0, LOW32(A, TEST(s, (s32)M32)))				\
	X(ltg, "ltg 2,0(5)", 0, A = TEST(s, (s64)M64))					\
	X(ltgf, "ltgf 2,0(5)", 0, A = TEST(s, (s64)(s32)M32))				\
	X(ltr_same, "ltr 2,2", 0, TEST(s, (s32)A))					\
	X(lcgr_same, "lcgr 2,2", 0, A = NEGATE(s, (s64)A))

#define COMPARE(X)									\
	X(cr, "cr 2,4", 0, CMP(s, (s32)A, (s32)B))					\
	X(c, "c 2,0(5)", 0, CMP(s, (s32)A, (s32)M32))					\
	X(cy, "cy 2,0(5)", 0, CMP(s, (s32)A, (s32)M32))					\
	X(cgr, "cgr 2,4", 0, CMP(s, (s64)A, (s64)B))					\
	X(cgfr, "cgfr 2,4", 0, CMP(s, (s64)A, (s32)B))					\
	X(cg, "cg 2,0(5)", 0, CMP(s, (s64)A, (s64)M64))					\
	X(cgf, "cgf 2,0(5)", 0, CMP(s, (s64)A, (s32)M32))				\
	X(ch, "ch 2,0(5)", 0, CMP(s, (s32)A, (s16)M16))					\
	X(chy, "chy 2,0(5)", 0, CMP(s, (s32)A, (s16)M16))				\
	X(cgh, "cgh 2,0(5)", 0, CMP(s, (s64)A, (s16)M16))				\
	X(chi, "chi 2,-1", 0, CMP(s, (s32)A, -1))					\
	X(chi_32767, "chi 2,32767", 0, CMP(s, (s32)A, 32767))				\
	X(cghi, "cghi 2,-32768", 0, CMP(s, (s64)A, -32768))				\
	X(cghi_0, "cghi 2,0", 0, CMP(s, (s64)A, 0))					\
	X(cfi, "cfi 2,-2147483648", 0, CMP(s, (s32)A, -2147483648))			\
	X(cgfi, "cgfi 2,-2147483648", 0, CMP(s, (s64)A, -2147483648L))			\
	X(cgfi_max, "cgfi 2,2147483647", 0, CMP(s, (s64)A, 2147483647L))		\
	X(chhsi, "chhsi 0(5),-128", 0, CMP(s, (s16)M16, -128))				\
	X(chsi, "chsi 0(5),-1", 0, CMP(s, (s32)M32, -1))				\
	X(cghsi, "cghsi 0(5),-1", 0, CMP(s, (s64)M64, -1))				\
	X(chhr, "chhr 2,4", 0, CMP(s, (s32)H(A), (s32)H(B)))				\
	X(chlr, "chlr 2,4", 0, CMP(s, (s32)H(A), (s32)B))				\
	X(chf, "chf 2,0(5)", 0, CMP(s, (s32)H(A), (s32)M32))				\
	X(cih, "cih 2,-1", 0, CMP(s, (s32)H(A), -1))

#define COMPAREL(X)									\
	X(clr, "clr 2,4", 0, CMP(s, (u32)A, (u32)B))					\
	X(cl, "cl 2,0(5)", 0, CMP(s, (u32)A, M32))					\
	X(cly, "cly 2,0(5)", 0, CMP(s, (u32)A, M32))					\
	X(clgr, "clgr 2,4", 0, CMP(s, A, B))						\
	X(clgfr, "clgfr 2,4", 0, CMP(s, A, (u64)(u32)B))				\
	X(clg, "clg 2,0(5)", 0, CMP(s, A, M64))						\
	X(clgf, "clgf 2,0(5)", 0, CMP(s, A, (u64)M32))					\
	X(clfi, "clfi 2,2147483648", 0, CMP(s, (u32)A, 0x80000000U))			\
	X(clgfi, "clgfi 2,4294967295", 0, CMP(s, A, 0xffffffffUL))			\
	X(clgfi_min, "clgfi 2,2147483648", 0, CMP(s, A, 0x80000000UL))			\
	X(cli, "cli 0(5),128", 0, CMP(s, M8, 128))					\
	X(cliy, "cliy 0(5),255", 0, CMP(s, M8, 255))					\
	X(clhhsi, "clhhsi 0(5),65535", 0, CMP(s, M16, 65535))				\
	X(clhhsi_min, "clhhsi 0(5),32768", 0, CMP(s, M16, 32768))			\
	X(clfhsi, "clfhsi 0(5),65535", 0, CMP(s, M32, 65535U))				\
	X(clghsi, "clghsi 0(5),32768", 0, CMP(s, M64, 32768UL))				\
	X(clhhr, "clhhr 2,4", 0, CMP(s, H(A), H(B)))					\
	X(clhlr, "clhlr 2,4", 0, CMP(s, H(A), (u32)B))					\
	X(clhf, "clhf 2,0(5)", 0, CMP(s, H(A), M32))					\
	X(clih, "clih 2,4294967295", 0, CMP(s, H(A), 0xffffffffU))

/* Operands at a distance from the instruction, in the text section like the code */
asm(	"	.pushsection .rodata\n"
	"	.balign	8\n"
	"relative_operand:\n"
	"	.quad	0x80017fff80000001\n"
	"	.popsection\n");
#define REL	0x80017fff80000001UL

#define RELATIVE(X)									\
	X(crl, "crl 2,relative_operand", 0, CMP(s, (s32)A, (s32)(REL >> 32)))		\
	X(cgrl, "cgrl 2,relative_operand", 0, CMP(s, (s64)A, (s64)REL))			\
	X(cgfrl, "cgfrl 2,relative_operand", 0, CMP(s, (s64)A, (s32)(REL >> 32)))	\
	X(chrl, "chrl 2,relative_operand", 0, CMP(s, (s32)A, (s16)0x8001))		\
	X(cghrl, "cghrl 2,relative_operand+2", 0, CMP(s, (s64)A, 0x7fff))		\
	X(clrl, "clrl 2,relative_operand", 0, CMP(s, (u32)A, (u32)(REL >> 32)))		\
	X(clgrl, "clgrl 2,relative_operand", 0, CMP(s, A, REL))				\
	X(clgfrl, "clgfrl 2,relative_operand+4", 0, CMP(s, A, 0x80000001UL))		\
	X(clhrl, "clhrl 2,relative_operand", 0, CMP(s, (u32)A, 0x8001U))		\
	X(clghrl, "clghrl 2,relative_operand", 0, CMP(s, A, 0x8001UL))

INSN_TABLE(add, ADD)
INSN_TABLE(addl, ADDL)
INSN_TABLE(sub, SUB)
INSN_TABLE(subl, SUBL)
INSN_TABLE(sign, SIGN)
INSN_TABLE(compare, COMPARE)
INSN_TABLE(comparel, COMPAREL)
INSN_TABLE(relative, RELATIVE)

static const struct subtest subtests[] = {
	{ "add", insn_check, SUBTEST_ROWS(add) },
	{ "add-logical", insn_check, SUBTEST_ROWS(addl) },
	{ "subtract", insn_check, SUBTEST_ROWS(sub) },
	{ "subtract-logical", insn_check, SUBTEST_ROWS(subl) },
	{ "sign", insn_check, SUBTEST_ROWS(sign) },
	{ "compare", insn_check, SUBTEST_ROWS(compare) },
	{ "compare-logical", insn_check, SUBTEST_ROWS(comparel) },
	{ "relative", insn_check, SUBTEST_ROWS(relative) },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
