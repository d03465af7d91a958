// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Processor registers and instructions.
 *
 * Bits and numbers: SDM volume 3 chapter 2 (control registers), volume 1
 * chapter 3 (flags); APM volume 2 chapter 3.
 */
#ifndef _X86_PROCESSOR_H_
#define _X86_PROCESSOR_H_

#include <libcflat.h>
#include <bitops.h>
#include <asm/barrier.h>
#include <x86/msr.h>
#include <x86/regbits.h>
#include <x86/fixup.h>
#include <x86/cpuid.h>

/* Canonical in 48 bits, canonical in 57 bits only, canonical in neither. */
#define CANONICAL_48_VAL	0xffffaaaaaaaaaaaaull
#define CANONICAL_57_VAL	0xffaaaaaaaaaaaaaaull
#define NONCANONICAL		0xaaaaaaaaaaaaaaaaull

#define LAM57_MASK		GENMASK_ULL(62, 57)
#define LAM48_MASK		GENMASK_ULL(62, 48)

/* @addr with the bits of @mask replaced by those of a non-canonical value. */
static inline u64 get_non_canonical(u64 addr, u64 mask)
{
	return (addr & ~mask) | (NONCANONICAL & mask);
}

/* Register prefix, operand suffix and stack slot size for inline assembly. */
#ifdef __x86_64__
#define R "r"
#define W "q"
#define S "8"
#else
#define R "e"
#define W "l"
#define S "4"
#endif

#define DE_VECTOR	0
#define DB_VECTOR	1
#define NMI_VECTOR	2
#define BP_VECTOR	3
#define OF_VECTOR	4
#define BR_VECTOR	5
#define UD_VECTOR	6
#define NM_VECTOR	7
#define DF_VECTOR	8
#define TS_VECTOR	10
#define NP_VECTOR	11
#define SS_VECTOR	12
#define GP_VECTOR	13
#define PF_VECTOR	14
#define MF_VECTOR	16
#define AC_VECTOR	17
#define MC_VECTOR	18
#define XM_VECTOR	19
#define XF_VECTOR	XM_VECTOR
#define VE_VECTOR	20
#define CP_VECTOR	21
#define HV_VECTOR	28
#define VC_VECTOR	29
#define SX_VECTOR	30

struct far_pointer32 {
	u32 offset;
	u16 selector;
} __attribute__((packed));

struct descriptor_table_ptr {
	u16 limit;
	ulong base;
} __attribute__((packed));

struct invpcid_desc {
	u64 pcid : 12;
	u64 rsv : 52;
	u64 addr;
};

/* Segment registers */

static inline u16 read_cs(void)
{
	u16 v;

	asm volatile("mov %%cs, %0" : "=r"(v));
	return v;
}

static inline u16 read_ds(void)
{
	u16 v;

	asm volatile("mov %%ds, %0" : "=r"(v));
	return v;
}

static inline u16 read_es(void)
{
	u16 v;

	asm volatile("mov %%es, %0" : "=r"(v));
	return v;
}

static inline u16 read_ss(void)
{
	u16 v;

	asm volatile("mov %%ss, %0" : "=r"(v));
	return v;
}

static inline u16 read_fs(void)
{
	u16 v;

	asm volatile("mov %%fs, %0" : "=r"(v));
	return v;
}

static inline u16 read_gs(void)
{
	u16 v;

	asm volatile("mov %%gs, %0" : "=r"(v));
	return v;
}

static inline void write_ds(unsigned int v)
{
	asm volatile("mov %0, %%ds" : : "rm"((u16)v) : "memory");
}

static inline void write_es(unsigned int v)
{
	asm volatile("mov %0, %%es" : : "rm"((u16)v) : "memory");
}

static inline void write_ss(unsigned int v)
{
	asm volatile("mov %0, %%ss" : : "rm"((u16)v) : "memory");
}

static inline void write_fs(unsigned int v)
{
	asm volatile("mov %0, %%fs" : : "rm"((u16)v) : "memory");
}

