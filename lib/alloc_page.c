// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The page allocator: binary buddies in each area.
 *
 * A free block of 2^order pages starts at a multiple of 2^order frames and
 * holds its list element in its first page. One state byte per page tells
 *
 *   bit 7     taken
 *   bit 6     written: handed out once, or the page has held a list element
 *   bits 0-5  order of the block that begins here, or NOT_HEAD
 *
 * A page that is not the first of its block is NOT_HEAD (free or taken block
 * alike); a reserved page is taken and NOT_HEAD. Merging and splitting
 * change heads only, so both cost as many steps as there are orders. The written bit
 * stays with its page for ever: a fresh allocation looks for pages without it.
 */
#include <libcflat.h>
#include <alloc.h>
#include <alloc_page.h>
#include <bitops.h>
#include <cpulock.h>
#include <list.h>
#include <asm/io.h>
#include <asm/page.h>

#define TAKEN		0x80
#define WRITTEN		0x40
#define ORDER_MASK	0x3f
#define NOT_HEAD	0x3f
#define RESERVED	(TAKEN | NOT_HEAD)

#define NR_ORDERS	(BITS_PER_LONG - PAGE_SHIFT)
#define MIN_PAGES	5

typedef phys_addr_t pfn_t;

struct area {
	pfn_t start;		/* with the states */
	pfn_t base, top;	/* allocatable */
	u8 *states;
	size_t free;
	struct linked_list lists[NR_ORDERS];
};

static struct area areas[MAX_AREAS];
static unsigned int area_mask;
static struct cpu_lock lock;

static u8 *state(struct area *a, pfn_t pfn)
{
	return &a->states[pfn - a->base];
}

static u8 head_state(struct area *a, pfn_t pfn)
{
	return *state(a, pfn) & ~WRITTEN;
}

static void set_state(struct area *a, pfn_t pfn, u8 value)
{
	*state(a, pfn) = value | (*state(a, pfn) & WRITTEN);
}

static bool written(struct area *a, pfn_t pfn)
{
	return *state(a, pfn) & WRITTEN;
}

static struct linked_list *element(pfn_t pfn)
{
	return phys_to_virt(pfn << PAGE_SHIFT);
}

static pfn_t frame(const void *mem)
{
	return virt_to_phys(mem) >> PAGE_SHIFT;
}

static struct area *area_of(pfn_t pfn)
{
	for (unsigned int i = 0; i < MAX_AREAS; i++)
		if ((area_mask & BIT(i)) && pfn >= areas[i].base && pfn < areas[i].top)
			return &areas[i];
	return NULL;
}

/* Memory that was never used goes to the tail, so that other memory goes first. */
static void insert(struct area *a, pfn_t pfn, unsigned int order)
{
	bool dirty = written(a, pfn) || written(a, pfn + BIT(order) - 1);

	set_state(a, pfn, order);
	*state(a, pfn) |= WRITTEN;
	if (dirty)
		list_add(&a->lists[order], element(pfn));
	else
		list_add_tail(&a->lists[order], element(pfn));
	a->free += BIT(order);
}

/* Take a free block out of its list; its pages are nobody's then. */
static void remove(struct area *a, pfn_t pfn, unsigned int order)
{
	struct linked_list *l = element(pfn);

	assert_msg(l->prev->next == l && l->next->prev == l,
		   "free page %p was written to", l);
	list_remove(l);
	set_state(a, pfn, NOT_HEAD);
	a->free -= BIT(order);
}

/* Free a block, with its buddies where they are free. */
static void give_back(struct area *a, pfn_t pfn, unsigned int order)
{
	for (; order < NR_ORDERS - 1; order++) {
		pfn_t buddy = pfn ^ BIT(order);

		if (buddy < a->base || buddy >= a->top || head_state(a, buddy) != order)
			break;
		remove(a, buddy, order);
		set_state(a, pfn, NOT_HEAD);
		pfn = MIN(pfn, buddy);
	}
	insert(a, pfn, order);
}

/* Take 2^@want pages at @pfn out of the free block at @head. */
static void carve(struct area *a, pfn_t head, unsigned int order, pfn_t pfn, unsigned int want)
{
	remove(a, head, order);
	while (order > want) {
		pfn_t half = head + BIT(--order);

		if (pfn >= half) {
			insert(a, head, order);
			head = half;
		} else {
			insert(a, half, order);
		}
	}
}

