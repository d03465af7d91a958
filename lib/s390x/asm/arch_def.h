/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * CPU state and control instructions of z/Architecture: stack frames, the
 * per-CPU structure, control registers and the short privileged instructions.
 * "PoP" below is the z/Architecture Principles of Operation, SA22-7832.
 */
#ifndef _ASMS390X_ARCH_DEF_H_
#define _ASMS390X_ARCH_DEF_H_

#include <asm/psw.h>
#include <asm/lowcore.h>

/*
 * Control-register bits, counted from the least significant end as
 * ctl_set_bit() wants them (63 - the number in the manual).
 */
#define CTL0_TRANSACT_EX_CTL			(63 - 8)
#define CTL0_LOW_ADDR_PROT			(63 - 35)
#define CTL0_FETCH_PROTECTION_OVERRIDE		(63 - 38)
#define CTL0_STORAGE_PROTECTION_OVERRIDE	(63 - 39)
#define CTL0_EDAT				(63 - 40)
#define CTL0_IEP				(63 - 43)
#define CTL0_AFP				(63 - 45)
#define CTL0_VECTOR				(63 - 46)
#define CTL0_EMERGENCY_SIGNAL			(63 - 49)
#define CTL0_EXTERNAL_CALL			(63 - 50)
#define CTL0_CLOCK_COMPARATOR			(63 - 52)
#define CTL0_CPU_TIMER				(63 - 53)
#define CTL0_SERVICE_SIGNAL			(63 - 54)
#define CR0_EXTM_MASK				0x0000000000006200UL

#define CTL2_GUARDED_STORAGE			(63 - 59)

/* CR0 of a CPU that runs C code of this library: AFP registers, nothing else */
#define CR0_INITIAL				0x0000000000040000UL

#ifndef __ASSEMBLER__
#include <stdint.h>
#include <stdbool.h>
#include <linux/compiler.h>

/* A frame of the ELF ABI with -mbackchain */
struct stack_frame {
	struct stack_frame *back_chain;
	uint64_t reserved;
	uint64_t argument_area[4];	/* GR2-5 */
	uint64_t grs[10];		/* GR6-15; [8] is the return address */
	double fprs[4];			/* FPR0, 2, 4, 6 */
};

/*
 * What every interruption stub saves. GR14 lies where a normal frame has it,
 * so a walk along the back chain goes straight through.
 */
struct stack_frame_int {
	struct stack_frame *back_chain;
	uint64_t reserved;
	uint64_t grs0[14];		/* GR2-15 */
	uint64_t grs1[2];		/* GR0, GR1 */
	uint32_t reserved1;
	uint32_t fpc;
	uint64_t fprs[16];
	uint64_t crs[16];
};
_Static_assert(sizeof(struct stack_frame) == 160, "stack frame size");

/* What the library keeps for each CPU */
struct cpu {
	struct lowcore *lowcore;
	uint64_t *stack;
	void (*pgm_cleanup_func)(struct stack_frame_int *);
	void (*ext_cleanup_func)(struct stack_frame_int *);
	uint16_t addr;			/* CPU address */
	uint16_t idx;			/* position in the table, 0 = boot CPU */
	bool active;
	bool pgm_int_expected;
	bool ext_int_expected;
	bool in_interrupt_handler;
};

/* Result of STORE CPU ID */
struct cpuid {
	uint64_t version : 8;
	uint64_t id : 24;
	uint64_t type : 16;
	uint64_t format : 1;
	uint64_t reserved : 15;
};

/* stap() - address of this CPU (STORE CPU ADDRESS) */
static inline unsigned short stap(void)
{
	unsigned short cpu_address;

	asm volatile("stap %0" : "=Q" (cpu_address));
	return cpu_address;
}

/* stidp() - identification of this CPU (STORE CPU ID), see struct cpuid */
static inline uint64_t stidp(void)
{
	uint64_t cpuid;

	asm volatile("stidp %0" : "=Q" (cpuid));
	return cpuid;
}

enum tprot_permission {
	TPROT_READ_WRITE = 0,
	TPROT_READ = 1,
	TPROT_RW_PROTECTED = 2,
	TPROT_TRANSL_UNAVAIL = 3,
};

/*
 * tprot() - what an access with a given key would be allowed (TEST PROTECTION)
 * @addr: logical address of the byte
 * @access_key: 0..15
 *
 * Returns the condition code.
 */
