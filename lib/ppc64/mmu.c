// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Radix translation: the identity map, its process and partition tables, TLB
 * invalidation (Power ISA 3.0B, Book III, sections 5.7 and 5.9).
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <devicetree.h>
#include <libfdt/libfdt.h>
#include <vmalloc.h>
#include <asm/hcall.h>
#include <asm/mmu.h>
#include <asm/processor.h>
#include <asm/setup.h>
#include <asm/smp.h>
#include "ppc64.h"

#define VM_TOP		(32UL << 30)	/* vmalloc goes down from here */
#define IDENTITY_TOP	(31UL << 30)
#define KERNEL_PID	1UL		/* 0 also translates quadrant 3 */

#define DEFAULT_PTE	(_PAGE_VALID | _PAGE_PTE | _PAGE_READ | _PAGE_WRITE | \
			 _PAGE_EXEC | _PAGE_ACCESSED | _PAGE_DIRTY)

/* Root Page Directory Size, and Radix Tree Size 0b10101: 31 + 21 = 52 bits. */
#define RPDS		(VA_BITS - PGDIR_SHIFT)
#define RTS		((2UL << 61) | (5UL << 5))

static pgd_t *identity_pgd;

bool vm_available(void)
{
	return cpu_has_radix;
}

bool mmu_enabled(void)
{
	return current_cpu()->pgtable != NULL;
}

phys_addr_t __virt_to_phys(unsigned long addr)
{
	if (mmu_enabled()) {
		pgd_t *pgtable = current_cpu()->pgtable;

		return virt_to_pte_phys(pgtable, (void *)addr);
	}
	return addr;
}

unsigned long __phys_to_virt(phys_addr_t addr)
{
	/* RAM below IDENTITY_TOP is mapped where it is. */
	assert(!mmu_enabled() || addr < IDENTITY_TOP);
	return addr;
}

/*
 * The page size's actual page size encoding: bits 31:29 of the cell whose low
 * bits are the shift (LoPAPR, ibm,processor-radix-AP-encodings).
 */
static unsigned long page_ap(void)
{
	static int ap = -1;
	const struct fdt_property *prop;
	int cpus_node, node, len;

	if (ap >= 0)
		return ap;
	ap = PAGE_SHIFT == 16 ? 5 : 0;
	cpus_node = fdt_path_offset(dt_fdt(), "/cpus");
	if (cpus_node < 0)
		return ap;
	dt_for_each_subnode(cpus_node, node) {
		prop = fdt_get_property(dt_fdt(), node, "ibm,processor-radix-AP-encodings", &len);
		if (!prop)
			continue;
		for (int i = 0; i < len / 4; i++) {
			u32 cell = fdt32_to_cpu(((const fdt32_t *)prop->data)[i]);

			if ((cell & 0x1fffffff) == PAGE_SHIFT)
				ap = cell >> 29;
		}
		break;
	}
	return ap;
}

static unsigned long tlb_rb(uintptr_t vaddr)
{
	return (vaddr & ~0xfffUL) | page_ap() << 5;
}

void flush_tlb_page(uintptr_t vaddr)
{
	asm volatile("ptesync" : : : "memory");
	tlbie(tlb_rb(vaddr), KERNEL_PID << 32, 0, 1, 1);
	asm volatile("eieio; tlbsync; ptesync" : : : "memory");
}

void flush_tlb_page_local(uintptr_t vaddr)
{
	asm volatile("ptesync" : : : "memory");
	tlbiel(tlb_rb(vaddr), KERNEL_PID << 32, 0, 1, 1);
	asm volatile("ptesync" : : : "memory");
}

static pteval_t *find_pte(pgd_t *pgtable, unsigned long addr)
{
	pgd_t *pgd = pgd_offset(pgtable, addr);
	pud_t *pud;
	pmd_t *pmd;

	if (addr >> VA_BITS || !pgd_valid(*pgd))
		return NULL;
	pud = pud_offset(pgd, addr);
	if (!pud_valid(*pud))
		return NULL;
	pmd = pmd_offset(pud, addr);
	if (!pmd_valid(*pmd))
		return NULL;
	return &pte_offset(pmd, addr)->pte;
}

/* 0 for an address that is not mapped. */
phys_addr_t virt_to_pte_phys(pgd_t *pgtable, void *virt)
{
	unsigned long addr = (unsigned long)virt;
	pteval_t *pte = find_pte(pgtable ?: identity_pgd, addr);
	u64 val = pte ? be64_to_cpu(*pte) : 0;

	if (!(val & _PAGE_VALID))
		return 0;
	return (val & PHYS_MASK & PAGE_MASK) | offset_in_page(addr);
}

