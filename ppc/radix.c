// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * radix: process-scoped translation with a process table of the test's own
 * (Power ISA 3.0B Book III, sections 5.7.6 to 5.7.12 and 5.9.3): which process
 * an address belongs to, what each tlbie form drops, faults in the tables with
 * their DSISR, leaves of every size, AMR and IAMR, reference and change bits.
 *
 * Data accesses only: instructions and interrupt handlers stay in real mode.
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <subtest.h>
#include <vmalloc.h>
#include <asm/hcall.h>
#include <asm/mmu.h>
#include <asm/processor.h>
#include <asm/setup.h>
#include <asm/smp.h>
#include "exec.h"

#define LEAF(mem, bits)	cpu_to_be64((u64)(mem) | _PAGE_VALID | _PAGE_PTE | (bits))
#define TABLE(mem, nls)	cpu_to_be64((u64)(mem) | _PAGE_VALID | (nls))
#define RW		(_PAGE_READ | _PAGE_WRITE)
#define RC		(_PAGE_ACCESSED | _PAGE_DIRTY)
#define ROOT(mem)	cpu_to_be64((u64)(mem) | 13 | 2UL << 61 | 5UL << 5)
#define BADCONFIG	0x00080000UL	/* DSISR: unsupported radix tree configuration */

/* A root and one chain below it: level 1 at shift 39, 2 at 30, 3 at 21, 4 at PAGE_SHIFT. */
struct tree {
	u64 *root, *l2, *l3, *l4;
};

static u64 *process_table;
static struct tree trees[3];	/* of PID 0, 2 and 3 */
static char *mem;		/* 2 MiB, aligned */

#define VA		0x8001230000UL	/* index 1, 0, 9, ... */

static u64 *table_of(unsigned int entries)
{
	u64 *t = memalign_pages(MAX(entries * 8, (unsigned int)SZ_64K), MAX(entries * 8, (unsigned int)SZ_64K));

	assert(t);
	memset(t, 0, entries * 8);
	return t;
}

static void sync_tables(void)
{
	asm volatile("ptesync" : : : "memory");
}

/* Everything of all processes: RIC 2, IS 2. */
static void flush_all(void)
{
	asm volatile("ptesync" : : : "memory");
	tlbie(2UL << 10, 0, 2, 1, 1);
	asm volatile("eieio; tlbsync; ptesync" : : : "memory");
}

static void build(struct tree *t, void *page)
{
	memset(t->root, 0, 8192 * 8);
	memset(t->l2, 0, 4096);
	memset(t->l3, 0, 4096);
	memset(t->l4, 0, 4096);
	t->root[VA >> 39 & 8191] = TABLE(t->l2, 9);
	t->l2[VA >> 30 & 511] = TABLE(t->l3, 9);
	t->l3[VA >> 21 & 511] = TABLE(t->l4, 21 - PAGE_SHIFT);
	t->l4[VA >> PAGE_SHIFT & (PTRS_PER_PTE - 1)] = LEAF(page, RW | RC);
	sync_tables();
}

static u64 *pte_of(struct tree *t)
{
	return &t->l4[VA >> PAGE_SHIFT & (PTRS_PER_PTE - 1)];
}

static void begin(void)
{
	static bool done;

	setup_vm();
	local_irq_disable();
	if (!done) {
		done = true;
		process_table = table_of(8192);
		mem = memalign_pages(SZ_2M, SZ_2M);
		for (int i = 0; i < 3; i++) {
			trees[i].root = table_of(8192);
			trees[i].l2 = table_of(512);
			trees[i].l3 = table_of(512);
			trees[i].l4 = table_of(512);
		}
	}
	/* PID 1's entry is in use from the second time on. */
	process_table[0] = 0;
	memset(process_table + 4, 0, SZ_64K - 32);
	process_table[2] = ROOT(current_cpu()->pgtable);
	for (int i = 0; i < 3; i++) {
		build(&trees[i], mem + i * SZ_64K);
		*(u64 *)(mem + i * SZ_64K) = 0x1000 + i;
	}
	process_table[0] = ROOT(trees[0].root);
	process_table[4] = ROOT(trees[1].root);
	process_table[6] = ROOT(trees[2].root);
	sync_tables();
	/* 64 KiB: the size field counts from 4 KiB */
	assert((long)hcall(H_REGISTER_PROCESS_TABLE, (unsigned long)(PTBL_NEW | PTBL_RADIX | PTBL_GTSE),
			   process_table, 0UL, 4UL) == H_SUCCESS);
	flush_all();
}

