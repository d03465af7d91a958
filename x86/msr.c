// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * msr: model-specific registers keep what is written, refuse what is not
 * legal, and are absent where CPUID says so.
 *
 * SDM volume 4 and volume 2 (RDMSR, WRMSR); APM volume 2, appendix A. With two
 * arguments (hexadecimal index and value) only that register is tried. The
 * vendor is GenuineIntel, because SYSENTER registers of AMD have 32 bits.
 */
#include <libcflat.h>
#include <stdlib.h>
#include <subtest.h>
#include <x86/vmm.h>
#include <x86/apic.h>
#include <x86/desc.h>
#include <x86/msr.h>
#include <x86/processor.h>

#define ADDR	0x0000123456789abcull

struct msr_row {
	const char *name;
	u32 index;
	u64 value;
	/* Bits that keep their old value. */
	u64 keep;
	bool only_64;
	/* Holds an address: a non-canonical one must be refused. */
	bool address;
};

static const struct msr_row rows[] = {
	{ "MSR_IA32_SYSENTER_CS", MSR_IA32_SYSENTER_CS, 0x1234 },
	{ "MSR_IA32_SYSENTER_ESP", MSR_IA32_SYSENTER_ESP, (ulong)ADDR },
	{ "MSR_IA32_SYSENTER_EIP", MSR_IA32_SYSENTER_EIP, (ulong)ADDR },
	/* Performance monitoring, BTS and PEBS availability are read-only. */
	{ "MSR_IA32_MISC_ENABLE", MSR_IA32_MISC_ENABLE, 0x400c50809, 0x1880 },
	{ "MSR_IA32_CR_PAT", MSR_IA32_CR_PAT, 0x07070707 },
	{ "MSR_FS_BASE", MSR_FS_BASE, ADDR, .only_64 = true, .address = true },
	{ "MSR_GS_BASE", MSR_GS_BASE, ADDR, .only_64 = true, .address = true },
	{ "MSR_KERNEL_GS_BASE", MSR_KERNEL_GS_BASE, ADDR, .only_64 = true, .address = true },
	{ "MSR_LSTAR", MSR_LSTAR, ADDR, .only_64 = true, .address = true },
	{ "MSR_CSTAR", MSR_CSTAR, ADDR, .only_64 = true, .address = true },
	{ "MSR_SYSCALL_MASK", MSR_SYSCALL_MASK, 0xffffffff, .only_64 = true },
};

static bool has_lm(void)
{
	return this_cpu_has(X86_FEATURE_LM);
}

/*
 * Write @val, read back, restore, in one go: while GS_BASE is foreign no C code
 * may run. A fault of the first write leaves all as it was.
 */
static int swap_and_read(u32 index, u64 val, u64 old, u64 *got)
{
	u32 a = val, d = val >> 32, got_a = 0, got_d = 0;

	asm volatile(ASM_TRY("1f")
		     "wrmsr\n\t"
		     "rdmsr\n\t"
		     "mov %%eax, %[got_a]\n\t"
		     "mov %%edx, %[got_d]\n\t"
		     "mov %[old_a], %%eax\n\t"
		     "mov %[old_d], %%edx\n\t"
		     "wrmsr\n"
		     "1:"
		     : "+a"(a), "+d"(d), [got_a] "+m"(got_a), [got_d] "+m"(got_d)
		     : "c"(index), [old_a] "m"(*(u32 *)&old), [old_d] "m"(*((u32 *)&old + 1))
		     : "memory");
	*got = got_a | (u64)got_d << 32;
	return exception_vector();
}

static void read_write_one(const char *name, u32 index, u64 value, u64 keep)
{
	u64 old, got;

	if (!check_eq(rdmsr_safe(index, &old), 0, "exception of RDMSR of %s", name))
		return;
	value = (value & ~keep) | (old & keep);
	if (check_eq(swap_and_read(index, value, old, &got), 0, "exception of WRMSR of %#llx to %s",
		     (unsigned long long)value, name))
		check_eq(got, value, "%s after writing %#llx", name, (unsigned long long)value);
}

