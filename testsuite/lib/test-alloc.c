// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The allocators: random work against a map of who owns what.
 *
 * "Physical" memory is a file mapped twice over where virtual memory is
 * tested, so that use after free faults as it would in a guest.
 */
#include "harness.h"
#include <alloc.h>
#include <alloc_page.h>
#include <alloc_phys.h>
#include <bitops.h>
#include <vmalloc.h>
#include <asm/io.h>
#include <asm/page.h>

#define PAGES		8192
#define SPACE		(1024UL * PAGE_SIZE)
#define UNTOUCHED	0x5aa5f00dUL

static char *ram;
static size_t all_free;

static struct block {
	char *mem;
	unsigned int order;
	bool reserved;
} blocks[300];

static unsigned char owner[PAGES];	/* 0 free, else who */
static bool ever_used[PAGES];

static size_t index_of(const void *p)
{
	return ((const char *)p - ram) / PAGE_SIZE;
}

/* Note that @n pages at @p belong to somebody; false if they did already. */
static bool take(const void *p, size_t n)
{
	bool fine = true;

	for (size_t i = index_of(p); n--; i++) {
		fine &= i < PAGES && !owner[i];
		owner[i] = 1;
		ever_used[i] = true;
	}
	return fine;
}

static void give(const void *p, size_t n)
{
	for (size_t i = index_of(p); n--; i++)
		owner[i] = 0;
}

static bool zeroed(const char *p, size_t n)
{
	while (n && !*p++)
		n--;
	return !n;
}

/* Pages that nobody ever had keep what we wrote before the allocator saw them. */
static bool fresh(const char *p, size_t n)
{
	for (; n; n--, p += PAGE_SIZE)
		if (ever_used[index_of(p)] || *(unsigned long *)p != UNTOUCHED ||
		    *(unsigned long *)(p + PAGE_SIZE - 8) != UNTOUCHED)
			return false;
	return true;
}

static int one_step(struct block *b)
{
	unsigned int order = host_random() % 6, align = host_random() % 8;
	unsigned int what = host_random() % 10;
	int bad = 0;

	if (b->mem) {
		if (b->reserved)
			unreserve_pages(virt_to_phys(b->mem), 1UL << b->order);
		else
			free_pages(b->mem);
		give(b->mem, 1UL << b->order);
		b->mem = NULL;
		return 0;
	}
	b->order = order;
	b->reserved = false;
	if (what < 5) {
		b->mem = alloc_pages(order);
		align = order;
	} else if (what < 7) {
		b->mem = memalign_pages(PAGE_SIZE << align, (PAGE_SIZE << order) - 5);
	} else if (what < 9) {
		b->mem = alloc_pages_flags(order, FLAG_FRESH | FLAG_DONTZERO);
		align = order;
		if (b->mem && !fresh(b->mem, 1UL << order))
			bad++;
	} else {
		char *at = ram + host_random() % (PAGES - 64) * PAGE_SIZE;
		bool all = true;

		for (size_t i = 0; i < 1UL << order; i++)
			all &= !owner[index_of(at) + i];
		if (reserve_pages(virt_to_phys(at), 1UL << order) != (all ? 0 : -1))
			bad++;
		b->mem = all ? at : NULL;
		b->reserved = all;
		align = 0;
	}
	if (!b->mem)
		return bad;
	bad += (unsigned long)b->mem % (PAGE_SIZE << align) != 0;
	bad += !take(b->mem, 1UL << order);
	bad += what < 7 && !zeroed(b->mem, PAGE_SIZE << order);
	memset(b->mem, 0x77, PAGE_SIZE << order);
	return bad;
}

static size_t owned(void)
{
	size_t n = 0;

	for (size_t i = 0; i < PAGES; i++)
		n += owner[i];
	return n;
}