static inline void write_gs(unsigned int v)
{
	asm volatile("mov %0, %%gs" : : "rm"((u16)v) : "memory");
}

/* Flags */

static inline ulong read_rflags(void)
{
	ulong f;

	asm volatile("pushf; pop %0" : "=rm"(f) : : "memory");
	return f;
}

static inline void write_rflags(ulong f)
{
	asm volatile("push %0; popf" : : "rm"(f) : "memory", "cc");
}

static inline void set_iopl(int iopl)
{
	write_rflags((read_rflags() & ~X86_EFLAGS_IOPL) | ((ulong)iopl << 12));
}

/* Control registers. write_crN() asserts that there is no fault, the _safe form returns the vector. */

static inline ulong read_cr0(void)
{
	ulong v;

	asm volatile("mov %%cr0, %0" : "=r"(v) : : "memory");
	return v;
}

static inline ulong read_cr2(void)
{
	ulong v;

	asm volatile("mov %%cr2, %0" : "=r"(v) : : "memory");
	return v;
}

static inline ulong read_cr3(void)
{
	ulong v;

	asm volatile("mov %%cr3, %0" : "=r"(v) : : "memory");
	return v;
}

static inline ulong read_cr4(void)
{
	ulong v;

	asm volatile("mov %%cr4, %0" : "=r"(v) : : "memory");
	return v;
}

static inline void write_cr2(ulong v)
{
	asm volatile("mov %0, %%cr2" : : "r"(v) : "memory");
}

static inline int write_cr0_safe(ulong v)
{
	return asm_safe("mov %0, %%cr0", "r"(v));
}

static inline void write_cr0(ulong v)
{
	int vector = write_cr0_safe(v);

	assert_msg(!vector, "Unexpected %s on MOV to CR0 of %lx",
		   exception_mnemonic(vector), v);
}

static inline int write_cr3_safe(ulong v)
{
	return asm_safe("mov %0, %%cr3", "r"(v));
}

static inline void write_cr3(ulong v)
{
	int vector = write_cr3_safe(v);

	assert_msg(!vector, "Unexpected %s on MOV to CR3 of %lx",
		   exception_mnemonic(vector), v);
}

static inline int write_cr4_safe(ulong v)
{
	return asm_safe("mov %0, %%cr4", "r"(v));
}

static inline void write_cr4(ulong v)
{
	int vector = write_cr4_safe(v);

	assert_msg(!vector, "Unexpected %s on MOV to CR4 of %lx",
		   exception_mnemonic(vector), v);
}

/* For on_cpu(): switch the page tables. */
static inline void update_cr3(void *cr3)
{
	write_cr3((ulong)cr3);
}

#ifdef __x86_64__
static inline ulong read_cr8(void)
{
	ulong v;

	asm volatile("mov %%cr8, %0" : "=r"(v) : : "memory");
	return v;
}

static inline void write_cr8(ulong v)
{
	asm volatile("mov %0, %%cr8" : : "r"(v) : "memory");
}
#else
/* CR8 does not exist outside 64-bit mode. */
static inline ulong read_cr8(void)
{
	return 0;
}
#endif

/* Debug registers */

static inline void write_dr0(void *v)
{
	asm volatile("mov %0, %%dr0" : : "r"(v) : "memory");
}

static inline void write_dr1(void *v)
{
	asm volatile("mov %0, %%dr1" : : "r"(v) : "memory");
}

static inline void write_dr2(void *v)
{
	asm volatile("mov %0, %%dr2" : : "r"(v) : "memory");
}

static inline void write_dr3(void *v)
{
	asm volatile("mov %0, %%dr3" : : "r"(v) : "memory");
}

static inline ulong read_dr6(void)
{
	ulong v;

	asm volatile("mov %%dr6, %0" : "=r"(v));
	return v;
}

