// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * uv-guest: what a protected guest may ask of the Ultravisor: the query,
 * sharing a page and taking it back. Everything else is the host's.
 */
#include <libcflat.h>
#include <asm/facility.h>
#include <asm/page.h>
#include <asm/uv.h>
#include <sclp.h>
#include <uv.h>
#include "pgm.h"

static unsigned long page;

static const struct uv_command {
	const char *name;
	uint16_t cmd, len;
	int call_bit;
} guest_commands[] = {
	{ "query", UVC_CMD_QUI, sizeof(struct uv_cb_qui), BIT_UVC_CMD_QUI },
	{ "share", UVC_CMD_SET_SHARED_ACCESS, sizeof(struct uv_cb_share), BIT_UVC_CMD_SET_SHARED_ACCESS },
	{ "unshare", UVC_CMD_REMOVE_SHARED_ACCESS, sizeof(struct uv_cb_share),
	  BIT_UVC_CMD_REMOVE_SHARED_ACCESS },
	{ "attest", UVC_CMD_ATTESTATION, sizeof(struct uv_cb_attest), BIT_UVC_CMD_ATTESTATION },
}, host_commands[] = {
	{ "bogus", 0x4242, sizeof(struct uv_cb_header), -1 },
	{ "init", UVC_CMD_INIT_UV, sizeof(struct uv_cb_init), BIT_UVC_CMD_INIT_UV },
	{ "create config", UVC_CMD_CREATE_SEC_CONF, sizeof(struct uv_cb_cgc), BIT_UVC_CMD_CREATE_SEC_CONF },
	{ "destroy config", UVC_CMD_DESTROY_SEC_CONF, sizeof(struct uv_cb_nodata),
	  BIT_UVC_CMD_DESTROY_SEC_CONF },
	{ "create cpu", UVC_CMD_CREATE_SEC_CPU, sizeof(struct uv_cb_csc), BIT_UVC_CMD_CREATE_SEC_CPU },
	{ "destroy cpu", UVC_CMD_DESTROY_SEC_CPU, sizeof(struct uv_cb_nodata), BIT_UVC_CMD_DESTROY_SEC_CPU },
	{ "conv to", UVC_CMD_CONV_TO_SEC_STOR, sizeof(struct uv_cb_cts), BIT_UVC_CMD_CONV_TO_SEC_STOR },
	{ "conv from", UVC_CMD_CONV_FROM_SEC_STOR, sizeof(struct uv_cb_cfs), BIT_UVC_CMD_CONV_FROM_SEC_STOR },
	{ "set sec conf", UVC_CMD_SET_SEC_CONF_PARAMS, sizeof(struct uv_cb_ssc), BIT_UVC_CMD_SET_SEC_PARMS },
	{ "unpack", UVC_CMD_UNPACK_IMG, sizeof(struct uv_cb_unp), BIT_UVC_CMD_UNPACK_IMG },
	{ "verify", UVC_CMD_VERIFY_IMG, sizeof(struct uv_cb_nodata), BIT_UVC_CMD_VERIFY_IMG },
	{ "cpu reset", UVC_CMD_CPU_RESET, sizeof(struct uv_cb_nodata), BIT_UVC_CMD_CPU_RESET },
	{ "cpu initial reset", UVC_CMD_CPU_RESET_INITIAL, sizeof(struct uv_cb_nodata),
	  BIT_UVC_CMD_CPU_RESET_INITIAL },
	{ "conf clear reset", UVC_CMD_PREPARE_RESET, sizeof(struct uv_cb_nodata), BIT_UVC_CMD_PREPARE_RESET },
	{ "cpu clear reset", UVC_CMD_CPU_RESET_CLEAR, sizeof(struct uv_cb_nodata),
	  BIT_UVC_CMD_CPU_PERFORM_CLEAR_RESET },
	{ "cpu set state", UVC_CMD_CPU_SET_STATE, sizeof(struct uv_cb_cpu_set_state),
	  BIT_UVC_CMD_CPU_SET_STATE },
	{ "unshare all", UVC_CMD_SET_UNSHARED_ALL, sizeof(struct uv_cb_nodata), BIT_UVC_CMD_UNSHARE_ALL },
	{ "pin shared", UVC_CMD_PIN_PAGE_SHARED, sizeof(struct uv_cb_cfs), BIT_UVC_CMD_PIN_PAGE_SHARED },
	{ "unpin shared", UVC_CMD_UNPIN_PAGE_SHARED, sizeof(struct uv_cb_cts), BIT_UVC_CMD_UNPIN_PAGE_SHARED },
};

