// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * mmu: radix translation (Power ISA 3.0B Book III, chapter 5).
 *
 * Stale translations after tlbiel and tlbie, on this CPU and on others; the
 * permission matrix of a leaf entry in both privilege states; reference and
 * change bits; attributes; large leaves; PID switch; quadrants.
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <subtest.h>
#include <vmalloc.h>
#include <asm/barrier.h>
#include <asm/handlers.h>
#include <asm/mmu.h>
#include <asm/processor.h>
#include <asm/setup.h>
#include <asm/smp.h>
#include <asm/time.h>
#include "exec.h"

#define ITERATIONS	100000

static const char *needs_radix(void)
{
	return vm_available() ? NULL : "no radix translation";
}

static pteval_t *ptep;		/* the entry of @page */
static char *page;		/* a virtual page of the tests */
static char *mem_a, *mem_b;	/* two physical pages */

static u64 leaf(void *mem, u64 bits)
{
	return cpu_to_be64((u64)mem | _PAGE_VALID | _PAGE_PTE | bits);
}

#define RWX		(_PAGE_READ | _PAGE_WRITE | _PAGE_EXEC)
#define RC		(_PAGE_ACCESSED | _PAGE_DIRTY)

static void prepare(void)
{
	setup_vm();
	if (page)
		return;
	mem_a = alloc_page();
	mem_b = alloc_page();
	page = alloc_vpage();
	ptep = install_page(NULL, (unsigned long)mem_a, page);
}

static void set_pte(u64 val)
{
	WRITE_ONCE(*ptep, val);
	flush_tlb_page((unsigned long)page);
}

static void tlbi_this_cpu(bool local)
{
	u64 pte_a, pte_b;
	long stale = 0;

	prepare();
	*(long *)mem_a = 0;
	*(long *)mem_b = -1;
	pte_a = leaf(mem_a, RWX | RC);
	pte_b = leaf(mem_b, RWX | RC);
	set_pte(pte_a);
	for (int i = 0; i < ITERATIONS; i++) {
		if (READ_ONCE(*(long *)page) != 0)
			stale++;
		WRITE_ONCE(*ptep, pte_b);
		local ? flush_tlb_page_local((unsigned long)page) : flush_tlb_page((unsigned long)page);
		if (READ_ONCE(*(long *)page) != -1)
			stale++;
		WRITE_ONCE(*ptep, pte_a);
		local ? flush_tlb_page_local((unsigned long)page) : flush_tlb_page((unsigned long)page);
	}
	check_eq(stale, 0, "loads through a stale translation after %s", local ? "tlbiel" : "tlbie");
}

static void tlbiel_this_cpu(void)
{
	tlbi_this_cpu(true);
}

static void tlbie_this_cpu(void)
{
	tlbi_this_cpu(false);
}

static volatile bool stop;
static volatile int stale_seen, running;

static void read_page(int cpu_id __unused)
{
	setup_mmu(0, NULL);
	__atomic_fetch_add(&running, 1, __ATOMIC_SEQ_CST);
	while (!stop) {
		unsigned long bad = 0;

		/* One long block, so that a CPU has much to do between two looks. */
		asm volatile(".rept 256\n\tlbz 9,0(%1)\n\tor %0,%0,9\n\t.endr"
			     : "+r"(bad) : "b"(page) : "r9", "memory");
		if (bad)
			stale_seen = 1;
	}
	mmu_disable();
}

static const char *needs_smp(void)
{
	return needs_radix() ?: nr_cpus_present > 1 ? NULL : "one CPU only";
}

