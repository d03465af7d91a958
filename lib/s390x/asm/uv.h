/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Ultravisor calls: commands, control blocks and the bare instruction. */
#ifndef _ASMS390X_UV_H_
#define _ASMS390X_UV_H_

#include <libcflat.h>
#include <bitops.h>

/* 1: print every call that fails */
#ifndef UVC_ERR_DEBUG
#define UVC_ERR_DEBUG	0
#endif

#define UVC_RC_EXECUTED		0x0001
#define UVC_RC_INV_CMD		0x0002
#define UVC_RC_INV_STATE	0x0003
#define UVC_RC_INV_LEN		0x0005
#define UVC_RC_NO_RESUME	0x0007
#define UVC_RC_INV_GHANDLE	0x0020
#define UVC_RC_INV_CHANDLE	0x0021
#define UVC_RC_DSTR_NEEDED_FLG	0x8000

#define UVC_CMD_QUI                     0x0001
#define UVC_CMD_INIT_UV                 0x000f
#define UVC_CMD_CREATE_SEC_CONF         0x0100
#define UVC_CMD_DESTROY_SEC_CONF        0x0101
#define UVC_CMD_CREATE_SEC_CPU          0x0120
#define UVC_CMD_DESTROY_SEC_CPU         0x0121
#define UVC_CMD_CONV_TO_SEC_STOR        0x0200
#define UVC_CMD_CONV_FROM_SEC_STOR      0x0201
#define UVC_CMD_DESTR_SEC_STOR          0x0202
#define UVC_CMD_SET_SEC_CONF_PARAMS     0x0300
#define UVC_CMD_UNPACK_IMG              0x0301
#define UVC_CMD_VERIFY_IMG              0x0302
#define UVC_CMD_CPU_RESET               0x0310
#define UVC_CMD_CPU_RESET_INITIAL       0x0311
#define UVC_CMD_PREPARE_RESET           0x0320
#define UVC_CMD_CPU_RESET_CLEAR         0x0321
#define UVC_CMD_CPU_SET_STATE           0x0330
#define UVC_CMD_SET_UNSHARED_ALL        0x0340
#define UVC_CMD_PIN_PAGE_SHARED         0x0341
#define UVC_CMD_UNPIN_PAGE_SHARED       0x0342
#define UVC_CMD_SET_SHARED_ACCESS       0x1000
#define UVC_CMD_REMOVE_SHARED_ACCESS    0x1001
#define UVC_CMD_ATTESTATION             0x1020

/* Bits of the installed-calls list of the query */
enum uv_cmds_inst {
	BIT_UVC_CMD_QUI = 0,
	BIT_UVC_CMD_INIT_UV = 1,
	BIT_UVC_CMD_CREATE_SEC_CONF = 2,
	BIT_UVC_CMD_DESTROY_SEC_CONF = 3,
	BIT_UVC_CMD_CREATE_SEC_CPU = 4,
	BIT_UVC_CMD_DESTROY_SEC_CPU = 5,
	BIT_UVC_CMD_CONV_TO_SEC_STOR = 6,
	BIT_UVC_CMD_CONV_FROM_SEC_STOR = 7,
	BIT_UVC_CMD_SET_SEC_PARMS = 11,
	BIT_UVC_CMD_UNPACK_IMG = 13,
	BIT_UVC_CMD_VERIFY_IMG = 14,
	BIT_UVC_CMD_CPU_RESET = 15,
	BIT_UVC_CMD_CPU_RESET_INITIAL = 16,
	BIT_UVC_CMD_PREPARE_RESET = 18,
	BIT_UVC_CMD_CPU_PERFORM_CLEAR_RESET = 19,
	BIT_UVC_CMD_CPU_SET_STATE = 17,
	BIT_UVC_CMD_UNSHARE_ALL = 20,
	BIT_UVC_CMD_PIN_PAGE_SHARED = 21,
	BIT_UVC_CMD_UNPIN_PAGE_SHARED = 22,
	BIT_UVC_CMD_SET_SHARED_ACCESS = 8,
	BIT_UVC_CMD_REMOVE_SHARED_ACCESS = 9,
	BIT_UVC_CMD_ATTESTATION = 28,
};

