// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * emulator: instructions that a hypervisor carries out itself.
 *
 * An access to memory-mapped I/O leaves the guest, and so the hypervisor has
 * to decode the instruction, carry out its effect and set registers and
 * flags. Emulators of whole machines have a slow path of their own for it.
 * Each subtest runs instructions with an operand in I/O RAM of pc-testdev
 * and compares result, registers and flags with the manual's.
 * With KVM's forced emulation prefix further instructions take that path.
 *
 * SDM volume 2 (the instructions).
 */
#include "emulator.h"
#include "ioram.h"
#include <x86/fwcfg.h>
#include <alloc_page.h>
#include <vmalloc.h>

u8 *emu_mmio;

const char *needs_fep(void)
{
	return is_fep_available ? NULL : "the forced emulation prefix is not available";
}

const char *needs_movbe(void)
{
	return this_cpu_has(X86_FEATURE_MOVBE) ? NULL : "MOVBE is not in CPUID";
}

static const struct subtest subtests[] = {
	{ "mov", emu_mov },
	{ "alu", emu_alu },
	{ "cmps", emu_cmps },
	{ "scas", emu_scas },
	{ "movs", emu_movs },
	{ "stos-lods", emu_stos_lods },
	{ "smsw", emu_smsw },
	{ "lmsw", emu_lmsw },
	{ "outs", emu_outs },
	{ "inc-dec", emu_inc_dec },
	{ "btc", emu_btc },
	{ "bsf-bsr", emu_bsf_bsr },
	{ "imul", emu_imul },
	{ "sse", emu_sse },
	{ "sse-faults", emu_sse_faults },
	{ "shld-shrd", emu_shld },
	{ "cmpxchg", emu_cmpxchg },
	{ "ltr", emu_ltr },
	{ "cross-page", emu_cross_page },
	{ "ins", emu_ins },
	{ "movbe-register", emu_movbe_ud, needs_movbe },
	{ "lock-ud", emu_lock_ud },
	{ "lock-bts-register-ud", emu_lock_bts_ud, .flags = SUBTEST_NODEFAULT },
	{ "ss-shadow", emu_ss_shadow },
	{ "fep-smsw", emu_fep_smsw, needs_fep },
	{ "fep-nop", emu_fep_nop, needs_fep },
	{ "fep-dr6", emu_fep_dr6, needs_fep },
	{ "fep-lea-register", emu_fep_lea_ud, needs_fep },
#ifdef __x86_64__
	{ "push", emu_push },
	{ "pop", emu_pop },
	{ "enter", emu_enter },
	{ "xchg", emu_xchg },
	{ "xadd", emu_xadd },
	{ "cr8", emu_cr8 },
	{ "ljmp", emu_ljmp },
	{ "div", emu_div },
	{ "mul", emu_mul },
	{ "cmpxchg16b", emu_cmpxchg16b },
	{ "mmx", emu_mmx },
	{ "rip-relative", emu_rip_relative },
	{ "cmov", emu_cmov },
	{ "push16", emu_push16 },
	{ "null-gs", emu_null_gs },
	{ "load-ss", emu_load_ss },
	{ "noncanonical", emu_noncanonical },
	{ "jmp-noncanonical", emu_jmp_noncanonical },
	{ "fep-mmx-mf", emu_mmx_mf, needs_fep },
	{ "fep-mov-imm64", emu_fep_mov_imm, needs_fep },
	{ "fep-user-fs", emu_fep_user_fs, needs_fep },
#endif
	{ }
};

int main(int argc, char **argv)
{
	u8 *base;
	int i;

	setup_vm();
	base = alloc_vpages(5);
	for (i = 0; i < 5; i++) {
		if (i == 1 || i == 2)
			install_page(current_page_table(), IORAM_BASE_PHYS, base + i * PAGE_SIZE);
		else
			install_page(current_page_table(), virt_to_phys(alloc_page()), base + i * PAGE_SIZE);
	}
	emu_mmio = base + PAGE_SIZE;
	if (!test_device_enabled()) {
		report_skip("there is no pc-testdev, so no I/O RAM");
		return report_summary();
	}
	return run_subtests(subtests, argc, argv);
}