static void tlbi_other_cpu(void)
{
	u64 pte_a, pte_b, end;

	prepare();
	memset(mem_a, 0, PAGE_SIZE);
	memset(mem_b, 0, PAGE_SIZE);
	pte_a = leaf(mem_a, RWX | RC);
	pte_b = leaf(mem_b, RWX | RC);
	set_pte(pte_a);
	stop = false;
	stale_seen = running = 0;
	start_all_cpus(read_page);
	end = get_tb() + 5 * tb_hz;
	while (running < nr_cpus_present - 1 && get_tb() < end)
		cpu_relax();
	for (int i = 0; i < ITERATIONS / 4 && !stale_seen; i++) {
		set_pte(pte_b);
		WRITE_ONCE(*(long *)mem_a, -1);
		WRITE_ONCE(*(long *)mem_a, 0);
		set_pte(pte_a);
		WRITE_ONCE(*(long *)mem_b, -1);
		WRITE_ONCE(*(long *)mem_b, 0);
	}
	stop = true;
	stop_all_cpus();
	check_eq(running, nr_cpus_present - 1, "other CPUs that were reading");
	check(!stale_seen, "no other CPU loads through a stale translation after tlbie");
}

/* What one kind of access in one privilege state does. */
enum access { LOAD, STORE, FETCH };

static unsigned long try_access(enum access kind, bool user)
{
	struct insn_regs regs = { .r3 = (u64)page, .r5 = 0x4e800020 };
	u32 insn = kind == LOAD ? D_FORM(32, 4, 3, 0) : D_FORM(36, 5, 3, 0);

	if (kind != FETCH)
		return user ? exec_insn_user(&regs, insn) : exec_insn(&regs, insn);
	if (user) {
		unsigned long vector;

		enter_usermode();
		vector = trap_fetch((unsigned long)page);
		exit_usermode();
		return vector;
	}
	return trap_fetch((unsigned long)page);
}

static const char * const kinds[] = { "load", "store", "fetch" };

static void put_blr(char *mem)
{
	*(volatile u32 *)mem = 0x4e800020;
	asm volatile("dcbst 0,%0\n\tsync\n\ticbi 0,%0\n\tsync\n\tisync" : : "r"(mem) : "memory");
}

/* All 16 combinations of EAA, R and C set (figure 22, section 5.7.11). */
static void permissions(void)
{
	prepare();
	local_irq_disable();
	dec_park();
	put_blr(mem_a);
	for (unsigned int bits = 0; bits < 16; bits++) {
		for (unsigned int k = 0; k < 6; k++) {
			enum access kind = k >> 1;
			bool user = k & 1;
			bool ok, privileged = bits & _PAGE_PRIVILEGED;
			unsigned long vector;

			/* The write bit is "read/write" in the manual. */
			ok = bits & (kind == LOAD ? _PAGE_READ | _PAGE_WRITE :
				     kind == STORE ? _PAGE_WRITE : _PAGE_EXEC);
			if (user && privileged)
				ok = false;
			set_pte(leaf(mem_a, bits | RC));
			vector = try_access(kind, user);
			check_eq(vector, ok ? 0 : kind == FETCH ? 0x400 : 0x300,
				 "%s in %s state, EAA %s%s%s%s: vector", kinds[kind],
				 user ? "problem" : "privileged", privileged ? "P" : "-",
				 bits & _PAGE_READ ? "R" : "-", bits & _PAGE_WRITE ? "W" : "-",
				 bits & _PAGE_EXEC ? "X" : "-");
			if (vector == 0x300) {
				u64 want = DSISR_PROTFAULT | (kind == STORE ? DSISR_STORE : 0);

				check_eq(last_trap()->dsisr & 0xffffffff, want, "its DSISR");
				check_eq(last_trap()->dar, (u64)page, "its DAR");
			} else if (vector == 0x400) {
				u64 cause = last_trap()->msr & 0x78000000;

				check(cause == SRR1_PROTFAULT || cause == SRR1_NOEXEC,
				      "its SRR1[33:36] says protection or no-execute: %#lx", cause);
			}
		}
	}
	set_pte(leaf(mem_a, RWX | RC));
}

/*
 * Reference and change bits: hardware either sets them atomically or raises a
 * storage interrupt with bit 45 (both allowed); it may not ignore them.
 */