#define PV_CPU_STATE_OPR	1
#define PV_CPU_STATE_STP	2
#define PV_CPU_STATE_CHKSTP	3
#define PV_CPU_STATE_OPR_LOAD	5

struct uv_cb_header {
	u16 len;
	u16 cmd;		/* command */
	u16 rc;			/* response code */
	u16 rrc;		/* reason */
} __attribute__((packed)) __attribute__((aligned(8)));

struct uv_cb_init {
	struct uv_cb_header header;
	u64 reserved08[2];
	u64 stor_origin;		/* 0x18 */
	u64 stor_len;			/* 0x20 */
	u64 reserved28[4];
} __attribute__((packed)) __attribute__((aligned(8)));

struct uv_cb_qui {
	struct uv_cb_header header;
	u64 reserved08;
	u64 inst_calls_list[4];		/* 0x10 */
	u64 reserved30[2];
	u64 uv_base_stor_len;		/* 0x40 */
	u64 reserved48;
	u64 conf_base_phys_stor_len;	/* 0x50 */
	u64 conf_base_virt_stor_len;	/* 0x58 */
	u64 conf_virt_var_stor_len;	/* 0x60 */
	u64 cpu_stor_len;		/* 0x68 */
	u32 reserved70[3];
	u32 max_num_sec_conf;		/* 0x7c */
	u64 max_guest_stor_addr;	/* 0x80 */
	u8  reserved88[0x9e - 0x88];
	u16 max_guest_cpus;		/* 0x9e */
	u64 uv_feature_indications;	/* 0xa0 */
	u8  reserveda8[0xe0 - 0xa8];
	u64 supp_att_hdr_ver;		/* 0xe0 */
	u64 supp_paf;			/* 0xe8 */
	u8  reservedf0[0x100 - 0xf0];
} __attribute__((packed)) __attribute__((aligned(8)));

/* Create a secure configuration */
struct uv_cb_cgc {
	struct uv_cb_header header;
	u64 reserved08[2];
	u64 guest_handle;		/* 0x18 */
	u64 conf_base_stor_origin;	/* 0x20 */
	u64 conf_var_stor_origin;	/* 0x28 */
	u64 reserved30;
	u64 guest_stor_origin;		/* 0x38 */
	u64 guest_stor_len;		/* 0x40 */
	u64 guest_sca;			/* 0x48 */
	u64 guest_asce;			/* 0x50 */
	u64 reserved58[5];
} __attribute__((packed)) __attribute__((aligned(8)));

/* Create a secure CPU */
struct uv_cb_csc {
	struct uv_cb_header header;
	u64 reserved08[2];
	u64 cpu_handle;			/* 0x18 */
	u64 guest_handle;		/* 0x20 */
	u64 stor_origin;		/* 0x28 */
	u8  reserved30[6];
	u16 num;			/* 0x36 */
	u64 state_origin;		/* 0x38 */
	u64 reserved40[4];
} __attribute__((packed)) __attribute__((aligned(8)));

struct uv_cb_unp {
	struct uv_cb_header header;
	u64 reserved08[2];
	u64 guest_handle;		/* 0x18 */
	u64 gaddr;			/* 0x20 */
	u64 tweak[2];			/* 0x28 */
	u64 reserved38[3];
} __attribute__((packed)) __attribute__((aligned(8)));

struct uv_cb_attest {
	struct uv_cb_header header;
	u64 reserved08[2];
	u64 arcb_addr;			/* 0x018 */
	u64 continuation_token;		/* 0x020 */
	u8  reserved28[6];
	u16 user_data_length;		/* 0x02e */
	u8  user_data[256];		/* 0x030 */
	u32 reserved130[3];
	u32 measurement_length;		/* 0x13c */
	u64 measurement_address;	/* 0x140 */
	u8 config_uid[16];		/* 0x148 */
	u32 reserved158;
	u32 add_data_length;		/* 0x15c */
	u64 add_data_address;		/* 0x160 */
	u64 reserved168[4];
} __attribute__((packed)) __attribute__((aligned(8)));

