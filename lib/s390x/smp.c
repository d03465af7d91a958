// SPDX-License-Identifier: LGPL-2.1-or-later
/* CPU table, and bringing other CPUs up and down. */
#include <libcflat.h>
#include <alloc_page.h>
#include <alloc.h>
#include <asm/arch_def.h>
#include <asm/barrier.h>
#include <asm/page.h>
#include <asm/sigp.h>
#include <asm/spinlock.h>
#include <sclp.h>
#include <smp.h>

#define STACK_ORDER	2

static struct cpu *cpus;
static struct spinlock lock;

int smp_query_num_cpus(void)
{
	return sclp_get_cpu_num();
}

struct cpu *smp_cpu_from_addr(uint16_t addr)
{
	int num = smp_query_num_cpus();

	for (int i = 0; i < num; i++)
		if (cpus[i].addr == addr)
			return &cpus[i];
	return NULL;
}

struct cpu *smp_cpu_from_idx(uint16_t idx)
{
	assert(idx < smp_query_num_cpus());
	return &cpus[idx];
}

uint16_t smp_cpu_addr(uint16_t idx)
{
	return smp_cpu_from_idx(idx)->addr;
}

struct lowcore *smp_get_lowcore(uint16_t idx)
{
	if (THIS_CPU->idx == idx)
		return &lowcore;
	return smp_cpu_from_idx(idx)->lowcore;
}

int smp_sigp(uint16_t idx, uint8_t order, unsigned long parm, uint32_t *status)
{
	return sigp_retry(smp_cpu_addr(idx), order, parm, status);
}

bool smp_cpu_stopped(uint16_t idx)
{
	uint32_t status;

	if (smp_sigp(idx, SIGP_SENSE, 0, &status) != SIGP_CC_STATUS_STORED)
		return false;
	return status & (SIGP_STATUS_CHECK_STOP | SIGP_STATUS_STOPPED);
}

bool smp_sense_running_status(uint16_t idx)
{
	return smp_sigp(idx, SIGP_SENSE_RUNNING, 0, NULL) != SIGP_CC_STATUS_STORED;
}

static int stop_locked(uint16_t idx, bool store)
{
	uint8_t order = store ? SIGP_STOP_AND_STORE_STATUS : SIGP_STOP;

	/* the boot CPU stays */
	if (idx == 0)
		return -1;
	if (smp_sigp(idx, order, 0, NULL))
		return -1;
	while (!smp_cpu_stopped(idx))
		mb();
	/* the status may be stored after the CPU is seen stopped, but before it can be reset */
	cpus[idx].active = false;
	return 0;
}

int smp_cpu_stop(uint16_t idx)
{
	int rc;

	spin_lock(&lock);
	rc = stop_locked(idx, false);
	spin_unlock(&lock);
	return rc;
}

int smp_cpu_stop_store_status(uint16_t idx)
{
	int rc;

	spin_lock(&lock);
	rc = stop_locked(idx, true);
	spin_unlock(&lock);
	return rc;
}

int smp_cpu_stop_nowait(uint16_t idx)
{
	int rc;

	if (idx == 0)
		return -1;
	spin_lock(&lock);
	rc = sigp(smp_cpu_addr(idx), SIGP_STOP, 0, NULL);
	if (!rc)
		cpus[idx].active = false;
	spin_unlock(&lock);
	return rc ? -1 : 0;
}

int smp_cpu_restart_nowait(uint16_t idx)
{
	int rc;

	if (idx == 0)
		return -1;
	spin_lock(&lock);
	rc = sigp(smp_cpu_addr(idx), SIGP_RESTART, 0, NULL);
	if (!rc)
		cpus[idx].active = true;
	spin_unlock(&lock);
	return rc ? -1 : 0;
}

static int restart_locked(uint16_t idx)
{
	if (smp_sigp(idx, SIGP_RESTART, 0, NULL))
		return -1;
	/* The order is accepted before the CPU has left the stopped state. */
	while (smp_cpu_stopped(idx))
		mb();
	cpus[idx].active = true;
	return 0;
}

int smp_cpu_restart(uint16_t idx)
{
	int rc;

	spin_lock(&lock);
	rc = restart_locked(idx);
	spin_unlock(&lock);
	return rc;
}

