// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * smp: starting and stopping processors, interrupts between them, their time
 * bases, and the priority and pause hints (LoPAPR 7.3.8; Power ISA Book II 3.2).
 */
#include <libcflat.h>
#include <subtest.h>
#include <asm/barrier.h>
#include <asm/handlers.h>
#include <asm/hcall.h>
#include <asm/processor.h>
#include <asm/rtas.h>
#include <asm/setup.h>
#include <asm/smp.h>
#include <asm/time.h>

static volatile bool release;
static volatile int counter;
static volatile u32 seen[NR_CPUS];

#define WAIT_S	20

static bool wait_for(int value)
{
	uint64_t end = get_tb() + WAIT_S * tb_hz;

	while (__atomic_load_n(&counter, __ATOMIC_SEQ_CST) != value) {
		if (get_tb() > end)
			return false;
		cpu_relax();
	}
	return true;
}

static void count_and_wait(int cpu_id)
{
	int n = __atomic_fetch_add(&counter, 1, __ATOMIC_SEQ_CST);

	seen[n] = cpu_id;
	while (!release)
		cpu_relax();
	__atomic_fetch_sub(&counter, 1, __ATOMIC_SEQ_CST);
}

static void start_cpus(void)
{
	int unknown = 0, pir_wrong = 0;

	counter = 1;
	release = false;
	seen[0] = smp_processor_id();
	start_all_cpus(count_and_wait);
	check(wait_for(nr_cpus_present), "all CPUs count themselves within %d s", WAIT_S);
	check_eq(nr_cpus_online, nr_cpus_present, "CPUs online");
	for (int i = 0; i < nr_cpus_present; i++) {
		bool known = false;

		for (int j = 0; j < nr_cpus_present; j++)
			known |= seen[i] == cpu_to_hwid[j];
		unknown += !known;
		for (int j = 0; j < i; j++)
			pir_wrong += seen[i] == seen[j];
	}
	check_eq(unknown, 0, "CPUs that run with a server number the tree does not have");
	check_eq(pir_wrong, 0, "CPUs that run with the server number of another");
	release = true;
	check(wait_for(1), "all CPUs leave within %d s", WAIT_S);
	stop_all_cpus();
}

static const char *needs_smp(void)
{
	return nr_cpus_present > 1 ? NULL : "one CPU only";
}

static void ipi_note(struct pt_regs *regs __unused, void *data __unused)
{
	__atomic_fetch_add(&counter, 1, __ATOMIC_SEQ_CST);
}

static volatile int ready;

static void ipi_wait(int cpu_id __unused)
{
	local_ipi_enable();
	dec_park();
	local_irq_enable();
	__atomic_fetch_add(&ready, 1, __ATOMIC_SEQ_CST);
	while (!release)
		cpu_relax();
	local_irq_disable();
	local_ipi_disable();
}

static void ipi_cpus(void)
{
	uint64_t end = get_tb() + WAIT_S * tb_hz;

	counter = ready = 0;
	release = false;
	register_ipi(ipi_note, NULL);
	start_all_cpus(ipi_wait);
	while (ready < nr_cpus_present - 1 && get_tb() < end)
		cpu_relax();
	for (int i = 0; i < nr_cpus_present; i++)
		if (cpu_to_hwid[i] != smp_processor_id())
			send_ipi(cpu_to_hwid[i]);
	check(wait_for(nr_cpus_present - 1), "each of %d other CPUs takes its interrupt", nr_cpus_present - 1);
	send_ipi(cpus[1].server_no);
	check(wait_for(nr_cpus_present), "CPU %lu takes a second interrupt", cpus[1].server_no);
	mdelay(10);
	check_eq(counter, nr_cpus_present, "interrupts taken in the end");
	release = true;
	stop_all_cpus();
	unregister_ipi();
}

/* Many interrupts to one CPU, each answered before the next is sent; fewer of them where the host is busy. */
static void ipi_rounds(void)
{
	int lost = 0, sent = 0;
	uint64_t end = get_tb() + WAIT_S * tb_hz / 2;

	counter = ready = 0;
	release = false;
	register_ipi(ipi_note, NULL);
	start_all_cpus(ipi_wait);
	while (ready < nr_cpus_present - 1 && get_tb() < end)
		cpu_relax();
	while (sent < 200 && !lost && (sent < 2 || get_tb() < end)) {
		sent++;
		send_ipi(cpus[1 + sent % (nr_cpus_present - 1)].server_no);
		lost = !wait_for(sent);
	}
	check_eq(lost, 0, "interrupts lost");
	report_info("%d interrupts sent", sent);
	release = true;
	stop_all_cpus();
	unregister_ipi();
}