enum kind { LOAD, STORE, ZERO, RESERVE };

/* An access of process @pid with AMR; the vector, or 0 with *val loaded. */
static unsigned long access(u64 pid, u64 amr, unsigned long addr, enum kind kind, u64 *val)
{
	u64 msr = mfmsr() & ~(MSR_IR | MSR_DR), in = *val, out = in;
	pgd_t *pgtable = current_cpu()->pgtable;

	current_cpu()->pgtable = NULL;		/* handlers stay in real mode */
	trap_expect();
#define ACCESS(insn)									\
	asm volatile("mtmsrd %1\n\tisync\n\tmtspr 48,%3\n\tmtspr 29,%4\n\tisync\n\t"	\
		     "mtmsrd %2\n\tisync\n\t"						\
		     ASM_TRY(insn)							\
		     "mtmsrd %1\n\tisync\n\tmtspr 48,%6\n\tmtspr 29,%7\n\tisync\n\t"	\
		     "mtmsrd %8\n\tisync"						\
		     : "+&r"(out)							\
		     : "r"(msr), "r"(msr | MSR_DR), "r"(pid), "r"(amr), "b"(addr), "r"(1UL), "r"(0UL),	\
		       "r"(msr | MSR_IR | MSR_DR) : "memory")
	switch (kind) {
	case LOAD: ACCESS("ld %0,0(%5)"); break;
	case STORE: ACCESS("std %0,0(%5)"); break;
	case ZERO: ACCESS("dcbz 0,%5"); break;
	case RESERVE: ACCESS("ldarx %0,0,%5"); break;
	}
	current_cpu()->pgtable = pgtable;
	*val = out;
	return trap_vector();
}

static u64 load(u64 pid, unsigned long addr)
{
	u64 val = 0xdead;

	access(pid, 0, addr, LOAD, &val);
	return val;
}

static void check_fault(u64 pid, unsigned long addr, enum kind kind, u64 dsisr, const char *what)
{
	u64 val = 0;

	check_eq(access(pid, 0, addr, kind, &val), 0x300, "%s: vector", what);
	check_eq(last_trap()->dsisr & 0xffffffff, dsisr | (kind == STORE || kind == ZERO ? DSISR_STORE : 0),
		 "%s: DSISR", what);
	check_eq(last_trap()->dar, addr, "%s: DAR", what);
}

static void processes(void)
{
	begin();
	check_eq(load(2, VA), 0x1001, "PID 2: load");
	check_eq(load(3, VA), 0x1002, "PID 3: load of the same address");
	check_eq(load(2, VA), 0x1001, "PID 2 again: load");
	check_eq(load(0, VA), 0x1000, "PID 0: load");
	/* Quadrant 3 is process 0's, whoever runs; its address bits 2:11 must be 0. */
	check_eq(load(2, VA | 3UL << 62), 0x1000, "PID 2, quadrant 3: load");
	check_eq(load(3, VA | 3UL << 62), 0x1000, "PID 3, quadrant 3: load");
	check_fault(5, VA, LOAD, BADCONFIG, "PID 5, process table entry of zeros: a root of no size");
	check_fault(0x1000, VA, LOAD, DSISR_NOTRANS, "PID 0x1000, behind the process table");
	check_fault(0xfffff, VA, STORE, DSISR_NOTRANS, "PID 0xfffff, behind the process table");
	check_eq(load(2, VA), 0x1001, "PID 2 after the faults: load");
}

