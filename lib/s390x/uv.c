// SPDX-License-Identifier: LGPL-2.1-or-later
/* Ultravisor query, initialisation, and the life of a protected guest. */
#include <libcflat.h>
#include <alloc.h>
#include <alloc_page.h>
#include <asm/arch_def.h>
#include <asm/facility.h>
#include <asm/page.h>
#include <asm/pgtable.h>
#include <asm/uv.h>
#include <sclp.h>
#include <snippet.h>
#include <uv.h>

static struct uv_cb_qui query = {
	.header.cmd = UVC_CMD_QUI,
	.header.len = sizeof(query),
};

static bool initialized;

bool uv_os_is_guest(void)
{
	return test_facility(158) && uv_query_test_call(BIT_UVC_CMD_SET_SHARED_ACCESS) &&
	       uv_query_test_call(BIT_UVC_CMD_REMOVE_SHARED_ACCESS);
}

bool uv_os_is_host(void)
{
	return test_facility(158) && uv_query_test_call(BIT_UVC_CMD_INIT_UV);
}

bool uv_host_requirement_checks(void)
{
	if (!test_facility(158)) {
		report_skip("UV Call facility unavailable");
		return false;
	}
	if (!sclp_facilities.has_sief2) {
		report_skip("SIEF2 facility unavailable");
		return false;
	}
	if (get_ram_size() < SNIPPET_PV_MIN_MEM_SIZE) {
		report_skip("Not enough memory. This test needs about %ld MB of memory",
			    SNIPPET_PV_MIN_MEM_SIZE / SZ_1M);
		return false;
	}
	return true;
}

bool uv_query_test_call(unsigned int nr)
{
	/* without uv_setup() having run, nothing would be set */
	assert(query.header.rc);
	assert(nr < BITS_PER_LONG * ARRAY_SIZE(query.inst_calls_list));
	return test_bit_inv(nr, query.inst_calls_list);
}

const struct uv_cb_qui *uv_get_query_data(void)
{
	assert(query.header.rc);
	return &query;
}

int uv_setup(void)
{
	if (!test_facility(158))
		return 0;
	uv_call(0, (u64)&query);
	/* 0x100: the block is shorter than what this Ultravisor would tell */
	assert(query.header.rc == UVC_RC_EXECUTED || query.header.rc == 0x100);
	return query.header.rc == UVC_RC_EXECUTED;
}

void uv_init(void)
{
	struct uv_cb_init uvcb = {
		.header.len = sizeof(uvcb),
		.header.cmd = UVC_CMD_INIT_UV,
	};
	void *storage;
	int cc;

	/* the Ultravisor keeps what it was given until the next reset */
	if (initialized)
		return;
	storage = memalign_pages_flags(SZ_1M, query.uv_base_stor_len, AREA_NORMAL);
	assert(storage);
	uvcb.stor_origin = (u64)storage;
	uvcb.stor_len = query.uv_base_stor_len;
	cc = uv_call(0, (u64)&uvcb);
	assert(cc == 0);
	initialized = true;
}

/* A copy of the running top-level table, and its designation with the private bit. */
static uint64_t create_guest_asce(void)
{
	unsigned long pages = 1UL << REGION_TABLE_ORDER;
	void *root = memalign_pages(PAGE_SIZE * pages, PAGE_SIZE * pages);
	uint64_t asce = stctg(1);

	assert(root);
	memcpy(root, (void *)(asce & ASCE_ORIGIN), PAGE_SIZE * pages);
	return (uint64_t)root | (asce & ~ASCE_ORIGIN) | ASCE_P;
}

