// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * uv-host: Ultravisor calls of a host, from initialisation to a configuration
 * with a CPU, with everything that can be wrong about their operands.
 */
#include <libcflat.h>
#include <alloc.h>
#include <alloc_page.h>
#include <asm/arch_def.h>
#include <asm/barrier.h>
#include <asm/facility.h>
#include <asm/page.h>
#include <asm/pgtable.h>
#include <asm/uv.h>
#include <hardware.h>
#include <mmu.h>
#include <sclp.h>
#include <sie.h>
#include <smp.h>
#include <snippet.h>
#include <uv.h>
#include <vmalloc.h>
#include "pgm.h"

#define GUEST_SIZE	(42 * SZ_1M)

static struct uv_cb_qui uvcb_qui;
static struct uv_cb_init uvcb_init;
static struct uv_cb_cgc uvcb_cgc;
static struct uv_cb_csc uvcb_csc;

static const struct cmd_list {
	const char *name;
	uint16_t cmd;
	uint16_t len;
	int call_bit;
} cmds[] = {
	{ "init", UVC_CMD_INIT_UV, sizeof(struct uv_cb_init), BIT_UVC_CMD_INIT_UV },
	{ "create conf", UVC_CMD_CREATE_SEC_CONF, sizeof(struct uv_cb_cgc), BIT_UVC_CMD_CREATE_SEC_CONF },
	{ "destroy conf", UVC_CMD_DESTROY_SEC_CONF, sizeof(struct uv_cb_nodata), BIT_UVC_CMD_DESTROY_SEC_CONF },
	{ "create cpu", UVC_CMD_CREATE_SEC_CPU, sizeof(struct uv_cb_csc), BIT_UVC_CMD_CREATE_SEC_CPU },
	{ "destroy cpu", UVC_CMD_DESTROY_SEC_CPU, sizeof(struct uv_cb_nodata), BIT_UVC_CMD_DESTROY_SEC_CPU },
	{ "conv to", UVC_CMD_CONV_TO_SEC_STOR, sizeof(struct uv_cb_cts), BIT_UVC_CMD_CONV_TO_SEC_STOR },
	{ "conv from", UVC_CMD_CONV_FROM_SEC_STOR, sizeof(struct uv_cb_cfs), BIT_UVC_CMD_CONV_FROM_SEC_STOR },
	{ "set params", UVC_CMD_SET_SEC_CONF_PARAMS, sizeof(struct uv_cb_ssc), BIT_UVC_CMD_SET_SEC_PARMS },
	{ "unpack", UVC_CMD_UNPACK_IMG, sizeof(struct uv_cb_unp), BIT_UVC_CMD_UNPACK_IMG },
	{ "verify", UVC_CMD_VERIFY_IMG, sizeof(struct uv_cb_nodata), BIT_UVC_CMD_VERIFY_IMG },
	{ "cpu reset", UVC_CMD_CPU_RESET, sizeof(struct uv_cb_nodata), BIT_UVC_CMD_CPU_RESET },
	{ "cpu initial reset", UVC_CMD_CPU_RESET_INITIAL, sizeof(struct uv_cb_nodata), BIT_UVC_CMD_CPU_RESET_INITIAL },
	{ "conf reset", UVC_CMD_PREPARE_RESET, sizeof(struct uv_cb_nodata), BIT_UVC_CMD_PREPARE_RESET },
	{ "cpu clear reset", UVC_CMD_CPU_RESET_CLEAR, sizeof(struct uv_cb_nodata), BIT_UVC_CMD_CPU_PERFORM_CLEAR_RESET },
	{ "cpu set state", UVC_CMD_CPU_SET_STATE, sizeof(struct uv_cb_cpu_set_state), BIT_UVC_CMD_CPU_SET_STATE },
	{ "pin shared", UVC_CMD_PIN_PAGE_SHARED, sizeof(struct uv_cb_cfs), BIT_UVC_CMD_PIN_PAGE_SHARED },
	{ "unpin shared", UVC_CMD_UNPIN_PAGE_SHARED, sizeof(struct uv_cb_cts), BIT_UVC_CMD_UNPIN_PAGE_SHARED },
}, guest_cmds[] = {
	{ "bogus", 0x4242, sizeof(struct uv_cb_header), -1 },
	{ "share", UVC_CMD_SET_SHARED_ACCESS, sizeof(struct uv_cb_share), BIT_UVC_CMD_SET_SHARED_ACCESS },
	{ "unshare", UVC_CMD_REMOVE_SHARED_ACCESS, sizeof(struct uv_cb_share), BIT_UVC_CMD_REMOVE_SHARED_ACCESS },
	{ "attest", UVC_CMD_ATTESTATION, sizeof(struct uv_cb_attest), BIT_UVC_CMD_ATTESTATION },
};