static const char *needs_uv(void)
{
	return test_facility(158) ? NULL : "UV Call facility unavailable";
}

static const char *needs_guest(void)
{
	const char *why = needs_uv();

	if (why)
		return why;
	return uv_os_is_guest() ? NULL : "not a protected guest";
}

static void sharing_bits(void)
{
	check_eq(uv_query_test_call(BIT_UVC_CMD_SET_SHARED_ACCESS),
		 uv_query_test_call(BIT_UVC_CMD_REMOVE_SHARED_ACCESS), "share and unshare are offered together");
}

static void priv(void)
{
	const struct uv_command *c = subtest_row();
	struct uv_cb_header uvcb = { .cmd = c->cmd, .len = c->len };

	check_pgm_pstate(2, uv_call_once(0, (u64)&uvcb), "problem state");
}

static void host_only(void)
{
	const struct uv_command *c = subtest_row();
	struct uv_cb_qui room = { .header.cmd = c->cmd, .header.len = c->len };

	check_eq(uv_call(0, (u64)&room), 1, "condition code");
	check_eq(room.header.rc, UVC_RC_INV_CMD, "response code");
	if (c->call_bit >= 0)
		check(!uv_query_test_call(c->call_bit), "not offered");
}

static void query(void)
{
	struct uv_cb_qui uvcb = { .header.cmd = UVC_CMD_QUI, .header.len = 0xa0 };

	check_eq(uv_call(0, (u64)&uvcb), 1, "short block: condition code");
	check_eq(uvcb.header.rc, UVC_RC_INV_LEN, "short block: response code");
	uvcb.header.len = sizeof(uvcb);
	uv_call(0, (u64)&uvcb);
	check(uvcb.header.rc == UVC_RC_EXECUTED || uvcb.header.rc == 0x100, "response code %#x",
	      uvcb.header.rc);
	check(uv_query_test_call(BIT_UVC_CMD_QUI), "query is offered");
}

static void sharing(void)
{
	struct uv_cb_share uvcb = {
		.header.cmd = UVC_CMD_SET_SHARED_ACCESS,
		.header.len = sizeof(uvcb) - 8,
		.paddr = page,
	};

	check_eq(uv_call(0, (u64)&uvcb), 1, "share, short block: condition code");
	check_eq(uvcb.header.rc, UVC_RC_INV_LEN, "share, short block: response code");
	uvcb.header.len = sizeof(uvcb);
	check_eq(uv_call(0, (u64)&uvcb), 0, "share: condition code");
	check_eq(uvcb.header.rc, UVC_RC_EXECUTED, "share: response code");
	uvcb.paddr = get_ram_size() + PAGE_SIZE;
	check_eq(uv_call(0, (u64)&uvcb), 1, "share beyond memory: condition code");
	check_eq(uvcb.header.rc, 0x101, "share beyond memory: response code");

	uvcb.header.cmd = UVC_CMD_REMOVE_SHARED_ACCESS;
	uvcb.header.len -= 8;
	uvcb.paddr = page;
	check_eq(uv_call(0, (u64)&uvcb), 1, "unshare, short block: condition code");
	check_eq(uvcb.header.rc, UVC_RC_INV_LEN, "unshare, short block: response code");
	uvcb.header.len = sizeof(uvcb);
	check_eq(uv_call(0, (u64)&uvcb), 0, "unshare: condition code");
	check_eq(uvcb.header.rc, UVC_RC_EXECUTED, "unshare: response code");
}

static const struct subtest subtests[] = {
	{ "sharing-bits", sharing_bits, .requires = needs_uv },
	{ "privileged", priv, .requires = needs_guest, SUBTEST_ROWS(guest_commands) },
	{ "invalid", host_only, .requires = needs_guest, SUBTEST_ROWS(host_commands) },
	{ "query", query, .requires = needs_guest },
	{ "sharing", sharing, .requires = needs_guest },
	{ }
};

int main(int argc, char **argv)
{
	page = (unsigned long)alloc_page();
	return run_subtests(subtests, argc, argv);
}
