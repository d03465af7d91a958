// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The parts of ELF that a self-relocating image reads (System V gABI, chapters
 * 4 and 5; relocation types: the processor supplements).
 */
#ifndef _ELF_H_
#define _ELF_H_

#include <libcflat.h>

typedef u32 Elf32_Addr;
typedef u32 Elf32_Word;
typedef s32 Elf32_Sword;
typedef u64 Elf64_Addr;
typedef u64 Elf64_Xword;
typedef s64 Elf64_Sxword;

typedef struct elf64_rel {
	Elf64_Addr r_offset;
	Elf64_Xword r_info;
} Elf64_Rel;

typedef struct elf64_rela {
	Elf64_Addr r_offset;
	Elf64_Xword r_info;
	Elf64_Sxword r_addend;
} Elf64_Rela;

typedef struct elf32_rela {
	Elf32_Addr r_offset;
	Elf32_Word r_info;
	Elf32_Sword r_addend;
} Elf32_Rela;

typedef struct {
	Elf64_Sxword d_tag;
	union {
		Elf64_Xword d_val;
		Elf64_Addr d_ptr;
	} d_un;
} Elf64_Dyn;

#define DT_NULL			0
#define DT_RELA			7
#define DT_RELASZ		8
#define DT_RELAENT		9

#define ELF64_R_SYM(i)		((i) >> 32)
#define ELF64_R_TYPE(i)		((i) & 0xffffffff)

#define R_X86_64_NONE		0
#define R_X86_64_RELATIVE	8
#define R_AARCH64_NONE		256
#define R_AARCH64_RELATIVE	1027
#define R_RISCV_RELATIVE	3

#endif