/* Set secure-configuration parameters */
struct uv_cb_ssc {
	struct uv_cb_header header;
	u64 reserved08[2];
	u64 guest_handle;		/* 0x18 */
	u64 sec_header_origin;		/* 0x20 */
	u32 sec_header_len;		/* 0x28 */
	u32 reserved2c;
	u64 reserved30[4];
} __attribute__((packed)) __attribute__((aligned(8)));

/* Commands that only need a handle */
struct uv_cb_nodata {
	struct uv_cb_header header;
	u64 reserved08[2];
	u64 handle;			/* 0x18 */
	u64 reserved20[4];
} __attribute__((packed)) __attribute__((aligned(8)));

struct uv_cb_share {
	struct uv_cb_header header;
	u64 reserved08[3];
	u64 paddr;			/* 0x20 */
	u64 reserved28;
} __attribute__((packed)) __attribute__((aligned(8)));

/* Convert to secure */
struct uv_cb_cts {
	struct uv_cb_header header;
	u64 reserved08[2];
	u64 guest_handle;		/* 0x18 */
	u64 gaddr;			/* 0x20 */
} __attribute__((packed)) __attribute__((aligned(8)));

/* Convert from secure */
struct uv_cb_cfs {
	struct uv_cb_header header;
	u64 reserved08[2];
	u64 paddr;			/* 0x18 */
} __attribute__((packed)) __attribute__((aligned(8)));

struct uv_cb_cpu_set_state {
	struct uv_cb_header header;
	u64 reserved08[2];
	u64 cpu_handle;			/* 0x18 */
	u8  reserved20[7];
	u8  state;			/* 0x27 */
	u64 reserved28[5];
} __attribute__((packed)) __attribute__((aligned(8)));

_Static_assert(sizeof(struct uv_cb_init) == 72, "uv_cb_init");
_Static_assert(sizeof(struct uv_cb_qui) == 256, "uv_cb_qui");
_Static_assert(sizeof(struct uv_cb_cgc) == 128, "uv_cb_cgc");
_Static_assert(sizeof(struct uv_cb_csc) == 96, "uv_cb_csc");
_Static_assert(sizeof(struct uv_cb_unp) == 80, "uv_cb_unp");
_Static_assert(sizeof(struct uv_cb_attest) == 392, "uv_cb_attest");
_Static_assert(sizeof(struct uv_cb_ssc) == 80, "uv_cb_ssc");
_Static_assert(sizeof(struct uv_cb_nodata) == 64, "uv_cb_nodata");
_Static_assert(sizeof(struct uv_cb_share) == 48, "uv_cb_share");
_Static_assert(sizeof(struct uv_cb_cts) == 40, "uv_cb_cts");
_Static_assert(sizeof(struct uv_cb_cfs) == 32, "uv_cb_cfs");
_Static_assert(sizeof(struct uv_cb_cpu_set_state) == 80, "uv_cb_cpu_set_state");

/* uv_call_once() - one Ultravisor call; @r1 is 0, @r2 the control block; returns cc */
static inline int uv_call_once(unsigned long r1, unsigned long r2)
{
	int cc;

	asm volatile(
		"	.insn	rrf,0xB9A40000,%[r1],%[r2],0,0\n"
		"	ipm	%[cc]\n"
		"	srl	%[cc],28\n"
		: [cc] "=d" (cc)
		: [r1] "a" (r1), [r2] "a" (r2)
		: "memory", "cc");

	if (UVC_ERR_DEBUG && cc == 1)
		printf("UV call error: call %x rc %x rrc %x\n", ((struct uv_cb_header *)r2)->cmd,
		       ((struct uv_cb_header *)r2)->rc, ((struct uv_cb_header *)r2)->rrc);
	return cc;
}