/* Levels of the tree: what is missing or unsupported in each */
static void tree_faults(void)
{
	struct tree *t = &trees[1];
	unsigned long other = VA + (1UL << 39);

	begin();
	check_fault(2, other, LOAD, DSISR_NOTRANS, "no level 1 entry");
	check_fault(2, VA + (1UL << 30), STORE, DSISR_NOTRANS, "no level 2 entry");
	check_fault(2, VA + (1UL << 21), LOAD, DSISR_NOTRANS, "no level 3 entry");
	check_fault(2, VA + PAGE_SIZE, ZERO, DSISR_NOTRANS, "no level 4 entry");
	check_fault(2, VA + PAGE_SIZE, RESERVE, DSISR_NOTRANS, "no level 4 entry, load and reserve");

	t->root[VA >> 39 & 8191] = TABLE(t->l2, 8);
	flush_all();
	check_fault(2, VA, LOAD, BADCONFIG, "level 1 entry with NLS 8");
	t->root[VA >> 39 & 8191] = TABLE(t->l2, 10);
	flush_all();
	check_fault(2, VA, LOAD, BADCONFIG, "level 1 entry with NLS 10");
	t->root[VA >> 39 & 8191] = TABLE(t->l2, 9);
	t->l2[VA >> 30 & 511] = TABLE(t->l3, 5);
	flush_all();
	check_fault(2, VA, STORE, BADCONFIG, "level 2 entry with NLS 5");
	t->l2[VA >> 30 & 511] = TABLE(t->l3, 9);
	t->l3[VA >> 21 & 511] = TABLE(t->l4, 7);
	flush_all();
	check_fault(2, VA, LOAD, BADCONFIG, "level 3 entry with NLS 7");
	t->l3[VA >> 21 & 511] = TABLE(t->l4, 21 - PAGE_SHIFT);
	flush_all();
	check_eq(load(2, VA), 0x1001, "load after all is in order again");

	/* A root of another size than 2^13 entries */
	process_table[4] = cpu_to_be64((u64)t->root | 12 | 2UL << 61 | 5UL << 5);
	flush_all();
	check_fault(2, VA, LOAD, BADCONFIG, "process table entry with RPDS 12");
	process_table[4] = ROOT(t->root);
	flush_all();
	check_eq(load(2, VA), 0x1001, "load with the right RPDS");
}

/* Each tlbie form drops what it names (section 5.9.3.3). It may drop more. */
static void invalidations(void)
{
	static const struct {
		const char *name;
		unsigned long rb, rs;
		int what;	/* 0 page, 1 PID, 2 all */
	} forms[] = {
		{ "RIC 0, IS 0", 0, 2UL << 32, 0 },
		{ "RIC 2, IS 1", 1UL << 10, 2UL << 32, 1 },
		{ "RIC 2, IS 2", 2UL << 10, 0, 2 },
	};

	begin();
	for (unsigned int i = 0; i < ARRAY_SIZE(forms); i++) {
		for (int local = 0; local < (forms[i].what < 2 ? 2 : 1); local++) {
			unsigned long rb = forms[i].rb;

			if (forms[i].what == 0)
				rb |= (VA & ~0xfffUL) | (PAGE_SHIFT == 16 ? 5 : 0) << 5;
			build(&trees[1], mem + SZ_64K);
			flush_all();
			check_eq(load(2, VA), 0x1001, "%s: load before", forms[i].name);
			WRITE_ONCE(*pte_of(&trees[1]), LEAF(mem + 2 * SZ_64K, RW | RC));
			asm volatile("ptesync" : : : "memory");
			/* tlbie takes the process from RS, tlbiel from PIDR where IS is 1. */
			if (forms[i].what == 0)
				local ? tlbiel(rb, forms[i].rs, 0, 1, 1) : tlbie(rb, forms[i].rs, 0, 1, 1);
			else
				local ? tlbiel(rb, forms[i].rs, 2, 1, 1) : tlbie(rb, forms[i].rs, 2, 1, 1);
			asm volatile("eieio; tlbsync; ptesync" : : : "memory");
			check_eq(load(2, VA), 0x1002, "%s%s: load through the new entry", forms[i].name,
				 local ? " local" : "");
		}
	}
	build(&trees[1], mem + SZ_64K);
	flush_all();
}

/* Leaves at level 2 (1 GiB), 3 (2 MiB) and 4, and each address bit below them */
static void leaf_sizes(void)
{
	struct tree *t = &trees[1];

	begin();
	for (unsigned int bit = 3; bit < 21; bit++)
		*(u64 *)(mem + (1UL << bit)) = 0x2000 + bit;
	t->l3[VA >> 21 & 511] = LEAF(mem, RW | RC);
	flush_all();
	for (unsigned int bit = 3; bit < 21; bit++)
		check_eq(load(2, (VA & ~(SZ_2M - 1UL)) + (1UL << bit)), 0x2000 + bit,
			 "2 MiB leaf: load at offset 2^%u", bit);
	t->l2[VA >> 30 & 511] = LEAF((u64)mem & ~(SZ_1G - 1UL), RW | RC);
	flush_all();
	for (unsigned int bit = 3; bit < 21; bit++)
		check_eq(load(2, (VA & ~(SZ_1G - 1UL)) + ((u64)mem & (SZ_1G - 1)) + (1UL << bit)), 0x2000 + bit,
			 "1 GiB leaf: load at offset 2^%u", bit);
}

