// SPDX-License-Identifier: LGPL-2.1-or-later
/* Memory that devices access; a protected guest shares it with the host. */
#include <libcflat.h>
#include <alloc_page.h>
#include <asm/page.h>
#include <asm/uv.h>
#include <malloc_io.h>
#include <uv.h>

static int share_pages(void *p, int count)
{
	int i;

	for (i = 0; i < count; i++, p += PAGE_SIZE)
		if (uv_set_shared((unsigned long)p))
			break;
	return i;
}

static void unshare_pages(void *p, int count)
{
	for (int i = 0; i < count; i++, p += PAGE_SIZE)
		uv_remove_shared((unsigned long)p);
}

void *alloc_io_mem(int size, int flags)
{
	int order = get_order(PAGE_ALIGN(size) >> PAGE_SHIFT);
	int count = 1 << order, n;
	void *p;

	assert(size);
	p = alloc_pages_flags(order, AREA_DMA31 | flags);
	if (!p || !uv_os_is_guest())
		return p;

	n = share_pages(p, count);
	if (n == count)
		return p;
	unshare_pages(p, n);
	free_pages(p);
	return NULL;
}

void free_io_mem(void *p, int size)
{
	int order = get_order(PAGE_ALIGN(size) >> PAGE_SHIFT);

	assert(IS_ALIGNED((uintptr_t)p, PAGE_SIZE));
	if (uv_os_is_guest())
		unshare_pages(p, 1 << order);
	free_pages(p);
}