static void reference_change(void)
{
	prepare();
	local_irq_disable();
	put_blr(mem_a);
	for (unsigned int k = 0; k < 6; k++) {
		enum access kind = k >> 1;
		u64 before = k & 1 ? _PAGE_ACCESSED : 0, after, want;
		unsigned long vector;
		bool missing;

		want = kind == STORE ? RC : _PAGE_ACCESSED;
		missing = want & ~before;
		set_pte(leaf(mem_a, RWX | before));
		vector = try_access(kind, false);
		after = be64_to_cpu(READ_ONCE(*ptep)) & RC;
		if (!missing) {
			check_eq(vector, 0, "%s with the bits it needs: vector", kinds[kind]);
			check_eq(after, before, "%s with the bits it needs: R and C", kinds[kind]);
		} else if (vector) {
			check_eq(vector, kind == FETCH ? 0x400 : 0x300, "%s with R=%d C=0: vector",
				 kinds[kind], before != 0);
			check_eq(after, before, "%s with R=%d C=0: R and C after the interrupt", kinds[kind],
				 before != 0);
			if (vector == 0x300)
				check_eq(last_trap()->dsisr & 0xffffffff,
					 DSISR_BADATTR | (kind == STORE ? DSISR_STORE : 0),
					 "%s with R=%d C=0: DSISR", kinds[kind], before != 0);
			else
				check_eq(last_trap()->msr & 0x78040000, DSISR_BADATTR,
					 "%s with R=%d C=0: SRR1[33:36,45]", kinds[kind], before != 0);
		} else {
			check_eq(after, before | want, "%s with R=%d C=0: R and C set by it",
				 kinds[kind], before != 0);
		}
	}
	/* A load caches the translation; the store that follows must set C all the same. */
	set_pte(leaf(mem_a, RWX));
	if (!try_access(LOAD, false)) {
		check_eq(try_access(STORE, false), 0, "store through the translation a load cached: vector");
		check_eq(be64_to_cpu(READ_ONCE(*ptep)) & RC, RC, "R and C after a load and a store");
	}
	/* A store that permission forbids must not set C. */
	set_pte(leaf(mem_a, _PAGE_READ | _PAGE_ACCESSED));
	try_access(STORE, false);
	check_eq(be64_to_cpu(READ_ONCE(*ptep)) & RC, _PAGE_ACCESSED, "R and C after a forbidden store");
	set_pte(leaf(mem_a, RWX | RC));
}

/* Guarded storage (non-idempotent I/O) is not executable (section 5.7.11.2). */
static void attributes(void)
{
	prepare();
	local_irq_disable();
	put_blr(mem_a);
	set_pte(leaf(mem_a, RWX | RC | _PAGE_SAO));
	check_eq(try_access(LOAD, false), 0, "load with attribute SAO: vector");
	set_pte(leaf(mem_a, RWX | RC | _PAGE_NON_IDEMPOTENT));
	check_eq(try_access(FETCH, false), 0x400, "fetch from non-idempotent storage: vector");
	check_eq(last_trap()->msr & 0x78000000, SRR1_NOEXEC, "fetch from non-idempotent storage: SRR1[33:36]");
	set_pte(leaf(mem_a, RWX | RC | _PAGE_TOLERANT));
	check_eq(try_access(LOAD, false), 0, "load from tolerant I/O storage: vector");
	set_pte(leaf(mem_a, RWX | RC));
}