static inline ulong read_dr7(void)
{
	ulong v;

	asm volatile("mov %%dr7, %0" : "=r"(v));
	return v;
}

static inline void write_dr6(ulong v)
{
	asm volatile("mov %0, %%dr6" : : "r"(v) : "memory");
}

static inline void write_dr7(ulong v)
{
	asm volatile("mov %0, %%dr7" : : "r"(v) : "memory");
}

/*
 * Model-specific registers. The plain forms have no fixup on purpose: tests
 * use them while the GS base is not the library's.
 */
static inline u64 rdmsr(u32 index)
{
	u32 a, d;

	asm volatile("rdmsr" : "=a"(a), "=d"(d) : "c"(index) : "memory");
	return a | (u64)d << 32;
}

static inline void wrmsr(u32 index, u64 val)
{
	asm volatile("wrmsr" : : "a"((u32)val), "d"((u32)(val >> 32)), "c"(index) : "memory");
}

/*
 * Instructions with an index in ECX and a value in EDX:EAX. They give the
 * vector, or 0; a read that faults gives the value 0.
 */
#define __rdreg64_safe(fep, insn, index, val)				\
({									\
	u32 __a = 0, __d = 0;						\
	int __v = fep##_safe_out2(insn, "+a"(__a), "+d"(__d), "c"(index)); \
									\
	*(val) = __v ? 0 : __a | (u64)__d << 32;			\
	__v;								\
})

#define __wrreg64_safe(fep, insn, index, val)				\
({									\
	u64 __val = (val);						\
									\
	fep##_safe(insn, "a"((u32)__val), "d"((u32)(__val >> 32)), "c"(index)); \
})

#define rdreg64_safe(insn, index, val)	__rdreg64_safe(asm, insn, index, val)
#define wrreg64_safe(insn, index, val)	__wrreg64_safe(asm, insn, index, val)

static inline int rdmsr_safe(u32 index, u64 *val)
{
	return rdreg64_safe("rdmsr", index, val);
}

static inline int rdmsr_fep_safe(u32 index, u64 *val)
{
	return __rdreg64_safe(asm_fep, "rdmsr", index, val);
}

static inline int wrmsr_safe(u32 index, u64 val)
{
	return wrreg64_safe("wrmsr", index, val);
}

static inline int wrmsr_fep_safe(u32 index, u64 val)
{
	return __wrreg64_safe(asm_fep, "wrmsr", index, val);
}

static inline int rdpmc_safe(u32 index, u64 *val)
{
	return rdreg64_safe("rdpmc", index, val);
}

static inline u64 rdpmc(u32 index)
{
	u64 val;
	int vector = rdpmc_safe(index, &val);

	assert_msg(!vector, "Unexpected %s on RDPMC(%u)", exception_mnemonic(vector), index);
	return val;
}

/* Extended control registers; bytes, for assemblers of any age. */
#define XGETBV_INSN	".byte 0x0f, 0x01, 0xd0"
#define XSETBV_INSN	".byte 0x0f, 0x01, 0xd1"

static inline int xgetbv_safe(u32 index, u64 *val)
{
	return rdreg64_safe(XGETBV_INSN, index, val);
}

static inline int xsetbv_safe(u32 index, u64 val)
{
	return wrreg64_safe(XSETBV_INSN, index, val);
}

static inline u64 xgetbv(u32 index)
{
	u64 val;
	int vector = xgetbv_safe(index, &val);

	assert_msg(!vector, "Unexpected %s on XGETBV(%u)", exception_mnemonic(vector), index);
	return val;
}

static inline void xsetbv(u32 index, u64 val)
{
	int vector = xsetbv_safe(index, val);

	assert_msg(!vector, "Unexpected %s on XSETBV(%u)", exception_mnemonic(vector), index);
}

static inline int read_xcr0_safe(u64 *val)
{
	return xgetbv_safe(0, val);
}

static inline int write_xcr0_safe(u64 val)
{
	return xsetbv_safe(0, val);
}

