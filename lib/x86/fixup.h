// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Catching the exception of one instruction.
 *
 * ASM_TRY("label") records that the instruction right after it may fault and
 * where to go on if it does. The exception handler looks the saved RIP up in
 * the table (section .data.ex), stores vector, error code and RF in the
 * per-CPU data and continues at the label.
 *
 * The per-CPU data is reached through GS: none of this may be used while a
 * test has another GS base loaded.
 */
#ifndef _X86_FIXUP_H_
#define _X86_FIXUP_H_

#include <libcflat.h>

/*
 * Pick the i386 or the x86_64 form of an assembler token: a string in C, the
 * bare token in assembler sources.
 */
#ifdef __ASSEMBLER__
#define __ASM_FORM(x, ...)	x,## __VA_ARGS__
#else
#define __ASM_FORM(x, ...)	" " xstr(x,## __VA_ARGS__) " "
#endif

#ifdef __x86_64__
#define __ASM_SEL(a, b)		__ASM_FORM(b)
#else
#define __ASM_SEL(a, b)		__ASM_FORM(a)
#endif

/* Offset of percpu_data.exception_data; smp.h checks it. */
#define PERCPU_EXCEPTION_DATA	4

/* One record of the table: address of the instruction, address to go on at. */
#define ASM_EX_ENTRY(src, dst)					\
	".pushsection .data.ex, \"aw\"\n\t"			\
	__ASM_SEL(.long, .quad) src ", " dst "\n\t"		\
	".popsection\n\t"

/* The instruction that follows may fault; go on at @catch then. */
#define ASM_TRY(catch)						\
	"movl $0, %%gs:" xstr(PERCPU_EXCEPTION_DATA) "\n\t"	\
	ASM_EX_ENTRY("77771f", catch)				\
	"77771:\n\t"

/*
 * Forced emulation prefix: KVM, when told to by its module parameter,
 * emulates the instruction that follows. Elsewhere it is UD2.
 */
#define KVM_FEP			".byte 0x0f, 0x0b, 0x6b, 0x76, 0x6d\n\t"
#define KVM_FEP_LENGTH		5

/* ASM_TRY for an instruction behind the prefix: faults have its own address. */
#define ASM_TRY_FEP(catch)					\
	"movl $0, %%gs:" xstr(PERCPU_EXCEPTION_DATA) "\n\t"	\
	ASM_EX_ENTRY("77771f", catch)				\
	KVM_FEP							\
	"77771:\n\t"

/* True when the host obeys the prefix; found by setup_idt(). */
extern bool is_fep_available;

/*
 * The last exception caught on this CPU: vector (0 when the ASM_TRY ran to its
 * end), error code (all 32 bits), RF of the saved flags, and for a page fault
 * the linear address (CR2).
 */
unsigned int exception_vector(void);
unsigned int exception_error_code(void);
bool exception_rflags_rf(void);
ulong exception_fault_address(void);

#define __asm_safe(try, insn, inputs...)			\
({								\
	asm volatile(try("77772f")				\
		     insn "\n\t"				\
		     "77772:\n\t"				\
		     : : inputs : "memory");			\
	exception_vector();					\
})

#define __asm_safe_out1(try, insn, output, inputs...)		\
({								\
	asm volatile(try("77772f")				\
		     insn "\n\t"				\
		     "77772:\n\t"				\
		     : output : inputs : "memory");		\
	exception_vector();					\
})

#define __asm_safe_out2(try, insn, out1, out2, inputs...)	\
({								\
	asm volatile(try("77772f")				\
		     insn "\n\t"				\
		     "77772:\n\t"				\
		     : out1, out2 : inputs : "memory");		\
	exception_vector();					\
})

/* Execute one instruction; value: its exception vector, or 0. */
#define asm_safe(insn, inputs...)	__asm_safe(ASM_TRY, insn, inputs)
#define asm_fep_safe(insn, inputs...)	__asm_safe(ASM_TRY_FEP, insn, inputs)
#define asm_conditional_fep_safe(fep, insn, inputs...)		\
	((fep) ? asm_fep_safe(insn, inputs) : asm_safe(insn, inputs))

/* The same with one and two outputs. */
#define asm_safe_out1(insn, output, inputs...)			\
	__asm_safe_out1(ASM_TRY, insn, output, inputs)
#define asm_fep_safe_out1(insn, output, inputs...)		\
	__asm_safe_out1(ASM_TRY_FEP, insn, output, inputs)
#define asm_safe_out2(insn, out1, out2, inputs...)		\
	__asm_safe_out2(ASM_TRY, insn, out1, out2, inputs)
#define asm_fep_safe_out2(insn, out1, out2, inputs...)		\
	__asm_safe_out2(ASM_TRY_FEP, insn, out1, out2, inputs)

/* Report that an instruction raises @vec (0: nothing). */
#define __asm_safe_report(want, insn, inputs...)		\
do {								\
	int __vec = asm_safe(insn, inputs);			\
								\
	report((want) == __vec, "Expected %s on '%s', got %s",	\
	       (want) ? exception_mnemonic(want) : "SUCCESS",	\
	       insn,						\
	       __vec ? exception_mnemonic(__vec) : "SUCCESS");	\
} while (0)

#define asm_safe_report(insn, inputs...)			\
	__asm_safe_report(0, insn, inputs)
#define asm_safe_report_ex			__asm_safe_report

/* "#GP" for 13 and so on; "#??" for a vector without a name. */
const char *exception_mnemonic(int vector);

#endif /* _X86_FIXUP_H_ */
