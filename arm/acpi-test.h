/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The parts of the acpi test: its tables out of fw_cfg, against the hardware, against the device tree. */
#ifndef _ARM_ACPI_TEST_H_
#define _ARM_ACPI_TEST_H_

#include <libcflat.h>
#include <acpi.h>

/*
 * Run QEMU's table loader script, which firmware otherwise runs: the tables of fw_cfg in RAM. Returns the RSDP, or NULL with
 * *why set.
 */
extern struct acpi_table_rsdp *acpi_from_fw_cfg(const char **why);

/* The bytes of a structure add up to 0. */
extern bool acpi_sum_ok(const void *p, u32 len);

/* The subtable of that type after prev, or the first one behind a header of so many bytes; NULL at the end. */
extern struct acpi_subtable_header *acpi_next_subtable(const void *table, u32 length, const void *prev, u32 header,
						       int type);

/* Each entry of the MADT of that type. */
#define for_each_madt(madt, type, entry)						\
	for ((entry) = (void *)acpi_next_madt(madt, NULL, type); (entry);		\
	     (entry) = (void *)acpi_next_madt(madt, entry, type))

static inline struct acpi_subtable_header *acpi_next_madt(const struct acpi_table_madt *madt, const void *prev, int type)
{
	return acpi_next_subtable(madt, madt->length, prev, sizeof(*madt), type);
}

/* Subtests: what is in the tables against the machine (acpi-hw.c), and against the device tree (acpi-dt.c) */
extern void acpi_hw_psci(void);
extern void acpi_hw_cpus(void);
extern void acpi_hw_gic(void);
extern void acpi_hw_msi(void);
extern void acpi_hw_timers(void);
extern void acpi_hw_pmu(void);
extern void acpi_hw_uart(void);
extern void acpi_hw_ecam(void);
extern void acpi_dt_cpus(void);
extern void acpi_dt_gic(void);
extern void acpi_dt_interrupts(void);
extern void acpi_dt_devices(void);
extern void acpi_dt_dsdt(void);
extern const char *acpi_needs_dt(void);

#endif /* _ARM_ACPI_TEST_H_ */
