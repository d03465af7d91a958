// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * pv-icptcode: entries into a protected guest that must be refused, and the
 * interception for its prefix pages.
 */
#include <libcflat.h>
#include <asm/barrier.h>
#include <asm/facility.h>
#include <asm/pgtable.h>
#include <asm/time.h>
#include <asm/uv.h>
#include <sclp.h>
#include <sie.h>
#include <sie-icpt.h>
#include <mmu.h>
#include <smp.h>
#include <snippet.h>
#include <subtest.h>
#include <uv.h>

#define DECLARE_SNIPPET(file)					\
	extern const char SNIPPET_NAME_START(asm, file)[];	\
	extern const char SNIPPET_NAME_END(asm, file)[];	\
	extern const char SNIPPET_HDR_START(asm, file)[];	\
	extern const char SNIPPET_HDR_END(asm, file)[]

#define INIT_SNIPPET(vm, file)								\
	snippet_pv_init(vm, SNIPPET_NAME_START(asm, file), SNIPPET_HDR_START(asm, file),	\
			SNIPPET_LEN(asm, file), SNIPPET_HDR_LEN(asm, file), SNIPPET_UNPACK_OFF)

DECLARE_SNIPPET(pv_icpt_112);
DECLARE_SNIPPET(pv_icpt_vir_timing);
DECLARE_SNIPPET(icpt_loop);
DECLARE_SNIPPET(loop);

static struct vm vm, vm2;

static void check_refused(struct vm *v, const char *what)
{
	sie_expect_validity(v);
	sie(v);
	check(uv_validity_check(v), "%s", what);
}

/* Both pages of the prefix at @prefix must be secure, or the entry tells so. */
static void prefix_pages(uint32_t prefix, const char *what)
{
	for (int page = 0; page < 2; page++) {
		unsigned long addr = vm.sblk->mso + prefix + page * PAGE_SIZE;
		pgd_t *root = (pgd_t *)(vm.save_area.guest.asce & ASCE_ORIGIN);

		uv_export(virt_to_pte_phys(root, (void *)addr));
		sie(&vm);
		check_eq(vm.sblk->icptcode, ICPT_PV_PREF, "%s, page %d exported: interception code",
			 what, page);
		check_eq(uv_import(vm.uv.vm_handle, addr), 0, "%s, page %d: import", what, page);
	}
}

static void prefix(void)
{
	INIT_SNIPPET(&vm, pv_icpt_112);
	sie(&vm);
	check(sie_is_diag_icpt(&vm, 0x44), "guest runs");
	prefix_pages(0, "prefix 0, not shared");
	sie(&vm);
	check(sie_is_diag_icpt(&vm, 0x44), "guest has shared page 0");
	prefix_pages(0, "prefix 0, shared");

	/* the guest sets its prefix; the host is notified */
	sie(&vm);
	check_eq(vm.sblk->icptcode, ICPT_PV_NOTIFY, "SPX: interception code");
	check_eq(vm.sblk->ipa, 0xb210, "SPX: instruction");
	check_eq(*(uint32_t *)vm.sblk->sidad, 0x8000, "SPX: prefix in the instruction data");
	prefix_pages(0x8000, "prefix 0x8000, not shared");
	sie(&vm);
	check(sie_is_diag_icpt(&vm, 0x44), "guest has shared page 0x8000");
	prefix_pages(0x8000, "prefix 0x8000, shared");

	sie(&vm);
	check(sie_is_diag_icpt(&vm, 0x9c), "guest comes to its end");
	check_eq(vm.save_area.guest.grs[0], 42, "its value");
	uv_destroy_guest(&vm);
}

static void asce(void)
{
	uint64_t good;
	unsigned long size = PAGE_SIZE << REGION_TABLE_ORDER;
	void *copy;

	INIT_SNIPPET(&vm, icpt_loop);
	good = vm.save_area.guest.asce;
	copy = memalign_pages(size, size);
	memcpy(copy, (void *)(good & ASCE_ORIGIN), size);
	vm.save_area.guest.asce = (uint64_t)copy | (good & ~ASCE_ORIGIN);
	check_refused(&vm, "another ASCE in CR1");
	vm.save_area.guest.asce = good;
	sie(&vm);
	check(sie_is_diag_icpt(&vm, 0x44), "the right one works");
	free_pages(copy);
	uv_destroy_guest(&vm);
}

