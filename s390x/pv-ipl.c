// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * pv-ipl: a protected guest that resets itself by DIAGNOSE 0x308 does not go on
 * until the host has done all steps, in order.
 */
#include <libcflat.h>
#include <asm/facility.h>
#include <asm/uv.h>
#include <sclp.h>
#include <sie.h>
#include <sie-icpt.h>
#include <snippet.h>
#include <subtest.h>
#include <uv.h>

extern const char SNIPPET_NAME_START(asm, pv_diag_308)[];
extern const char SNIPPET_NAME_END(asm, pv_diag_308)[];
extern const char SNIPPET_HDR_START(asm, pv_diag_308)[];
extern const char SNIPPET_HDR_END(asm, pv_diag_308)[];

static struct vm vm;

static void check_validity(const char *after)
{
	sie_expect_validity(&vm);
	sie(&vm);
	check(uv_validity_check(&vm), "entry is refused %s", after);
}

static void nodata(u64 handle, u16 cmd, const char *what)
{
	u16 rc, rrc;

	check_eq(uv_cmd_nodata(handle, cmd, &rc, &rrc), 0, "%s: condition code", what);
	check_eq(rc, UVC_RC_EXECUTED, "%s: response code", what);
}

static const struct reset {
	const char *name;
	uint64_t subcode;
	uint16_t cpu_reset;
} resets[] = {
	{ "subcode 0", 0, UVC_CMD_CPU_RESET_CLEAR },
	{ "subcode 1", 1, UVC_CMD_CPU_RESET_INITIAL },
};

static void diag_308(void)
{
	const struct reset *r = subtest_row();

	snippet_pv_init(&vm, SNIPPET_NAME_START(asm, pv_diag_308), SNIPPET_HDR_START(asm, pv_diag_308),
			SNIPPET_LEN(asm, pv_diag_308), SNIPPET_HDR_LEN(asm, pv_diag_308),
			SNIPPET_UNPACK_OFF);

	/* the guest asks which subcode to use */
	sie(&vm);
	check(sie_is_diag_icpt(&vm, 0x500), "the guest asks for the subcode");
	vm.save_area.guest.grs[2] = r->subcode;
	sie(&vm);
	check(sie_is_diag_icpt(&vm, 0x308), "DIAGNOSE 0x308 intercepted");
	check_eq(vm.save_area.guest.grs[2], r->subcode, "subcode");

	check_validity("without any action");
	check_eq(uv_set_cpu_state(vm.uv.vcpu_handle, PV_CPU_STATE_STP), 0, "stop the CPU");
	check_validity("after stopping the CPU");
	nodata(vm.uv.vm_handle, UVC_CMD_SET_UNSHARED_ALL, "unshare all");
	check_validity("after unsharing");
	nodata(vm.uv.vm_handle, UVC_CMD_PREPARE_RESET, "prepare reset");
	check_validity("after preparing the reset");
	nodata(vm.uv.vcpu_handle, r->cpu_reset, "CPU reset");
	check_validity("after the CPU reset");

	/* and now it may: at the PSW that it left at absolute 0 */
	check_eq(uv_set_cpu_state(vm.uv.vcpu_handle, PV_CPU_STATE_OPR_LOAD), 0, "load state");
	sie(&vm);
	check(sie_is_diag_icpt(&vm, 0x9c), "the guest goes on");
	check_eq(vm.save_area.guest.grs[0], 42, "its value");
	uv_destroy_guest(&vm);
}

static const struct subtest subtests[] = {
	{ "diag308", diag_308, SUBTEST_ROWS(resets) },
	{ }
};

int main(int argc, char **argv)
{
	if (!uv_host_requirement_checks())
		return report_summary();
	if (!SNIPPET_HAS_HDR(asm, pv_diag_308)) {
		report_skip("no SE headers in this build (GEN_SE_HEADER)");
		return report_summary();
	}
	snippet_setup_guest(&vm, true);
	return run_subtests(subtests, argc, argv);
}
