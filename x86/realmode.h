/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * realmode: what its files share. The image stands alone: it is 16-bit code
 * in the first 64 KiB, without the guest library.
 *
 * A case is a piece of code with values for some registers before it and
 * after it; a register that is not named must keep its value.
 */
#ifndef _X86_REALMODE_H_
#define _X86_REALMODE_H_

/* Indices into rm_in and rm_out; the start-up code knows them. */
#define EAX	0
#define EBX	1
#define ECX	2
#define EDX	3
#define ESI	4
#define EDI	5
#define EBP	6
#define ESP	7
#define FLAGS	8
#define RM_NREGS 9

/* rm_vector when nothing was raised */
#define RM_NO_FAULT	0xff

#define FL_CF	0x0001
#define FL_1	0x0002
#define FL_PF	0x0004
#define FL_AF	0x0010
#define FL_ZF	0x0040
#define FL_SF	0x0080
#define FL_TF	0x0100
#define FL_IF	0x0200
#define FL_DF	0x0400
#define FL_OF	0x0800
#define FL_ALU	(FL_CF | FL_PF | FL_AF | FL_ZF | FL_SF | FL_OF)

#ifndef __ASSEMBLER__

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;

struct rm_value {
	u8 reg;
	u32 value;
} __attribute__((packed));

/* Registers before or after; the list ends with an all-zero flags word. */
#define R(...)	(const struct rm_value[]){ __VA_ARGS__, { FLAGS + 1, 0 } }

struct rm_case {
	const char *name;
	const char *code;
	const struct rm_value *in, *out;
	/* The flags @mask must be @flags. */
	u16 mask, flags;
	/* Bit n: register n may hold anything. */
	u16 any;
	/* Vector that must be raised; 0: none ... */
	u8 vector;
	/* ... because #DE, vector 0, is asked for by this. */
	bool faults;
	/* The IP saved with it, relative to the code. */
	u8 fault_at;
	/* Called before; called after, gives NULL or what is wrong. */
	void (*before)(void);
	const char *(*after)(void);
};

/* Code of a case, ends in a jump back to the runner. */
#ifdef __clang__
#define RM_CODE_MODE	".code16"
#else
#define RM_CODE_MODE	".code16gcc"
#endif
#define CODE(name, text)				\
	extern const char code_##name[];		\
	asm(".pushsection .text\n\t"			\
	    ".code16\n"					\
	    "code_" #name ":\n\t"			\
	    text "\n\t"					\
	    "jmp rm_back\n\t"				\
	    RM_CODE_MODE "\n\t"				\
	    ".popsection")

extern u32 rm_in[RM_NREGS], rm_out[RM_NREGS];
extern const char *rm_code;
extern volatile u8 rm_vector;
extern volatile u16 rm_fault_ip;
extern u16 rm_irq_ip;
extern volatile u16 rm_irq_count, rm_tick_count;
extern char rm_stack_top[], rm_gdt_ptr[], rm_int_iret[], rm_irq11[], rm_irq0[];

/* Run rm_code with the registers of rm_in. */
void rm_exec(void);

void rm_puts(const char *s);
void rm_put_hex(u32 v);
void rm_put_dec(u32 v);
/* One PASS or FAIL line; @why is NULL when it passed. */
void rm_report(const char *name, const char *why);

/* Put the default values into rm_in, then those of @in. */
void rm_load(const struct rm_value *in);
/* Run the cases up to the one without a name. */
void rm_run(const struct rm_case *cases);

void rm_data_cases(void);
void rm_arith_cases(void);
void rm_control_cases(void);
void rm_system_cases(void);
void rm_fault_cases(void);
void rm_throughput(void);

static inline void rm_outb(u16 port, u8 v)
{
	asm volatile("outb %0, %1" : : "a"(v), "Nd"(port));
}

static inline u8 rm_inb(u16 port)
{
	u8 v;

	asm volatile("inb %1, %0" : "=a"(v) : "Nd"(port));
	return v;
}

static inline void rm_outl(u16 port, u32 v)
{
	asm volatile("outl %0, %1" : : "a"(v), "Nd"(port));
}

/* Interrupt vector table */
static inline void rm_set_ivt(u8 vector, const char *fn)
{
	volatile u32 *entry = (volatile u32 *)(u32)(vector * 4);

	/* The compiler may take an address below its first page for a null pointer. */
	asm("" : "+r"(entry));
	*entry = (u32)fn;
}

#endif /* __ASSEMBLER__ */
#endif