static const char *needs_memory(void)
{
	return get_ram_size() < SNIPPET_PV_MIN_MEM_SIZE ? "not enough memory: about 2200 MB are needed" : NULL;
}

static int call(void *uvcb)
{
	return uv_call(0, (uint64_t)uvcb);
}

/*
 * One call that must fail with @rc. The flag for "must be destroyed" does not
 * count; a length of 8 less, or any field @field = @value, is undone afterwards.
 */
static void refused(void *uvcb, uint16_t rc, const char *what)
{
	struct uv_cb_header *h = uvcb;

	check_eq(call(uvcb), 1, "%s: condition code", what);
	check_eq(h->rc & ~UVC_RC_DSTR_NEEDED_FLG, rc, "%s: response code", what);
}

static void refused_short(void *uvcb, const char *what)
{
	struct uv_cb_header *h = uvcb;

	h->len -= 8;
	refused(uvcb, UVC_RC_INV_LEN, what);
	h->len += 8;
}

#define REFUSED_WITH(uvcb, field, value, rc, what)		\
({								\
	typeof((uvcb).field) __good = (uvcb).field;		\
								\
	(uvcb).field = (value);					\
	refused(&(uvcb), rc, what);				\
	(uvcb).field = __good;					\
})

static void accepted(void *uvcb, const char *what)
{
	struct uv_cb_header *h = uvcb;

	check_eq(call(uvcb), 0, "%s: condition code", what);
	check_eq(h->rc, UVC_RC_EXECUTED, "%s: response code", what);
}

static void reserved_fields(void)
{
	struct uv_cb_header uvcb = { .cmd = UVC_CMD_QUI, .len = sizeof(uvcb_qui) };

	check_pgm(6, asm volatile(".insn	rrf,0xb9a40000,0,%0,4,0" : : "a" (&uvcb) : "memory", "cc"),
		  "reserved field 3");
	check_pgm(6, asm volatile(".insn	rrf,0xb9a40000,0,%0,0,2" : : "a" (&uvcb) : "memory", "cc"),
		  "reserved field 4");
}

static void priv(void)
{
	const struct cmd_list *c = subtest_row();
	struct uv_cb_header uvcb = { .cmd = c->cmd, .len = c->len };

	check_pgm_pstate(2, uv_call_once(0, (uint64_t)&uvcb), "problem state");
}

static void invalid(void)
{
	const struct cmd_list *c = subtest_row();
	struct uv_cb_attest room = { .header.cmd = c->cmd, .header.len = c->len };

	refused(&room, UVC_RC_INV_CMD, "command of a guest");
	if (c->call_bit >= 0)
		check(!uv_query_test_call(c->call_bit), "not offered");
}

static void uninitialized(void)
{
	const struct cmd_list *c = subtest_row();
	struct uv_cb_attest room = { .header.cmd = c->cmd, .header.len = c->len };

	if (c->cmd == UVC_CMD_INIT_UV) {
		report_info("init is what comes first");
		report_passed();
		return;
	}
	refused(&room, UVC_RC_INV_STATE, "before init");
}

