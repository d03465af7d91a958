/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Guests embedded in the test: s390x/snippets/<type>/<file>, linked as
 * _binary_s390x_snippets_<type>_<file>_gbin_start with _ for each -.
 */
#ifndef _S390X_SNIPPET_H_
#define _S390X_SNIPPET_H_

#include <libcflat.h>
#include <sclp.h>
#include <sie.h>
#include <uv.h>

#define SNIPPET_NAME_START(type, file) _binary_s390x_snippets_##type##_##file##_gbin_start
#define SNIPPET_NAME_END(type, file) _binary_s390x_snippets_##type##_##file##_gbin_end
#define SNIPPET_HDR_START(type, file) _binary_s390x_snippets_##type##_##file##_hdr_start
#define SNIPPET_HDR_END(type, file) _binary_s390x_snippets_##type##_##file##_hdr_end

#define SNIPPET_LEN(type, file) \
	((uintptr_t)SNIPPET_NAME_END(type, file) - (uintptr_t)SNIPPET_NAME_START(type, file))
#define SNIPPET_HDR_LEN(type, file) \
	((uintptr_t)SNIPPET_HDR_END(type, file) - (uintptr_t)SNIPPET_HDR_START(type, file))

/* Was there a tool to make a header when the image was built? */
#define SNIPPET_HAS_HDR(type, file) (SNIPPET_HDR_LEN(type, file) > 16)

/* A protected guest takes storage above 2 GiB. */
#define SNIPPET_PV_MIN_MEM_SIZE		(SZ_1M * 2200UL)

#define SNIPPET_PV_TWEAK0	0x42UL
#define SNIPPET_PV_TWEAK1	0UL
#define SNIPPET_UNPACK_OFF	0
#define SNIPPET_ENTRY_ADDR	0x4000

static const struct psw snippet_psw = {
	.mask = PSW_MASK_64,
	.addr = SNIPPET_ENTRY_ADDR,
};

/* snippet_init() - put the program into the guest's memory at @off, ready to run */
static inline void snippet_init(struct vm *vm, const char *gbin, uint64_t gbin_len, uint64_t off)
{
	uint64_t mso = vm->sblk->mso;

	memcpy((void *)mso + off, gbin, gbin_len);
	vm->sblk->gpsw = snippet_psw;
	/* what the snippet does wrong shows up here, not in the guest */
	vm->sblk->ictl = ICTL_OPEREXC | ICTL_PINT;
}

/* snippet_pv_init() - same for a protected guest: the Ultravisor decrypts and checks it */
static inline void snippet_pv_init(struct vm *vm, const char *gbin, const char *hdr,
				   uint64_t gbin_len, uint64_t hdr_len, uint64_t off)
{
	uint64_t tweak[2] = { SNIPPET_PV_TWEAK0, SNIPPET_PV_TWEAK1 };
	uint64_t mso = vm->sblk->mso;

	snippet_init(vm, gbin, gbin_len, off);
	uv_create_guest(vm);
	uv_set_se_hdr(vm->uv.vm_handle, (void *)hdr, hdr_len);
	uv_unpack(vm, off, gbin_len, tweak[0]);
	uv_verify_load(vm);

	/* prefix area and stack are not part of the unpacked image */
	for (int i = 0; i < 4; i++)
		uv_import(vm->uv.vm_handle, mso + i * PAGE_SIZE);
}

/* snippet_setup_guest() - a guest of 1 MiB */
static inline void snippet_setup_guest(struct vm *vm, bool is_pv)
{
	const unsigned long guest_size = SZ_1M;
	uint8_t *guest_start = sie_guest_alloc(guest_size);

	sie_guest_create(vm, (uint64_t)guest_start, guest_size);
	if (is_pv) {
		sie_guest_sca_create(vm);
		uv_init();
		uv_setup_asces();
	}
}

#endif