/* AMR key 0: privileged accesses to pages that problem state may use (5.7.12) */
static void authority_mask(void)
{
	begin();
	for (unsigned int key = 0; key < 4; key++)
		for (unsigned int privileged = 0; privileged < 2; privileged++)
			for (unsigned int kind = LOAD; kind <= STORE; kind++) {
				bool denied = !privileged && (kind == STORE ? key & 2 : key & 1);
				u64 val = 0x1001;

				*pte_of(&trees[1]) = LEAF(mem + SZ_64K, RW | RC | (privileged ? _PAGE_PRIVILEGED : 0));
				flush_all();
				check_eq(access(2, (u64)key << 62, VA, kind, &val), denied ? 0x300 : 0,
					 "AMR key 0 = %u, %s of a %s page: vector", key, kind == STORE ? "store" : "load",
					 privileged ? "privileged" : "problem state");
				if (trap_vector())
					check_eq(last_trap()->dsisr & 0xffffffff,
						 DSISR_PROTFAULT | (kind == STORE ? DSISR_STORE : 0),
						 "AMR key 0 = %u, denied %s: DSISR", key, kind == STORE ? "store" : "load");
			}
	/* Key 1's bits are none of radix translation's. */
	{
		u64 val = 0;

		*pte_of(&trees[1]) = LEAF(mem + SZ_64K, RW | RC);
		flush_all();
		check_eq(access(2, 3UL << 60, VA, LOAD, &val), 0, "AMR key 1 = 3, load: vector");
	}
}

/* IAMR key 0 takes execution of problem state's pages from privileged state. */
static u64 iamr_srr1, iamr_count;

static void iamr_handler(struct pt_regs *regs, void *data __unused)
{
	iamr_srr1 = regs->msr;
	iamr_count++;
	mtspr(SPR_IAMR, 0);
}

static void instruction_authority_mask(void)
{
	begin();
	iamr_count = 0;
	handle_exception(0x400, iamr_handler, NULL);
	current_cpu()->pgtable = NULL;
	/* The handler in real mode undoes it; the next fetch succeeds. */
	asm volatile(".machine push\n\t.machine power9\n\t"
		     "mtspr 61,%0\n\tptesync\n\ttlbie %2,%1,2,1,1\n\teieio\n\ttlbsync\n\tptesync\n\t"
		     "isync\n\tnop\n\tnop\n\tmtspr 61,%1\n\tisync\n\t.machine pop"
		     : : "r"(1UL << 62), "r"(0UL), "r"(2UL << 10) : "memory");
	current_cpu()->pgtable = (pgd_t *)(be64_to_cpu(process_table[2]) & 0x1fffffffffff0000UL);
	handle_exception(0x400, NULL, NULL);
	check_eq(iamr_count, 1, "IAMR key 0 = 1: instruction storage interrupts");
	check_eq(iamr_srr1 & 0x78000000, SRR1_NOEXEC, "IAMR key 0 = 1: SRR1[33:36]");
}