static u64 shared_tb;
static volatile int phase;
static volatile long backwards;

/* Publish this CPU's time base unless another CPU has published a later one. */
static void sync_loop(uint64_t until, uint64_t pause)
{
	while (get_tb() < until && !backwards) {
		u64 now, before, failed;

		do {
			asm volatile("ldarx %1,0,%3\n\tmfspr %0,268\n\tstdcx. %0,0,%3\n\t"
				     "mfcr %2"
				     : "=&r"(now), "=&r"(before), "=&r"(failed)
				     : "r"(&shared_tb) : "cr0", "memory");
		} while (!(failed & 0x20000000));
		if (now < before)
			backwards = before - now;
		if (pause)
			udelay(pause);
	}
}

static uint64_t sync_end[2];

static void sync_secondary(int cpu_id __unused)
{
	__atomic_fetch_add(&ready, 1, __ATOMIC_SEQ_CST);
	while (phase == 0)
		cpu_relax();
	sync_loop(sync_end[0], 0);
	sync_loop(sync_end[1], 1);
}

static void sync_reset(void)
{
	shared_tb = 0;
	ready = phase = 0;
	backwards = 0;
}

static void time_sync(void)
{
	sync_reset();
	start_all_cpus(sync_secondary);
	sync_end[0] = get_tb() + tb_hz;
	sync_end[1] = sync_end[0] + tb_hz;
	phase = 1;
	sync_loop(sync_end[0], 0);
	sync_loop(sync_end[1], 1);
	stop_all_cpus();
	check_eq(backwards, 0, "ticks that one CPU's time base is behind another's");
}

/*
 * A hypervisor that moves the time base through TBU40: bits 63:24 change, the
 * low ones go on, and CPUs that make the same step stay together.
 */
#define TB_STEP	0x1234000000UL

struct moment {
	u64 tb;
	u32 dec;
};

/* The time base and the decrementer, which no write to TBU40 moves, at one moment. */
static struct moment now(void)
{
	struct moment m;

	do {
		m.tb = get_tb();
		m.dec = mfspr(SPR_DEC);
	} while (get_tb() - m.tb > 0x100000);
	return m;
}

/*
 * The carry out of the low 24 bits is lost when it falls between the reading
 * and the write, which a busy host can draw out: so look, and make it good.
 */
static void step_tb(long step)
{
	struct moment start = now(), end;
	long left = step;

	do {
		mtspr(SPR_TBU40, get_tb() + left);
		end = now();
		left = start.tb + step + (u32)(start.dec - end.dec) - end.tb;
		left = (left + (1L << 23)) & -(1L << 24);
	} while (left);
}

static void step_secondary(int cpu_id __unused)
{
	__atomic_fetch_add(&ready, 1, __ATOMIC_SEQ_CST);
	while (phase == 0)
		cpu_relax();
	step_tb(TB_STEP);
	__atomic_fetch_add(&ready, 1, __ATOMIC_SEQ_CST);
	while (phase == 1)
		cpu_relax();
	sync_loop(sync_end[0], 0);
	step_tb(-TB_STEP);
	__atomic_fetch_add(&ready, 1, __ATOMIC_SEQ_CST);
	while (phase == 2)
		cpu_relax();
	sync_loop(sync_end[1], 0);
}

static void wait_ready(int n)
{
	while (__atomic_load_n(&ready, __ATOMIC_SEQ_CST) < n)
		cpu_relax();
}

static const char *needs_powernv_smp(void)
{
	return nr_cpus_present < 2 ? "one CPU only" : machine_is_powernv() ? NULL : "no hypervisor state";
}

static void tbu40(void)
{
	int others = nr_cpus_present - 1;
	u64 before, stepped;

	sync_reset();
	start_all_cpus(step_secondary);
	wait_ready(others);
	before = get_tb();
	step_tb(TB_STEP);
	stepped = get_tb();
	phase = 1;
	wait_ready(2 * others);
	check_ge(stepped - before, TB_STEP, "step of the time base by a write to TBU40");
	check_lt(stepped - before, TB_STEP + 5 * tb_hz, "step of the time base by a write to TBU40");
	sync_end[0] = get_tb() + tb_hz / 2;
	phase = 2;
	sync_loop(sync_end[0], 0);
	check_eq(backwards, 0, "ticks that one CPU's time base is behind another's after steps forth");

	step_tb(-TB_STEP);
	wait_ready(3 * others);
	shared_tb = 0;
	backwards = 0;
	check_lt(get_tb(), stepped, "time base after the step back");
	check_ge(get_tb(), before, "time base after the step back");
	sync_end[1] = get_tb() + tb_hz / 2;
	phase = 3;
	sync_loop(sync_end[1], 0);
	stop_all_cpus();
	check_eq(backwards, 0, "ticks that one CPU's time base is behind another's after steps back");
}

