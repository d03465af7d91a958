/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The PE/COFF header that makes an arm64 image an EFI application as well (Microsoft PE and COFF specification, 2 to 4;
 * UEFI 2.1.1). It lies behind the 64 bytes of the arm64 Image header, whose last word leads to it. Two sections: text, and
 * data with bss and boot stack. Both start at multiples of 64 KiB, and so does the image in memory, because the loader
 * keeps to the alignment of sections: what is aligned in the image is aligned when it runs.
 *
 * There are no base relocations in the PE sense: the image relocates itself.
 */
#define PE_ALIGN	0x10000
/* In the file: raw data comes in multiples of this (flat.lds pads the end of the data). */
#define PE_FILE_ALIGN	0x200

	.macro	pe_header
.Lpe:
	.ascii	"PE\0\0"
	.short	0xaa64				// machine: AArch64
	.short	2				// sections
	.long	0				// no time stamp: the same sources give the same bytes
	.long	0, 0				// no symbols
	.short	.Lpe_sections - .Lpe_optional
	.short	0x206				// executable, no line numbers, no debug information

.Lpe_optional:
	.short	0x20b				// PE32+
	.byte	0, 0
	.long	kut_pe_text_size
	.long	kut_pe_data_size
	.long	0
	.long	efi_entry - start
	.long	PE_ALIGN			// base of code
	.quad	0				// image base
	.long	PE_ALIGN
	.long	PE_FILE_ALIGN
	.short	0, 0				// system
	.short	0, 0				// image
	.short	0, 0				// subsystem
	.long	0
	.long	kut_pe_image_size
	.long	PE_ALIGN			// headers
	.long	0
	.short	10				// EFI application
	.short	0x100				// data is not executable
	.quad	0, 0, 0, 0			// stack and heap: of the loader
	.long	0
	.long	6				// directories, all empty
	.quad	0, 0, 0, 0, 0, 0

.Lpe_sections:
	.ascii	".text\0\0\0"
	.long	kut_pe_text_size
	.long	PE_ALIGN
	.long	kut_pe_text_size
	.long	PE_ALIGN
	.long	0, 0
	.short	0, 0
	.long	0x60000020			// code, executable, readable
	.ascii	".data\0\0\0"
	.long	kut_pe_memory_size
	.long	_etext - start
	.long	kut_pe_data_size
	.long	_etext - start
	.long	0, 0
	.short	0, 0
	.long	0xc0000040			// initialized, readable, writable

	.org	start + PE_ALIGN
	.endm
