// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * pmu: the Performance Monitors of a guest (Arm ARM D12; PMUv1 and v2: DDI 0406C C12).
 *
 * cycle-counter [cpi]  PMCCNTR runs, and counts cycles of a loop of known length; with cpi
 *                      given (QEMU -icount) exactly cpi for each instruction
 * pmu-*                event counters (pmu-events.c, arm64)
 */
#include <libcflat.h>
#include <errata.h>
#include <stdlib.h>

#include "pmu.h"

#define NR_SAMPLES	10

struct pmu pmu;

#ifdef __arm__
#define ID_DFR0_PMU_NOTIMPL	0
#define ID_DFR0_PMU_V3		3
#define ID_DFR0_PMU_IMPDEF	0xf

#define PMCR			__ACCESS_CP15(c9, 0, c12, 0)
#define ID_DFR0			__ACCESS_CP15(c0, 0, c1, 2)
#define PMSELR			__ACCESS_CP15(c9, 0, c12, 5)
#define PMXEVTYPER		__ACCESS_CP15(c9, 0, c13, 1)
#define PMCNTENSET		__ACCESS_CP15(c9, 0, c12, 1)
#define PMCCNTR32		__ACCESS_CP15(c9, 0, c13, 0)
#define PMCCNTR64		__ACCESS_CP15_64(0, c9)

static u32 get_id_dfr0(void) { return read_sysreg(ID_DFR0); }
static u32 get_pmcr(void) { return read_sysreg(PMCR); }
static void set_pmcr(u32 v) { write_sysreg(v, PMCR); }
static void set_pmcntenset(u32 v) { write_sysreg(v, PMCNTENSET); }
static u32 get_pmccntr(void) { return read_sysreg(PMCCNTR32); }
static void set_pmccntr(u32 v) { write_sysreg(v, PMCCNTR32); }

static void set_pmccfiltr(u32 v)
{
	write_sysreg(PMU_CYCLE_IDX, PMSELR);
	isb();
	write_sysreg(v, PMXEVTYPER);
	isb();
}

static unsigned int pmu_version(void)
{
	return (get_id_dfr0() >> 24) & 0xf;
}

static u32 cycle_filter(void)
{
	return 0;
}

/* PMCR, ISB, then 2n instructions, then PMCR off, ISB. */
static noinline void precise_instrs_loop(int loop, u32 pmcr)
{
	asm volatile(
	"	mcr	p15, 0, %[pmcr], c9, c12, 0\n"
	"	isb\n"
	"1:	subs	%[loop], %[loop], #1\n"
	"	bgt	1b\n"
	"	mcr	p15, 0, %[z], c9, c12, 0\n"
	"	isb\n"
	: [loop] "+r" (loop)
	: [pmcr] "r" (pmcr), [z] "r" (0)
	: "cc");
}

static bool undefined;

static void und_handler(struct pt_regs *regs __unused)
{
	undefined = true;
}

/* The 64-bit view of the cycle counter, which PMUv3 has (erratum 9e3f7a296940). */
static void pmccntr64_test(void)
{
	if (pmu.version != ID_DFR0_PMU_V3)
		return;
	if (!ERRATA(9e3f7a296940)) {
		report_skip("Skipping unsafe pmccntr64 test. "
			    "Set ERRATA_9e3f7a296940=y to enable.");
		return;
	}
	install_exception_handler(EXCPTN_UND, und_handler);
	write_sysreg(0xdead, PMCCNTR64);
	report(read_sysreg(PMCCNTR64) == 0xdead && !undefined, "pmccntr64%s",
	       undefined ? ": undefined instruction" : "");
	install_exception_handler(EXCPTN_UND, NULL);
}

#else /* __aarch64__ */

static unsigned int pmu_version(void)
{
	return (read_sysreg(id_aa64dfr0_el1) >> 8) & 0xf;
}

static u32 cycle_filter(void)
{
	return current_level() == CurrentEL_EL2 ? PMEVTYPER_NSH : 0;
}

static noinline void precise_instrs_loop(int loop, u32 pmcr)
{
	u64 pmcr64 = pmcr;

	asm volatile(
	"	msr	pmcr_el0, %[pmcr]\n"
	"	isb\n"
	"1:	subs	%w[loop], %w[loop], #1\n"
	"	b.gt	1b\n"
	"	msr	pmcr_el0, xzr\n"
	"	isb\n"
	: [loop] "+r" (loop)
	: [pmcr] "r" (pmcr64)
	: "cc");
}

