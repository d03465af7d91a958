/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Ultravisor: what it offers, and protected guests on top of sie.h. */
#ifndef _S390X_UV_H_
#define _S390X_UV_H_

#include <asm/pgtable.h>
#include <asm/uv.h>
#include <vmalloc.h>
#include <sie.h>

/* Are we a protected guest; are we a host that can make some? */
bool uv_os_is_guest(void);
bool uv_os_is_host(void);

/* uv_host_requirement_checks() - false, with a SKIP line, where no PV guest can be made */
bool uv_host_requirement_checks(void);

/* uv_query_test_call() - is installed-call bit @nr on */
bool uv_query_test_call(unsigned int nr);
const struct uv_cb_qui *uv_get_query_data(void);

/* uv_setup() - query, at start-up */
int uv_setup(void);

/* uv_init() - donate storage and initialise the Ultravisor; once */
void uv_init(void);

void uv_create_guest(struct vm *vm);
void uv_destroy_guest(struct vm *vm);

/* uv_unpack() - decrypt @len bytes at guest address @addr; @tweak from the image's header */
int uv_unpack(struct vm *vm, uint64_t addr, uint64_t len, uint64_t tweak);

/* uv_verify_load() - check the image and make the CPU ready at its PSW */
void uv_verify_load(struct vm *vm);

/* uv_setup_asces() - DAT on, and the home space equal to the primary */
static inline void uv_setup_asces(void)
{
	setup_vm();
	lctlg(13, stctg(1));
}

/* uv_validity_check() - did the guest exit with a PV validity (0x20xx)? */
static inline bool uv_validity_check(struct vm *vm)
{
	uint16_t vir = sie_get_validity(vm);

	return vm->sblk->icptcode == ICPT_VALIDITY && (vir & 0xff00) == 0x2000;
}

#endif