int smp_cpu_start(uint16_t idx, struct psw psw)
{
	struct lowcore *lc = smp_cpu_from_idx(idx)->lowcore;
	int rc;

	spin_lock(&lock);
	lc->restart_new_psw = psw;
	mb();
	/* a running CPU would take the restart, too; from the stopped state it is cleaner */
	rc = stop_locked(idx, false);
	if (!rc)
		rc = restart_locked(idx);
	spin_unlock(&lock);
	return rc;
}

static void free_cpu(struct cpu *cpu)
{
	free_pages(cpu->lowcore);
	free_pages(cpu->stack);
	cpu->lowcore = (void *)-1UL;
	cpu->stack = (void *)-1UL;
}

int smp_cpu_destroy(uint16_t idx)
{
	int rc;

	spin_lock(&lock);
	rc = stop_locked(idx, false);
	if (!rc)
		free_cpu(&cpus[idx]);
	spin_unlock(&lock);
	return rc;
}

static int setup_locked(uint16_t idx, struct psw psw)
{
	struct cpu *cpu = &cpus[idx];
	struct lowcore *lc;

	if (cpu->active)
		return -1;
	if (smp_sigp(idx, SIGP_INITIAL_CPU_RESET, 0, NULL))
		return -1;

	/* SET PREFIX wants 8 KiB alignment and 31 bits */
	lc = alloc_pages_flags(1, AREA_DMA31);
	assert(lc);
	cpu->lowcore = lc;
	if (smp_sigp(idx, SIGP_SET_PREFIX, (unsigned long)lc, NULL))
		return -1;

	/* interruptions go where those of this CPU go */
	memcpy(lc, smp_get_lowcore(0), 512);
	cpu->stack = (uint64_t *)alloc_pages(STACK_ORDER);
	assert(cpu->stack);

	lc->restart_new_psw.mask = PSW_MASK_64;
	lc->restart_new_psw.addr = (uint64_t)smp_cpu_setup_state;
	lc->sw_int_psw.mask = psw.mask;
	lc->sw_int_psw.addr = psw.addr;
	lc->sw_int_grs[14] = psw.addr;
	lc->sw_int_grs[15] = (uint64_t)cpu->stack + (PAGE_SIZE << STACK_ORDER) -
			     sizeof(struct stack_frame);
	lc->sw_int_crs[0] = CR0_INITIAL;
	lc->this_cpu = cpu;
	cpu->pgm_cleanup_func = NULL;
	cpu->ext_cleanup_func = NULL;
	cpu->pgm_int_expected = false;
	cpu->ext_int_expected = false;
	cpu->in_interrupt_handler = false;
	mb();

	if (restart_locked(idx))
		return -1;
	/* through the set-up code? */
	while (*(volatile uint64_t *)&lc->restart_new_psw.addr != psw.addr)
		mb();
	return 0;
}

int smp_cpu_setup(uint16_t idx, struct psw psw)
{
	int rc;

	assert(idx < smp_query_num_cpus());
	spin_lock(&lock);
	rc = setup_locked(idx, psw);
	spin_unlock(&lock);
	return rc;
}

void smp_teardown(void)
{
	uint16_t self = stap();
	int num = smp_query_num_cpus();

	/* before smp_setup() only this CPU runs */
	if (!cpus)
		return;
	spin_lock(&lock);
	for (int i = 0; i < num; i++)
		if (cpus[i].active && cpus[i].addr != self)
			sigp_retry(cpus[i].addr, SIGP_STOP, 0, NULL);
	spin_unlock(&lock);
}

void smp_setup(void)
{
	CPUEntry *entries = sclp_get_cpu_entries();
	int num = smp_query_num_cpus();
	uint16_t boot_addr = stap();
	struct cpu *table;

	if (num > 1)
		printf("SMP: Initializing, found %d cpus\n", num);

	table = calloc(num, sizeof(*table));
	for (int i = 0; i < num; i++) {
		table[i].addr = entries[i].address;
		if (table[i].addr == boot_addr) {
			/* the boot CPU gets index 0 */
			table[i].addr = table[0].addr;
			table[0].addr = boot_addr;
		}
	}
	for (int i = 0; i < num; i++)
		table[i].idx = i;
	table[0].active = true;
	table[0].stack = THIS_CPU->stack;
	table[0].lowcore = (void *)0;
	cpus = table;
	THIS_CPU = &cpus[0];
}
