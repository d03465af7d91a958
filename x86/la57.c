// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * la57: the width of linear addresses, and where it is checked.
 *
 * CR4.LA57 cannot change in IA-32e mode (SDM volume 3, 4.1.1). Descriptor-table
 * bases and address MSRs accept what is canonical in the widest mode that the
 * CPU supports, whatever mode it is in; INVPCID too.
 */
#include <libcflat.h>
#include <subtest.h>
#include <x86/desc.h>
#include <x86/processor.h>
#include <x86/vm.h>
#include <x86/vmm.h>

#ifdef __x86_64__
static const char *needs_la57_toggle(void)
{
	return this_cpu_has(X86_FEATURE_LA57) ? NULL : needs_cr4_reserved_gp();
}

static void toggle(void)
{
	check_eq(write_cr4_safe(read_cr4() ^ X86_CR4_LA57), GP_VECTOR,
		 "exception of toggling CR4.LA57 in 64-bit mode");
	check_eq(write_cr4_safe(read_cr4() ^ (X86_CR4_LA57 | X86_CR4_PSE)), GP_VECTOR,
		 "exception of toggling CR4.LA57 and PSE in 64-bit mode");
}

/* One place that holds a linear address. */
struct target {
	const char *name;
	/* Value: the exception. A successful write is undone by restore(). */
	int (*write)(u64 addr, bool fep);
	bool (*read)(u64 *addr);
	void (*restore)(void);
	const char *(*needs)(void);
	u32 msr;
};

static struct descriptor_table_ptr old_gdt, old_idt;
static u64 old_msr;
static const struct target *now;

/*
 * With a foreign GDT or IDT no exception can be taken, so the check and the
 * way back are in one piece of assembly.
 */
#define LOAD_AND_RESTORE(fep, insn, store, old, got, addr)			\
({										\
	struct descriptor_table_ptr __p = { 0xffff, (addr) }, __got;		\
	int __vec;								\
										\
	if (fep)								\
		asm volatile(ASM_TRY_FEP("1f") insn " %[p]\n\t"			\
			     store " %[g]\n\t" insn " %[o]\n1:"			\
			     : [g] "=m"(__got) : [p] "m"(__p), [o] "m"(old) : "memory"); \
	else									\
		asm volatile(ASM_TRY("1f") insn " %[p]\n\t"			\
			     store " %[g]\n\t" insn " %[o]\n1:"			\
			     : [g] "=m"(__got) : [p] "m"(__p), [o] "m"(old) : "memory"); \
	__vec = exception_vector();						\
	got = __vec ? old.base : __got.base;					\
	__vec;									\
})

static u64 seen;

static int write_gdtr(u64 addr, bool fep)
{
	sgdt(&old_gdt);
	return LOAD_AND_RESTORE(fep, "lgdt", "sgdt", old_gdt, seen, addr);
}

static int write_idtr(u64 addr, bool fep)
{
	sidt(&old_idt);
	return LOAD_AND_RESTORE(fep, "lidt", "sidt", old_idt, seen, addr);
}

static bool read_seen(u64 *addr)
{
	*addr = seen;
	return true;
}

static int write_tr(u64 addr, bool fep)
{
	int vec;

	set_gdt_entry(FIRST_SPARE_SEL, addr, 0x67, 0x89, 0);
	vec = fep ? ltr_fep_safe(FIRST_SPARE_SEL) : ltr_safe(FIRST_SPARE_SEL);
	return vec;
}

static void restore_tr(void)
{
	clear_tss_busy(TSS_MAIN);
	ltr(TSS_MAIN);
	memset(&gdt[FIRST_SPARE_SEL >> 3], 0, 16);
}

static int write_ldtr(u64 addr, bool fep)
{
	set_gdt_entry(FIRST_SPARE_SEL, addr, 0xffff, 0x82, 0);
	return fep ? lldt_fep_safe(FIRST_SPARE_SEL) : lldt_safe(FIRST_SPARE_SEL);
}

static void restore_ldtr(void)
{
	lldt(0);
	memset(&gdt[FIRST_SPARE_SEL >> 3], 0, 16);
}

/* For GS_BASE too: the write, the read and the way back are one piece. */
static int write_msr_target(u64 addr, bool fep)
{
	u32 a = addr, d = addr >> 32, got_a = 0, got_d = 0;

	old_msr = rdmsr(now->msr);
#define WRITE_READ_RESTORE(try)						\
	asm volatile(try("1f") "wrmsr\n\t"				\
		     "rdmsr\n\t"					\
		     "mov %%eax, %[ga]\n\t"				\
		     "mov %%edx, %[gd]\n\t"				\
		     "mov %[oa], %%eax\n\t"				\
		     "mov %[od], %%edx\n\t"				\
		     "wrmsr\n1:"					\
		     : "+a"(a), "+d"(d), [ga] "+m"(got_a), [gd] "+m"(got_d) \
		     : "c"(now->msr), [oa] "m"(((u32 *)&old_msr)[0]),	\
		       [od] "m"(((u32 *)&old_msr)[1]) : "memory")
	if (fep)
		WRITE_READ_RESTORE(ASM_TRY_FEP);
	else
		WRITE_READ_RESTORE(ASM_TRY);
	seen = exception_vector() ? old_msr : got_a | (u64)got_d << 32;
	return exception_vector();
}

static const char *needs_ds(void)
{
	return this_cpu_has(X86_FEATURE_DS) ? NULL : "no debug store";
}

static const char *needs_pt(void)
{
	return this_cpu_has(X86_FEATURE_INTEL_PT) &&
	       this_cpu_property(X86_PROPERTY_INTEL_PT_NR_RANGES) ? NULL : "no Intel PT ranges";
}