/* Reference and change bits through a cached translation */
static void reference_change(void)
{
	struct tree *t = &trees[1];
	u64 val = 0x77, pte;

	begin();
	*pte_of(t) = LEAF(mem + SZ_64K, RW);
	flush_all();
	if (access(2, 0, VA, LOAD, &val)) {
		report_skip("this machine leaves reference and change bits to software");
		return;
	}
	pte = be64_to_cpu(READ_ONCE(*pte_of(t)));
	check_eq(pte & RC, _PAGE_ACCESSED, "R and C after a load");
	val = 0x77;
	check_eq(access(2, 0, VA, STORE, &val), 0, "store through the translation that the load cached: vector");
	pte = be64_to_cpu(READ_ONCE(*pte_of(t)));
	check_eq(pte & RC, RC, "R and C after a store");
	*pte_of(t) = LEAF(mem + SZ_64K, RW);
	flush_all();
	access(2, 0, VA, STORE, &val);
	pte = be64_to_cpu(READ_ONCE(*pte_of(t)));
	check_eq(pte, be64_to_cpu(LEAF(mem + SZ_64K, RW | RC)), "the entry after a store: only R and C were added");
	/* dcbz is a store too. */
	*pte_of(t) = LEAF(mem + SZ_64K, RW);
	flush_all();
	access(2, 0, VA, ZERO, &val);
	check_eq(be64_to_cpu(READ_ONCE(*pte_of(t))) & RC, RC, "R and C after dcbz");
	/* Read-only: a load, then a store that fails and sets nothing */
	*pte_of(t) = LEAF(mem + SZ_64K, _PAGE_READ);
	flush_all();
	access(2, 0, VA, LOAD, &val);
	check_fault(2, VA, STORE, DSISR_PROTFAULT, "store to a page for reading");
	check_eq(be64_to_cpu(READ_ONCE(*pte_of(t))) & RC, _PAGE_ACCESSED, "R and C after it");
	/* Two-step: of a large leaf */
	t->l3[VA >> 21 & 511] = LEAF(mem, RW);
	flush_all();
	access(2, 0, VA, STORE, &val);
	check_eq(be64_to_cpu(READ_ONCE(t->l3[VA >> 21 & 511])) & RC, RC, "R and C of a 2 MiB leaf after a store");
}

/* H_REGISTER_PROCESS_TABLE (LoPAPR 14.14.1): wrong parameters */
static void registration(void)
{
	static const struct {
		const char *name;
		unsigned long flags, base, pages, size;
		long rc;
	} cases[] = {
		{ "unknown flag", PTBL_NEW | PTBL_RADIX | PTBL_GTSE | 0x20, 0x10000000, 0, 4, H_PARAMETER },
		{ "flag 1 << 60", PTBL_NEW | PTBL_RADIX | 1UL << 60, 0x10000000, 0, 4, H_PARAMETER },
		{ "radix with a page size", PTBL_NEW | PTBL_RADIX, 0x10000000, 1, 4, H_P3 },
		{ "radix, size 25", PTBL_NEW | PTBL_RADIX, 0x10000000, 0, 25, H_P4 },
		{ "radix, base not aligned to 4 KiB", PTBL_NEW | PTBL_RADIX, 0x10000800, 0, 4, H_P2 },
		{ "radix, base with bit 63", PTBL_NEW | PTBL_RADIX, 1UL << 63, 0, 4, H_P2 },
		{ "hash, base with high bits", PTBL_NEW, 1UL << 38, 0, 4, H_P2 },
		{ "hash, page size 8", PTBL_NEW, 0, 8, 4, H_P3 },
		{ "hash, size 25", PTBL_NEW, 0, 0, 25, H_P4 },
	};

	begin();
	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++)
		check_eq((long)hcall(H_REGISTER_PROCESS_TABLE, cases[i].flags, cases[i].base, cases[i].pages,
				     cases[i].size), cases[i].rc, "%s", cases[i].name);
	check_eq(load(2, VA), 0x1001, "the table before is still in use");
}

/*
 * AIL 3 (H_SET_MODE resource 3; Book III 6.5): interrupts taken with IR and DR on
 * arrive translated at 0xc000000000004000 + vector, which is process 0's.
 */
static void alternate_location(void)
{
	static const u32 stub[] = {
		0x7c9a02a6,	/* mfsrr0 r4 */
		0x7cbb02a6,	/* mfsrr1 r5 */
		0x7c6000a6,	/* mfmsr r3 */
		0x60000000,	/* nop: replaced by what makes the return address of r4 */
		0x7c9a03a6,	/* mtsrr0 r4 */
		0x4c000024,	/* rfid */
	};
	static const struct {
		const char *name;
		u16 vector;
		u32 advance;
	} cases[] = {
		{ "system call", 0xc00, 0x60000000 },
		{ "program", 0x700, 0x38840004 },	/* addi r4,r4,4 */
	};
	u64 le = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
	u64 msr, srr0, srr1, here;
	u32 *code;

	begin();
	code = (u32 *)(mem + 8 * SZ_64K);
	trees[0].root[0] = TABLE(trees[0].l2, 9);
	trees[0].l2[0] = TABLE(trees[0].l3, 9);
	trees[0].l3[0] = TABLE(trees[0].l4, 21 - PAGE_SHIFT);
	for (unsigned int i = 0; i < SZ_64K / PAGE_SIZE; i++)
		trees[0].l4[i] = LEAF(mem + 8 * SZ_64K + i * PAGE_SIZE, RW | _PAGE_EXEC | RC | _PAGE_PRIVILEGED);
	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		u32 *at = code + (0x4000 + cases[i].vector) / 4;

		memcpy(at, stub, sizeof(stub));
		at[3] = cases[i].advance;
		asm volatile("dcbst 0,%0\n\tsync\n\ticbi 0,%0\n\tsync\n\tisync" : : "r"(at) : "memory");
	}
	flush_all();
	if (!check_eq((long)hcall(H_SET_MODE, 3UL, (unsigned long)H_SET_MODE_AIL, 0UL, 0UL), H_SUCCESS,
		      "H_SET_MODE, AIL 3"))
		return;
	mtmsr(mfmsr() | MSR_RI);
	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		trap_expect();