static inline enum tprot_permission tprot(unsigned long addr, char access_key)
{
	int cc;

	asm volatile(
		"	tprot	0(%1),0(%2)\n"
		"	ipm	%0\n"
		"	srl	%0,28\n"
		: "=d" (cc)
		: "a" (addr), "a" ((unsigned long)access_key << 4)
		: "cc");
	return (enum tprot_permission)cc;
}

/* lctlg(), stctg() - load and store one control register, a compile-time number */
static __always_inline void lctlg(int cr, uint64_t value)
{
	asm volatile("lctlg	%1,%1,%0" : : "Q" (value), "i" (cr) : "memory");
}

static __always_inline uint64_t stctg(int cr)
{
	uint64_t value;

	asm volatile("stctg	%1,%1,%0" : "=Q" (value) : "i" (cr) : "memory");
	return value;
}

/* ctl_set_bit(), ctl_clear_bit() - bit counted from the least significant end */
static __always_inline void ctl_set_bit(int cr, unsigned int bit)
{
	lctlg(cr, stctg(cr) | (1UL << bit));
}

static __always_inline void ctl_clear_bit(int cr, unsigned int bit)
{
	lctlg(cr, stctg(cr) & ~(1UL << bit));
}

/*
 * stsi() - STORE SYSTEM INFORMATION
 * @addr: 4 KiB aligned buffer
 * @fc: function code
 * @sel1: selector 1, goes to GR0 with the function code; may carry reserved bits
 * @sel2: selector 2, goes to GR1
 *
 * Returns the condition code.
 */
static inline int stsi(void *addr, int fc, int sel1, int sel2)
{
	register uint64_t r0 asm("0") = ((uint64_t)(unsigned int)fc << 28) | (unsigned int)sel1;
	register uint64_t r1 asm("1") = (unsigned int)sel2;
	uint64_t bogus_cc = 3;
	int cc;

	asm volatile(
		"	tmll	%[bogus],3\n"
		"	stsi	0(%[addr])\n"
		"	ipm	%[cc]\n"
		"	srl	%[cc],28\n"
		: [cc] "=d" (cc), "+d" (r0)
		: "d" (r1), [addr] "a" (addr), [bogus] "d" (bogus_cc)
		: "cc", "memory");
	return cc;
}

/* stsi_get_fc() - highest function code, i.e. the configuration level we run at */
unsigned long stsi_get_fc(void);

/*
 * servc() - SERVICE CALL
 * @command: SCLP command word
 * @sccb: absolute address of the service-call control block
 *
 * Returns the condition code.
 */
static inline int servc(uint32_t command, unsigned long sccb)
{
	int cc;

	asm volatile(
		"	.insn	rre,0xb2200000,%1,%2\n"
		"	ipm	%0\n"
		"	srl	%0,28\n"
		: "=&d" (cc)
		: "d" (command), "a" (sccb)
		: "cc", "memory");
	return cc;
}

static inline void set_prefix(uint32_t new_prefix)
{
	asm volatile("spx %0" : : "Q" (new_prefix) : "memory");
}

static inline uint32_t get_prefix(void)
{
	uint32_t current_prefix;

	asm volatile("stpx %0" : "=Q" (current_prefix));
	return current_prefix;
}

/* diag44() - voluntary time slice end */
static inline void diag44(void)
{
	asm volatile("diag	0,0,0x44" : : : "memory");
}

/* diag500() - hand a value to the hypervisor that runs a snippet */
static inline void diag500(uint64_t val)
{
	register uint64_t r2 asm("2") = val;

	asm volatile("diag	0,0,0x500" : : "d" (r2) : "memory");
}

/* assembler entries of cstart64.S and cpu.S */
void init_psw_cont(void);
void pgm_int(void);
void ext_int(void);
void mcck_int(void);
void io_int(void);
void svc_int(void);
void smp_cpu_setup_state(void);

/*
 * diag308_load_reset() - DIAG 0x308 subcode 0 (modified clear) or 1 (load normal)
 *
 * Returns 1 if the CPU came back through the PSW at absolute 0 as the reset
 * must, 0 if the DIAGNOSE completed without resetting anything.
 */
int diag308_load_reset(uint64_t subcode);

/* setup() - everything between the first instruction and main() */
void setup(void);

#endif /* !__ASSEMBLER__ */
#endif