#define MSR_TARGET(label, index, ...) \
	{ .name = label, .write = write_msr_target, .read = read_seen, .msr = index, ## __VA_ARGS__ }

static const struct target targets[] = {
	{ "GDTR", write_gdtr, read_seen },
	{ "IDTR", write_idtr, read_seen },
	{ "TR", write_tr, .restore = restore_tr },
	{ "LDTR", write_ldtr, .restore = restore_ldtr },
	MSR_TARGET("FS_BASE", MSR_FS_BASE),
	MSR_TARGET("GS_BASE", MSR_GS_BASE),
	MSR_TARGET("KERNEL_GS_BASE", MSR_KERNEL_GS_BASE),
	MSR_TARGET("CSTAR", MSR_CSTAR),
	MSR_TARGET("LSTAR", MSR_LSTAR),
	MSR_TARGET("DS_AREA", MSR_IA32_DS_AREA, .needs = needs_ds),
	MSR_TARGET("RTIT_ADDR0_A", MSR_IA32_RTIT_ADDR0_A, .needs = needs_pt),
	MSR_TARGET("RTIT_ADDR0_B", MSR_IA32_RTIT_ADDR0_B, .needs = needs_pt),
};

static void try_value(const struct target *t, u64 addr, bool ok, bool fep)
{
	int vector;
	u64 got;

	now = t;
	vector = t->write(addr, fep);
	if (t->restore)
		t->restore();
	if (check_eq(vector, ok ? 0 : GP_VECTOR, "exception of loading %#llx%s",
		     (unsigned long long)addr, fep ? ", emulated" : "") && ok && t->read) {
		t->read(&got);
		check_eq(got, addr, "what was loaded, read back");
	}
}

static void try_all(const struct target *t, bool fep)
{
	try_value(t, CANONICAL_48_VAL, true, fep);
	try_value(t, CANONICAL_57_VAL, this_cpu_has(X86_FEATURE_LA57), fep);
	try_value(t, NONCANONICAL, false, fep);
}

static void canonical(void)
{
	const struct target *t = subtest_row();
	const char *why = t->needs ? t->needs() : NULL;

	if (why) {
		report_skip("%s", why);
		return;
	}
	try_all(t, false);
	if (is_fep_available)
		try_all(t, true);
}

static const char *needs_invpcid(void)
{
	if (!this_cpu_has(X86_FEATURE_PCID))
		return "no PCID";
	return this_cpu_has(X86_FEATURE_INVPCID) ? NULL : "no INVPCID";
}

static void invpcid(void)
{
	struct invpcid_desc desc = { .pcid = 10 };
	ulong cr4 = read_cr4();

	write_cr4(cr4 | X86_CR4_PCIDE);
	desc.addr = CANONICAL_48_VAL;
	check_eq(invpcid_safe(0, &desc), 0, "exception of INVPCID of a 48-bit address");
	desc.addr = CANONICAL_57_VAL;
	check_eq(invpcid_safe(0, &desc), this_cpu_has(X86_FEATURE_LA57) ? 0 : GP_VECTOR,
		 "exception of INVPCID of a 57-bit address");
	desc.addr = NONCANONICAL;
	check_eq(invpcid_safe(0, &desc), GP_VECTOR, "exception of INVPCID of a non-canonical address");
	write_cr4(cr4);
}

static const char *needs_la57(void)
{
	return this_cpu_has(X86_FEATURE_LA57) ? NULL : "no LA57";
}

static void enter_5level(void)
{
	static volatile int probe;

	setup_5level_page_table();
	check_bits(read_cr4(), X86_CR4_LA57, X86_CR4_LA57, "CR4.LA57 after the switch to five levels");
	probe = 5;
	check_eq(probe, 5, "memory with five levels");
	check_eq(asm_safe("mov (%0), %%al", "r"(CANONICAL_57_VAL)), PF_VECTOR,
		 "exception of a load from a 57-bit address with five levels");
	check_eq(asm_safe("mov (%0), %%al", "r"(NONCANONICAL)), GP_VECTOR,
		 "exception of a load from a non-canonical address with five levels");
}

static void four_levels(void)
{
	check_eq(asm_safe("mov (%0), %%al", "r"(CANONICAL_57_VAL)), GP_VECTOR,
		 "exception of a load from a 57-bit address with four levels");
}

static const struct subtest subtests[] = {
	{ "toggle", toggle, .requires = needs_la57_toggle },
	{ "four-levels", four_levels },
	{ "canonical", canonical, SUBTEST_ROWS(targets) },
	{ "invpcid", invpcid, .requires = needs_invpcid },
	/* From here on with five levels. */
	{ "enter", enter_5level, .requires = needs_la57 },
	{ "canonical5", canonical, .requires = needs_la57, SUBTEST_ROWS(targets) },
	{ "invpcid5", invpcid, .requires = needs_invpcid },
	{ }
};
#else
static const char *needs_sound_cr4(void)
{
	return this_cpu_has(X86_FEATURE_LA57) ? NULL : needs_cr4_reserved_gp();
}

static void toggle(void)
{
	ulong cr4 = read_cr4();
	bool there = this_cpu_has(X86_FEATURE_LA57);

	check_eq(write_cr4_safe(cr4 | X86_CR4_LA57), there ? 0 : GP_VECTOR,
		 "exception of setting CR4.LA57 in protected mode, CPUID.LA57=%d", there);
	if (there)
		check_bits(read_cr4(), X86_CR4_LA57, X86_CR4_LA57, "CR4.LA57 after setting it");
	asm volatile("mov %0, %%cr4" : : "r"(cr4) : "memory");
}

static const struct subtest subtests[] = {
	{ "toggle", toggle, .requires = needs_sound_cr4 },
	{ }
};
#endif

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