static void read_write(void)
{
	const struct msr_row *r = subtest_row();
	u64 old;

	if (r->only_64 && !has_lm()) {
		check_eq(wrmsr_safe(r->index, r->value), GP_VECTOR,
			 "exception of WRMSR on a CPU without long mode");
		check_eq(rdmsr_safe(r->index, &old), GP_VECTOR,
			 "exception of RDMSR on a CPU without long mode");
		return;
	}
	read_write_one(r->name, r->index, r->value, r->keep);
	if (r->address) {
		u64 got;

		old = rdmsr(r->index);
		check_eq(swap_and_read(r->index, NONCANONICAL, old, &got), GP_VECTOR,
			 "exception of WRMSR of a non-canonical address");
	}
}

static void efer(void)
{
	u64 old = rdmsr(MSR_EFER), got;
	int vector = wrmsr_safe(MSR_EFER, old | EFER_SCE);

	if (!has_lm() && !this_cpu_has(X86_FEATURE_SYSCALL)) {
		check_eq(vector, GP_VECTOR, "exception of setting EFER.SCE without SYSCALL");
		wrmsr_safe(MSR_EFER, old);
		return;
	}
	check_eq(vector, 0, "exception of setting EFER.SCE");
	got = rdmsr(MSR_EFER);
	check_eq(got, old | EFER_SCE, "EFER after setting SCE");
	wrmsr_safe(MSR_EFER, old);

	/* LMA is read-only; LME cannot change while paging is on (APM volume 2, 3.1.7). */
	check_eq(wrmsr_safe(MSR_EFER, old | BIT_ULL(9)), GP_VECTOR,
		 "exception of setting a reserved bit of EFER");
	wrmsr_safe(MSR_EFER, old);
#ifdef __x86_64__
	check_eq(wrmsr_safe(MSR_EFER, old & ~EFER_LME), GP_VECTOR,
		 "exception of clearing EFER.LME in long mode");
	wrmsr_safe(MSR_EFER, old);
#endif
	check_eq(rdmsr(MSR_EFER), old, "EFER restored");
}

static void pat_invalid(void)
{
	static const u8 invalid[] = { 2, 3, 8, 0x10, 0xff };
	u64 old = rdmsr(MSR_IA32_CR_PAT);
	unsigned int i, entry;

	for (i = 0; i < ARRAY_SIZE(invalid); i++) {
		for (entry = 0; entry < 8; entry += 7) {
			u64 val = (old & ~(0xffull << (8 * entry))) | (u64)invalid[i] << (8 * entry);

			check_eq(wrmsr_safe(MSR_IA32_CR_PAT, val), GP_VECTOR,
				 "exception of memory type %#x in PAT entry %u", invalid[i], entry);
			wrmsr_safe(MSR_IA32_CR_PAT, old);
		}
	}
}

/* Machine check banks: SDM volume 3, 15.3.2. */

static const char *needs_mce(void)
{
	struct cpuid c = cpuid(1);

	return (c.d & BIT(7)) && (c.d & BIT(14)) ? NULL : "no machine check architecture";
}

static const char *needs_banks(void)
{
	return needs_mce() ? : rdmsr(MSR_IA32_MCG_CAP) & 0xff ? NULL : "no machine check banks";
}

static void bank_value(u32 index, const char *what, unsigned int bank, u64 val)
{
	u64 old, got;

	if (!check_eq(rdmsr_safe(index, &old), 0, "exception of RDMSR of MC%u_%s", bank, what))
		return;
	if (!check_eq(wrmsr_safe(index, val), 0, "exception of WRMSR of %#llx to MC%u_%s",
		      (unsigned long long)val, bank, what))
		return;
	got = rdmsr(index);
	check_eq(got, val, "MC%u_%s after writing %#llx", bank, what, (unsigned long long)val);
	wrmsr_safe(index, old);
}

static void bank_refuses(u32 index, const char *what, unsigned int bank, u64 val)
{
	u64 old = 0;

	rdmsr_safe(index, &old);
	check_eq(wrmsr_safe(index, val), GP_VECTOR, "exception of WRMSR of %#llx to MC%u_%s",
		 (unsigned long long)val, bank, what);
	wrmsr_safe(index, old);
}

