// SPDX-License-Identifier: LGPL-2.1-or-later
/* PSCI calls (DEN 0022) over the conduit that the device tree or the FADT names. */
#include <libcflat.h>
#include <acpi.h>
#include <devicetree.h>
#include <asm/io.h>
#include <asm/psci.h>
#include <asm/setup.h>
#include <asm/smp.h>

static int psci_no_conduit(unsigned int function_id,
			   unsigned long arg0 __unused, unsigned long arg1 __unused,
			   unsigned long arg2 __unused, unsigned long arg3 __unused,
			   unsigned long arg4 __unused, unsigned long arg5 __unused,
			   unsigned long arg6 __unused, unsigned long arg7 __unused,
			   unsigned long arg8 __unused, unsigned long arg9 __unused,
			   unsigned long arg10 __unused,
			   struct smccc_result *result __unused)
{
	printf("PSCI function %#x before the conduit is known\n", function_id);
	return PSCI_RET_NOT_PRESENT;
}

smccc_invoke_fn psci_invoke_fn = psci_no_conduit;

int psci_invoke(unsigned int function_id, unsigned long arg0, unsigned long arg1,
		unsigned long arg2)
{
	return psci_invoke_fn(function_id, arg0, arg1, arg2, 0, 0, 0, 0, 0, 0, 0, 0, NULL);
}

/* FADT, ARM boot architecture flags (ACPI 6.5, 5.2.9.4) */
static void psci_set_conduit_acpi(void)
{
	struct acpi_table_fadt *fadt = find_acpi_table_addr(FACP_SIGNATURE);

	assert_msg(fadt, "no FADT");
	assert_msg(fadt->arm_boot_flags & ACPI_FADT_PSCI_COMPLIANT, "no PSCI in the FADT");
	psci_invoke_fn = fadt->arm_boot_flags & ACPI_FADT_PSCI_USE_HVC ? arm_smccc_hvc : arm_smccc_smc;
}

void psci_set_conduit(void)
{
	const void *fdt = dt_fdt();
	const struct fdt_property *method;
	int node, len;

	if (!dt_available()) {
		psci_set_conduit_acpi();
		return;
	}
	node = fdt_node_offset_by_compatible(fdt, -1, "arm,psci-0.2");
	assert_msg(node >= 0, "no PSCI 0.2 in the device tree");
	method = fdt_get_property(fdt, node, "method", &len);
	assert(method != NULL && len == 4);

	if (!strcmp(method->data, "hvc"))
		psci_invoke_fn = arm_smccc_hvc;
	else if (!strcmp(method->data, "smc"))
		psci_invoke_fn = arm_smccc_smc;
	else
		assert_msg(false, "PSCI method '%s'", method->data);
}

int psci_cpu_on(unsigned long cpuid, unsigned long entry_point)
{
#ifdef __aarch64__
	return psci_invoke(PSCI_0_2_FN64_CPU_ON, cpuid, entry_point, 0);
#else
	return psci_invoke(PSCI_0_2_FN_CPU_ON, cpuid, entry_point, 0);
#endif
}

int cpu_psci_cpu_boot(unsigned int cpu)
{
	extern char secondary_entry[];
	int err = psci_cpu_on(cpus[cpu], virt_to_phys(secondary_entry));

	if (err)
		printf("CPU_ON of CPU%u failed: %d\n", cpu, err);
	return err;
}

void cpu_psci_cpu_die(void)
{
	int err = psci_invoke(PSCI_0_2_FN_CPU_OFF, 0, 0, 0);

	printf("CPU%d is not off: %d\n", smp_processor_id(), err);
}

void psci_system_reset(void)
{
	psci_invoke(PSCI_0_2_FN_SYSTEM_RESET, 0, 0, 0);
}

void psci_system_off(void)
{
	int err = psci_invoke(PSCI_0_2_FN_SYSTEM_OFF, 0, 0, 0);

	printf("the system is not off: %d\n", err);
}