pteval_t *install_page(pgd_t *pgtable, phys_addr_t phys, void *virt)
{
	unsigned long addr = (unsigned long)virt;
	pteval_t *pte;

	assert(addr >> VA_BITS == 0);
	if (!pgtable)
		pgtable = identity_pgd;
	pte = &pte_alloc(pmd_alloc(pud_alloc(pgd_offset(pgtable, addr), addr), addr), addr)->pte;

	/* A valid entry must not change its address: break, flush, make. */
	if (*pte & cpu_to_be64(_PAGE_VALID)) {
		WRITE_ONCE(*pte, 0);
		flush_tlb_page(addr);
	}
	WRITE_ONCE(*pte, cpu_to_be64((phys & PHYS_MASK & PAGE_MASK) | DEFAULT_PTE));
	asm volatile("ptesync" : : : "memory");
	return pte;
}

static u64 radix_root(pgd_t *pgtable)
{
	return cpu_to_be64(pgtable_pa(pgtable) | RPDS | RTS);
}

/* One table for all; PID 1's entry is the only one in use. */
static void set_process_table(pgd_t *pgtable)
{
	static u64 *process_table, *partition_table;
	static pgd_t *current_root;
	bool first = !process_table;

	if (first) {
		process_table = memalign_pages(SZ_64K, SZ_64K);
		assert(process_table);
	}
	if (current_root != pgtable) {
		WRITE_ONCE(process_table[2 * KERNEL_PID], radix_root(pgtable));
		WRITE_ONCE(process_table[2 * KERNEL_PID + 1], 0);
		asm volatile("ptesync" : : : "memory");
		current_root = pgtable;
		if (!first) {
			/* Process-scoped, everything cached for this PID: RIC 2, IS 1. */
			tlbie(1UL << 10, KERNEL_PID << 32, 2, 1, 1);
			asm volatile("eieio; tlbsync; ptesync" : : : "memory");
		}
	}

	if (machine_is_pseries()) {
		if (first) {
			long rc = hcall(H_REGISTER_PROCESS_TABLE,
					(unsigned long)(PTBL_NEW | PTBL_RADIX | PTBL_GTSE),
					process_table, 0UL, 0UL);

			assert_msg(rc == H_SUCCESS, "H_REGISTER_PROCESS_TABLE: %ld", rc);
		}
		return;
	}

	if (first) {
		partition_table = memalign_pages(SZ_64K, SZ_64K);
		assert(partition_table);
		/* Entry 0: host radix, its table of partition 0 and of processes. */
		partition_table[0] = radix_root(pgtable) | cpu_to_be64(1UL << 63);
		partition_table[1] = cpu_to_be64((unsigned long)process_table);
	}
	/* These are registers of each CPU. */
	mtspr(SPR_PTCR, (unsigned long)partition_table);
	mtspr(SPR_LPIDR, 0);
	mtspr(SPR_LPCR, mfspr(SPR_LPCR) | LPCR_UPRT | LPCR_HR);
	asm volatile("isync" : : : "memory");
}

void mmu_enable(pgd_t *pgtable)
{
	if (!pgtable)
		pgtable = identity_pgd;
	assert(pgtable);
	assert(cpu_has_radix);
	set_process_table(pgtable);
	mtspr(SPR_PIDR, KERNEL_PID);
	asm volatile("isync" : : : "memory");
	current_cpu()->pgtable = pgtable;
	mtmsr(mfmsr() | MSR_IR | MSR_DR);
}

void mmu_disable(void)
{
	current_cpu()->pgtable = NULL;
	mtmsr(mfmsr() & ~(MSR_IR | MSR_DR));
}

void mmu_recover(void)
{
	if (identity_pgd)
		mmu_enable(identity_pgd);
}

bool arch_unmap_page(pgd_t *pgtable, void *virt)
{
	pteval_t *pte = find_pte(pgtable ?: identity_pgd, (unsigned long)virt);

	if (pte && *pte) {
		WRITE_ONCE(*pte, 0);
		flush_tlb_page((unsigned long)virt);
	}
	return true;
}

void *setup_mmu(phys_addr_t end, void *opaque __unused)
{
	assert_msg(cpu_has_radix, "the MMU needs radix translation");

	if (!identity_pgd) {
		identity_pgd = pgd_alloc_one();
		if (end > IDENTITY_TOP)
			end = IDENTITY_TOP;
		if (end < PHYSICAL_END && PHYSICAL_END <= IDENTITY_TOP)
			end = PHYSICAL_END;
		/* Page 0 stays out: a NULL pointer shall fault. */
		for (phys_addr_t addr = PAGE_SIZE; addr < end; addr += PAGE_SIZE)
			install_page(identity_pgd, addr, (void *)(unsigned long)addr);
		init_alloc_vpage((void *)VM_TOP);
	}
	mmu_enable(identity_pgd);
	return identity_pgd;
}
