/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Running a guest inside the test. */
#ifndef _S390X_SIE_H_
#define _S390X_SIE_H_

#include <stdint.h>
#include <stdbool.h>
#include <asm/arch_def.h>
#include <asm/sie-arch.h>

/* Registers that the SIE block does not hold */
struct vm_save_regs {
	uint64_t asce;
	uint64_t grs[16];
	uint64_t fprs[16];
	uint32_t fpc;
};

struct vm_save_area {
	struct vm_save_regs guest;
	struct vm_save_regs host;
};

/* What a protected guest needs from the Ultravisor */
struct vm_uv {
	uint64_t vm_handle;
	uint64_t vcpu_handle;
	uint64_t asce;
	void *conf_base_stor;
	void *conf_var_stor;
	void *cpu_stor;
};

struct vm {
	struct kvm_s390_sie_block *sblk;
	struct vm_save_area save_area;
	void *sca;
	uint8_t *crycb;
	struct vm_uv uv;
	uint8_t *guest_mem;
	bool validity_expected;
};

/* sie-entry.S */
extern void sie_entry(void);
extern void sie_exit(void);
extern void sie_entry_gregs(void);
extern void sie_exit_gregs(void);
extern void sie64a(struct kvm_s390_sie_block *sblk, struct vm_save_area *save_area);

/* sie() - run the guest until it is intercepted or the host takes a program interruption */
void sie(struct vm *vm);

/*
 * Validity interceptions: expect one, get the reason of the one that came
 * (0xffff if none), report it against the wanted one, or abort on it.
 */
void sie_expect_validity(struct vm *vm);
uint16_t sie_get_validity(struct vm *vm);
void sie_check_validity(struct vm *vm, uint16_t vir_exp);
void sie_handle_validity(struct vm *vm);

static inline bool sie_is_pv(struct vm *vm)
{
	return vm->sblk->sdf == 2;
}

/*
 * sie_guest_create() - SIE block and register save area of a guest
 * @guest_mem: host virtual address of its absolute 0, 1 MiB aligned
 * @guest_mem_len: multiple of 1 MiB
 */
void sie_guest_create(struct vm *vm, uint64_t guest_mem, uint64_t guest_mem_len);
void sie_guest_sca_create(struct vm *vm);
void sie_guest_destroy(struct vm *vm);

/* sie_guest_alloc() - zeroed guest memory, mapped where a guest may begin */
uint8_t *sie_guest_alloc(uint64_t guest_size);

#endif