static inline u64 read_xcr0(void)
{
	return xgetbv(0);
}

static inline void write_xcr0(u64 val)
{
	xsetbv(0, val);
}

/* Descriptor-table registers */

static inline void lgdt(const struct descriptor_table_ptr *p)
{
	asm volatile("lgdt %0" : : "m"(*p) : "memory");
}

static inline int lgdt_safe(const struct descriptor_table_ptr *p)
{
	return asm_safe("lgdt %0", "m"(*p));
}

static inline int lgdt_fep_safe(const struct descriptor_table_ptr *p)
{
	return asm_fep_safe("lgdt %0", "m"(*p));
}

static inline void lidt(const struct descriptor_table_ptr *p)
{
	asm volatile("lidt %0" : : "m"(*p) : "memory");
}

static inline int lidt_safe(const struct descriptor_table_ptr *p)
{
	return asm_safe("lidt %0", "m"(*p));
}

static inline int lidt_fep_safe(const struct descriptor_table_ptr *p)
{
	return asm_fep_safe("lidt %0", "m"(*p));
}

static inline void lldt(u16 sel)
{
	asm volatile("lldt %0" : : "rm"(sel) : "memory");
}

static inline int lldt_safe(u16 sel)
{
	return asm_safe("lldt %0", "rm"(sel));
}

static inline int lldt_fep_safe(u16 sel)
{
	return asm_fep_safe("lldt %0", "rm"(sel));
}

static inline void ltr(u16 sel)
{
	asm volatile("ltr %0" : : "rm"(sel) : "memory");
}

static inline int ltr_safe(u16 sel)
{
	return asm_safe("ltr %0", "rm"(sel));
}

static inline int ltr_fep_safe(u16 sel)
{
	return asm_fep_safe("ltr %0", "rm"(sel));
}

static inline void sgdt(struct descriptor_table_ptr *p)
{
	asm volatile("sgdt %0" : "=m"(*p));
}

static inline void sidt(struct descriptor_table_ptr *p)
{
	asm volatile("sidt %0" : "=m"(*p));
}

static inline u16 sldt(void)
{
	u16 v;

	asm volatile("sldt %0" : "=rm"(v));
	return v;
}

static inline u16 str(void)
{
	u16 v;

	asm volatile("str %0" : "=rm"(v));
	return v;
}

/* The AC flag under SMAP; byte encoded for old assemblers. */
static inline void clac(void)
{
	asm volatile(".byte 0x0f, 0x01, 0xca" : : : "memory");
}

static inline void stac(void)
{
	asm volatile(".byte 0x0f, 0x01, 0xcb" : : : "memory");
}

/* Time stamp counter */

static inline u64 rdtsc(void)
{
	u32 a, d;

	asm volatile("rdtsc" : "=a"(a), "=d"(d) : : "memory");
	return a | (u64)d << 32;
}

/* RDTSC that neither earlier nor later instructions pass. */
static inline u64 fenced_rdtsc(void)
{
	u32 a, d;

	asm volatile("mfence; lfence; rdtsc; lfence" : "=a"(a), "=d"(d) : : "memory");
	return a | (u64)d << 32;
}

static inline u64 rdtscp(u32 *aux)
{
	u32 a, d;

	asm volatile("rdtscp" : "=a"(a), "=d"(d), "=c"(*aux) : : "memory");
	return a | (u64)d << 32;
}

static inline void wrtsc(u64 tsc)
{
	wrmsr(MSR_IA32_TSC, tsc);
}

/* Arm the deadline; the serializing CPUID sees to it that it counts at once. */
static inline void wrmsr_tscdeadline_serialize(u64 deadline)
{
	wrmsr(MSR_IA32_TSCDEADLINE, deadline);
	raw_cpuid(0, 0);
}

/* A random number, 0 when the hardware had none ready. */
static inline ulong rdrand(void)
{
	ulong v = 0;
	u8 ok;

	asm volatile("rdrand %0; setc %1" : "=r"(v), "=qm"(ok) : : "cc");
	return ok ? v : 0;
}

