// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * pv-attest: Retrieve Attestation Measurement, as far as it can fail: a good
 * request would need the key of the host.
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <asm/facility.h>
#include <asm/page.h>
#include <asm/uv.h>
#include <sclp.h>
#include <uv.h>
#include "pgm.h"

#define ARCB_VERSION_NONE	0
#define ARCB_VERSION_1		0x0100
#define ARCB_MEAS_NONE		0
#define ARCB_MEAS_HMAC_SHA512	1
#define MEASUREMENT_SIZE_HMAC_SHA512	64
#define PAF_PHKH_ATT		(1UL << 61)
#define ADDITIONAL_SIZE_PAF_PHKH_ATT	32

/* Smallest request: one key slot and one protected block */
struct arcb_v1 {
	uint64_t reserved0;		/* 0x0000 */
	uint32_t req_ver;		/* 0x0008 */
	uint32_t req_len;		/* 0x000c */
	uint8_t  iv[12];		/* 0x0010 */
	uint8_t  reserved1c[11];
	uint8_t  nks;			/* 0x0027 */
	uint8_t  reserved28[4];
	uint32_t sea;			/* 0x002c */
	uint64_t plaint_att_flags;	/* 0x0030 */
	uint32_t meas_alg_id;		/* 0x0038 */
	uint8_t  reserved3c[4];
	uint8_t  cpk[160];		/* 0x0040 */
	uint8_t  key_slot[80];		/* 0x00e0 */
	uint8_t  meas_key[64];		/* 0x0130 */
	uint8_t  tag[16];		/* 0x0170 */
} __attribute__((packed));
_Static_assert(sizeof(struct arcb_v1) == 0x180, "request block");

static struct arcb_v1 *arcb;
static uint8_t *measurement, *additional;

static const char *needs_attestation(void)
{
	if (!test_facility(158))
		return "UV Call facility unavailable";
	if (!uv_os_is_guest())
		return "not a protected guest";
	if (!uv_query_test_call(BIT_UVC_CMD_ATTESTATION))
		return "attestation is not offered";
	return NULL;
}

static const char *needs_version_1(void)
{
	const char *why = needs_attestation();

	if (why)
		return why;
	return test_bit_inv(0, &uv_get_query_data()->supp_att_hdr_ver) ? NULL :
		"request version 1 is not supported";
}

static void fill_request(struct uv_cb_attest *uvcb)
{
	memset(arcb, 0, PAGE_SIZE);
	arcb->req_ver = ARCB_VERSION_1;
	arcb->req_len = sizeof(*arcb);
	arcb->nks = 1;
	arcb->sea = sizeof(arcb->meas_key);
	arcb->plaint_att_flags = PAF_PHKH_ATT;
	arcb->meas_alg_id = ARCB_MEAS_HMAC_SHA512;

	memset(uvcb, 0, sizeof(*uvcb));
	uvcb->header.cmd = UVC_CMD_ATTESTATION;
	uvcb->header.len = sizeof(*uvcb);
	uvcb->arcb_addr = (uint64_t)arcb;
	uvcb->measurement_address = (uint64_t)measurement;
	uvcb->measurement_length = MEASUREMENT_SIZE_HMAC_SHA512;
	uvcb->add_data_address = (uint64_t)additional;
	uvcb->add_data_length = ADDITIONAL_SIZE_PAF_PHKH_ATT;
}

static void query(void)
{
	check_ne(uv_get_query_data()->supp_att_hdr_ver, 0, "request versions");
}

static void length(void)
{
	struct uv_cb_attest uvcb;

	fill_request(&uvcb);
	for (int diff = -1; diff <= 1; diff += 2) {
		uvcb.header.len = sizeof(uvcb) + diff;
		check_eq(uv_call(0, (u64)&uvcb), 1, "length %+d: condition code", diff);
		check_eq(uvcb.header.rc, UVC_RC_INV_LEN, "length %+d: response code", diff);
	}
}

/* What is spoilt in a good request */
enum spoil {
	TOKEN, USER_DATA, ADDRESS, REQ_VERSION, REQ_LEN, KEYS_2, KEYS_0, SEA_80, SEA_17, FLAGS, ALGORITHM,
	NOTHING, MEASUREMENT_0, ADDITIONAL_0,
};

static const struct fault {
	const char *name;
	enum spoil what;
	uint16_t rc;
} faults[] = {
	{ "continuation token", TOKEN, 0x101 },
	{ "user data length", USER_DATA, 0x102 },
	{ "request beyond memory", ADDRESS, 0x103 },
	{ "request version", REQ_VERSION, 0x106 },
	{ "request length", REQ_LEN, 0x107 },
	{ "two key slots", KEYS_2, 0x107 },
	{ "no key slot", KEYS_0, 0x108 },
	{ "encrypted area 80", SEA_80, 0x109 },
	{ "encrypted area 17", SEA_17, 0x109 },
	{ "attestation flags", FLAGS, 0x10a },
	{ "measurement algorithm", ALGORITHM, 0x10b },
	{ "cannot be unsealed", NOTHING, 0x10c },
	{ "measurement length", MEASUREMENT_0, 0x10d },
	{ "additional length", ADDITIONAL_0, 0x10e },
};

static void fault(void)
{
	const struct fault *f = subtest_row();
	struct uv_cb_attest uvcb;

	fill_request(&uvcb);
	switch (f->what) {
	case TOKEN: uvcb.continuation_token = 0xff; break;
	case USER_DATA: uvcb.user_data_length = 257; break;
	case ADDRESS: uvcb.arcb_addr = get_ram_size() + PAGE_SIZE; break;
	case REQ_VERSION: arcb->req_ver = ARCB_VERSION_NONE; break;
	case REQ_LEN: arcb->req_len += 1; break;
	case KEYS_2: arcb->nks = 2; break;
	case KEYS_0: arcb->nks = 0; break;
	case SEA_80: arcb->sea = 80; break;
	case SEA_17: arcb->sea = 17; break;
	case FLAGS: arcb->plaint_att_flags = ~uv_get_query_data()->supp_paf; break;
	case ALGORITHM: arcb->meas_alg_id = ARCB_MEAS_NONE; break;
	case NOTHING: break;
	case MEASUREMENT_0: uvcb.measurement_length = 0; break;
	case ADDITIONAL_0: uvcb.add_data_length = 0; break;
	}
	check_eq(uv_call(0, (u64)&uvcb), 1, "condition code");
	check_eq(uvcb.header.rc, f->rc, "response code");
}

static const struct subtest subtests[] = {
	{ "query", query, .requires = needs_attestation },
	{ "length", length, .requires = needs_attestation },
	{ "request", fault, .requires = needs_version_1, SUBTEST_ROWS(faults) },
	{ }
};

int main(int argc, char **argv)
{
	arcb = alloc_page();
	measurement = alloc_page();
	additional = alloc_page();
	assert(arcb && measurement && additional);
	return run_subtests(subtests, argc, argv);
}
