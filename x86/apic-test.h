/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* apic: what its files share */
#ifndef _X86_TEST_APIC_H_
#define _X86_TEST_APIC_H_

#include <libcflat.h>
#include <subtest.h>
#include <x86/apic.h>
#include <x86/desc.h>
#include <x86/isr.h>
#include <x86/processor.h>
#include <x86/smp.h>

#define MAX_CPUS	16

/* The state found at start: mode and SPIV; handlers gone, TPR 0, nothing pending, IF set. */
void apic_fresh(void);

/* Interrupts taken since apic_fresh(): on CPU n, and on all. */
extern volatile unsigned int taken[MAX_CPUS];
unsigned int taken_total(void);
/* Handler that counts and sends the EOI. */
void take(isr_regs_t *regs);
/* Wait until @n have been taken in total, or the time is up; then a moment more for those too many. */
unsigned int wait_taken(unsigned int n);

/*
 * Does a stress loop go on with its @round? For @full rounds on KVM, a fraction of them where the VMM is slow, or the
 * argument rounds=N; without that for a few seconds only: where vCPUs take turns on one CPU a round lasts as long as a turn.
 */
bool stress_goes_on(unsigned int round, unsigned int full);

const char *needs_x2apic(void);
const char *needs_xapic(void);
const char *needs_two_cpus(void);
const char *needs_xapic_two_cpus(void);

/* apic-ipi.c */
void apic_self_ipi_xapic(void);
void apic_self_ipi_x2apic(void);
void apic_broadcast(void);
void apic_logical_flat(void);
void apic_logical_cluster(void);
void apic_logical_flat_pairs(void);
void apic_logical_cluster_pairs(void);
const char *needs_pv_ipi(void);
void apic_pv_ipi(void);
const char *needs_aliasing(void);
void apic_aliased_ids(void);

/* apic-nmi.c */
void apic_sti_nmi(void);
void apic_multiple_nmi(void);
void apic_nmi_latching(void);

/* apic-timer.c */
void apic_timer_one_shot(void);
void apic_timer_modes(void);
void apic_timer_divisor(void);
void apic_timer_mask(void);
void apic_timer_stop(void);
const char *needs_deadline(void);
void apic_deadline(void);
void apic_deadline_disarm(void);

/* apic-priority.c */
void apic_irr_isr(void);
void apic_vector_order(void);
void apic_nesting(void);
void apic_same_class(void);
void apic_tpr_class(void);
void apic_eoi_order(void);
void apic_registers(void);
void apic_ppr(void);
void apic_software_disable(void);
void apic_sipi_ignored(void);
void apic_illegal_vector(void);
void apic_x2apic_self_ipi(void);
void apic_x2apic_ldr(void);

#endif