static void query(void)
{
	uvcb_qui.header.cmd = UVC_CMD_QUI;
	uvcb_qui.header.len = 0xa0;
	refused(&uvcb_qui, UVC_RC_INV_LEN, "short block");
	uvcb_qui.header.len = 0xa8;
	refused(&uvcb_qui, 0x100, "smallest block");
	uvcb_qui.header.len = sizeof(uvcb_qui);
	if (call(&uvcb_qui))
		check_eq(uvcb_qui.header.rc, 0x100, "full block: response code");
	else
		check_eq(uvcb_qui.header.rc, UVC_RC_EXECUTED, "full block: response code");
	for (unsigned int i = 0; i < ARRAY_SIZE(cmds); i++)
		check(uv_query_test_call(cmds[i].call_bit), "%s is offered", cmds[i].name);
}

static void spin(void)
{
	for (;;)
		mb();
}

static void init(void)
{
	unsigned long len = uvcb_qui.uv_base_stor_len;
	void *storage;
	uint16_t rc;

	/* above 2 GiB, aligned to 1 MiB */
	storage = memalign_pages_flags(SZ_1M, len, AREA_NORMAL);
	assert(storage);
	uvcb_init.header.len = sizeof(uvcb_init);
	uvcb_init.header.cmd = UVC_CMD_INIT_UV;
	uvcb_init.stor_origin = (uint64_t)storage;
	uvcb_init.stor_len = len;

	refused_short(&uvcb_init, "short block");
	REFUSED_WITH(uvcb_init, stor_len, len - 8, 0x103, "storage too short");
	uvcb_init.stor_origin = get_max_ram_size();
	check_eq(call(&uvcb_init), 1, "storage beyond memory: condition code");
	rc = uvcb_init.header.rc;
	check(rc == 0x104 || rc == 0x105, "storage beyond memory: response code %#x", rc);
	uvcb_init.stor_origin = (uint64_t)storage;
	if (len >= SZ_1M)
		REFUSED_WITH(uvcb_init, stor_origin, get_max_ram_size() - SZ_1M, 0x105,
			     "storage runs out of memory");
	REFUSED_WITH(uvcb_init, stor_origin, SZ_1G, 0x108, "storage below 2 GiB");

	if (smp_query_num_cpus() > 1) {
		smp_cpu_setup(1, PSW(PSW_MASK_64, spin));
		refused(&uvcb_init, 0x102, "another CPU is running");
		smp_cpu_destroy(1);
	} else {
		report_skip("need at least 2 cpus for the running-CPU check");
	}
	accepted(&uvcb_init, "init");
	refused(&uvcb_init, 0x101, "init again");
}

/* The control block on pages that are not all there */
static void access(void)
{
	const struct cmd_list *c = subtest_row();
	struct uv_cb_header *uvcb;
	void *pages = alloc_vpages(2), *page = alloc_page();
	pgd_t *root = (pgd_t *)(stctg(1) & ASCE_ORIGIN);

	install_page(root, __pa(page), pages);
	install_page(root, __pa(page), pages + PAGE_SIZE);
	protect_page(pages + PAGE_SIZE, PAGE_ENTRY_I);

	uvcb = pages + PAGE_SIZE;
	check_pgm(PGM_INT_CODE_PAGE_TRANSLATION, uv_call_once(0, (uint64_t)uvcb), "block on an invalid page");
	uvcb = pages + PAGE_SIZE - sizeof(*uvcb);
	uvcb->cmd = c->cmd;
	uvcb->len = c->len;
	check_pgm(PGM_INT_CODE_PAGE_TRANSLATION, uv_call_once(0, (uint64_t)uvcb),
		  "block runs into an invalid page");
	protect_page(pages, PAGE_ENTRY_I);
	free_page(page);
}

