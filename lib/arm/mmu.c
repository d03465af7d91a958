// SPDX-License-Identifier: LGPL-2.1-or-later
/* Translation tables and the MMU switch, arm (LPAE) and arm64. */
#include <libcflat.h>
#include <alloc_page.h>
#include <cpumask.h>
#include <memregions.h>
#include <vmalloc.h>
#include <asm/io.h>
#include <asm/mmu.h>
#include <asm/pgtable.h>
#include <asm/pgtable-hwdef.h>
#include <asm/setup.h>
#include <asm/smp.h>
#include <asm/thread_info.h>

pgd_t *mmu_idmap;

/* Which CPUs translate: user threads cannot read SCTLR. */
static cpumask_t mmu_enabled_cpumask;

bool mmu_enabled(void)
{
	struct thread_info *ti = current_thread_info();

	if (ti->flags & TIF_USER_MODE)
		return test_bit(ti->cpu, cpumask_bits(&mmu_enabled_cpumask));
	return __mmu_enabled();
}

void mmu_mark_enabled(int cpu)
{
	cpumask_set_cpu(cpu, &mmu_enabled_cpumask);
}

void mmu_mark_disabled(int cpu)
{
	cpumask_clear_cpu(cpu, &mmu_enabled_cpumask);
}

void mmu_enable(pgd_t *pgtable)
{
	struct thread_info *info = current_thread_info();

	asm_mmu_enable((phys_addr_t)(unsigned long)pgtable);
	info->pgtable = pgtable;
	mmu_mark_enabled(info->cpu);
}

void mmu_disable(void)
{
	unsigned long sp = current_stack_pointer;
	int cpu = current_thread_info()->cpu;

	assert_msg(__virt_to_phys(sp) == sp, "the stack is not identity mapped");
	mmu_mark_disabled(cpu);
	asm_mmu_disable();
}

static pteval_t *get_pte(pgd_t *pgtable, uintptr_t vaddr)
{
	pgd_t *pgd = pgd_offset(pgtable, vaddr);
	pud_t *pud = pud_alloc(pgd, vaddr);
	pmd_t *pmd = pmd_alloc(pud, vaddr);

	assert_msg(!pmd_valid(*pmd) || !pmd_huge(*pmd), "page in a block at %#lx", (ulong)vaddr);
	return &pte_val(*pte_alloc(pmd, vaddr));
}

static pteval_t *install_pte(pgd_t *pgtable, uintptr_t vaddr, pteval_t pte)
{
	pteval_t *p_pte = get_pte(pgtable, vaddr);

	/* break before make, unless nothing was there or only permissions change */
	if ((*p_pte & PTE_VALID) && ((*p_pte ^ pte) & PHYS_MASK & PAGE_MASK)) {
		WRITE_ONCE(*p_pte, 0);
		flush_tlb_page(vaddr);
	}
	WRITE_ONCE(*p_pte, pte);
	flush_tlb_page(vaddr);
	return p_pte;
}

static pteval_t *install_page_prot(pgd_t *pgtable, phys_addr_t phys, uintptr_t vaddr,
				   pgprot_t prot)
{
	pteval_t pte = phys & PHYS_MASK & ~(phys_addr_t)(PAGE_SIZE - 1);

	pte |= PTE_TYPE_PAGE | PTE_AF | PTE_SHARED;
	pte |= pgprot_val(prot);
	return install_pte(pgtable, vaddr, pte);
}

pteval_t *install_page(pgd_t *pgtable, phys_addr_t phys, void *virt)
{
	return install_page_prot(pgtable, phys, (uintptr_t)virt, __pgprot(PTE_WBWA | PTE_USER));
}

bool arch_unmap_page(pgd_t *pgtable, void *virt)
{
	pteval_t *p_pte = follow_pte(pgtable, (uintptr_t)virt);

	if (!p_pte)
		return false;
	WRITE_ONCE(*p_pte, 0);
	flush_tlb_page((unsigned long)virt);
	return true;
}

pteval_t *follow_pte(pgd_t *pgtable, uintptr_t vaddr)
{
	pgd_t *pgd = pgd_offset(pgtable, vaddr);
	pud_t *pud;
	pmd_t *pmd;
	pte_t *pte;

	if (!pgd_valid(*pgd))
		return NULL;
	pud = pud_offset(pgd, vaddr);
	if (!pud_valid(*pud))
		return NULL;
	pmd = pmd_offset(pud, vaddr);
	if (!pmd_valid(*pmd))
		return NULL;
	if (pmd_huge(*pmd))
		return &pmd_val(*pmd);
	pte = pte_offset(pmd, vaddr);
	return pte_valid(*pte) ? &pte_val(*pte) : NULL;
}

phys_addr_t virt_to_pte_phys(pgd_t *pgtable, void *mem)
{
	uintptr_t vaddr = (uintptr_t)mem;
	pteval_t *p_pte = follow_pte(pgtable, vaddr);
	phys_addr_t mask;

	if (!p_pte) {
		install_page(pgtable, vaddr, mem);
		return vaddr;
	}

	mask = (*p_pte & PMD_TYPE_MASK) == PMD_TYPE_SECT ? PMD_SIZE - 1 : PAGE_SIZE - 1;
	return (*p_pte & PHYS_MASK & ~mask) | (vaddr & mask);
}