static void random_work(void)
{
	int bad = 0, unbalanced = 0;

	for (int i = 0; i < 30000; i++) {
		bad += one_step(&blocks[host_random() % ARRAY_SIZE(blocks)]);
		if (page_alloc_count_free() != PAGES - owned())
			unbalanced++;
		if (i % 100 == 0)
			page_alloc_verify();
	}
	ok(!bad, "30000 random steps: overlaps, misalignments, wrong content");
	ok(!unbalanced, "free pages always add up");
	for (unsigned int i = 0; i < ARRAY_SIZE(blocks); i++)
		if (blocks[i].mem)
			one_step(&blocks[i]);
	page_alloc_verify();
	ok(page_alloc_count_free() == all_free, "all is free at the end: %zu of %zu pages",
	   page_alloc_count_free(), all_free);
}

/* The largest block there can be: buddies have merged. */
static void merged(void)
{
	void *mem = alloc_pages(11);

	ok(mem != NULL, "2048 pages in one block are there again");
	free_pages(mem);
	/* any page can be reserved, also one that was used before */
	ok(!reserve_pages(virt_to_phys(mem), 1) && reserve_pages(virt_to_phys(mem), 1) == -1,
	   "a page that was used before is reserved once");
	unreserve_pages(virt_to_phys(mem), 1);
	ok(!reserve_pages(virt_to_phys(mem), 0), "reserving nothing succeeds");
	ok(!alloc_pages(13) && !alloc_pages(40) && !alloc_pages_flags(0, 0x8000),
	   "what cannot be is NULL");
}

static void double_free(void)
{
	void *p = alloc_page();

	free_page(p);
	free_page(p);
}

static void middle_free(void)
{
	free_page((char *)alloc_pages(2) + PAGE_SIZE);
}

static void odd_free(void)
{
	free_page((char *)alloc_page() + 8);
}

static void foreign_free(void)
{
	free_page((void *)PAGE_SIZE);
}

static void bad_unreserve(void)
{
	unreserve_pages(virt_to_phys(alloc_page()), 1);
}

static void refused(void)
{
	ok(strstr(why_abandoned(double_free), "free already") != NULL, "double free");
	ok(strstr(why_abandoned(middle_free), "not the start") != NULL, "free inside a block");
	ok(strstr(why_abandoned(odd_free), "start of a page") != NULL, "free inside a page");
	ok(strstr(why_abandoned(foreign_free), "memory does not belong to any area: 0x1000") != NULL,
	   "free of foreign memory");
	ok(strstr(why_abandoned(bad_unreserve), "not reserved") != NULL, "unreserve of a used page");
	page_alloc_verify();
}

static void eat_all(void)
{
	for (;;)
		malloc(100000);
}

static void overflow(void)
{
	calloc((size_t)1 << 40, (size_t)1 << 40);
}

static void early(void)
{
	phys_addr_t base, top;
	char *a, *b;
	size_t n = 64 * PAGE_SIZE;

	phys_alloc_init(virt_to_phys(ram) + 3, n);
	a = malloc(5);
	b = malloc(5);
	ok(a >= ram + 3 && (unsigned long)a % 32 == 0 && b == a + 32, "32 bytes minimum alignment");
	a = memalign(PAGE_SIZE, 1);
	ok((unsigned long)a % PAGE_SIZE == 0 && a > b, "page alignment");
	free(a);
	console_clear();
	phys_alloc_show();
	ok(strstr(console(), "phys_alloc minimum alignment: 0x20\n") &&
	   strstr(console(), "[USED]\n") && strstr(console(), "[FREE]\n"), "the log");
	for (int i = 0; i < 300; i++)
		malloc(1);
	phys_alloc_get_unused(&base, &top);
	ok(top == virt_to_phys(ram) + 3 + n && base < top, "the rest is handed over");
	phys_alloc_get_unused(&base, &top);
	ok(base == top, "once");
	ok(strstr(console(), "WARNING: phys_alloc: No free log entries") != NULL,
	   "a full log warns");
	ok(strstr(why_abandoned(eat_all), "out of memory") != NULL, "out of memory asserts");
	ok(strstr(why_abandoned(overflow), "bytes") != NULL, "calloc overflow asserts");
	/* an architecture that starts the page allocator takes the rest first */
	phys_alloc_init(virt_to_phys(ram), (phys_addr_t)PAGES * PAGE_SIZE);
	phys_alloc_get_unused(&base, &top);
}

/* Virtual memory: one level of table, and the host's MMU. */
static phys_addr_t table[SPACE / PAGE_SIZE];
static char *space;