/* Donated pages are out of reach. */
static void check_donated(void *storage, unsigned long len, const char *what)
{
	unsigned long readable = 0, writable = 0;

	for (unsigned long off = 0; off < len; off += PAGE_SIZE) {
		expect_pgm_int();
		(void)*(volatile char *)(storage + off);
		readable += clear_pgm_int() != PGM_INT_CODE_SECURE_STOR_ACCESS;
		expect_pgm_int();
		*(volatile char *)(storage + off) = 42;
		writable += clear_pgm_int() != PGM_INT_CODE_SECURE_STOR_ACCESS;
	}
	check_eq(readable, 0, "%s: pages that can be read", what);
	check_eq(writable, 0, "%s: pages that can be written", what);
}

static unsigned long var_len(void)
{
	return PAGE_ALIGN(uvcb_qui.conf_base_virt_stor_len +
			  GUEST_SIZE / SZ_1M * uvcb_qui.conf_virt_var_stor_len);
}

static uint64_t new_asce(void)
{
	unsigned long size = PAGE_SIZE << REGION_TABLE_ORDER;
	void *copy = memalign_pages(size, size);

	memcpy(copy, (void *)(stctg(1) & ASCE_ORIGIN), size);
	return (uint64_t)copy | REGION_TABLE_LENGTH | ASCE_DT_REGION1 | ASCE_P;
}

static void fill_cgc(void)
{
	uvcb_cgc.header.cmd = UVC_CMD_CREATE_SEC_CONF;
	uvcb_cgc.header.len = sizeof(uvcb_cgc);
	uvcb_cgc.guest_stor_origin = 0;
	uvcb_cgc.guest_stor_len = GUEST_SIZE;
	uvcb_cgc.guest_sca = (uint64_t)alloc_pages(2);
	uvcb_cgc.guest_asce = new_asce();
	uvcb_cgc.conf_base_stor_origin =
		(uint64_t)memalign_pages(PAGE_SIZE * 4, uvcb_qui.conf_base_phys_stor_len);
	uvcb_cgc.conf_var_stor_origin = (uint64_t)memalign(PAGE_SIZE, var_len());
}

static void config_create(void)
{
	struct uv_cb_cgc again;

	fill_cgc();
	refused_short(&uvcb_cgc, "short block");
	check_eq(uvcb_cgc.guest_handle, 0, "short block: no handle");
	REFUSED_WITH(uvcb_cgc, guest_stor_origin, uvcb_qui.max_guest_stor_addr + (1UL << 21) + 1, 0x101,
		     "guest storage beyond the limit");
	REFUSED_WITH(uvcb_cgc, guest_stor_origin, uvcb_qui.max_guest_stor_addr - (1UL << 20), 0x102,
		     "guest storage runs out of the limit");
	REFUSED_WITH(uvcb_cgc, guest_asce, uvcb_cgc.guest_asce & ~ASCE_P, 0x105, "ASCE without private bit");
	REFUSED_WITH(uvcb_cgc, guest_asce, uvcb_cgc.guest_asce | 0x20, 0x105, "ASCE with bit 58");
	REFUSED_WITH(uvcb_cgc, conf_base_stor_origin, get_max_ram_size() + PAGE_SIZE * 4, 0x108,
		     "base storage beyond memory");
	REFUSED_WITH(uvcb_cgc, conf_base_stor_origin, 0x1000, 0x109, "base storage in the prefix area");
	REFUSED_WITH(uvcb_cgc, guest_sca, 0, 0x10c, "SCA 0");
	REFUSED_WITH(uvcb_cgc, guest_sca, get_max_ram_size() + PAGE_SIZE * 4, 0x10d, "SCA beyond memory");

	accepted(&uvcb_cgc, "create");
	check_ne(uvcb_cgc.guest_handle, 0, "handle");
	check_donated((void *)uvcb_cgc.conf_base_stor_origin, uvcb_qui.conf_base_phys_stor_len, "base storage");
	check_donated((void *)uvcb_cgc.conf_var_stor_origin, var_len(), "variable storage");

	again = uvcb_cgc;
	again.header.rc = again.header.rrc = 0;
	check_eq(call(&again), 1, "the same again: condition code");
	check_ge(again.header.rc & ~UVC_RC_DSTR_NEEDED_FLG, 0x100, "the same again: response code");
	/* the ASCE identifies the guest: no second one with it */
	again.guest_handle = 0;
	again.header.rc = again.header.rrc = 0;
	again.conf_base_stor_origin =
		(uint64_t)memalign_pages(PAGE_SIZE * 4, uvcb_qui.conf_base_phys_stor_len);
	again.conf_var_stor_origin = (uint64_t)memalign(PAGE_SIZE, var_len());
	check_eq(call(&again), 1, "the same ASCE: condition code");
	check_ge(again.header.rc & ~UVC_RC_DSTR_NEEDED_FLG, 0x104, "the same ASCE: response code");
	if (again.header.rc & UVC_RC_DSTR_NEEDED_FLG)
		uv_cmd_nodata(again.guest_handle, UVC_CMD_DESTROY_SEC_CONF, NULL, NULL);
	else
		check_eq(again.guest_handle, 0, "the same ASCE: no handle");
}