static volatile u64 turns[NR_CPUS];
static bool short_pause;

static void relax_loop(int cpu_id __unused)
{
	volatile u64 *mine = &turns[current_cpu() - cpus];

	while (!release) {
		if (short_pause)
			pause_short();
		else
			cpu_relax();
		++*mine;
	}
}

/* A CPU that gives way goes on, however often, and does not keep the others from it. */
static void relax(bool pause)
{
	uint64_t end;
	int moving = 0;

	short_pause = pause;
	release = false;
	memset((void *)turns, 0, sizeof(turns));
	start_all_cpus(relax_loop);
	end = get_tb() + WAIT_S * tb_hz;
	for (int i = 1; i < nr_cpus_present; i++) {
		while (turns[i] < 1000 && get_tb() < end)
			cpu_relax();
		moving += turns[i] >= 1000;
	}
	release = true;
	stop_all_cpus();
	check_eq(moving, nr_cpus_present - 1, "other CPUs that make 1000 turns within %d s", WAIT_S);
}

static void cpu_relax_hint(void)
{
	relax(false);
}

static const char *needs_pause(void)
{
	return needs_smp() ?: cpu_has_pause_short ? NULL : "no pause instruction";
}

static void pause_hint(void)
{
	relax(true);
}

static const char *needs_pseries_smp(void)
{
	return needs_smp() ?: machine_is_pseries() ? NULL : "not pseries";
}

/* What RTAS says of CPUs that run, are stopped, and do not exist. */
static void start_cpu_errors(void)
{
	u32 start, query;
	int state = -1;

	if (!check_eq(rtas_token("start-cpu", &start), 0, "start-cpu token") ||
	    !check_eq(rtas_token("query-cpu-stopped-state", &query), 0, "query-cpu-stopped-state token"))
		return;
	check_eq(rtas_call(query, 1, 2, &state, smp_processor_id()), 0, "query of the running CPU: status");
	check_eq(state, 2, "query of the running CPU: state");
	check_eq(rtas_call(query, 1, 2, &state, cpu_to_hwid[1]), 0, "query of a stopped CPU: status");
	check_eq(state, 0, "query of a stopped CPU: state");
	check_eq(rtas_call(query, 1, 2, &state, 0xbad), -3, "query of a CPU that does not exist: status");
	check_eq(rtas_call(query, 2, 2, &state, 0, 0), -3, "query with two inputs: status");
	check_eq(rtas_call(query, 1, 1, &state, 0), -3, "query with one output: status");
	check_eq(rtas_call(start, 3, 1, NULL, 0xbad, 0, 0), -3, "start of a CPU that does not exist: status");
	check_eq(rtas_call(start, 2, 1, NULL, cpu_to_hwid[1], 0), -3, "start with two inputs: status");
	check_ne(rtas_call(start, 3, 1, NULL, smp_processor_id(), 0, 0), 0, "start of the running CPU: status");
}

static void start_stop_rounds(void)
{
	int round;

	for (round = 0; round < 20; round++) {
		counter = 1;
		release = false;
		start_all_cpus(count_and_wait);
		if (!wait_for(nr_cpus_present))
			break;
		release = true;
		if (!wait_for(1))
			break;
		stop_all_cpus();
	}
	check_eq(round, 20, "rounds of start and stop");
}

static const struct subtest subtests[] = {
	{ "start_cpus", start_cpus },
	{ "ipi_cpus", ipi_cpus, needs_smp },
	{ "ipi-rounds", ipi_rounds, needs_smp },
	{ "time_sync", time_sync, needs_smp },
	{ "tbu40", tbu40, needs_powernv_smp, SUBTEST_NO_WATCHDOG },
	{ "cpu_relax", cpu_relax_hint, needs_smp },
	{ "pause", pause_hint, needs_pause },
	{ "start-stop-rounds", start_stop_rounds, needs_smp },
	{ "start-cpu-errors", start_cpu_errors, needs_pseries_smp },
	{ }
};

int main(int argc, char **argv)
{
	report_prefix_push("smp");
	return run_subtests(subtests, argc, argv);
}