/* The free block that holds @pfn; false if that page is not free. */
static bool find_block(struct area *a, pfn_t pfn, pfn_t *head, unsigned int *order)
{
	for (unsigned int k = 0; k < NR_ORDERS; k++) {
		pfn_t h = pfn & ~(pfn_t)(BIT(k) - 1);
		u8 s;

		if (h < a->base)
			return false;
		s = head_state(a, h);
		if (s == NOT_HEAD)
			continue;
		*head = h;
		*order = s & ORDER_MASK;
		/* the nearest head before the page decides */
		return !(s & TAKEN) && pfn - h < BIT(*order);
	}
	return false;
}

static void mark_taken(struct area *a, pfn_t pfn, unsigned int order)
{
	set_state(a, pfn, TAKEN | order);
	for (pfn_t p = pfn; p < pfn + BIT(order); p++)
		*state(a, p) |= WRITTEN;
}

/* The highest chunk of the block no page of which was ever written, or 0. */
static pfn_t fresh_chunk(struct area *a, pfn_t head, unsigned int order, unsigned int want,
			 unsigned int align)
{
	for (pfn_t chunk = head + BIT(order); chunk > head; ) {
		pfn_t p;

		chunk -= BIT(want);
		if (chunk & (BIT(align) - 1))
			continue;
		for (p = chunk; p < chunk + BIT(want) && !written(a, p); p++)
			;
		if (p == chunk + BIT(want))
			return chunk;
	}
	return 0;
}

/* 2^@want pages at a multiple of 2^@align of them, or 0: no area holds frame 0. */
static pfn_t take(struct area *a, unsigned int want, unsigned int align, bool fresh)
{
	for (unsigned int order = want; order < NR_ORDERS; order++) {
		struct linked_list *l, *list = &a->lists[order];

		for (l = list->next; l != list; l = l->next) {
			pfn_t head = frame(l), pfn = head;

			if (fresh)
				pfn = fresh_chunk(a, head, order, want, align);
			else if (head & (BIT(align) - 1))
				pfn = 0;
			if (!pfn)
				continue;
			carve(a, head, order, pfn, want);
			mark_taken(a, pfn, want);
			return pfn;
		}
	}
	return 0;
}

static void *take_from_areas(unsigned int want, unsigned int align, unsigned int flags)
{
	unsigned int wanted = flags & AREA_MASK ? : AREA_MASK;
	void *mem = NULL;
	pfn_t pfn = 0;
	bool taken;

	if (want >= NR_ORDERS || align >= NR_ORDERS)
		return NULL;
	taken = cpu_lock(&lock);
	for (unsigned int i = 0; i < MAX_AREAS && !pfn; i++)
		if (area_mask & wanted & BIT(i))
			pfn = take(&areas[i], want, align, flags & FLAG_FRESH);
	cpu_unlock(&lock, taken);

	if (pfn) {
		mem = phys_to_virt(pfn << PAGE_SHIFT);
		if (!(flags & FLAG_DONTZERO))
			memset(mem, 0, PAGE_SIZE << want);
	}
	return mem;
}

static unsigned int order_of_bytes(size_t bytes)
{
	return get_order((bytes >> PAGE_SHIFT) + !!(bytes & (PAGE_SIZE - 1)));
}

void *memalign_pages_flags(size_t align, size_t size, unsigned int flags)
{
	assert_msg(is_power_of_2(align), "alignment %zu", align);
	return take_from_areas(order_of_bytes(size), order_of_bytes(align), flags);
}

void *alloc_pages_flags(unsigned int order, unsigned int flags)
{
	return take_from_areas(order, order, flags);
}

void free_pages(void *mem)
{
	struct area *a;
	pfn_t pfn;
	bool taken;
	u8 s;

	if (!mem)
		return;
	assert_msg(!((unsigned long)mem & (PAGE_SIZE - 1)), "%p is not the start of a page", mem);
	pfn = frame(mem);
	taken = cpu_lock(&lock);
	a = area_of(pfn);
	assert_msg(a, "memory does not belong to any area: %p", mem);
	s = head_state(a, pfn);
	assert_msg(s != RESERVED, "%p is reserved, not allocated", mem);
	assert_msg(s & TAKEN, "%p is free already, or not the start of an allocation", mem);
	give_back(a, pfn, s & ORDER_MASK);
	cpu_unlock(&lock, taken);
}

