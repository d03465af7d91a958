/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Assembly helpers.
 */
#ifndef _ASMPPC64_PPC_ASM_H_
#define _ASMPPC64_PPC_ASM_H_

#include <asm/asm-offsets.h>
#include <asm/reg.h>

#define SAVE_GPR(n, base)	std n,(GPR0 + 8 * (n))(base)
#define REST_GPR(n, base)	ld n,(GPR0 + 8 * (n))(base)

#define LOAD_REG_IMMEDIATE(reg, expr)		\
	lis	reg,(expr)@highest;		\
	ori	reg,reg,(expr)@higher;		\
	rldicr	reg,reg,32,31;			\
	oris	reg,reg,(expr)@h;		\
	ori	reg,reg,(expr)@l

/* Through the GOT; r2 must be the TOC pointer. */
#define LOAD_REG_ADDR(reg, name)	ld reg,name@got(r2)

/*
 * Enter the endianness of this image from big endian, where firmware starts
 * or resumes us. Clobbers r10, r11, LR, SRR0 and SRR1; external interrupts
 * must be off. Executed in little endian it would be garbage.
 *
 * The words are big-endian instructions: bcl 20,31,.+4; mflr r10;
 * addi r10,r10,28; mfmsr r11; xori r11,r11,MSR_LE; mtsrr0 r10; mtsrr1 r11; rfid
 */
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define FIXUP_ENDIAN		\
	.long 0x05009f42;	\
	.long 0xa602487d;	\
	.long 0x1c004a39;	\
	.long 0xa600607d;	\
	.long 0x01006b69;	\
	.long 0xa6035a7d;	\
	.long 0xa6037b7d;	\
	.long 0x2400004c
#else
#define FIXUP_ENDIAN
#endif

#endif /* _ASMPPC64_PPC_ASM_H_ */