void uv_create_guest(struct vm *vm)
{
	struct uv_cb_cgc cgc = {
		.header.cmd = UVC_CMD_CREATE_SEC_CONF,
		.header.len = sizeof(cgc),
	};
	struct uv_cb_csc csc = {
		.header.len = sizeof(csc),
		.header.cmd = UVC_CMD_CREATE_SEC_CPU,
		.num = 0,
	};
	unsigned long vsize, guest_len;

	guest_len = vm->sblk->msl - vm->sblk->mso + SZ_1M;
	cgc.guest_stor_origin = vm->sblk->mso;
	cgc.guest_stor_len = guest_len;
	cgc.guest_sca = (uint64_t)vm->sca;

	vm->uv.asce = create_guest_asce();
	vm->save_area.guest.asce = vm->uv.asce;
	cgc.guest_asce = vm->uv.asce;

	vm->uv.conf_base_stor = memalign_pages(PAGE_SIZE * 4, query.conf_base_phys_stor_len);
	assert(vm->uv.conf_base_stor);
	cgc.conf_base_stor_origin = (uint64_t)vm->uv.conf_base_stor;

	/* the variable part grows with the guest's memory, by the MiB */
	vsize = query.conf_base_virt_stor_len + (guest_len / SZ_1M) * query.conf_virt_var_stor_len;
	vsize = PAGE_ALIGN(vsize);
	vm->uv.conf_var_stor = memalign(PAGE_SIZE, vsize);
	assert(vm->uv.conf_var_stor);
	cgc.conf_var_stor_origin = (uint64_t)vm->uv.conf_var_stor;

	assert(uv_call(0, (u64)&cgc) == 0);
	vm->uv.vm_handle = cgc.guest_handle;

	vm->uv.cpu_stor = memalign_pages_flags(PAGE_SIZE, query.cpu_stor_len, 0);
	assert(vm->uv.cpu_stor);
	csc.stor_origin = (uint64_t)vm->uv.cpu_stor;
	csc.guest_handle = vm->uv.vm_handle;
	csc.state_origin = (uint64_t)vm->sblk;
	assert(uv_call(0, (u64)&csc) == 0);
	vm->uv.vcpu_handle = csc.cpu_handle;

	vm->sblk->sdf = 2;
	vm->sblk->sidad = (uint64_t)alloc_page();
	assert(vm->sblk->sidad);
	vm->sblk->pv_handle_cpu = vm->uv.vcpu_handle;
	vm->sblk->pv_handle_config = vm->uv.vm_handle;
}

void uv_destroy_guest(struct vm *vm)
{
	u16 rc, rrc;

	assert(!uv_cmd_nodata(vm->uv.vcpu_handle, UVC_CMD_DESTROY_SEC_CPU, &rc, &rrc));
	free_pages(vm->uv.cpu_stor);
	assert(!uv_cmd_nodata(vm->uv.vm_handle, UVC_CMD_DESTROY_SEC_CONF, &rc, &rrc));
	free_pages(vm->uv.conf_base_stor);
	free(vm->uv.conf_var_stor);
	free_pages((void *)(vm->uv.asce & ASCE_ORIGIN));
	free_page((void *)vm->sblk->sidad);
	memset(&vm->uv, 0, sizeof(vm->uv));

	/* what is left is an ordinary guest */
	vm->save_area.guest.asce = stctg(1);
	vm->sblk->sidad = 0;
	vm->sblk->sdf = 0;
	vm->sblk->pv_handle_cpu = 0;
	vm->sblk->pv_handle_config = 0;
}

int uv_unpack(struct vm *vm, uint64_t addr, uint64_t len, uint64_t tweak)
{
	int cc = 0;

	/* the second tweak is the offset in the image */
	for (uint64_t off = 0; off < len && !cc; off += PAGE_SIZE)
		cc = uv_unp_page(vm->uv.vm_handle, vm->sblk->mso + addr + off, tweak, off);
	return cc;
}

void uv_verify_load(struct vm *vm)
{
	u16 rc, rrc;

	uv_cmd_nodata(vm->uv.vm_handle, UVC_CMD_VERIFY_IMG, &rc, &rrc);
	assert(rc == UVC_RC_EXECUTED);
	assert(!uv_set_cpu_state(vm->uv.vcpu_handle, PV_CPU_STATE_OPR_LOAD));
}
