// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * fpu: FP, SIMD and SVE registers belong to a vCPU.
 *
 * One CPU loads all vector registers, another loads other values, the first still has its own.
 * A hypervisor that saves the state lazily and forgets loses them. It is most likely to show
 * when the vCPUs share one physical CPU (taskset).
 */
#include <libcflat.h>
#include <on-cpus.h>
#include <asm/processor.h>
#include <asm/smp.h>

#define NR_REGS		32
#define QUADS		(NR_REGS * 2)	/* doublewords of 32 registers of 128 bits */

struct fpu_data {
	u64 v[QUADS];
};

static struct fpu_data data[2] __attribute__((aligned(16)));
static struct fpu_data out __attribute__((aligned(16)));

static u64 random64(void)
{
	u64 val, ok;

	if (!system_supports_rndr())
		return get_cntvct() * 0x9e3779b97f4a7c15UL;
	do {
		/* RNDR sets NZCV to 0b0000 when it gave a number */
		asm volatile("mrs %0, " xstr(RNDR) "\n\tcset %1, ne"
			     : "=r" (val), "=r" (ok) : : "cc");
	} while (!ok);
	return val;
}

#define REPEAT_Q(X)	X(0, 1) X(2, 3) X(4, 5) X(6, 7) X(8, 9) X(10, 11) X(12, 13) X(14, 15) \
	X(16, 17) X(18, 19) X(20, 21) X(22, 23) X(24, 25) X(26, 27) X(28, 29) X(30, 31)
#define REPEAT_Z(X)	X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12) \
	X(13) X(14) X(15) X(16) X(17) X(18) X(19) X(20) X(21) X(22) X(23) X(24) X(25) X(26) \
	X(27) X(28) X(29) X(30) X(31)

static void fpu_load(void *from)
{
#define X(a, b) "ldp q" #a ", q" #b ", [%0, #(" #a " * 16)]\n"
	asm volatile(".arch_extension fp\n.arch_extension simd\n" REPEAT_Q(X) : : "r" (from));
#undef X
}

static void fpu_store(void *to)
{
#define X(a, b) "stp q" #a ", q" #b ", [%0, #(" #a " * 16)]\n"
	asm volatile(".arch_extension fp\n.arch_extension simd\n" REPEAT_Q(X)
		     : : "r" (to) : "memory");
#undef X
}

/* With ZCR_EL1.LEN 0 a Z register has 128 bits; per CPU, and only after the ISB. */
static void sve_short(void)
{
	write_sysreg(read_sysreg(ZCR_EL1) & ~ZCR_EL1_LEN, ZCR_EL1);
	isb();
}

static void sve_load(void *from)
{
	sve_short();
#define X(a) "ldr z" #a ", [%0, #" #a ", MUL VL]\n"
	asm volatile(".arch_extension sve\n" REPEAT_Z(X) : : "r" (from));
#undef X
}

static void sve_store(void *to)
{
	sve_short();
#define X(a) "str z" #a ", [%0, #" #a ", MUL VL]\n"
	asm volatile(".arch_extension sve\n" REPEAT_Z(X) : : "r" (to) : "memory");
#undef X
}

static u32 compare(const struct fpu_data *want)
{
	u32 same = 0;
	int i;

	for (i = 0; i < NR_REGS; i++) {
		if (out.v[2 * i] == want->v[2 * i] && out.v[2 * i + 1] == want->v[2 * i + 1])
			same |= 1U << i;
		else
			report_info("register %d: expected %016lx%016lx, got %016lx%016lx", i,
				    (ulong)want->v[2 * i + 1], (ulong)want->v[2 * i],
				    (ulong)out.v[2 * i + 1], (ulong)out.v[2 * i]);
	}
	return same;
}

static void randomize(void)
{
	int i;

	for (i = 0; i < QUADS; i++) {
		data[0].v[i] = random64();
		data[1].v[i] = ~random64();
	}
	memset(&out, 0, sizeof(out));
}

static void check(const char *name, void (*load)(void *), void (*store)(void *))
{
	int round;
	u32 same = ~0U;

	report_prefix_push(name);
	for (round = 0; round < 20; round++) {
		randomize();
		load(&data[0]);
		on_cpu(1, load, &data[1]);
		store(&out);
		same &= compare(&data[0]);
	}
	report(same == ~0U, "CPU 0 keeps its registers: mask: 0x%x", same);

	same = ~0U;
	for (round = 0; round < 20; round++) {
		randomize();
		on_cpu(1, load, &data[1]);
		load(&data[0]);
		on_cpu(1, store, &out);
		same &= compare(&data[1]);
	}
	report(same == ~0U, "CPU 1 keeps its registers: mask: 0x%x", same);
	report_prefix_pop();
}

int main(void)
{
	report_prefix_push("fpu");
	if (nr_cpus < 2)
		report_abort("at least 2 CPUs needed");
	check("fpsimd", fpu_load, fpu_store);
	if (system_supports_sve())
		check("sve", sve_load, sve_store);
	return report_summary();
}
