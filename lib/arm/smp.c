// SPDX-License-Identifier: LGPL-2.1-or-later
/* Booting secondary CPUs with PSCI. */
#include <libcflat.h>
#include <auxinfo.h>
#include <cpulock.h>
#include <cpumask.h>
#include <on-cpus.h>
#include <asm/barrier.h>
#include <asm/mmu.h>
#include <asm/psci.h>
#include <asm/smp.h>
#include <asm/spinlock.h>
#include <asm/thread_info.h>


struct secondary_data secondary_data;
static struct spinlock boot_lock;

int arch_cpu_id(void)
{
	return smp_processor_id();
}

secondary_entry_fn secondary_cinit(void)
{
	struct thread_info *ti = current_thread_info();
	secondary_entry_fn entry;

	thread_info_init(ti, 0);

	if (!(auxinfo.flags & AUXINFO_MMU_OFF)) {
		ti->pgtable = mmu_idmap;
		mmu_mark_enabled(ti->cpu);
	}

	/* once online, the booter may fill secondary_data for the next CPU */
	entry = secondary_data.entry;
	smp_mb();
	set_cpu_online(ti->cpu, true);
	smp_send_event();

	return entry;
}

static void __smp_boot_secondary(int cpu, secondary_entry_fn entry)
{
	int ret;

	secondary_data.stack = thread_stack_alloc();
	secondary_data.entry = entry;
	mmu_mark_disabled(cpu);

	/* the new CPU reads these before its caches are on */
	smp_mb();
	flush_dcache_addr((unsigned long)&secondary_data);
	flush_dcache_addr((unsigned long)&mmu_idmap);
	mb();

	ret = cpu_psci_cpu_boot(cpu);
	assert(ret == 0);

	while (!cpu_online(cpu))
		smp_wait_for_event();
}

void smp_boot_secondary(int cpu, secondary_entry_fn entry)
{
	spin_lock(&boot_lock);
	assert_msg(!cpu_online(cpu), "CPU%d is online already", cpu);
	__smp_boot_secondary(cpu, entry);
	spin_unlock(&boot_lock);
}

void smp_boot_secondary_nofail(int cpu, secondary_entry_fn entry)
{
	spin_lock(&boot_lock);
	if (!cpu_online(cpu))
		__smp_boot_secondary(cpu, entry);
	spin_unlock(&boot_lock);
}