int reserve_pages(phys_addr_t addr, size_t npages)
{
	pfn_t first = addr >> PAGE_SHIFT, head;
	unsigned int order;
	struct area *a;
	bool taken;

	assert_msg(!(addr & (PAGE_SIZE - 1)), "%#" PRIx64 " is not the start of a page", addr);
	taken = cpu_lock(&lock);
	for (pfn_t pfn = first; pfn < first + npages; pfn++) {
		a = area_of(pfn);
		if (!a || !find_block(a, pfn, &head, &order)) {
			cpu_unlock(&lock, taken);
			return -1;
		}
	}
	for (pfn_t pfn = first; pfn < first + npages; pfn++) {
		a = area_of(pfn);
		assert(find_block(a, pfn, &head, &order));
		carve(a, head, order, pfn, 0);
		mark_taken(a, pfn, 0);
		set_state(a, pfn, RESERVED);
	}
	cpu_unlock(&lock, taken);
	return 0;
}

void unreserve_pages(phys_addr_t addr, size_t npages)
{
	pfn_t first = addr >> PAGE_SHIFT;
	bool taken;

	assert_msg(!(addr & (PAGE_SIZE - 1)), "%#" PRIx64 " is not the start of a page", addr);
	taken = cpu_lock(&lock);
	for (pfn_t pfn = first; pfn < first + npages; pfn++) {
		struct area *a = area_of(pfn);

		assert_msg(a && head_state(a, pfn) == RESERVED,
			   "page %#" PRIx64 " is not reserved", pfn << PAGE_SHIFT);
	}
	for (pfn_t pfn = first; pfn < first + npages; pfn++)
		give_back(area_of(pfn), pfn, 0);
	cpu_unlock(&lock, taken);
}

static void init_area(u8 n, pfn_t start, pfn_t top)
{
	struct area *a = &areas[n];
	size_t states;
	pfn_t pfn;

	assert_msg(n < MAX_AREAS, "area %u", n);
	assert_msg(!(area_mask & BIT(n)), "area %u exists", n);
	assert_msg(top > start && top - start >= MIN_PAGES,
		   "area %u: too small, %#" PRIx64 "-%#" PRIx64, n, start, top);
	for (unsigned int i = 0; i < MAX_AREAS; i++)
		assert_msg(!(area_mask & BIT(i)) || start >= areas[i].top || top <= areas[i].start,
			   "area %u overlaps area %u", n, i);

	a->start = start;
	a->top = top;
	states = (top - start + PAGE_SIZE) / (PAGE_SIZE + 1);
	a->base = start + states;
	a->states = phys_to_virt(start << PAGE_SHIFT);
	memset(a->states, NOT_HEAD, top - a->base);
	a->free = 0;
	for (unsigned int i = 0; i < NR_ORDERS; i++)
		a->lists[i].prev = a->lists[i].next = &a->lists[i];
	area_mask |= BIT(n);

	for (pfn = a->base; pfn < top; ) {
		unsigned int order = __builtin_ctzll(pfn);

		while (order >= NR_ORDERS || BIT(order) > top - pfn)
			order--;
		insert(a, pfn, order);
		pfn += BIT(order);
	}
}

/* The part of [base, top) that lies in [low, high), if it is worth an area. */
static void init_part(u8 n, pfn_t low, pfn_t high, pfn_t base, pfn_t top)
{
	base = MAX(base, low);
	top = MIN(top, high);
	if (top > base && top - base >= MIN_PAGES)
		init_area(n, base, top);
}

