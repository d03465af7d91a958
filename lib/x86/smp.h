// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Several CPUs: per-CPU data, starting them, running functions on them.
 *
 * A CPU has a dense index 0..n-1, smp_id(), in the order of the APIC ids with
 * the boot CPU first; id_map[] (apic.h) has the APIC ids.
 */
#ifndef _X86_SMP_H_
#define _X86_SMP_H_

#include <libcflat.h>
#include <x86/layout.h>
#include <x86/fixup.h>
#include <x86/atomic.h>

/* Registers of a nested guest; the slot of RSP holds CR2. */
struct guest_regs {
	u64 rax;
	u64 rcx;
	u64 rdx;
	u64 rbx;
	u64 cr2;
	u64 rbp;
	u64 rsi;
	u64 rdi;
	u64 r8;
	u64 r9;
	u64 r10;
	u64 r11;
	u64 r12;
	u64 r13;
	u64 r14;
	u64 r15;
	u64 rflags;
};

struct percpu_data {
	u32 smp_id;
	union {
		struct {
			u8 exception_vector;
			u8 exception_rflags_rf;
			u16 exception_error_code;
		};
		u32 exception_data;
	};
	void *apic_ops;
	struct guest_regs guest_regs;
	bool launched;
	bool in_guest;

	/* The library's own */
	u32 apic_id;
	u32 exception_error_code32;
	ulong exception_cr2;
	void *exception_jmpbuf;
	/* 1 once smp_id is valid. */
	u32 registered;
	/* Remote call: filled by the caller, taken by the IPI handler. */
	void (*volatile ipi_function)(void *data);
	void *volatile ipi_data;
	volatile u32 ipi_done;
	volatile u32 ipi_wait;
	volatile u32 busy;
};

_Static_assert(offsetof(struct percpu_data, exception_data) == PERCPU_EXCEPTION_DATA,
	       "ASM_TRY clears the exception record by its offset");

#define typeof_percpu(name)	typeof(((struct percpu_data *)0)->name)
#define offsetof_percpu(name)	offsetof(struct percpu_data, name)

/* this_cpu_read_NAME() and this_cpu_write_NAME(), through GS. */
#define BUILD_PERCPU_OP(name)							\
static inline typeof_percpu(name) this_cpu_read_##name(void)			\
{										\
	typeof_percpu(name) v;							\
										\
	asm volatile("mov %%gs:%c1, %0"						\
		     : "=q"(v) : "i"(offsetof_percpu(name)) : "memory");	\
	return v;								\
}										\
static inline void this_cpu_write_##name(typeof_percpu(name) v)			\
{										\
	asm volatile("mov %0, %%gs:%c1"						\
		     : : "q"(v), "i"(offsetof_percpu(name)) : "memory");	\
}

BUILD_PERCPU_OP(smp_id)
BUILD_PERCPU_OP(exception_vector)
BUILD_PERCPU_OP(exception_rflags_rf)
BUILD_PERCPU_OP(exception_error_code)
BUILD_PERCPU_OP(apic_ops)
BUILD_PERCPU_OP(launched)
BUILD_PERCPU_OP(in_guest)
BUILD_PERCPU_OP(apic_id)
BUILD_PERCPU_OP(exception_data)
BUILD_PERCPU_OP(exception_error_code32)
BUILD_PERCPU_OP(exception_cr2)
BUILD_PERCPU_OP(exception_jmpbuf)

/* The per-CPU data of CPU @smp_id, or NULL. */
struct percpu_data *percpu_of(int smp_id);

/* Start the other CPUs and wait for them. One that does not come ends the run. */
void bringup_aps(void);

/* Idle loop of the other CPUs. */
void ap_online(void) __attribute__((noreturn));

/* Assign the dense ids and install the IPI handler. */
void smp_init(void);

int cpu_count(void);
int smp_id(void);

/*
 * Run @function(@data) on CPU @cpu, inline if that is the caller, and wait for
 * its end. It runs with interrupts off on the CPU's own stack and page tables.
 */
void on_cpu(int cpu, void (*function)(void *data), void *data);
/* The same, but return as soon as the CPU has taken the request. */
void on_cpu_async(int cpu, void (*function)(void *data), void *data);
/* On every CPU at once, the caller's own included; wait for all. */
void on_cpus(void (*function)(void *data), void *data);

/* One plus the number of CPUs that still run a remote call. */
int cpus_active(void);

/* reset_apic() on every CPU. */
void smp_reset_apic(void);

/*
 * Start CPU @smp_id anew with INIT and SIPI, because what it runs will never
 * end. Value: whether it came back.
 */
bool smp_restart_cpu(int smp_id);

/*
 * After a subtest was left in the middle: wait a moment for remote calls,
 * start the CPUs that still run one again with these registers.
 */
void smp_recover(ulong cr0, ulong cr3, ulong cr4);

extern atomic_t cpu_online_count;
/* By APIC id. */
extern unsigned char online_cpus[(MAX_TEST_CPUS + 7) / 8];

#endif /* _X86_SMP_H_ */