#define TAKE(insn)								\
	asm volatile("bcl 20,31,1f\n1:\tmflr %3\n\taddi %3,%3,2f-1b\n\tli 3,0\n\tli 4,0\n\tli 5,0\n\t"	\
		     "2:\t" ASM_TRY(insn) "mr %0,3\n\tmr %1,4\n\tmr %2,5"	\
		     : "=&r"(msr), "=&r"(srr0), "=&r"(srr1), "=&b"(here)	\
		     : : "r3", "r4", "r5", "lr", "memory")
		if (cases[i].vector == 0xc00)
			TAKE("sc 0");
		else
			TAKE("trap");
		check_eq(trap_vector(), 0, "%s interrupt with AIL 3: vector taken in real mode", cases[i].name);
		check_eq(msr, 1UL << MSR_SF_BIT | MSR_ME | MSR_IR | MSR_DR | le,
			 "%s interrupt with AIL 3: MSR", cases[i].name);
		check_eq(srr0, here + 4, "%s interrupt with AIL 3: return address", cases[i].name);
		check_eq(srr1 & ~0x783f0000UL, mfmsr(), "%s interrupt with AIL 3: SRR1", cases[i].name);
	}
	/* With translation off it is the ordinary vector. */
	trap_expect();
	mmu_disable();
	asm volatile("li 3,0\n\t" ASM_TRY("trap") : : : "r3", "r4", "r5", "memory");
	mmu_enable(NULL);
	check_eq(trap_vector(), 0x700, "trap in real mode with AIL 3: vector");
	check_eq((long)hcall(H_SET_MODE, 0UL, (unsigned long)H_SET_MODE_AIL, 0UL, 0UL), H_SUCCESS, "H_SET_MODE, AIL 0");
	mtmsr(mfmsr() & ~MSR_RI);
	trap_expect();
	asm volatile(ASM_TRY("trap") : : : "memory");
	check_eq(trap_vector(), 0x700, "trap with AIL 0 again: vector");
}

static const char *needs_pseries_radix(void)
{
	return !vm_available() ? "no radix translation" : machine_is_pseries() ? NULL : "not pseries";
}

static const struct subtest subtests[] = {
	{ "processes", processes, needs_pseries_radix, SUBTEST_NO_WATCHDOG },
	{ "tree-faults", tree_faults, needs_pseries_radix, SUBTEST_NO_WATCHDOG },
	{ "invalidations", invalidations, needs_pseries_radix, SUBTEST_NO_WATCHDOG },
	{ "leaf-sizes", leaf_sizes, needs_pseries_radix, SUBTEST_NO_WATCHDOG },
	{ "authority-mask", authority_mask, needs_pseries_radix, SUBTEST_NO_WATCHDOG },
	{ "instruction-authority-mask", instruction_authority_mask, needs_pseries_radix, SUBTEST_NO_WATCHDOG },
	{ "reference-change", reference_change, needs_pseries_radix, SUBTEST_NO_WATCHDOG },
	{ "alternate-location", alternate_location, needs_pseries_radix, SUBTEST_NO_WATCHDOG },
	{ "registration", registration, needs_pseries_radix, SUBTEST_NO_WATCHDOG },
	{ }
};

int main(int argc, char **argv)
{
	report_prefix_push("radix");
	return run_subtests(subtests, argc, argv);
}
