// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Starting and stopping the other CPUs, through RTAS or OPAL.
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <devicetree.h>
#include <asm/barrier.h>
#include <asm/io.h>
#include <asm/opal.h>
#include <asm/page.h>
#include <asm/processor.h>
#include <asm/rtas.h>
#include <asm/setup.h>
#include <asm/smp.h>
#include <asm/time.h>
#include "ppc64.h"

#define STACK_SIZE	SZ_64K
#define WAIT_MS		20000

struct cpu cpus[NR_CPUS];
int nr_cpus_present;
int nr_cpus_online = 1;

static int nr_cpus_started = 1;
static int nr_cpus_arrived = 1;	/* those that left again count too */

/* States common to both kinds of firmware. */
enum { CPU_STOPPED, CPU_BUSY, CPU_NO_ANSWER };

void cpu_init(struct cpu *cpu, int cpu_id)
{
	cpu->server_no = cpu_id;
	cpu->stack = (unsigned long)memalign_pages(SZ_4K, STACK_SIZE);
	cpu->exception_stack = (unsigned long)memalign_pages(SZ_4K, STACK_SIZE);
	assert(cpu->stack && cpu->exception_stack);
	cpu->stack += STACK_SIZE - 64;
	cpu->exception_stack += STACK_SIZE - 64;
	cpu->pgtable = NULL;
	cpu->in_user = false;
	cpu->recover = 0;
}

void halt(int cpu_id __unused)
{
	while (true)
		cpu_relax();
}

static int query_cpu(unsigned long server)
{
	if (machine_is_powernv()) {
		u8 status = 0xff;

		if (opal_call(OPAL_QUERY_CPU_STATUS, server, __pa(&status), 0) != OPAL_SUCCESS)
			return CPU_NO_ANSWER;
		return status == OPAL_THREAD_INACTIVE ? CPU_STOPPED : CPU_BUSY;
	} else {
		uint32_t token;
		int state;

		if (rtas_token("query-cpu-stopped-state", &token) ||
		    rtas_call(token, 1, 2, &state, (u32)server))
			return CPU_NO_ANSWER;
		return state == 0 ? CPU_STOPPED : CPU_BUSY;
	}
}

static bool wait_cpu_stopped(unsigned long server)
{
	uint64_t start = get_clock_ms();
	int state;

	while ((state = query_cpu(server)) == CPU_BUSY) {
		if (get_clock_ms() - start > WAIT_MS)
			return false;
		cpu_relax();
	}
	return state == CPU_STOPPED;
}

static int firmware_start_cpu(unsigned long server)
{
	uint32_t token;

	if (machine_is_powernv())
		return opal_call(OPAL_START_CPU, server, __pa(start_secondary), 0);
	assert(rtas_token("start-cpu", &token) == 0);
	return rtas_call(token, 3, 1, NULL, (u32)server, (u32)__pa(start_secondary),
			 (u32)server);
}

static void stop_self(void)
{
	if (machine_is_powernv())
		opal_call(OPAL_RETURN_CPU, 0, 0, 0);
	else
		rtas_stop_self();
	printf("CPU %d does not stop\n", smp_processor_id());
	halt(0);
}

void main_secondary(struct cpu *cpu)
{
	mtspr(SPR_SPRG0, (unsigned long)cpu);
	__current_cpu = cpu;
	enable_mcheck();
	cpu_init_ipis();

	__atomic_fetch_add(&nr_cpus_online, 1, __ATOMIC_SEQ_CST);
	__atomic_fetch_add(&nr_cpus_arrived, 1, __ATOMIC_SEQ_CST);
	cpu->entry(cpu->server_no);
	mb();
	if (cpu->pgtable) {
		mtmsr(mfmsr() & ~(MSR_IR | MSR_DR | MSR_EE));
		cpu->pgtable = NULL;
	}
	local_irq_disable();
	__atomic_fetch_sub(&nr_cpus_online, 1, __ATOMIC_SEQ_CST);
	stop_self();
}

static void start_cpu(unsigned long server, secondary_entry_fn entry)
{
	struct cpu *cpu;
	int rc;

	assert_msg(wait_cpu_stopped(server), "CPU %lu is not stopped", server);
	assert(nr_cpus_started < NR_CPUS);

	/* Stacks of an earlier start are used again. */
	cpu = &cpus[nr_cpus_started];
	if (cpu->server_no != server)
		cpu_init(cpu, server);
	cpu->entry = entry;
	cpu->pgtable = NULL;
	cpu->in_user = false;
	nr_cpus_started++;
	mb();
	rc = firmware_start_cpu(server);
	assert_msg(rc == 0, "start of CPU %lu failed: %d", server, rc);
}

bool start_all_cpus(secondary_entry_fn entry)
{
	uint64_t start;

	assert(nr_cpus_online == 1);
	assert(nr_cpus_started == 1);
	nr_cpus_arrived = 1;

	for (int i = 0; i < nr_cpus_present; i++)
		if (cpu_to_hwid[i] != cpus[0].server_no)
			start_cpu(cpu_to_hwid[i], entry);

	start = get_clock_ms();
	while (__atomic_load_n(&nr_cpus_arrived, __ATOMIC_SEQ_CST) < nr_cpus_present) {
		assert_msg(get_clock_ms() - start < WAIT_MS, "%d of %d CPUs came online",
			   nr_cpus_arrived, nr_cpus_present);
		cpu_relax();
	}
	return true;
}

void stop_all_cpus(void)
{
	while (__atomic_load_n(&nr_cpus_online, __ATOMIC_SEQ_CST) > 1)
		cpu_relax();
	mb();
	for (int i = 1; i < nr_cpus_started; i++)
		assert_msg(wait_cpu_stopped(cpus[i].server_no), "CPU %lu does not stop",
			   cpus[i].server_no);
	nr_cpus_started = 1;
}