static void fill_csc(void)
{
	struct kvm_s390_sie_block *sblk = alloc_page();

	uvcb_csc.header.cmd = UVC_CMD_CREATE_SEC_CPU;
	uvcb_csc.header.len = sizeof(uvcb_csc);
	uvcb_csc.guest_handle = uvcb_cgc.guest_handle;
	uvcb_csc.stor_origin = (uint64_t)memalign_pages(PAGE_SIZE, uvcb_qui.cpu_stor_len);
	uvcb_csc.state_origin = (uint64_t)sblk;
	uvcb_csc.num = 0;
}

static void cpu_create(void)
{
	fill_csc();
	refused_short(&uvcb_csc, "short block");
	REFUSED_WITH(uvcb_csc, guest_handle, uvcb_csc.guest_handle + 1, UVC_RC_INV_GHANDLE, "wrong handle");
	REFUSED_WITH(uvcb_csc, num, uvcb_qui.max_guest_cpus + 1, 0x103, "CPU number");
	REFUSED_WITH(uvcb_csc, stor_origin, get_max_ram_size() + PAGE_SIZE, 0x105, "storage beyond memory");
	REFUSED_WITH(uvcb_csc, stor_origin, 0, 0x106, "storage 0");
	REFUSED_WITH(uvcb_csc, state_origin, get_max_ram_size() + PAGE_SIZE, 0x107, "SIE block beyond memory");
	accepted(&uvcb_csc, "create");
	check_ne(uvcb_csc.cpu_handle, 0, "handle");
	check_donated((void *)uvcb_csc.stor_origin, uvcb_qui.cpu_stor_len, "CPU storage");
	refused(&uvcb_csc, 0x104, "create again");
}

static void set_se_header(void)
{
	void *pages = alloc_vpages(2), *page = alloc_page();
	pgd_t *root = (pgd_t *)(stctg(1) & ASCE_ORIGIN);
	struct uv_cb_ssc uvcb = {
		.header.cmd = UVC_CMD_SET_SEC_CONF_PARAMS,
		.header.len = sizeof(uvcb),
		.guest_handle = uvcb_cgc.guest_handle,
		.sec_header_len = 0x1000,
	};

	install_page(root, __pa(page), pages);
	install_page(root, __pa(page), pages + PAGE_SIZE);
	uvcb.sec_header_origin = (uint64_t)pages;
	refused_short(&uvcb, "short block");
	REFUSED_WITH(uvcb, guest_handle, uvcb.guest_handle + 1, UVC_RC_INV_GHANDLE, "wrong handle");
	protect_page(pages + PAGE_SIZE, PAGE_ENTRY_I);
	uvcb.sec_header_origin = (uint64_t)pages + PAGE_SIZE;
	refused(&uvcb, 0x103, "header on an invalid page");
	uvcb.sec_header_origin = (uint64_t)pages + PAGE_SIZE - 0x100;
	refused(&uvcb, 0x103, "header runs into an invalid page");
	free_page(page);
}

