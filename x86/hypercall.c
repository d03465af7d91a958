// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * hypercall: VMCALL and VMMCALL.
 *
 * The form of the CPU's vendor reaches the hypervisor; KVM may patch the other
 * one to it, or let it fault. A hypercall whose end is the end of the canonical
 * address space must not confuse the hypervisor's notion of the next RIP: the
 * fault comes after it, at the first non-canonical address.
 * SDM volume 3, 30.3 (VMCALL); APM volume 3, VMMCALL.
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <subtest.h>
#include <x86/desc.h>
#include <x86/processor.h>
#include <x86/vm.h>

/* No hypercall has this number: KVM answers -KVM_ENOSYS. */
#define UNKNOWN_HYPERCALL	(-1ul)

static bool intel;

static const char *needs_kvm(void)
{
	return this_cpu_has_kvm() ? NULL : "not a KVM guest";
}

static int do_vmcall(void)
{
	ulong a = UNKNOWN_HYPERCALL;

	return asm_safe_out1(".byte 0x0f, 0x01, 0xc1", "+a"(a), "b"(0), "c"(0), "d"(0), "S"(0));
}

static int do_vmmcall(void)
{
	ulong a = UNKNOWN_HYPERCALL;

	return asm_safe_out1(".byte 0x0f, 0x01, 0xd9", "+a"(a), "b"(0), "c"(0), "d"(0), "S"(0));
}

static void judge(const char *name, bool own, int vector)
{
	if (own)
		check_eq(vector, 0, "vector of %s, the CPU's own form", name);
	else
		check(vector == 0 || vector == UD_VECTOR || vector == PF_VECTOR,
		      "vector %d of %s, the other vendor's form: none, #UD or #PF", vector, name);
}

static void vmcall(void)
{
	judge("VMCALL", intel, do_vmcall());
}

static void vmmcall(void)
{
	judge("VMMCALL", !intel, do_vmmcall());
}

static void unknown_number(void)
{
	ulong a = UNKNOWN_HYPERCALL;

	if (intel)
		asm volatile("vmcall" : "+a"(a) : "b"(0), "c"(0), "d"(0), "S"(0) : "memory");
	else
		asm volatile("vmmcall" : "+a"(a) : "b"(0), "c"(0), "d"(0), "S"(0) : "memory");
	/* KVM_ENOSYS is 1000. */
	check_eq((long)a, -1000l, "value of hypercall -1");
}

#ifdef __x86_64__
#define EDGE		0x800000000000
#define INSN_SIZE	3
/* EDGE - INSN_SIZE, as one word for the assembler. */
#define AT_INSN		0x7ffffffffffd

static int edge(const u8 *insn, ulong *stopped_at)
{
	u8 *page = (u8 *)EDGE - PAGE_SIZE;
	ulong where = 0, rax = UNKNOWN_HYPERCALL;

	memset(page, 0xcc, PAGE_SIZE);
	memcpy(page + PAGE_SIZE - INSN_SIZE, insn, INSN_SIZE);
	asm volatile("movl $0, %%gs:4\n\t"
		     ASM_EX_ENTRY(xstr(AT_INSN), "1f")
		     ASM_EX_ENTRY(xstr(EDGE), "2f")
		     "jmp *%[target]\n"
		     "1: movabs $" xstr(AT_INSN) ", %[where]\n\t"
		     "jmp 3f\n"
		     "2: movabs $" xstr(EDGE) ", %[where]\n"
		     "3:"
		     : [where] "=&r"(where), "+a"(rax)
		     : [target] "r"(AT_INSN), "b"(0), "c"(0), "d"(0), "S"(0)
		     : "memory");
	*stopped_at = where;
	return exception_vector();
}

static void map_edge(void)
{
	static bool mapped;

	if (!mapped)
		install_page(current_page_table(), virt_to_phys(alloc_page()),
			     (void *)(EDGE - PAGE_SIZE));
	mapped = true;
}

static void judge_edge(const char *name, bool own, const u8 *insn)
{
	ulong at;
	int vector;

	map_edge();
	vector = edge(insn, &at);
	if (own || at != EDGE - INSN_SIZE)
		check_eq(at, EDGE, "address of the fault (vector %d) of %s at the end of the lower half",
			 vector, name);
	else
		report_pass("%s, the other vendor's form, faults with vector %d", name, vector);
}

static void edge_vmcall(void)
{
	judge_edge("VMCALL", intel, (u8[]){ 0x0f, 0x01, 0xc1 });
}

static void edge_vmmcall(void)
{
	judge_edge("VMMCALL", !intel, (u8[]){ 0x0f, 0x01, 0xd9 });
}
#endif

static const struct subtest subtests[] = {
	{ "vmcall", vmcall, .requires = needs_kvm },
	{ "vmmcall", vmmcall, .requires = needs_kvm },
	{ "unknown", unknown_number, .requires = needs_kvm },
#ifdef __x86_64__
	{ "edge-vmcall", edge_vmcall, .requires = needs_kvm },
	{ "edge-vmmcall", edge_vmmcall, .requires = needs_kvm },
#endif
	{ }
};

int main(int argc, char **argv)
{
	intel = is_intel();
	setup_vm();
	return run_subtests(subtests, argc, argv);
}
