// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Entry of the i386 images: multiboot and PVH for the boot CPU, the start-up
 * IPI for the others. Identity page directory with 4-MiB pages, no PAE.
 *
 * Multiboot specification 0.6.96, section 3; Xen's docs/misc/pvh; SDM volume 3,
 * 4.3 (32-bit paging) and 8.4 (start-up of application processors).
 */
#include <x86/layout.h>

#define CR0_PG_PE		0x80000001
#define CR4_PSE			0x10
/* Present, writable, user, accessed, dirty, large, global */
#define LEAF_BITS		0x1e7

	.section .bss
	.balign 4096
	.globl cpu0_area
cpu0_area:
	.skip PER_CPU_SIZE
	.globl stacktop
stacktop:
	.globl boot_pgdir
boot_pgdir:
	.skip 4096

	.section .init, "ax"

#define MULTIBOOT_MAGIC		0x1BADB002
	.balign 4
	.long MULTIBOOT_MAGIC
	.long 0
	.long -MULTIBOOT_MAGIC

	.globl start
start:
	xor %esi, %esi
	jmp start_common

pvh_start:
	mov $1, %esi

start_common:
	cli
	cld
	mov $stacktop, %esp
	lgdt boot_gdt_descr
	call load_segments

	mov $boot_pgdir, %edi
	mov $LEAF_BITS, %eax
	mov $1024, %ecx
1:	mov %eax, (%edi)
	add $0x400000, %eax
	add $4, %edi
	loop 1b
	call enter_paging

	xor %ebp, %ebp
	push %ebx
	push %esi
	call start_bsp
park:
	cli
	hlt
	jmp park

/* Data segments and CS of the GDT that is loaded now. Clobbers EAX. */
load_segments:
	mov $KERNEL_DS, %eax
	mov %eax, %ds
	mov %eax, %es
	mov %eax, %fs
	mov %eax, %gs
	mov %eax, %ss
	ljmp $KERNEL_CS, $1f
1:	ret

/* Clobbers EAX. */
enter_paging:
	mov $CR4_PSE, %eax
	mov %eax, %cr4
	mov $boot_pgdir, %eax
	mov %eax, %cr3
	mov %cr0, %eax
	or $CR0_PG_PE, %eax
	/* Caches on: INIT leaves CD and NW as they were, RESET sets them. */
	and $~0x60000000, %eax
	mov %eax, %cr0
	ret

/* Other CPUs, from the trampoline: flat segments of the trampoline's GDT, no stack yet. */
	.globl ap_start32
ap_start32:
	mov $KERNEL_DS, %eax
	mov %eax, %ds
	mov %eax, %es
	mov %eax, %ss
	mov $-(PER_CPU_SIZE), %esp
	lock xadd %esp, smp_stacktop
	/* More CPUs than slots: nobody expects this one. */
	cmp smp_stackbottom, %esp
	jbe park
	lgdt gdt_descr
	call load_segments
	call enter_paging
	xor %ebp, %ebp
	lea -PER_CPU_SIZE(%esp), %eax
	/* Keep the alignment that the ABI wants at a call. */
	sub $12, %esp
	push %eax
	call ap_start
	jmp park

/* Copied to physical page 0, where the start-up IPI with vector 0 begins. */
	.section .rodata
	.code16
	.globl sipi_entry, sipi_end
sipi_entry:
	cli
	mov %cs, %ax
	mov %ax, %ds
	lgdtl ap_gdt_descr - sipi_entry
	mov %cr0, %eax
	or $1, %eax
	mov %eax, %cr0
	ljmpl $8, $ap_start32
	.balign 8
ap_gdt:
	.quad 0
	.quad 0x00cf9b000000ffff	/* 32-bit code */
	.quad 0x00cf93000000ffff	/* data */
ap_gdt_descr:
	.word ap_gdt_descr - ap_gdt - 1
	.long ap_gdt - sipi_entry
sipi_end:
	.code32

	.section .data
	.balign 8
	.globl boot_gdt, boot_gdt_end
boot_gdt:
	.quad 0				/* 00 */
	.quad 0x00cf9b000000ffff	/* 08 code */
	.quad 0x00cf93000000ffff	/* 10 data */
	.quad 0x00cf1b000000ffff	/* 18 code, not present */
	.quad 0				/* 20 TSS of the interrupt task */
	.quad 0x008f9b000000ffff	/* 28 16-bit code */
	.quad 0x008f93000000ffff	/* 30 16-bit data */
	.quad 0x00cffb000000ffff	/* 3b code, user */
	.quad 0x00cff3000000ffff	/* 43 data, user */
	.quad 0				/* 4b */
boot_gdt_end:
boot_gdt_descr:
	.word boot_gdt_end - boot_gdt - 1
	.long boot_gdt

	.section .note.pvh, "a", @note
	.balign 4
	.long 4, 8, 18			/* sizes of name and value, XEN_ELFNOTE_PHYS32_ENTRY */
	.asciz "Xen"
	.long pvh_start, 0

	.section .note.GNU-stack, "", @progbits
