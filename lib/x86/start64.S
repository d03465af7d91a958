// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Entry of the x86_64 images: multiboot and PVH for the boot CPU, the start-up
 * IPI for the others. All three come in without paging; identity tables with
 * 2-MiB pages for the first 4 GiB are built here.
 *
 * Multiboot specification 0.6.96, section 3; Xen's docs/misc/pvh; SDM volume 3,
 * 9.8.5 (entering IA-32e mode) and 8.4 (start-up of application processors).
 */
#include <x86/layout.h>

#define MSR_EFER_NUMBER		0xc0000080
#define MSR_GS_BASE_NUMBER	0xc0000101
#define CR0_PG_PE		0x80000001
#define CR4_PAE			0x20

/* Present, writable, user; leaves also accessed, dirty, large, global. */
#define TABLE_BITS		0x007
#define LEAF_BITS		0x1e7

	.section .bss
	.balign 4096
	.globl cpu0_area
cpu0_area:
	.skip PER_CPU_SIZE
	.globl stacktop
stacktop:
	.globl ptl2, ptl3, ptl4, ptl5
ptl2:	.skip 4 * 4096
ptl3:	.skip 4096
ptl4:	.skip 4096
ptl5:	.skip 4096

	.section .init, "ax"
	.code32

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
	mov $KERNEL_DS, %eax
	mov %eax, %ds
	mov %eax, %es
	mov %eax, %fs
	mov %eax, %gs
	mov %eax, %ss

	/* 2048 leaves of 2 MiB, four directories, one pointer table, one PML4, one PML5 */
	mov $ptl2, %edi
	mov $LEAF_BITS, %eax
	mov $2048, %ecx
1:	mov %eax, (%edi)
	movl $0, 4(%edi)
	add $0x200000, %eax
	add $8, %edi
	loop 1b
	movl $ptl2 + TABLE_BITS, ptl3
	movl $ptl2 + 0x1000 + TABLE_BITS, ptl3 + 8
	movl $ptl2 + 0x2000 + TABLE_BITS, ptl3 + 16
	movl $ptl2 + 0x3000 + TABLE_BITS, ptl3 + 24
	movl $ptl3 + TABLE_BITS, ptl4
	movl $ptl4 + TABLE_BITS, ptl5

	mov $cpu0_area, %eax
	call enter_long_mode
	ljmp $KERNEL_CS, $start64

/*
 * Set the GS base to EAX and enter compatibility mode on the boot page tables.
 * Clobbers EAX, ECX, EDX.
 */
enter_long_mode:
	xor %edx, %edx
	mov $MSR_GS_BASE_NUMBER, %ecx
	wrmsr
	mov $CR4_PAE, %eax
	mov %eax, %cr4
	mov $ptl4, %eax
	mov %eax, %cr3
	mov $MSR_EFER_NUMBER, %ecx
	rdmsr
	bts $8, %eax			/* LME */
	wrmsr
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
	mov %eax, %fs
	mov %eax, %gs
	mov %eax, %ss
	mov $-(PER_CPU_SIZE), %esp
	lock xadd %esp, smp_stacktop
	/* More CPUs than slots: nobody expects this one. */
	cmp smp_stackbottom, %esp
	jbe ap_park
	lgdt gdt_descr
	lea -PER_CPU_SIZE(%esp), %eax
	call enter_long_mode
	ljmp $KERNEL_CS, $ap_long_mode
ap_park:
	cli
	hlt
	jmp ap_park

	.code64
ap_long_mode:
	mov %esp, %esp
	xor %ebp, %ebp
	call ap_start64
	jmp ap_park64

start64:
	mov %esp, %esp
	mov %esi, %edi
	mov %ebx, %esi
	xor %ebp, %ebp
	call start_bsp
ap_park64:
	cli
	hlt
	jmp ap_park64

/*
 * void setup_5level_page_table(void): CR4.LA57 can change only while paging is
 * off (SDM volume 3, 4.1.2), so go through 32-bit code. Nothing if it is set.
 */
	.globl setup_5level_page_table
setup_5level_page_table:
	mov %cr4, %rax
	bt $12, %rax
	jc 2f
	pushq $KERNEL_CS32
	pushq $to_5level
	lretq
	.code32
to_5level:
	/* Data segments as they are: flat. The stack is below 4 GiB. */
	mov %cr4, %eax
	btr $17, %eax			/* PCIDE cannot stay on */
	mov %eax, %cr4
	mov %cr0, %eax
	btr $31, %eax
	mov %eax, %cr0
	mov $ptl5, %eax
	mov %eax, %cr3
	mov %cr4, %eax
	bts $12, %eax
	mov %eax, %cr4
	mov %cr0, %eax
	bts $31, %eax
	mov %eax, %cr0
	ljmp $KERNEL_CS, $2f
	.code64
2:	ret

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

	.section .data
	.balign 8
	.globl boot_gdt
boot_gdt:
	.quad 0				/* 00 */
	.quad 0x00af9b000000ffff	/* 08 64-bit code */
	.quad 0x00cf93000000ffff	/* 10 data */
	.quad 0x00af1b000000ffff	/* 18 64-bit code, not present */
	.quad 0x00cf9b000000ffff	/* 20 32-bit code */
	.quad 0x008f9b000000ffff	/* 28 16-bit code */
	.quad 0x008f93000000ffff	/* 30 16-bit data */
	.quad 0x00cffb000000ffff	/* 3b 32-bit code, user */
	.quad 0x00cff3000000ffff	/* 43 data, user */
	.quad 0x00affb000000ffff	/* 4b 64-bit code, user */
boot_gdt_end:
	.globl boot_gdt_end
boot_gdt_descr:
	.word boot_gdt_end - boot_gdt - 1
	.quad boot_gdt

	.section .note.pvh, "a", @note
	.balign 4
	.long 4, 8, 18			/* sizes of name and value, XEN_ELFNOTE_PHYS32_ENTRY */
	.asciz "Xen"
	.quad pvh_start

	.section .note.GNU-stack, "", @progbits
