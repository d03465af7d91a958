// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * migration: registers of a CPU that does not migrate itself.
 *
 * CPU 1 has its guarded-storage and vector registers, floating-point registers,
 * access registers and control registers loaded and spins; CPU 0 migrates;
 * CPU 1 looks what is left.
 */
#include <libcflat.h>
#include <migrate.h>
#include <asm/arch_def.h>
#include <asm/barrier.h>
#include <asm/facility.h>
#include <asm/float.h>
#include <asm/page.h>
#include <asm/vector.h>
#include <gs.h>
#include <smp.h>

#define CR_TEST		3	/* the library does not use it */
#define CR_VALUE	0x0123456789abcde0UL
#define FPC_VALUE	0x00800003U

static struct gs_cb gs_cb, gs_cb_after;
static struct gs_epl gs_epl;

static uint8_t expected_vec[VEC_REGISTER_NUM][VEC_REGISTER_SIZE];
static uint8_t actual_vec[VEC_REGISTER_NUM][VEC_REGISTER_SIZE];
static uint32_t expected_ars[16], actual_ars[16];
static uint64_t actual_cr, actual_ckc, actual_cr0, actual_cr2, actual_fprs[16], expected_fprs[16];
static uint32_t actual_fpc, actual_prefix;

static volatile int flag_thread_complete, flag_migration_complete;

static void write_gs_regs(void)
{
	const unsigned long gs_area = 0x2000000;

	gs_cb.gsd = gs_area | 25;
	gs_cb.gssm = 0xfeedc0ffeUL;
	gs_cb.gs_epl_a = (uint64_t)&gs_epl;
	load_gs_cb(&gs_cb);
}

static void test_func(void)
{
	bool vx = test_facility(129), gs = test_facility(133);
	uint64_t ckc = 0xfedcba9876543200UL;

	if (gs) {
		ctl_set_bit(2, CTL2_GUARDED_STORAGE);
		write_gs_regs();
	}
	lctlg(CR_TEST, CR_VALUE);
	asm volatile("sckc	%0" : : "Q" (ckc));
	set_fpc(FPC_VALUE);
	if (vx)
		ctl_set_bit(0, CTL0_VECTOR);
	asm volatile("lam	0,15,%0" : : "Q" (expected_ars));
	mb();
	flag_thread_complete = 1;

	/* From here to the stores nothing may use a vector or floating-point register. */
	if (vx)
		asm volatile(
			"	.machine push\n"
			"	.machine z13\n"
			"	vlm	0,15,0(%[e])\n"
			"	vlm	16,31,256(%[e])\n"
			"0:	icm	0,15,0(%[flag])\n"
			"	jz	0b\n"
			"	vstm	0,15,0(%[a])\n"
			"	vstm	16,31,256(%[a])\n"
			"	.machine pop\n"
			: : [e] "a" (expected_vec), [a] "a" (actual_vec),
			    [flag] "a" (&flag_migration_complete) : "0", "cc", "memory");
	else
		asm volatile(
			"	.irp	n,0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15\n"
			"	ld	%%f\\n,8*\\n(%[e])\n"
			"	.endr\n"
			"0:	icm	0,15,0(%[flag])\n"
			"	jz	0b\n"
			"	.irp	n,0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15\n"
			"	std	%%f\\n,8*\\n(%[a])\n"
			"	.endr\n"
			: : [e] "a" (expected_fprs), [a] "a" (actual_fprs),
			    [flag] "a" (&flag_migration_complete) : "0", "cc", "memory");
	asm volatile("stam	0,15,%0" : "=Q" (actual_ars));
	asm volatile("stckc	%0" : "=Q" (actual_ckc));
	actual_fpc = get_fpc();
	actual_cr = stctg(CR_TEST);
	actual_cr0 = stctg(0);
	actual_cr2 = stctg(2);
	actual_prefix = get_prefix();
	if (gs)
		store_gs_cb(&gs_cb_after);
	mb();
	flag_thread_complete = 2;
}

static void check_after(void)
{
	if (test_facility(129)) {
		report(!memcmp(actual_vec, expected_vec, sizeof(actual_vec)), "vector register contents");
		report(actual_cr0 & (1UL << CTL0_VECTOR), "CR0 vector bit is set");
	} else {
		report(!memcmp(actual_fprs, expected_fprs, sizeof(actual_fprs)),
		       "floating-point register contents");
	}
	report(!memcmp(actual_ars, expected_ars, sizeof(actual_ars)), "access register contents");
	report(actual_cr == CR_VALUE, "CR%d: expected %#lx, got %#lx", CR_TEST, CR_VALUE, actual_cr);
	report(actual_ckc == 0xfedcba9876543200UL, "clock comparator: got %#lx", actual_ckc);
	report(actual_fpc == FPC_VALUE, "FPC: expected %#x, got %#x", FPC_VALUE, actual_fpc);
	report(actual_prefix == (uint32_t)(uintptr_t)smp_cpu_from_idx(1)->lowcore, "prefix");
	if (test_facility(133)) {
		report(gs_cb_after.gsd == gs_cb.gsd, "gsd contents");
		report(gs_cb_after.gssm == gs_cb.gssm, "gssm contents");
		report(gs_cb_after.gs_epl_a == gs_cb.gs_epl_a, "gs_epl_a contents");
		report(actual_cr2 & (1UL << CTL2_GUARDED_STORAGE), "CR2 guarded-storage bit is set");
	}
}

int main(void)
{
	if (smp_query_num_cpus() == 1) {
		report_skip("need at least 2 cpus for this test");
		migrate_skip();
		return report_summary();
	}
	for (int i = 0; i < VEC_REGISTER_NUM; i++)
		memset(expected_vec[i], i + 1, VEC_REGISTER_SIZE);
	for (int i = 0; i < 16; i++) {
		expected_ars[i] = 0x01010101u * (i + 1);
		expected_fprs[i] = 0x0101010101010101UL * (i + 1);
	}

	smp_cpu_setup(1, PSW(PSW_MASK_64, test_func));
	while (!flag_thread_complete)
		mb();

	migrate_once();

	flag_migration_complete = 1;
	mb();
	while (flag_thread_complete != 2)
		mb();
	report_pass("migrated");
	check_after();
	smp_cpu_destroy(1);
	return report_summary();
}