void page_alloc_init_area(u8 n, phys_addr_t base_pfn, phys_addr_t top_pfn)
{
	bool taken = cpu_lock(&lock);
	pfn_t high = ~(pfn_t)0;

	/* Frame 0 would be a NULL pointer; 32 bits reach 4 GiB. */
	if (!base_pfn)
		base_pfn++;
	if (sizeof(long) == 4)
		top_pfn = MIN(top_pfn, 1ULL << (32 - PAGE_SHIFT));

	if (n != AREA_ANY_NUMBER) {
		init_area(n, base_pfn, top_pfn);
		cpu_unlock(&lock, taken);
		return;
	}
	assert_msg(top_pfn > base_pfn && top_pfn - base_pfn >= MIN_PAGES,
		   "too small: %#" PRIx64 "-%#" PRIx64, base_pfn, top_pfn);
	init_part(AREA_NORMAL_NUMBER, AREA_NORMAL_PFN, high, base_pfn, top_pfn);
	high = AREA_NORMAL_PFN;
#ifdef AREA_HIGH_PFN
	init_part(AREA_HIGH_NUMBER, AREA_HIGH_PFN, high, base_pfn, top_pfn);
	high = AREA_HIGH_PFN;
#endif
#ifdef AREA_LOW_PFN
	init_part(AREA_LOW_NUMBER, AREA_LOW_PFN, high, base_pfn, top_pfn);
	high = AREA_LOW_PFN;
#endif
#ifdef AREA_LOWEST_PFN
	init_part(AREA_LOWEST_NUMBER, AREA_LOWEST_PFN, high, base_pfn, top_pfn);
#endif
	cpu_unlock(&lock, taken);
}

bool page_alloc_initialized(void)
{
	return area_mask != 0;
}

static void *page_memalign(size_t align, size_t size)
{
	return memalign_pages(align, size);
}

static struct alloc_ops page_alloc_ops = {
	.memalign = page_memalign,
	.free = free_pages,
};

void page_alloc_ops_enable(void)
{
	assert_msg(page_alloc_initialized(), "no page area exists");
	alloc_ops = &page_alloc_ops;
}

size_t page_alloc_count_free(void)
{
	size_t n = 0;

	for (unsigned int i = 0; i < MAX_AREAS; i++)
		if (area_mask & BIT(i))
			n += areas[i].free;
	return n;
}

/* Walk the blocks of an area and count what the lists must then hold. */
static void verify_area(struct area *a)
{
	size_t blocks[NR_ORDERS] = { 0 }, free = 0;

	for (pfn_t pfn = a->base; pfn < a->top; ) {
		u8 s = head_state(a, pfn);
		unsigned int order = s & ORDER_MASK;

		if (s == RESERVED) {
			pfn++;
			continue;
		}
		assert_msg(order < NR_ORDERS && !(pfn & (BIT(order) - 1)) &&
			   BIT(order) <= a->top - pfn,
			   "page state %#x at frame %#" PRIx64, s, pfn);
		if (!(s & TAKEN)) {
			pfn_t buddy = pfn ^ BIT(order);

			assert_msg(buddy < a->base || buddy >= a->top ||
				   head_state(a, buddy) != order,
				   "free buddies %#" PRIx64 " and %#" PRIx64 " are apart", pfn, buddy);
			blocks[order]++;
			free += BIT(order);
		}
		for (pfn_t p = pfn + 1; p < pfn + BIT(order); p++)
			assert_msg(head_state(a, p) == NOT_HEAD,
				   "frame %#" PRIx64 " within the block at %#" PRIx64
				   " has state %#x", p, pfn, *state(a, p));
		pfn += BIT(order);
	}
	for (unsigned int i = 0; i < NR_ORDERS; i++) {
		size_t n = 0;

		for (struct linked_list *l = a->lists[i].next; l != &a->lists[i]; l = l->next) {
			assert_msg(head_state(a, frame(l)) == i,
				   "list %u holds frame %#" PRIx64, i, frame(l));
			n++;
		}
		assert_msg(n == blocks[i], "list %u holds %zu blocks, there are %zu", i, n,
			   blocks[i]);
	}
	assert_msg(free == a->free, "%zu free pages, %zu counted", free, a->free);
}

void page_alloc_verify(void)
{
	bool taken = cpu_lock(&lock);

	for (unsigned int i = 0; i < MAX_AREAS; i++)
		if (area_mask & BIT(i))
			verify_area(&areas[i]);
	cpu_unlock(&lock, taken);
}
