/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Execution of single instructions, encoded by the test itself, with all registers given and all taken back: what an
 * instruction must not change is seen as well as what it must.
 */
#ifndef _X86_TEST_ISA_H_
#define _X86_TEST_ISA_H_

/* Offsets in struct isa_state, for isa-enter.S */
#ifdef __x86_64__
#define ISA_NR_GPRS	16
#define ISA_NR_VECS	16
#define ISA_FLAGS	128
#define ISA_VECS	160
#else
#define ISA_NR_GPRS	8
#define ISA_NR_VECS	8
#define ISA_FLAGS	32
#define ISA_VECS	64
#endif

#ifndef __ASSEMBLER__

#include <libcflat.h>
#include <subtest.h>
#include <x86/desc.h>
#include <x86/processor.h>

/* What isa_run() returns for #DE, whose vector is 0. */
#define ISA_DE		0x100

enum { RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI };

union isa_vec {
	u8 b[32];
	u16 w[16];
	u32 l[8];
	u64 q[4];
};

struct isa_state {
	/* In the order of the encoding */
	ulong gpr[ISA_NR_GPRS];
	ulong flags;
	ulong reserved[sizeof(long) == 8 ? 3 : 7];
	union isa_vec vec[ISA_NR_VECS];
} __attribute__((aligned(32)));

/* Registers before and after; memory operand; the stack that RSP points into by default. */
extern struct isa_state isa_in, isa_out;
#define ISA_MEM_SIZE	128
extern u8 isa_mem[ISA_MEM_SIZE];
extern u8 isa_stack[512];
#define ISA_STACK_TOP	((ulong)isa_stack + 256)

/* Error code and RIP (relative to the first byte) of the exception that isa_run() returned. */
extern ulong isa_error_code, isa_fault_offset;

/* What of the vector registers is loaded and stored */
enum isa_vecs { ISA_NO_VECS, ISA_XMM, ISA_YMM };

/* Start a sequence of instructions; add bytes; isa_end() adds the way back. */
void isa_begin(void);
void isa_bytes(const void *bytes, unsigned int n);
void isa_byte(u8 byte);
void isa_long(u32 value);
void isa_end(void);
#define ISA_BYTES(bytes...)					\
do {								\
	static const u8 __bytes[] = { bytes };			\
								\
	isa_bytes(__bytes, sizeof(__bytes));			\
} while (0)

/* Opcode maps */
enum { MAP_ONE, MAP_0F, MAP_0F38, MAP_0F3A };

/* Register -1: the memory operand, at isa_mem + isa_mem_at. */
#define ISA_MEM		-1
extern unsigned int isa_mem_at;

/*
 * One instruction: [operand-size prefix for 2 bytes] [@prefix F2, F3 or 66] [REX] opcode ModRM. @size 1, 2, 4 or 8 bytes
 * of a general operand; 0: no prefix and no REX.W for it. @reg is the ModRM reg field or opcode extension.
 */
void isa_modrm(int size, u8 prefix, int map, u8 opcode, int reg, int rm);
/* With a VEX prefix; @vvvv 0 when unused, @pp 0, 66h, F3h or F2h. */
void isa_vex(bool l, u8 pp, int map, bool w, u8 opcode, int reg, int vvvv, int rm);
/* The byte registers AH, CH, DH, BH need that there is no REX prefix; the others of their numbers that there is. */
extern bool isa_force_rex;
/* A register of bytes that is AH to BH (4 to 7) unless a REX prefix is there */
static inline bool isa_is_high_byte(int size, int reg)
{
	return size == 1 && reg >= 4 && reg < 8 && !isa_force_rex;
}

/* Fill isa_in: registers with distinct values, RSP with ISA_STACK_TOP, flags with @flags. */
void isa_reset(ulong flags);
/* Run the sequence; 0, or the vector of the exception that ended it. */
unsigned int isa_run(enum isa_vecs vecs);

/* Read and write a general register as an operand of @size bytes. */
u64 isa_get(const struct isa_state *s, int size, int reg);
void isa_set(struct isa_state *s, int size, int reg, u64 value);
u64 isa_get_mem(int size);
void isa_set_mem(int size, u64 value);

/*
 * Compare isa_out with isa_in, which the caller has changed into what is expected; flags in @known only. The first
 * difference of a subtest's case is printed with @what; value: equal.
 */
bool isa_compare(ulong known, enum isa_vecs vecs);
/* What isa_compare() found, as text. */
const char *isa_difference(void);

/* A count of executions and wrong ones; isa_report() makes it one check. */
struct isa_tally {
	unsigned int run, wrong;
};

static inline u64 isa_mask(int size)
{
	return size == 8 ? ~0ull : (1ull << size * 8) - 1;
}

void isa_init(void);

/* Features that have no name in the library */
#define F_SSE3		X86_CPU_FEATURE(1, 0, ECX, 0)
#define F_PCLMUL	X86_CPU_FEATURE(1, 0, ECX, 1)
#define F_SSSE3		X86_CPU_FEATURE(1, 0, ECX, 9)
#define F_FMA		X86_CPU_FEATURE(1, 0, ECX, 12)
#define F_CX16		X86_CPU_FEATURE(1, 0, ECX, 13)
#define F_SSE41		X86_CPU_FEATURE(1, 0, ECX, 19)
#define F_SSE42		X86_CPU_FEATURE(1, 0, ECX, 20)
#define F_POPCNT	X86_CPU_FEATURE(1, 0, ECX, 23)
#define F_AES		X86_CPU_FEATURE(1, 0, ECX, 25)
#define F_AVX		X86_CPU_FEATURE(1, 0, ECX, 28)
#define F_F16C		X86_CPU_FEATURE(1, 0, ECX, 29)
#define F_MMX		X86_CPU_FEATURE(1, 0, EDX, 23)
#define F_BMI1		X86_CPU_FEATURE(7, 0, EBX, 3)
#define F_AVX2		X86_CPU_FEATURE(7, 0, EBX, 5)
#define F_BMI2		X86_CPU_FEATURE(7, 0, EBX, 8)
#define F_ADX		X86_CPU_FEATURE(7, 0, EBX, 19)
#define F_SHA		X86_CPU_FEATURE(7, 0, EBX, 29)
#define F_LAHF		X86_CPU_FEATURE(0x80000001, 0, ECX, 0)
#define F_LZCNT		X86_CPU_FEATURE(0x80000001, 0, ECX, 5)

#endif /* !__ASSEMBLER__ */
#endif