/* Translation caches */

static inline void invlpg(volatile void *va)
{
	asm volatile("invlpg (%0)" : : "r"(va) : "memory");
}

/* @type: 0 address, 1 context, 2 all with globals, 3 all without. Value: vector or 0. */
static inline int invpcid_safe(ulong type, struct invpcid_desc *desc)
{
	/* invpcid (%rax), %rbx */
	return asm_safe(".byte 0x66, 0x0f, 0x38, 0x82, 0x18", "a"(desc), "b"(type));
}

/* Drop all translations, global ones too, by toggling CR4.PGE. */
static inline void flush_tlb(void)
{
	ulong cr4 = read_cr4();

	write_cr4(cr4 ^ X86_CR4_PGE);
	write_cr4(cr4);
}

/* Protection keys, byte encoded */

static inline u32 read_pkru(void)
{
	u32 a, d;

	asm volatile(".byte 0x0f, 0x01, 0xee" : "=a"(a), "=d"(d) : "c"(0));
	return a;
}

static inline void write_pkru(u32 pkru)
{
	asm volatile(".byte 0x0f, 0x01, 0xef" : : "a"(pkru), "c"(0), "d"(0) : "memory");
}

/* Interrupt flag */

static inline void cli(void)
{
	asm volatile("cli" : : : "memory");
}

/* The shadow of STI still covers the next instruction. */
static inline void sti(void)
{
	asm volatile("sti" : : : "memory");
}

/* Pending interrupts are delivered before this returns. */
static inline void sti_nop(void)
{
	asm volatile("sti; nop" : : : "memory");
}

/* Interrupts are open for one instruction. */
static inline void sti_nop_cli(void)
{
	asm volatile("sti; nop; cli" : : : "memory");
}

/* Halt until the next interrupt; none can slip in between. */
static inline void safe_halt(void)
{
	asm volatile("sti; hlt" : : : "memory");
}

static inline void pause(void)
{
	asm volatile("pause" : : : "memory");
}

/* Address widths and modes */

static inline bool is_canonical(u64 addr)
{
	int bits = 48, shift;

	if (this_cpu_has_p(X86_PROPERTY_MAX_VIRT_ADDR) &&
	    this_cpu_property(X86_PROPERTY_MAX_VIRT_ADDR))
		bits = this_cpu_property(X86_PROPERTY_MAX_VIRT_ADDR);
	shift = 64 - bits;
	return (s64)(addr << shift) >> shift == (s64)addr;
}

static inline bool is_la57_enabled(void)
{
	return read_cr4() & X86_CR4_LA57;
}

static inline bool is_lam_sup_enabled(void)
{
	return read_cr4() & X86_CR4_LAM_SUP;
}

static inline bool is_lam_u48_enabled(void)
{
	return (read_cr3() & (u64)X86_CR3_LAM_U48) && !(read_cr3() & (u64)X86_CR3_LAM_U57);
}

static inline bool is_lam_u57_enabled(void)
{
	return read_cr3() & (u64)X86_CR3_LAM_U57;
}

/* Instructions that raise one given exception; see x86/excgen.c. */
void generate_non_canonical_gp(void);
void generate_ud(void);
void generate_de(void);
void generate_bp(void);
/* #DB by single step: TF is set for one NOP. */
void generate_single_step_db(void);
/* #AC when run at CPL3 with CR0.AM and EFLAGS.AC set. Returns a value to please. */
uint64_t generate_usermode_ac(void);
/* #OF by INTO; x86_64 goes through compatibility mode, code and stack below 4 GiB. */
void generate_of(void);
void fnop(void);
/* #NM by CR0.TS and by CR0.EM. */
void generate_cr0_ts_nm(void);
void generate_cr0_em_nm(void);

#endif /* _X86_PROCESSOR_H_ */
