/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Program status word: layout, mask bits and the instructions that read and
 * replace it (Principles of Operation, chapter 4 "Program-Status Word").
 */
#ifndef _ASMS390X_PSW_H_
#define _ASMS390X_PSW_H_

#define PSW_MASK_PER			0x4000000000000000UL
#define PSW_MASK_DAT			0x0400000000000000UL
#define PSW_MASK_IO			0x0200000000000000UL
#define PSW_MASK_EXT			0x0100000000000000UL
#define PSW_MASK_KEY			0x00F0000000000000UL
/* Must be one in an 8-byte (short) PSW and zero in a 16-byte one. */
#define PSW_MASK_SHORT_PSW		0x0008000000000000UL
#define PSW_MASK_MCHECK			0x0004000000000000UL
#define PSW_MASK_WAIT			0x0002000000000000UL
#define PSW_MASK_PSTATE			0x0001000000000000UL
#define PSW_MASK_AS			0x0000C00000000000UL
#define PSW_MASK_HOME			0x0000C00000000000UL
#define PSW_MASK_CC			0x0000300000000000UL
#define PSW_MASK_PROGRAM		0x00000F0000000000UL
#define PSW_MASK_EA			0x0000000100000000UL
#define PSW_MASK_BA			0x0000000080000000UL
#define PSW_MASK_64			(PSW_MASK_EA | PSW_MASK_BA)

#ifndef __ASSEMBLER__
#include <stdint.h>
#include <stdbool.h>

/* PSW bits 16-17 */
enum address_space {
	AS_PRIM = 0,
	AS_ACCR = 1,
	AS_SECN = 2,
	AS_HOME = 3
};

struct psw {
	union {
		uint64_t	mask;
		struct {
			uint64_t reserved00:1;
			uint64_t per:1;
			uint64_t reserved02:3;
			uint64_t dat:1;
			uint64_t io:1;
			uint64_t ext:1;
			uint64_t key:4;
			uint64_t reserved12:1;
			uint64_t mchk:1;
			uint64_t wait:1;
			uint64_t pstate:1;
			uint64_t as:2;
			uint64_t cc:2;
			uint64_t prg_mask:4;
			uint64_t reserved24:7;
			uint64_t ea:1;
			uint64_t ba:1;
			uint64_t reserved33:31;
		};
	};
	uint64_t	addr;
};

/* 8-byte PSW; bit 12 of the mask must be one, the address has 31 bits. */
struct short_psw {
	uint32_t	mask;
	uint32_t	addr;
};

#define PSW(m, a) ((struct psw){ .mask = (m), .addr = (uint64_t)(a) })
#define PSW_WITH_CUR_MASK(a) PSW(extract_psw_mask(), (a))

/* extract_psw_mask() - bits 0-63 of the current PSW (EXTRACT PSW) */
static inline uint64_t extract_psw_mask(void)
{
	uint32_t high, low;

	asm volatile("epsw	%0,%1" : "=d" (high), "=a" (low));
	return ((uint64_t)high << 32) | low;
}

/* load_psw_mask() - go on with the next instruction under another PSW mask */
static inline void load_psw_mask(uint64_t mask)
{
	struct psw next = { .mask = mask };
	uint64_t address;

	asm volatile(
		"	larl	%[a],0f\n"
		"	stg	%[a],%[addr]\n"
		"	lpswe	%[psw]\n"
		"0:\n"
		: [a] "=&d" (address), [addr] "=&RT" (next.addr)
		: [psw] "Q" (next)
		: "memory", "cc");
}

/* psw_mask_clear_and_set_bits() - read, modify and load the PSW mask */
static inline void psw_mask_clear_and_set_bits(uint64_t clear, uint64_t set)
{
	load_psw_mask((extract_psw_mask() & ~clear) | set);
}

static inline void psw_mask_set_bits(uint64_t bits)
{
	psw_mask_clear_and_set_bits(0, bits);
}

static inline void psw_mask_clear_bits(uint64_t bits)
{
	psw_mask_clear_and_set_bits(bits, 0);
}

static inline void enable_dat(void)
{
	psw_mask_set_bits(PSW_MASK_DAT);
}

static inline void disable_dat(void)
{
	psw_mask_clear_bits(PSW_MASK_DAT);
}

/* enter_pstate() - problem state; leave_pstate() or a privileged instruction leaves it */
static inline void enter_pstate(void)
{
	psw_mask_set_bits(PSW_MASK_PSTATE);
}

#define SVC_LEAVE_PSTATE	1

/* leave_pstate() - supervisor state, by a supervisor call that the library serves */
static inline void leave_pstate(void)
{
	asm volatile("svc %0" : : "i" (SVC_LEAVE_PSTATE) : "memory");
}

/*
 * disabled_wait() - stop for good, the hypervisor may see a crash
 * @message: becomes the instruction address of the wait PSW
 */
static inline void __attribute__((noreturn)) disabled_wait(uint64_t message)
{
	struct psw wait = { .mask = PSW_MASK_WAIT, .addr = message };

	asm volatile("lpswe	%0" : : "Q" (wait) : "memory", "cc");
	__builtin_unreachable();
}

/*
 * wait_for_interrupt() - enabled wait
 * @irq_mask: PSW_MASK_EXT, _IO and _MCHECK in any combination
 *
 * The handler must clear the wait bit of the old PSW, or the wait goes on.
 * The mask of the caller is back on return.
 */
static inline void wait_for_interrupt(uint64_t irq_mask)
{
	uint64_t mask = extract_psw_mask();

	load_psw_mask(mask | irq_mask | PSW_MASK_WAIT);
	load_psw_mask(mask);
}

#endif /* !__ASSEMBLER__ */
#endif
