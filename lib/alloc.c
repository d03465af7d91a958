// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * malloc() over whichever allocator is active.
 */
#include <libcflat.h>
#include <alloc.h>
#include <bitops.h>

void *memalign(size_t align, size_t size)
{
	void *mem;

	assert_msg(is_power_of_2(align), "alignment %zu", align);
	if (!size)
		return NULL;
	mem = alloc_ops->memalign(align, size);
	assert_msg(mem, "out of memory: %zu bytes aligned to %zu", size, align);
	return mem;
}

void *malloc(size_t size)
{
	return memalign(sizeof(long), size);
}

void *calloc(size_t n, size_t size)
{
	size_t bytes;
	void *mem;

	assert_msg(!__builtin_mul_overflow(n, size, &bytes), "%zu elements of %zu bytes", n, size);
	mem = malloc(bytes);
	if (mem)
		memset(mem, 0, bytes);
	return mem;
}

void free(void *ptr)
{
	if (ptr && alloc_ops->free)
		alloc_ops->free(ptr);
}