/* An entry that is not valid, at each level. */
static void invalid_entries(void)
{
	unsigned long addr;
	pgd_t *pgd;
	u64 old;

	prepare();
	pgd = current_cpu()->pgtable;
	local_irq_disable();
	set_pte(leaf(mem_a, RWX | RC) & ~cpu_to_be64(_PAGE_VALID));
	check_eq(try_access(LOAD, false), 0x300, "load with an invalid leaf: vector");
	check_eq(last_trap()->dsisr & 0xffffffff, DSISR_NOTRANS, "load with an invalid leaf: DSISR");
	set_pte(leaf(mem_a, RWX | RC));

	/* A level-3 entry of an address nothing else uses */
	addr = 5UL << PGDIR_SHIFT;
	install_page(NULL, (unsigned long)mem_a, (void *)addr);
	*(long *)mem_a = 0x1357;
	check_eq(READ_ONCE(*(long *)addr), 0x1357, "load from %#lx", addr);
	old = pgd_val(*pgd_offset(pgd, addr));
	WRITE_ONCE(pgd_offset(pgd, addr)->pgd, 0);
	tlbie(1UL << 10, 1UL << 32, 2, 1, 1);
	asm volatile("eieio; tlbsync; ptesync" : : : "memory");
	trap_expect();
	asm volatile(ASM_TRY("lbz 9,0(%0)") : : "b"(addr) : "r9", "memory");
	check_eq(trap_vector(), 0x300, "load with an invalid root entry: vector");
	check_eq(last_trap()->dsisr & 0xffffffff, DSISR_NOTRANS, "load with an invalid root entry: DSISR");
	WRITE_ONCE(pgd_offset(pgd, addr)->pgd, old);
	flush_tlb_page(addr);
}

/* Leaves of 2 MiB and 1 GiB. */
static void large_leaves(void)
{
	unsigned long base = 6UL << PGDIR_SHIFT, addr;
	pgd_t *pgd;
	u64 phys;
	pud_t *pud;

	prepare();
	phys = (u64)mem_a;
	pgd = current_cpu()->pgtable;
	*(long *)mem_a = 0x2468;
	pud = pud_alloc(pgd_offset(pgd, base), base);
	pmd_alloc(pud, base)->pmd = leaf((void *)(phys & ~(SZ_2M - 1UL)), RWX | RC);
	asm volatile("ptesync" : : : "memory");
	addr = base + (phys & (SZ_2M - 1));
	trap_expect();
	check_eq(READ_ONCE(*(long *)addr), 0x2468, "load through a 2 MiB leaf");

	base += PUD_SIZE;
	pud = pud_alloc(pgd_offset(pgd, base), base);
	pud->pud = leaf((void *)(phys & ~(SZ_1G - 1UL)), RWX | RC);
	asm volatile("ptesync" : : : "memory");
	addr = base + (phys & (SZ_1G - 1));
	check_eq(READ_ONCE(*(long *)addr), 0x2468, "load through a 1 GiB leaf");
	*(volatile long *)addr = 0x3579;
	check_eq(READ_ONCE(*(long *)mem_a), 0x3579, "store through a 1 GiB leaf");
}

/* Another PID has no table: its accesses fault, with the same addresses. */
static void pid_switch(void)
{
	unsigned long dsisr, val;
	pgd_t *pgtable;

	prepare();
	local_irq_disable();
	set_pte(leaf(mem_a, RWX | RC));
	*(long *)mem_a = 0x1111;
	/*
	 * Data only, so that the code goes on: MSR[DR] off around the change.
	 * Without a page table of this CPU the handler stays in real mode.
	 */
	pgtable = current_cpu()->pgtable;
	current_cpu()->pgtable = NULL;
	trap_expect();
	asm volatile("mtmsrd %1\n\tmtspr 48,%3\n\tisync\n\tmtmsrd %2\n\tisync\n\t"
		     ASM_TRY("ld %0,0(%5)")
		     "mtmsrd %1\n\tisync\n\tmtspr 48,%4\n\tisync\n\tmtmsrd %6\n\tisync"
		     : "=&r"(val)
		     : "r"(mfmsr() & ~(MSR_DR | MSR_IR)), "r"((mfmsr() & ~MSR_IR) | MSR_DR), "r"(7UL), "r"(1UL),
		       "b"(page), "r"(mfmsr()) : "memory");
	current_cpu()->pgtable = pgtable;
	dsisr = last_trap()->dsisr;
	check_eq(trap_vector(), 0x300, "load with a PID that has no table: vector");
	check_ne(dsisr & 0xffffffff, 0, "load with a PID that has no table: DSISR");
	check_eq(READ_ONCE(*(long *)page), 0x1111, "load with PID 1 again");
}