static void mce_banks(void)
{
	unsigned int banks = rdmsr(MSR_IA32_MCG_CAP) & 0xff, i;

	report_info("%u machine check banks", banks);
	for (i = 0; i < banks; i++) {
		u32 ctl = MSR_IA32_MCx_CTL(i), status = MSR_IA32_MCx_STATUS(i);
		u32 addr = MSR_IA32_MCx_ADDR(i), misc = MSR_IA32_MCx_MISC(i);

		bank_value(ctl, "CTL", i, 0);
		bank_value(ctl, "CTL", i, -1ull);
		bank_refuses(ctl, "CTL", i, NONCANONICAL);

		bank_value(status, "STATUS", i, 0);
		bank_refuses(status, "STATUS", i, 1);

		bank_value(addr, "ADDR", i, 0);
		bank_value(addr, "ADDR", i, -1ull);
		if (has_lm())
			bank_value(addr, "ADDR", i, NONCANONICAL);

		bank_value(misc, "MISC", i, 0);
		bank_value(misc, "MISC", i, -1ull);
		bank_value(misc, "MISC", i, NONCANONICAL);
	}
}

static void absent(u32 index, const char *what, unsigned int bank)
{
	u64 val;

	check_eq(rdmsr_safe(index, &val), GP_VECTOR, "exception of RDMSR of absent MC%u_%s", bank, what);
	check_eq(wrmsr_safe(index, 0), GP_VECTOR, "exception of WRMSR of 0 to absent MC%u_%s", bank, what);
}

static void mce_absent(void)
{
	unsigned int i;

	for (i = rdmsr(MSR_IA32_MCG_CAP) & 0xff; i < 32; i++) {
		absent(MSR_IA32_MCx_CTL(i), "CTL", i);
		absent(MSR_IA32_MCx_STATUS(i), "STATUS", i);
		absent(MSR_IA32_MCx_ADDR(i), "ADDR", i);
		absent(MSR_IA32_MCx_MISC(i), "MISC", i);
	}
}

/* x2APIC registers: SDM volume 3, 10.12.1. One MSR for each 16 bytes of the xAPIC's page. */

static void x2apic_msr_one(u32 reg, bool x2apic)
{
	enum x2apic_reg_semantics sem = x2apic ? get_x2apic_reg_semantics(reg) : X2APIC_INVALID;
	u32 index = APIC_BASE_MSR + (reg >> 4);
	u64 val = 0, again;

	if (sem & X2APIC_READABLE) {
		if (check_eq(rdmsr_safe(index, &val), 0, "exception of RDMSR %#x", index) &&
		    sem == X2APIC_RO)
			check_eq(val >> 32, 0ull, "upper half of MSR %#x", index);
	} else {
		check_eq(rdmsr_safe(index, &val), GP_VECTOR, "exception of RDMSR %#x", index);
	}

	if (!(sem & X2APIC_WRITABLE)) {
		check_eq(wrmsr_safe(index, 0), GP_VECTOR, "exception of WRMSR %#x of 0", index);
	} else if (reg == APIC_SELF_IPI) {
		/* Vector 0 would be sent; only the reserved bits are tried. */
		check_eq(wrmsr_safe(index, 0x100), GP_VECTOR, "exception of WRMSR %#x of 100h", index);
		check_eq(wrmsr_safe(index, 0xff00), GP_VECTOR, "exception of WRMSR %#x of ff00h", index);
		check_eq(wrmsr_safe(index, 0xff000000), GP_VECTOR,
			 "exception of WRMSR %#x of ff000000h", index);
	} else if (sem == X2APIC_RW) {
		/* The ESR takes only 0; what it reads is then another thing. */
		u64 same = reg == APIC_ESR ? 0 : val;

		check_eq(wrmsr_safe(index, same), 0, "exception of WRMSR %#x of its own value", index);
		if (reg != APIC_ESR && reg != APIC_ICR && !rdmsr_safe(index, &again))
			check_eq(again, same, "MSR %#x after writing its own value", index);
	} else {
		check_eq(wrmsr_safe(index, 0), 0, "exception of WRMSR %#x of 0", index);
	}

	/* Only the ICR has 64 bits. */
	if (!(x2apic && reg == APIC_ICR))
		check_eq(wrmsr_safe(index, -1ull), GP_VECTOR, "exception of WRMSR %#x of all ones", index);
}

