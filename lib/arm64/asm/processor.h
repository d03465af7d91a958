/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* AArch64 processor state, exception handlers, user mode and feature queries. */
#ifndef _ASMARM64_PROCESSOR_H_
#define _ASMARM64_PROCESSOR_H_

#ifndef __ASSEMBLER__

#include <asm/ptrace.h>
#include <asm/esr.h>
#include <asm/sysreg.h>
#include <asm/barrier.h>

/* Slots of the vector table (Arm ARM D1.3.1.5) */
enum vector {
	EL1T_SYNC,
	EL1T_IRQ,
	EL1T_FIQ,
	EL1T_ERROR,
	EL1H_SYNC,
	EL1H_IRQ,
	EL1H_FIQ,
	EL1H_ERROR,
	EL0_SYNC_64,
	EL0_IRQ_64,
	EL0_FIQ_64,
	EL0_ERROR_64,
	EL0_SYNC_32,
	EL0_IRQ_32,
	EL0_FIQ_32,
	EL0_ERROR_32,
	VECTOR_MAX,
};

#define EC_MAX 64

typedef void (*vector_fn)(enum vector v, struct pt_regs *regs, unsigned int esr);
typedef void (*exception_fn)(struct pt_regs *regs, unsigned int esr);
typedef void (*irq_handler_fn)(struct pt_regs *regs);

/*
 * Handlers belong to the thread_info of the calling CPU or user thread. A handler changes
 * what is returned to by editing regs; the library never skips the faulting instruction.
 */

/* Replace the whole handling of vector v. */
extern void install_vector_handler(enum vector v, vector_fn fn);
/* Handle exception class ec of vector v with fn; NULL takes the handler away. */
extern void install_exception_handler(enum vector v, unsigned int ec, exception_fn fn);
/* Handle the interrupts of vector v, one of the _IRQ ones. */
extern void install_irq_handler(enum vector v, irq_handler_fn fn);

extern void default_vector_sync_handler(enum vector v, struct pt_regs *regs, unsigned int esr);
extern void default_vector_irq_handler(enum vector v, struct pt_regs *regs, unsigned int esr);
/* Fill a table of VECTOR_MAX entries with the defaults: EL1h and 64-bit EL0, sync and IRQ. */
extern void vector_handlers_default_init(vector_fn *handlers);
/* Called by the vector stubs. */
extern void do_handle_exception(enum vector v, struct pt_regs *regs, unsigned int esr);

/* Print the frame. */
extern void show_regs(struct pt_regs *regs);
/* True when the exception described by esr has a valid fault address, stored to *far. */
extern bool get_far(unsigned int esr, unsigned long *far);

static inline unsigned long current_level(void)
{
	return read_sysreg(CurrentEL) & 0xc;
}

static inline void local_irq_enable(void)
{
	asm volatile("msr daifclr, #2" : : : "memory");
}

static inline void local_irq_disable(void)
{
	asm volatile("msr daifset, #2" : : : "memory");
}

static inline uint64_t get_mpidr(void)
{
	return read_sysreg(mpidr_el1);
}

/* The affinity fields of MPIDR_EL1 */
#define MPIDR_HWID_BITMASK	0xff00ffffffUL
#define MPIDR_LEVEL_SHIFT(level)	(((level) == 3) ? 32 : (level) * 8)
#define MPIDR_AFFINITY_LEVEL(mpidr, level) \
	(((mpidr) >> MPIDR_LEVEL_SHIFT(level)) & 0xff)

/* Logical number of the CPU with that affinity, -1 if there is none. */
extern int mpidr_to_cpu(uint64_t mpidr);

/* Enter func(arg) at EL0 with stack pointer sp_usr; never returns. */
extern void start_usr(void (*func)(void *arg), void *arg, unsigned long sp_usr)
	__attribute__((noreturn));
/* True when the caller is a thread that start_usr() started. */
extern bool is_user(void);
/* SCTLR_EL1.M of this CPU; privileged. */
extern bool __mmu_enabled(void);

/* Virtual counter, read after all earlier instructions, and its frequency in Hz. */
static inline u64 get_cntvct(void)
{
	isb();
	return read_sysreg(cntvct_el0);
}

static inline u32 get_cntfrq(void)
{
	return read_sysreg(cntfrq_el0);
}

static inline u64 get_ctr(void)
{
	return read_sysreg(ctr_el0);
}

static inline unsigned long get_id_aa64mmfr0_el1(void)
{
	return read_sysreg(id_aa64mmfr0_el1);
}

#define ID_AA64MMFR0_TGRAN4_SHIFT	28
#define ID_AA64MMFR0_TGRAN64_SHIFT	24
#define ID_AA64MMFR0_TGRAN16_SHIFT	20

/* The 4K and 64K fields count 0 as supported, the 16K field does not. */
#define ID_AA64MMFR0_TGRAN4_SUPPORTED(r) ({					\
	unsigned long __v = ((r) >> ID_AA64MMFR0_TGRAN4_SHIFT) & 0xf;		\
	__v == 0 || __v == 1;							\
})

#define ID_AA64MMFR0_TGRAN64_SUPPORTED(r) ({					\
	unsigned long __v = ((r) >> ID_AA64MMFR0_TGRAN64_SHIFT) & 0xf;		\
	__v == 0;								\
})

#define ID_AA64MMFR0_TGRAN16_SUPPORTED(r) ({					\
	unsigned long __v = ((r) >> ID_AA64MMFR0_TGRAN16_SHIFT) & 0xf;		\
	__v == 1 || __v == 2;							\
})

/* granule is 4096, 16384 or 65536 */
static inline bool system_supports_granule(size_t granule)
{
	u64 mmfr0 = get_id_aa64mmfr0_el1();

	switch (granule) {
	case 4096:
		return ID_AA64MMFR0_TGRAN4_SUPPORTED(mmfr0);
	case 16384:
		return ID_AA64MMFR0_TGRAN16_SUPPORTED(mmfr0);
	case 65536:
		return ID_AA64MMFR0_TGRAN64_SUPPORTED(mmfr0);
	}
	return false;
}

static inline unsigned long get_id_aa64pfr0_el1(void)
{
	return read_sysreg(id_aa64pfr0_el1);
}

#define ID_AA64PFR0_EL1_SVE_SHIFT	32

static inline bool system_supports_sve(void)
{
	return ((get_id_aa64pfr0_el1() >> ID_AA64PFR0_EL1_SVE_SHIFT) & 0xf) != 0;
}

/* Current SVE vector length in bits. */
static inline unsigned long sve_vl(void)
{
	unsigned long vl;

	asm volatile(".arch_extension sve\n\trdvl %0, #8" : "=r" (vl));
	return vl;
}

static inline bool system_supports_rndr(void)
{
	return ((read_sysreg(id_aa64isar0_el1) >> ID_AA64ISAR0_EL1_RNDR_SHIFT) & 0xf) != 0;
}

#endif /* !__ASSEMBLER__ */
#endif /* _ASMARM64_PROCESSOR_H_ */