/* @offset: where the handle is in the SIE block */
static void handle_bits(size_t offset, const char *what)
{
	uint64_t *handle = (uint64_t *)((char *)vm.sblk + offset), good = *handle;

	for (int bit = 0; bit < 64; bit++) {
		*handle = good ^ (1UL << bit);
		check_refused(&vm, what);
	}
	*handle = good;
}

static void handles(void)
{
	INIT_SNIPPET(&vm, icpt_loop);
	handle_bits(offsetof(struct kvm_s390_sie_block, pv_handle_config), "configuration handle with a bit flipped");
	handle_bits(offsetof(struct kvm_s390_sie_block, pv_handle_cpu), "CPU handle with a bit flipped");

	snippet_setup_guest(&vm2, true);
	INIT_SNIPPET(&vm2, icpt_loop);
	vm.sblk->pv_handle_config = vm2.uv.vm_handle;
	check_refused(&vm, "configuration handle of another guest");
	vm.sblk->pv_handle_cpu = vm2.uv.vcpu_handle;
	vm.sblk->pv_handle_config = vm.uv.vm_handle;
	check_refused(&vm, "CPU handle of another guest");
	vm.sblk->pv_handle_cpu = vm.uv.vcpu_handle;
	uv_destroy_guest(&vm2);
	uv_destroy_guest(&vm);
}

static volatile int started[2];

/* CR1 of the boot CPU: a new CPU has none, and must have it before DAT */
static uint64_t host_asce;

static void loop_on(int n)
{
	lctlg(1, host_asce);
	lctlg(13, host_asce);
	configure_dat(1);
	started[n] = 1;
	mb();
	sie(&vm);
	started[n] = 2;
}

static void loop_cpu1(void)
{
	loop_on(0);
}

static void loop_cpu2(void)
{
	loop_on(1);
}

static const char *needs_3_cpus(void)
{
	return smp_query_num_cpus() < 3 ? "need at least 3 cpus for this test" : NULL;
}

static void twice(void)
{
	struct psw psw = PSW(PSW_MASK_64, loop_cpu1);
	uint64_t deadline;

	INIT_SNIPPET(&vm, loop);
	started[0] = started[1] = 0;
	host_asce = stctg(1);
	sie_expect_validity(&vm);
	assert(!smp_cpu_setup(1, psw));
	psw.addr = (uint64_t)loop_cpu2;
	assert(!smp_cpu_setup(2, psw));
	/* the loop has no end, so only the refused one comes back */
	deadline = get_clock_ms() + 10000;
	while (started[0] != 2 && started[1] != 2 && get_clock_ms() < deadline)
		mb();
	check(uv_validity_check(&vm), "the same CPU entered twice");
	smp_cpu_destroy(1);
	smp_cpu_destroy(2);
	uv_destroy_guest(&vm);
}

static void timing(void)
{
	/* one second in clock units */
	const uint64_t second = 1000000UL << CPU_TIMER_SHIFT_US;
	uint64_t good;

	INIT_SNIPPET(&vm, pv_icpt_vir_timing);
	sie(&vm);
	check(sie_is_diag_icpt(&vm, 0x44), "guest has set its CPU timer");
	good = vm.sblk->cputm;
	vm.sblk->cputm = good + second;
	check_refused(&vm, "CPU timer increased");
	/* time passes for a guest that waits to run, but not that much */
	vm.sblk->cputm = good - 3600 * second;
	check_refused(&vm, "CPU timer decreased by more than has passed");
	vm.sblk->cputm = good;
	sie(&vm);
	check(sie_is_diag_icpt(&vm, 0x9c), "guest goes on with the right one");
	uv_destroy_guest(&vm);
}

static const struct subtest subtests[] = {
	{ "prefix", prefix },
	{ "asce", asce },
	{ "handles", handles },
	{ "twice", twice, .requires = needs_3_cpus },
	{ "timing", timing },
	{ }
};

int main(int argc, char **argv)
{
	if (!uv_host_requirement_checks())
		return report_summary();
	if (!SNIPPET_HAS_HDR(asm, icpt_loop)) {
		report_skip("no SE headers in this build (GEN_SE_HEADER)");
		return report_summary();
	}
	snippet_setup_guest(&vm, true);
	return run_subtests(subtests, argc, argv);
}