/* uv_call() - same, repeated while the Ultravisor is busy or only partly done */
static inline int uv_call(unsigned long r1, unsigned long r2)
{
	int cc;

	do {
		cc = uv_call_once(r1, r2);
	} while (cc > 1);
	return cc;
}

/* Guest side: let the host access the page at absolute @addr, or no longer */
static inline int share(unsigned long addr, u16 cmd)
{
	struct uv_cb_share uvcb = {
		.header.cmd = cmd,
		.header.len = sizeof(uvcb),
		.paddr = addr
	};

	return uv_call(0, (u64)&uvcb);
}

static inline int uv_set_shared(unsigned long addr)
{
	return share(addr, UVC_CMD_SET_SHARED_ACCESS);
}

static inline int uv_remove_shared(unsigned long addr)
{
	return share(addr, UVC_CMD_REMOVE_SHARED_ACCESS);
}

/* uv_cmd_nodata() - command on a handle; @rc and @rrc may be NULL; returns cc */
static inline int uv_cmd_nodata(u64 handle, u16 cmd, u16 *rc, u16 *rrc)
{
	struct uv_cb_nodata uvcb = {
		.header.cmd = cmd,
		.header.len = sizeof(uvcb),
		.handle = handle,
	};
	int cc;

	assert(handle);
	cc = uv_call(0, (u64)&uvcb);
	if (rc)
		*rc = uvcb.header.rc;
	if (rrc)
		*rrc = uvcb.header.rrc;
	return cc;
}

/* Host side: make a page secure, make it readable again, or destroy it */
static inline int uv_import(u64 handle, unsigned long gaddr)
{
	struct uv_cb_cts uvcb = {
		.header.cmd = UVC_CMD_CONV_TO_SEC_STOR,
		.header.len = sizeof(uvcb),
		.guest_handle = handle,
		.gaddr = gaddr,
	};

	return uv_call(0, (u64)&uvcb);
}

static inline int uv_export(unsigned long paddr)
{
	struct uv_cb_cfs uvcb = {
		.header.cmd = UVC_CMD_CONV_FROM_SEC_STOR,
		.header.len = sizeof(uvcb),
		.paddr = paddr
	};

	return uv_call(0, (u64)&uvcb);
}

static inline int uv_destroy_page(unsigned long paddr)
{
	struct uv_cb_cfs uvcb = {
		.header.cmd = UVC_CMD_DESTR_SEC_STOR,
		.header.len = sizeof(uvcb),
		.paddr = paddr
	};

	return uv_call(0, (u64)&uvcb);
}

static inline int uv_set_cpu_state(u64 handle, u8 state)
{
	struct uv_cb_cpu_set_state uvcb = {
		.header.cmd = UVC_CMD_CPU_SET_STATE,
		.header.len = sizeof(uvcb),
		.cpu_handle = handle,
		.state = state,
	};

	assert(handle);
	return uv_call(0, (u64)&uvcb);
}

/* uv_set_se_hdr() - secure-execution header of an image */
static inline int uv_set_se_hdr(u64 handle, void *hdr, size_t len)
{
	struct uv_cb_ssc uvcb = {
		.header.cmd = UVC_CMD_SET_SEC_CONF_PARAMS,
		.header.len = sizeof(uvcb),
		.sec_header_origin = (u64)hdr,
		.sec_header_len = len,
		.guest_handle = handle,
	};

	return uv_call(0, (u64)&uvcb);
}

/* uv_unp_page() - decrypt one page of an image */
static inline int uv_unp_page(u64 handle, u64 gaddr, u64 tweak1, u64 tweak2)
{
	struct uv_cb_unp uvcb = {
		.header.cmd = UVC_CMD_UNPACK_IMG,
		.header.len = sizeof(uvcb),
		.guest_handle = handle,
		.gaddr = gaddr,
		.tweak[0] = tweak1,
		.tweak[1] = tweak2,
	};

	return uv_call(0, (u64)&uvcb);
}

#endif