/* Effective addresses beyond the radix tree's 52 bits, and quadrants. */
static void outside(void)
{
	static const struct {
		const char *name;
		unsigned long addr;
	} cases[] = {
		{ "bit 52 set", 1UL << 52 },
		{ "bit 61 set", 1UL << 61 },
		{ "quadrant 1", 1UL << 62 },
		{ "quadrant 2", 2UL << 62 },
		{ "quadrant 3, bit 52 set", 3UL << 62 | 1UL << 52 },
	};

	prepare();
	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		unsigned int quadrant = cases[i].addr >> 62;
		/* Quadrants 1 and 2 exist in hypervisor state, here without tables. */
		bool exists = machine_is_powernv() && (quadrant == 1 || quadrant == 2);

		trap_expect();
		asm volatile(ASM_TRY("lbz 9,0(%0)") : : "b"(cases[i].addr) : "r9", "memory");
		check_eq(trap_vector(), exists ? 0x300 : 0x380, "load, %s: vector", cases[i].name);
		check_eq(last_trap()->dar, cases[i].addr, "load, %s: DAR", cases[i].name);
		check_eq(trap_fetch(cases[i].addr), exists ? 0x400 : 0x480, "fetch, %s: vector", cases[i].name);
	}
}

/* A store that crosses into a page without translation must store nothing. */
static void page_crossing(void)
{
	char *two;

	prepare();
	two = alloc_vpages(2);
	install_page(NULL, (unsigned long)mem_a, two);
	memset(mem_a, 0x11, PAGE_SIZE);
	trap_expect();
	asm volatile(ASM_TRY("std %1,0(%0)") : : "b"(two + PAGE_SIZE - 4), "r"(-1UL) : "memory");
	check_eq(trap_vector(), 0x300, "store over the end of a mapping: vector");
	check_eq(last_trap()->dsisr & 0xffffffff, DSISR_NOTRANS | DSISR_STORE, "store over the end of a mapping: DSISR");
	check_eq(last_trap()->dar & PAGE_MASK, (u64)two + PAGE_SIZE, "store over the end of a mapping: page of DAR");
	install_page(NULL, (unsigned long)mem_b, two + PAGE_SIZE);
	trap_expect();
	asm volatile(ASM_TRY("std %1,0(%0)") : : "b"(two + PAGE_SIZE - 4), "r"(0x1122334455667788) : "memory");
	check_eq(trap_vector(), 0, "store over two mapped pages: vector");
	check_eq(*(u32 *)(mem_a + PAGE_SIZE - 4),
		 __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? 0x55667788 : 0x11223344, "first half");
	check_eq(*(u32 *)mem_b,
		 __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? 0x11223344 : 0x55667788, "second half");
}

static const struct subtest subtests[] = {
	{ "tlbiel-this-cpu", tlbiel_this_cpu, needs_radix },
	{ "tlbie-this-cpu", tlbie_this_cpu, needs_radix },
	{ "tlbi-other-cpu", tlbi_other_cpu, needs_smp },
	{ "permissions", permissions, needs_radix, SUBTEST_NO_WATCHDOG },
	{ "reference-change", reference_change, needs_radix, SUBTEST_NO_WATCHDOG },
	{ "attributes", attributes, needs_radix, SUBTEST_NO_WATCHDOG },
	{ "invalid-entries", invalid_entries, needs_radix },
	{ "large-leaves", large_leaves, needs_radix },
	{ "pid-switch", pid_switch, needs_radix, SUBTEST_NO_WATCHDOG },
	{ "outside", outside, needs_radix },
	{ "page-crossing", page_crossing, needs_radix },
	{ }
};

int main(int argc, char **argv)
{
	report_prefix_push("mmu");
	return run_subtests(subtests, argc, argv);
}