static unsigned long slot(void *virt)
{
	return ((char *)virt - space) / PAGE_SIZE;
}

void *setup_mmu(phys_addr_t top, void *opaque)
{
	space = host_space(SPACE);
	init_alloc_vpage(space + SPACE);
	return table;
}

phys_addr_t virt_to_pte_phys(pgd_t *pgd, void *virt)
{
	return table[slot(virt)] + offset_in_page(virt);
}

pteval_t *install_page(pgd_t *pgd, phys_addr_t phys, void *virt)
{
	table[slot(virt)] = phys;
	host_map(virt, phys_to_virt(phys), PAGE_SIZE);
	return (pteval_t *)&table[slot(virt)];
}

bool arch_unmap_page(pgd_t *pgd, void *virt)
{
	host_unmap((void *)((unsigned long)virt & PAGE_MASK), PAGE_SIZE);
	return true;
}

static char *freed;

static void bad_free(void)
{
	free((char *)malloc(100) + 8);
}

static void virtual(void)
{
	size_t before = page_alloc_count_free();
	char *p[8];
	int bad = 0;

	setup_vm();
	setup_vm();
	p[0] = malloc(100);
	ok(p[0] >= space && (unsigned long)p[0] % PAGE_SIZE == sizeof(long),
	   "small memory lies just inside a page");
	ok(((unsigned int *)p[0])[-2] == 0x7E57C0DE, "with the magic before it");
	p[1] = malloc(3 * PAGE_SIZE);
	ok(!((unsigned long)p[1] % PAGE_SIZE), "large memory is page aligned");
	ok(zeroed(p[0], 100) && zeroed(p[1], 3 * PAGE_SIZE), "memory is zeroed");
	p[2] = memalign(8 * PAGE_SIZE, 10);
	ok(!((unsigned long)p[2] % (8 * PAGE_SIZE)), "alignment to 8 pages");
	p[3] = vmap(virt_to_phys(ram) + 5 * PAGE_SIZE + 0xff8, 16);
	ok(virt_to_pte_phys(NULL, p[3] + PAGE_SIZE) == virt_to_phys(ram) + 6 * PAGE_SIZE,
	   "vmap covers both pages of a crossing");
	freed = p[1];
	free(p[0]);
	free(p[1]);
	free(p[2]);
	ok(page_alloc_count_free() == before, "free gives all pages back");
	ok(host_faults(freed), "freed memory faults");
	ok(strstr(why_abandoned(bad_free), "not allocated") != NULL, "free inside a block");
	for (int i = 0; i < 20000; i++) {
		unsigned int n = host_random() % ARRAY_SIZE(p);
		static size_t size[ARRAY_SIZE(p)];

		if (i < 8) {
			p[i] = NULL;
			continue;
		}
		if (p[n]) {
			for (size_t j = 0; j < size[n]; j += 500)
				bad += p[n][j] != (char)n;
			free(p[n]);
			p[n] = NULL;
		} else {
			size[n] = host_random() % (6 * PAGE_SIZE) + 1;
			p[n] = malloc(size[n]);
			memset(p[n], n, size[n]);
		}
	}
	ok(!bad, "20000 random malloc and free in 1024 pages of address space");
	page_alloc_verify();
}

int main(void)
{
	ram = host_phys((size_t)PAGES * PAGE_SIZE);
	early();
	for (size_t i = 0; i < PAGES; i++) {
		*(unsigned long *)(ram + i * PAGE_SIZE) = UNTOUCHED;
		*(unsigned long *)(ram + (i + 1) * PAGE_SIZE - 8) = UNTOUCHED;
	}
	page_alloc_init_area(AREA_ANY_NUMBER, virt_to_phys(ram) >> PAGE_SHIFT,
			     (virt_to_phys(ram) >> PAGE_SHIFT) + PAGES);
	page_alloc_ops_enable();
	all_free = page_alloc_count_free();
	/* the area's states are nobody's to give */
	for (size_t i = 0; i < PAGES - all_free; i++)
		owner[i] = 1;
	ok(PAGES - all_free == 2, "8192 states take two pages");
	page_alloc_verify();
	random_work();
	merged();
	refused();
	virtual();
	return done();
}