static void xapic_mode(void)
{
	u32 reg;

	if (is_x2apic_enabled())
		reset_apic();
	for (reg = 0; reg < 0x1000; reg += 0x10)
		x2apic_msr_one(reg, false);
}

static const char *needs_x2apic(void)
{
	return this_cpu_has(X86_FEATURE_X2APIC) ? needs_apic_mode_changes() : "no x2APIC";
}

static void x2apic_mode(void)
{
	u32 reg;

	enable_x2apic();
	for (reg = 0; reg < 0x1000; reg += 0x10)
		x2apic_msr_one(reg, true);
}

/* Speculation control: SDM volume 4, 48h, 49h, 10Bh. */

static void spec_ctrl(void)
{
	u64 mask = 0, val, old, got;

	if (this_cpu_has(X86_FEATURE_SPEC_CTRL) || this_cpu_has(X86_FEATURE_AMD_IBRS))
		mask |= SPEC_CTRL_IBRS;
	if (this_cpu_has(X86_FEATURE_STIBP) || this_cpu_has(X86_FEATURE_AMD_STIBP))
		mask |= SPEC_CTRL_STIBP;
	if (this_cpu_has(X86_FEATURE_SSBD) || this_cpu_has(X86_FEATURE_AMD_SSBD))
		mask |= SPEC_CTRL_SSBD;

	if (!mask) {
		check_eq(rdmsr_safe(MSR_IA32_SPEC_CTRL, &val), GP_VECTOR,
			 "exception of RDMSR of SPEC_CTRL without its features");
		check_eq(wrmsr_safe(MSR_IA32_SPEC_CTRL, 0), GP_VECTOR,
			 "exception of WRMSR of 0 to SPEC_CTRL without its features");
		return;
	}
	if (!check_eq(rdmsr_safe(MSR_IA32_SPEC_CTRL, &old), 0, "exception of RDMSR of SPEC_CTRL"))
		return;
	for (val = 0; val <= mask; val++) {
		if (val & ~mask)
			continue;
		if (check_eq(wrmsr_safe(MSR_IA32_SPEC_CTRL, val), 0,
			     "exception of WRMSR of %#llx to SPEC_CTRL", (unsigned long long)val)) {
			got = rdmsr(MSR_IA32_SPEC_CTRL);
			check_eq(got, val, "SPEC_CTRL after writing %#llx", (unsigned long long)val);
		}
	}
	wrmsr_safe(MSR_IA32_SPEC_CTRL, old);
}

static void write_only(u32 index, const char *name, bool there)
{
	u64 val;

	check_eq(rdmsr_safe(index, &val), GP_VECTOR, "exception of RDMSR of %s, which is write-only", name);
	check_eq(wrmsr_safe(index, 0), there ? 0 : GP_VECTOR, "exception of WRMSR of 0 to %s", name);
	check_eq(wrmsr_safe(index, 1), there ? 0 : GP_VECTOR, "exception of WRMSR of 1 to %s", name);
}

static void pred_cmd(void)
{
	write_only(MSR_IA32_PRED_CMD, "PRED_CMD",
		   this_cpu_has(X86_FEATURE_SPEC_CTRL) || this_cpu_has(X86_FEATURE_AMD_IBPB) ||
		   this_cpu_has(X86_FEATURE_SBPB));
}

static void flush_cmd(void)
{
	int i;

	write_only(MSR_IA32_FLUSH_CMD, "FLUSH_CMD", this_cpu_has(X86_FEATURE_FLUSH_L1D));
	if (!is_fep_available) {
		report_skip("reserved bits of FLUSH_CMD: no forced emulation");
		return;
	}
	for (i = 1; i < 64; i++)
		check_eq(wrmsr_fep_safe(MSR_IA32_FLUSH_CMD, BIT_ULL(i)), GP_VECTOR,
			 "exception of emulated WRMSR of bit %d to FLUSH_CMD", i);
}

