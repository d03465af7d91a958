// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Virtual memory: address space handed out from the top down, and malloc()
 * with separate physical pages behind each virtual one.
 *
 * An allocation that fits a page with its alignment lies in one page, at the
 * offset of its alignment, with a magic word just before it. A larger one
 * starts at a page, and the page before it holds its length and the magic.
 */
#include <libcflat.h>
#include <alloc.h>
#include <alloc_page.h>
#include <alloc_phys.h>
#include <bitops.h>
#include <cpulock.h>
#include <vmalloc.h>
#include <asm/io.h>

#define VM_MAGIC	0x7E57C0DE
#define NR_HOLES	128

struct vm_header {
	unsigned long npages;
	unsigned long magic;
};

/* Address ranges that free() has emptied, to be used again. */
static struct hole {
	unsigned long start, npages;
} holes[NR_HOLES];

static struct cpu_lock lock;
static unsigned long vtop;
static void *page_root;

bool __attribute__((weak)) vm_available(void)
{
	return true;
}

bool __attribute__((weak)) arch_unmap_page(pgd_t *pgd, void *virt)
{
	return false;
}

static unsigned long bump(ulong nr, unsigned int order)
{
	unsigned long size = nr << PAGE_SHIFT;
	unsigned long align = PAGE_SIZE << order;

	assert_msg(vtop, "no virtual area yet");
	assert_msg(nr <= vtop >> PAGE_SHIFT && vtop - size >= align, "out of virtual addresses");
	vtop = (vtop - size) & ~(align - 1);
	return vtop;
}

void *alloc_vpages_aligned(ulong nr, unsigned int order)
{
	bool taken = cpu_lock(&lock);
	unsigned long virt = bump(nr, order);

	cpu_unlock(&lock, taken);
	return (void *)virt;
}

void *alloc_vpages(ulong nr)
{
	return alloc_vpages_aligned(nr, 0);
}

void *alloc_vpage(void)
{
	return alloc_vpages(1);
}

/* Address space for malloc(): a hole if one is large enough. */
static unsigned long take_range(ulong nr, unsigned int order)
{
	bool taken = cpu_lock(&lock);
	unsigned long virt = 0;

	for (unsigned int i = 0; i < NR_HOLES && !order && !virt; i++) {
		if (holes[i].npages >= nr) {
			virt = holes[i].start;
			holes[i].start += nr << PAGE_SHIFT;
			holes[i].npages -= nr;
		}
	}
	if (!virt)
		virt = bump(nr, order);
	cpu_unlock(&lock, taken);
	return virt;
}

static void add_hole(unsigned long start, ulong nr)
{
	bool taken = cpu_lock(&lock);
	struct hole *empty = NULL;

	for (unsigned int i = 0; i < NR_HOLES; i++) {
		struct hole *h = &holes[i];

		if (!h->npages) {
			empty = h;
		} else if (h->start + (h->npages << PAGE_SHIFT) == start) {
			start = h->start;
			nr += h->npages;
			h->npages = 0;
			empty = h;
		} else if (start + (nr << PAGE_SHIFT) == h->start) {
			nr += h->npages;
			h->npages = 0;
			empty = h;
		}
	}
	/* With no slot left these addresses are lost, not the memory. */
	if (empty) {
		empty->start = start;
		empty->npages = nr;
	}
	cpu_unlock(&lock, taken);
}

void init_alloc_vpage(void *top)
{
	vtop = (unsigned long)top & PAGE_MASK;
}

void *vmap(phys_addr_t phys, size_t size)
{
	phys_addr_t first = phys & ~(phys_addr_t)(PAGE_SIZE - 1);
	ulong nr = (phys - first + size + PAGE_SIZE - 1) >> PAGE_SHIFT;
	char *virt = alloc_vpages(nr);

	for (ulong i = 0; i < nr; i++)
		install_page(page_root, first + (i << PAGE_SHIFT), virt + (i << PAGE_SHIFT));
	return virt;
}

static void back(unsigned long virt, ulong nr)
{
	for (ulong i = 0; i < nr; i++) {
		void *page = alloc_page();

		assert_msg(page, "out of memory: page %lu of %lu", i, nr);
		install_page(page_root, virt_to_phys(page), (void *)(virt + (i << PAGE_SHIFT)));
	}
}

static void *vm_memalign(size_t align, size_t size)
{
	struct vm_header *header;
	unsigned long virt;
	ulong pages, extra;

	align = MAX(align, sizeof(unsigned long));
	if (align < PAGE_SIZE && size <= PAGE_SIZE - align) {
		virt = take_range(1, 0);
		back(virt, 1);
		*(unsigned long *)(virt + align - sizeof(unsigned long)) = VM_MAGIC;
		return (void *)(virt + align);
	}
	pages = (size >> PAGE_SHIFT) + !!(size & (PAGE_SIZE - 1));
	extra = align > PAGE_SIZE ? align >> PAGE_SHIFT : 1;
	virt = take_range(pages + extra, align > PAGE_SIZE ? get_order(extra) : 0);
	/* the header's page is the last of those before the memory */
	virt += (extra - 1) << PAGE_SHIFT;
	back(virt, pages + 1);
	header = (struct vm_header *)virt;
	header->npages = pages;
	header->magic = VM_MAGIC;
	return (void *)(virt + PAGE_SIZE);
}

static void vm_free(void *mem)
{
	unsigned long virt = (unsigned long)mem & PAGE_MASK;
	bool unmapped = true;
	ulong nr = 1;

	if ((unsigned long)mem != virt) {
		assert_msg(((unsigned long *)mem)[-1] == VM_MAGIC,
			   "%p was not allocated, or is free already, or its start was overwritten",
			   mem);
		((unsigned long *)mem)[-1] = 0;
	} else {
		struct vm_header *header = (struct vm_header *)(virt - PAGE_SIZE);

		assert_msg(header->magic == VM_MAGIC,
			   "%p was not allocated, or is free already, or its start was overwritten",
			   mem);
		header->magic = 0;
		nr = header->npages + 1;
		virt = (unsigned long)header;
	}
	for (ulong i = 0; i < nr; i++) {
		void *page = (void *)(virt + (i << PAGE_SHIFT));
		phys_addr_t phys = virt_to_pte_phys(page_root, page);

		if (!arch_unmap_page(page_root, page))
			unmapped = false;
		free_page(phys_to_virt(phys));
	}
	if (unmapped)
		add_hole(virt, nr);
}

static struct alloc_ops vmalloc_ops = {
	.memalign = vm_memalign,
	.free = vm_free,
};

static void give_to_page_allocator(phys_addr_t base, phys_addr_t top)
{
	base = (base + PAGE_SIZE - 1) >> PAGE_SHIFT;
	top >>= PAGE_SHIFT;
	page_alloc_init_area(AREA_ANY_NUMBER, base, top);
}

void __setup_vm(void *opaque)
{
	phys_addr_t base, top;

	assert_msg(vm_available(), "this CPU cannot use the library's page tables");
	if (alloc_ops == &vmalloc_ops)
		return;

	if (!page_alloc_initialized()) {
		phys_alloc_get_unused(&base, &top);
		give_to_page_allocator(base, top);
		page_alloc_ops_enable();
	}
	find_highmem();
	phys_alloc_get_unused(&base, &top);
	page_root = setup_mmu(top, opaque);
	/* High memory is reachable only now. */
	if (base != top)
		give_to_page_allocator(base, top);
	assert_msg(vtop, "setup_mmu() has set no virtual area");
	alloc_ops = &vmalloc_ops;
}

void setup_vm(void)
{
	__setup_vm(NULL);
}