void mmu_set_range_ptes(pgd_t *pgtable, uintptr_t virt_offset,
			phys_addr_t phys_start, phys_addr_t phys_end, pgprot_t prot)
{
	uintptr_t vaddr = ALIGN_DOWN(virt_offset, (uintptr_t)PAGE_SIZE);
	phys_addr_t paddr = ALIGN_DOWN(phys_start, (phys_addr_t)PAGE_SIZE);
	phys_addr_t end = ALIGN(phys_end, (phys_addr_t)PAGE_SIZE);

	for (; paddr < end; paddr += PAGE_SIZE, vaddr += PAGE_SIZE) {
		pteval_t pte = paddr | PTE_TYPE_PAGE | PTE_AF | PTE_SHARED | pgprot_val(prot);

		WRITE_ONCE(*get_pte(pgtable, vaddr), pte);
	}
	dsb(ishst);
}

void mmu_set_range_sect(pgd_t *pgtable, uintptr_t virt_offset,
			phys_addr_t phys_start, phys_addr_t phys_end, pgprot_t prot)
{
	uintptr_t vaddr = ALIGN_DOWN(virt_offset, (uintptr_t)PMD_SIZE);
	phys_addr_t paddr = ALIGN_DOWN(phys_start, (phys_addr_t)PMD_SIZE);
	phys_addr_t end = ALIGN(phys_end, (phys_addr_t)PMD_SIZE);

	for (; paddr < end; paddr += PMD_SIZE, vaddr += PMD_SIZE) {
		pmd_t *pmd = pmd_alloc(pud_alloc(pgd_offset(pgtable, vaddr), vaddr), vaddr);

		WRITE_ONCE(pmd_val(*pmd), paddr | PMD_TYPE_SECT | PMD_SECT_AF | PMD_SECT_S |
			   pgprot_val(prot));
	}
	dsb(ishst);
}

void mmu_clear_user(pgd_t *pgtable, unsigned long vaddr)
{
	pteval_t *p_pte = follow_pte(pgtable, vaddr);

	assert_msg(p_pte, "%#lx is not mapped", vaddr);
	WRITE_ONCE(*p_pte, *p_pte & ~PTE_USER);
	flush_tlb_page(vaddr);
}

/* Where virtual allocations start, downwards: clear of RAM and of devices. */
static void *vmalloc_top(void)
{
#ifdef __aarch64__
	return (void *)(1UL << (VA_BITS - 1));
#else
	/* the boot flash, 128 MiB from 0, when RAM leaves less than 128 MiB at the top */
	if (PHYS_END > 0xf8000000)
		return (void *)0x08000000;
	return (void *)(0 - PAGE_SIZE);
#endif
}

void *setup_mmu(phys_addr_t unused0 __unused, void *unused1 __unused)
{
	struct mem_region *r;

#ifdef __aarch64__
	/* the image is built for one granule; a CPU without it is no failure of the CPU */
	if (!system_supports_granule(PAGE_SIZE)) {
		report_skip("this CPU has no translation granule of %ld bytes", (long)PAGE_SIZE);
		exit(report_summary());
	}
#endif
	init_alloc_vpage(vmalloc_top());

	if (!mmu_idmap)
		mmu_idmap = pgd_alloc();

	for (r = mem_regions; r->end; r++) {
		pteval_t prot = PTE_WBWA | PTE_USER;

		if (r->flags & (MR_F_IO | MR_F_RESERVED))
			continue;
		/* privileged code may not run from a page that user mode can write */
		if (r->flags & MR_F_CODE)
			prot |= PTE_RDONLY;
		mmu_set_range_ptes(mmu_idmap, r->start, r->start, r->end, __pgprot(prot));
	}

	mmu_enable(mmu_idmap);
	return mmu_idmap;
}

void __iomem *__ioremap(phys_addr_t phys_addr, size_t size)
{
	pgprot_t prot = __pgprot(PTE_UNCACHED | PTE_USER | PTE_UXN | PTE_PXN);
	phys_addr_t end = phys_addr + size;
	pgd_t *pgtable;

	assert(sizeof(long) == 8 || !((end - 1) >> 32));

	if (mmu_enabled()) {
		pgtable = current_thread_info()->pgtable;
	} else {
		if (!mmu_idmap)
			mmu_idmap = pgd_alloc();
		pgtable = mmu_idmap;
	}
	mmu_set_range_ptes(pgtable, phys_addr, phys_addr, end, prot);
	if (mmu_enabled())
		flush_tlb_all();

	return (void __iomem *)(unsigned long)phys_addr;
}

phys_addr_t __virt_to_phys(unsigned long addr)
{
	if (mmu_enabled())
		return virt_to_pte_phys(current_thread_info()->pgtable, (void *)addr);
	return addr;
}

unsigned long __phys_to_virt(phys_addr_t addr)
{
	assert_msg(!mmu_enabled() || __virt_to_phys(addr) == addr,
		   "%#llx is not identity mapped", (unsigned long long)addr);
	return addr;
}