static const char *needs_mtrr(void)
{
	return this_cpu_has(X86_CPU_FEATURE(1, 0, EDX, 12)) ? NULL : "MTRRs are not in CPUID";
}

/* Each keeps what it gets, and no other changes. */
static void mtrr(void)
{
	static const u32 fixed[] = {
		MSR_MTRRfix64K_00000, MSR_MTRRfix16K_80000, MSR_MTRRfix16K_A0000, MSR_MTRRfix4K_C0000, MSR_MTRRfix4K_C8000,
		MSR_MTRRfix4K_D0000, MSR_MTRRfix4K_D8000, MSR_MTRRfix4K_E0000, MSR_MTRRfix4K_E8000, MSR_MTRRfix4K_F0000,
		MSR_MTRRfix4K_F8000,
	};
	u64 cap = rdmsr(MSR_MTRRcap), def = rdmsr(MSR_MTRRdefType), old[11 + 2 * 16];
	unsigned int n = MIN(cap & 0xff, 16ull), i;

	check_gt(n, 0u, "MTRRcap: variable ranges");
	for (i = 0; i < ARRAY_SIZE(fixed); i++)
		old[i] = rdmsr(fixed[i]);
	for (i = 0; i < 2 * n; i++)
		old[11 + i] = rdmsr(MSR_MTRRphysBase(0) + i);
	for (i = 0; i < ARRAY_SIZE(fixed); i++)
		wrmsr(fixed[i], i & 1 ? 0x0606060600000000ull : 0x0000000006060600ull | (u64)(i & 4) << 56);
	/* Base with type 6; mask without the valid bit */
	for (i = 0; i < n; i++) {
		wrmsr(MSR_MTRRphysBase(i), 0x10000006ull + ((u64)i << 20));
		wrmsr(MSR_MTRRphysMask(i), 0xfff00000ull + ((u64)i << 12));
	}
	for (i = 0; i < ARRAY_SIZE(fixed); i++)
		check_eq(rdmsr(fixed[i]), i & 1 ? 0x0606060600000000ull : 0x0000000006060600ull | (u64)(i & 4) << 56,
			 "fixed range MTRR %x reads back", fixed[i]);
	for (i = 0; i < n; i++) {
		check_eq(rdmsr(MSR_MTRRphysBase(i)), 0x10000006ull + ((u64)i << 20), "base %u reads back", i);
		check_eq(rdmsr(MSR_MTRRphysMask(i)), 0xfff00000ull + ((u64)i << 12), "mask %u reads back", i);
	}
	wrmsr(MSR_MTRRdefType, 0xc06);
	check_eq(rdmsr(MSR_MTRRdefType), 0xc06ull, "MTRRdefType reads back");
	wrmsr(MSR_MTRRdefType, def);
	for (i = 0; i < ARRAY_SIZE(fixed); i++)
		wrmsr(fixed[i], old[i]);
	for (i = 0; i < 2 * n; i++)
		wrmsr(MSR_MTRRphysBase(0) + i, old[11 + i]);
}

static const struct subtest subtests[] = {
	{ "rw", read_write, SUBTEST_ROWS(rows) },
	{ "efer", efer },
	{ "pat", pat_invalid },
	{ "mtrr", mtrr, .requires = needs_mtrr },
	{ "mce", mce_banks, .requires = needs_banks },
	{ "mce-absent", mce_absent, .requires = needs_mce },
	{ "spec-ctrl", spec_ctrl },
	{ "pred-cmd", pred_cmd },
	{ "flush-cmd", flush_cmd },
	{ "xapic", xapic_mode, .requires = needs_apic_mode_changes },
	{ "x2apic", x2apic_mode, .requires = needs_x2apic },
	{ }
};

static bool is_hex(const char *s)
{
	char *end;

	strtoull(s, &end, 16);
	return end != s && !*end;
}

int main(int argc, char **argv)
{
	if (argc == 3 && is_hex(argv[1]) && is_hex(argv[2])) {
		read_write_one("the given MSR", strtoull(argv[1], NULL, 16),
			       strtoull(argv[2], NULL, 16), 0);
		return report_summary();
	}
	return run_subtests(subtests, argc, argv);
}
