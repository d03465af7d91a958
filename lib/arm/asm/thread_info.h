/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a CPU or user thread knows of itself. It lies at the base of the THREAD_SIZE aligned
 * stack, so that masking the stack pointer finds it.
 */
#ifndef _ASMARM_THREAD_INFO_H_
#define _ASMARM_THREAD_INFO_H_

#include <asm/page.h>

/*
 * The AArch64 handler tables take 8 KiB of a stack and each level of printf 2 KiB: one size
 * up from the minimum.
 */
#define MIN_THREAD_SHIFT	14
#ifdef __aarch64__
#define DEF_THREAD_SHIFT	(MIN_THREAD_SHIFT + 1)
#else
#define DEF_THREAD_SHIFT	MIN_THREAD_SHIFT
#endif
#if PAGE_SHIFT > DEF_THREAD_SHIFT
#define THREAD_SHIFT		PAGE_SHIFT
#else
#define THREAD_SHIFT		DEF_THREAD_SHIFT
#endif
#define THREAD_SIZE		(_AC(1, UL) << THREAD_SHIFT)
#define THREAD_MASK		(THREAD_SIZE - 1)
#define THREAD_ALIGNMENT	THREAD_SIZE

#ifdef __aarch64__
#define THREAD_START_SP		(THREAD_SIZE - 16)
#else
/* Above the initial SP: one register frame per exception mode (lib/arm/cstart.S). */
#define THREAD_START_SP		((THREAD_SIZE - 8 * 72) & ~7)
#endif

#define TIF_USER_MODE		(_AC(1, U) << 0)

#ifndef __ASSEMBLER__
#include <asm/processor.h>
#include <alloc.h>

struct thread_info {
	int cpu;
	unsigned int flags;
	void *pgtable;
#ifdef __aarch64__
	vector_fn vector_handlers[VECTOR_MAX];
	exception_fn exception_handlers[VECTOR_MAX][EC_MAX];
#else
	exception_fn exception_handlers[EXCPTN_MAX];
#endif
	char ext[0];		/* for the test */
};

/* The initial stack pointer of a freshly allocated stack. */
static inline void *thread_stack_alloc(void)
{
	void *sp = memalign(THREAD_ALIGNMENT, THREAD_SIZE);

	return (char *)sp + THREAD_START_SP;
}

static inline struct thread_info *thread_info_sp(unsigned long sp)
{
	return (struct thread_info *)(sp & ~THREAD_MASK);
}

register unsigned long current_stack_pointer asm("sp");

static inline struct thread_info *current_thread_info(void)
{
	return thread_info_sp(current_stack_pointer);
}

/* Zero ti, set its CPU from MPIDR and its flags; install the default vector handlers. */
extern void thread_info_init(struct thread_info *ti, unsigned int flags);

#endif /* !__ASSEMBLER__ */
#endif /* _ASMARM_THREAD_INFO_H_ */