static void pmccntr64_test(void)
{
}
#endif

/*
 * From the PMCR write that starts counting to the one that stops it: an ISB, the loop and
 * the stopping write. The pad is zero: 2 + 2 * loop instructions.
 */
static void measure_instrs(int num, u32 pmcr)
{
	int loop = (num - 2) / 2;

	assert(num >= 4 && ((num - 2) % 2 == 0));
	precise_instrs_loop(loop, pmcr);
}

static bool check_cycles_increase(void)
{
	bool success = true;
	int i;

	set_pmccntr(0);
	set_pmcntenset(1U << PMU_CYCLE_IDX);
	set_pmccfiltr(cycle_filter());
	set_pmcr(pmu.pmcr_ro | PMU_PMCR_LC | PMU_PMCR_C | PMU_PMCR_E);
	isb();

	for (i = 0; i < NR_SAMPLES; i++) {
		u64 a, b;

		a = get_pmccntr();
		b = get_pmccntr();
		if (a >= b) {
			printf("Read %llu then %llu.\n", (unsigned long long)a,
			       (unsigned long long)b);
			success = false;
			break;
		}
	}
	set_pmcr(pmu.pmcr_ro & ~(u32)PMU_PMCR_E);
	return success;
}

static bool check_cpi(int cpi)
{
	u32 pmcr = pmu.pmcr_ro | PMU_PMCR_LC | PMU_PMCR_C | PMU_PMCR_E;
	unsigned int i;
	int si;

	set_pmccfiltr(cycle_filter());

	printf("instructions : cycle counts%s\n", cpi ? ", exact" : "");
	for (i = 4; i < 300; i += 32) {
		u64 avg, sum = 0;

		printf("%4d:", i);
		for (si = 0; si < NR_SAMPLES; si++) {
			u64 cycles;

			set_pmccntr(0);
			measure_instrs(i, pmcr);
			cycles = get_pmccntr();
			printf(" %4llu", (unsigned long long)cycles);
			if (!cycles) {
				printf("\ncycles not incrementing!\n");
				return false;
			}
			if (cpi > 0 && cycles != (u64)i * cpi) {
				printf("\nunexpected cycle count received!\n");
				return false;
			}
			if (cycles >> 32) {
				printf("\ncycles out of range!\n");
				return false;
			}
			sum += cycles;
		}
		avg = sum / NR_SAMPLES;
		printf(" avg=%-4llu %s=%-3llu\n", (unsigned long long)avg,
		       avg < i ? "ipc" : "cpi",
		       (unsigned long long)(avg < i ? i / (avg ?: 1) : avg / i));
	}
	return true;
}

static bool pmu_probe(void)
{
	u32 pmcr;

	pmu.version = pmu_version();
	if (pmu.version == ID_DFR0_PMU_NOTIMPL || pmu.version == ID_DFR0_PMU_IMPDEF) {
		printf("No PMU found, test skipped...\n");
		return false;
	}
	report_info("PMU version: 0x%x", pmu.version);

	pmcr = get_pmcr();
	report_info("PMU implementer/ID code: %#x(\"%c\")/%#x", pmcr >> 24,
		    (pmcr >> 24) >= ' ' && (pmcr >> 24) < 127 ? (char)(pmcr >> 24) : '?',
		    (pmcr >> 16) & 0xff);
	pmu.pmcr_ro = pmcr & 0xFFFFFF00;
	pmu.nb_implemented_counters = (pmcr >> 11) & 0x1f;
	report_info("Implements %d event counters", pmu.nb_implemented_counters);
	return true;
}

int main(int argc, char **argv)
{
	int cpi = 0;

	if (!pmu_probe())
		return report_summary();
	if (argc < 2)
		report_abort("no test specified");

	report_prefix_push("pmu");

	if (strcmp(argv[1], "cycle-counter") == 0) {
		report_prefix_push(argv[1]);
		if (argc > 2)
			cpi = atol(argv[2]);
		report(check_cycles_increase(),
		       "Monotonically increasing cycle count");
		report(check_cpi(cpi), "Cycle/instruction ratio");
		pmccntr64_test();
#ifdef __aarch64__
	} else if (pmu_event_test(argv[1])) {
		;
#endif
	} else if (!strncmp(argv[1], "pmu-", 4)) {
		report_skip("event counters are tested on arm64");
	} else {
		report_abort("Unknown sub-test '%s'", argv[1]);
	}
	return report_summary();
}
