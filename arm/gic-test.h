/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* gic: counting interrupts per CPU, shared by the sources of the gic image. */
#ifndef _ARM_GIC_TEST_H_
#define _ARM_GIC_TEST_H_

#include <libcflat.h>
#include <asm/gic.h>
#include <asm/smp.h>

#define IPI_IRQ		1

struct irq_stats {
	volatile int acked, spurious;
	volatile int sender;	/* GICv2: IAR.CPUID of the last one; GICv3: -1 */
	volatile int irq;	/* INTID of the last one */
};
extern struct irq_stats irq_stats[NR_CPUS];
extern cpumask_t irq_ready;

/* Forget what came. */
extern void stats_reset(void);
/* GIC and interrupts on for the calling CPU, with the counting handler. */
extern void setup_irq(void (*handler)(struct pt_regs *regs));
extern void irq_handler(struct pt_regs *regs);
/* Entry of a CPU that only takes interrupts; never returns. */
extern void irq_receiver(void);
/* Boot all others into irq_receiver and wait until they are ready. */
extern void boot_receivers(void);

/*
 * Wait until every CPU of mask has an interrupt and no other has, at most 5 s, and then a
 * little for surplus ones.
 */
extern void wait_for_interrupts(const cpumask_t *mask);
/* Exactly one interrupt irq from sender (-1: any) on each CPU of mask and none elsewhere. */
extern bool check_acked(const cpumask_t *mask, int sender, int irq);
/* Warn about spurious interrupts. */
extern void check_spurious(void);

/* Each pattern written to reg leaves it as it was. */
extern bool test_readonly_32(void *address, bool razwi);

extern void test_mmio_v2(void);
extern void test_mmio_v3(void);
extern void test_priority(void);

#ifdef __aarch64__
extern void test_its_introspection(void);
extern void test_its_trigger(void);
extern void test_its_migration(void);
extern void test_its_pending_migration(void);
extern void test_migrate_unmapped_collection(void);
extern void test_its_commands(void);
extern void test_its_limits(void);
extern void test_lpi_priority(void);
#endif

#endif /* _ARM_GIC_TEST_H_ */