static void cpu_destroy(void)
{
	struct uv_cb_nodata uvcb = {
		.header.cmd = UVC_CMD_DESTROY_SEC_CPU,
		.header.len = sizeof(uvcb),
		.handle = uvcb_csc.cpu_handle,
	};

	refused_short(&uvcb, "short block");
	if (!machine_is_z15())
		REFUSED_WITH(uvcb, handle, uvcb.handle + 1, UVC_RC_INV_CHANDLE, "wrong handle");
	accepted(&uvcb, "destroy");
}

static void config_destroy(void)
{
	struct uv_cb_nodata uvcb = {
		.header.cmd = UVC_CMD_DESTROY_SEC_CONF,
		.header.len = sizeof(uvcb),
		.handle = uvcb_cgc.guest_handle,
	};

	refused_short(&uvcb, "short block");
	REFUSED_WITH(uvcb, handle, uvcb.handle + 1, UVC_RC_INV_GHANDLE, "wrong handle");
	accepted(&uvcb, "destroy");
}

static bool is_zero(uint64_t start, unsigned long len)
{
	for (uint64_t *p = (uint64_t *)start; p < (uint64_t *)(start + len); p++)
		if (*p)
			return false;
	return true;
}

static void clear(void)
{
	fill_cgc();
	accepted(&uvcb_cgc, "create configuration");
	fill_csc();
	accepted(&uvcb_csc, "create CPU");

	disable_dat();
	irq_set_dat_mode(false, AS_PRIM);
	check(diag308_load_reset(1), "load normal");
	sclp_console_setup();
	enable_dat();
	irq_set_dat_mode(true, AS_PRIM);

	check(is_zero(uvcb_init.stor_origin, uvcb_init.stor_len), "storage of init is zero");
	check(is_zero(uvcb_cgc.conf_base_stor_origin, uvcb_qui.conf_base_phys_stor_len),
	      "base storage is zero");
	check(is_zero(uvcb_cgc.conf_var_stor_origin, var_len()), "variable storage is zero");
	check(is_zero(uvcb_csc.stor_origin, uvcb_qui.cpu_stor_len), "CPU storage is zero");
}

static const struct subtest subtests[] = {
	{ "i3", reserved_fields },
	{ "privileged", priv, SUBTEST_ROWS(cmds) },
	{ "invalid", invalid, SUBTEST_ROWS(guest_cmds) },
	{ "uninitialized", uninitialized, SUBTEST_ROWS(cmds) },
	{ "query", query },
	{ "init", init, .requires = needs_memory, .flags = SUBTEST_FATAL },
	{ "access", access, .requires = needs_memory, SUBTEST_ROWS(cmds) },
	{ "config-create", config_create, .requires = needs_memory, .flags = SUBTEST_FATAL },
	{ "cpu-create", cpu_create, .requires = needs_memory },
	{ "set-header", set_se_header, .requires = needs_memory },
	{ "cpu-destroy", cpu_destroy, .requires = needs_memory },
	{ "config-destroy", config_destroy, .requires = needs_memory },
	{ "clear", clear, .requires = needs_memory },
	{ "after-reset", uninitialized, .requires = needs_memory, SUBTEST_ROWS(cmds) },
	{ }
};

int main(int argc, char **argv)
{
	if (!test_facility(158)) {
		report_skip("UV Call facility unavailable");
		return report_summary();
	}
	if (!uv_os_is_host()) {
		report_skip("This test needs to be run in a UV host environment");
		return report_summary();
	}
	uv_setup_asces();
	return run_subtests(subtests, argc, argv);
}
