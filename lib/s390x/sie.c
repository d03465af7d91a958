// SPDX-License-Identifier: LGPL-2.1-or-later
/* Guests: creating, running and destroying them. */
#include <libcflat.h>
#include <alloc_page.h>
#include <vmalloc.h>
#include <asm/asm-offsets.h>
#include <asm/barrier.h>
#include <asm/interrupt.h>
#include <asm/page.h>
#include <asm/pgtable.h>
#include <mmu.h>
#include <sclp.h>
#include <sie.h>
#include <smp.h>

#define VALIDITY_NONE	0xffff

void sie_expect_validity(struct vm *vm)
{
	vm->validity_expected = true;
}

uint16_t sie_get_validity(struct vm *vm)
{
	/* 0xffff is no reason code, the manual leaves it out on purpose */
	if (vm->sblk->icptcode != ICPT_VALIDITY)
		return VALIDITY_NONE;
	return vm->sblk->ipb >> 16;
}

void sie_check_validity(struct vm *vm, uint16_t vir_exp)
{
	uint16_t vir = sie_get_validity(vm);

	report(vir_exp == vir, "validity interception reason: expected %#x, got %#x", vir_exp, vir);
}

void sie_handle_validity(struct vm *vm)
{
	if (vm->sblk->icptcode != ICPT_VALIDITY)
		return;
	if (!vm->validity_expected)
		report_abort("VALIDITY: %x", sie_get_validity(vm));
	vm->validity_expected = false;
}

void sie(struct vm *vm)
{
	uint64_t old_cr13 = stctg(13);
	uint64_t *guest_grs = vm->save_area.guest.grs;

	/* Host exceptions end the interpretation; an old code would end it at once. */
	assert(lowcore.pgm_int_code == 0);

	if (sie_is_pv(vm))
		memcpy(vm->sblk->pv_grregs, guest_grs, sizeof(vm->sblk->pv_grregs));

	/*
	 * Guest memory is reached through CR1, so while that one holds the
	 * guest's ASCE the host runs in home space.
	 */
	lctlg(13, stctg(1));
	psw_mask_set_bits(PSW_MASK_HOME);
	irq_set_dat_mode(true, AS_HOME);

	vm->sblk->icptcode = 0;
	while (vm->sblk->icptcode == 0) {
		sie64a(vm->sblk, &vm->save_area);
		mb();
		sie_handle_validity(vm);
		if (lowcore.pgm_int_code)
			break;
	}
	guest_grs[14] = vm->sblk->gg14;
	guest_grs[15] = vm->sblk->gg15;

	irq_set_dat_mode(true, AS_PRIM);
	psw_mask_clear_bits(PSW_MASK_HOME);
	lctlg(13, old_cr13);

	if (sie_is_pv(vm))
		memcpy(guest_grs, vm->sblk->pv_grregs, sizeof(vm->sblk->pv_grregs));
}

void sie_guest_sca_create(struct vm *vm)
{
	struct esca_block *sca = alloc_pages(get_order(DIV_ROUND_UP(sizeof(*sca), PAGE_SIZE)));

	assert(sca);
	vm->sca = sca;
	vm->sblk->scaoh = (uint64_t)sca >> 32;
	vm->sblk->scaol = (uint64_t)sca & ~0x3fUL;
	vm->sblk->ecb2 |= ECB2_ESCA;
	vm->sblk->ecb |= ECB_SRSI;
	/* CPU 0 only */
	sca->mcn[0] = 1UL << 63;
	sca->cpu[0].sda = (uint64_t)vm->sblk;
}

void sie_guest_create(struct vm *vm, uint64_t guest_mem, uint64_t guest_mem_len)
{
	assert(sclp_facilities.has_sief2);
	assert(guest_mem_len && IS_ALIGNED(guest_mem_len, HPAGE_SIZE));

	vm->sblk = alloc_page();
	assert(vm->sblk);
	memset(vm->sblk, 0, PAGE_SIZE);
	vm->sblk->cpuflags = CPUSTAT_ZARCH | CPUSTAT_RUNNING;
	/* no host CPU has run it yet */
	vm->sblk->ihcpu = 0xffff;
	vm->sblk->prefix = 0;

	vm->save_area.guest.asce = stctg(1);
	vm->sblk->mso = guest_mem;
	vm->sblk->msl = guest_mem + ((guest_mem_len - 1) & HPAGE_MASK);

	/* a 31-bit address, even if no crypto is interpreted */
	vm->crycb = alloc_pages_flags(0, AREA_DMA31);
	assert(vm->crycb);
	vm->sblk->crycbd = (uint32_t)(uintptr_t)vm->crycb;
}

void sie_guest_destroy(struct vm *vm)
{
	bool has_esca = vm->sblk->ecb2 & ECB2_ESCA;

	free_page(vm->crycb);
	free_page(vm->sblk);
	if (has_esca)
		free_pages(vm->sca);
	vm->sblk = NULL;
	vm->crycb = NULL;
	vm->sca = NULL;
}

uint8_t *sie_guest_alloc(uint64_t guest_size)
{
	static unsigned long guests;
	unsigned long virt, start;
	pgd_t *root;
	uint8_t *mem;

	setup_vm();
	root = (pgd_t *)(stctg(1) & ASCE_ORIGIN);
	mem = alloc_pages(get_order(DIV_ROUND_UP(guest_size, PAGE_SIZE)));
	assert(mem);
	memset(mem, 0, guest_size);

	/* each guest in a 4 GiB slot of its own behind the identity mapping */
	guests++;
	start = ALIGN(get_ram_size() + guests * 2 * SZ_2G, SZ_2G);
	for (virt = 0; virt < guest_size; virt += PAGE_SIZE)
		install_page(root, __pa(mem) + virt, (void *)(start + virt));
	return (uint8_t *)start;
}
