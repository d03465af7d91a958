// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The first allocator: one range, upwards, nothing comes back.
 */
#include <libcflat.h>
#include <alloc.h>
#include <alloc_phys.h>
#include <bitops.h>
#include <cpulock.h>

#define LOG_ENTRIES	256

static struct cpu_lock lock;
static phys_addr_t next, end;
static phys_addr_t min_align = DEFAULT_MINIMUM_ALIGNMENT;

static struct {
	phys_addr_t base, size;
} used[LOG_ENTRIES];
static unsigned int nr_used;
static bool log_full;

/* Where a pointer's width ends. */
static phys_addr_t reachable(phys_addr_t top)
{
	return sizeof(long) == 4 ? MIN(top, 1ULL << 32) : top;
}

void phys_alloc_init(phys_addr_t base, phys_addr_t size)
{
	bool taken = cpu_lock(&lock);

	next = base;
	end = base + size;
	nr_used = 0;
	log_full = false;
	cpu_unlock(&lock, taken);
}

void phys_alloc_set_minimum_alignment(phys_addr_t align)
{
	assert_msg(align && !(align & (align - 1)), "alignment %#" PRIx64, align);
	min_align = align;
}

static void print_range(phys_addr_t base, phys_addr_t size, const char *what)
{
	printf("%016" PRIx64 "-%016" PRIx64 " [%s]\n", base, base + size - 1, what);
}

void phys_alloc_show(void)
{
	bool taken = cpu_lock(&lock);

	printf("phys_alloc minimum alignment: %#" PRIx64 "\n", min_align);
	for (unsigned int i = 0; i < nr_used; i++)
		print_range(used[i].base, used[i].size, "USED");
	if (next != end)
		print_range(next, end - next, "FREE");
	cpu_unlock(&lock, taken);
}

static void log_use(phys_addr_t base, phys_addr_t size)
{
	if (nr_used < LOG_ENTRIES) {
		used[nr_used].base = base;
		used[nr_used].size = size;
		nr_used++;
	} else if (!log_full) {
		log_full = true;
		printf("WARNING: phys_alloc: No free log entries, can no longer log allocations...\n");
	}
}

void phys_alloc_get_unused(phys_addr_t *base, phys_addr_t *top)
{
	bool taken = cpu_lock(&lock);

	*base = next;
	*top = end;
	if (next != end)
		log_use(next, end - next);
	next = end;
	cpu_unlock(&lock, taken);
}

static void *phys_memalign(size_t align, size_t size)
{
	bool taken = cpu_lock(&lock);
	phys_addr_t step = MAX((phys_addr_t)align, min_align);
	phys_addr_t base = ALIGN(next, step), top = reachable(end);
	void *mem = NULL;

	if (base >= next && base <= top && top - base >= size) {
		/* the log shows the padding as part of the piece */
		log_use(next, base + size - next);
		next = base + size;
		mem = (void *)(unsigned long)base;
	} else {
		printf("phys_alloc: requested=%#zx (align=%#" PRIx64 "), free=%#" PRIx64
		       " from %#" PRIx64 "\n", size, step, end - next, next);
	}
	cpu_unlock(&lock, taken);
	return mem;
}

static struct alloc_ops phys_ops = {
	.memalign = phys_memalign,
};

struct alloc_ops *alloc_ops = &phys_ops;

void __attribute__((weak)) find_highmem(void)
{
}
