// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * CPUID: access, feature bits and properties.
 *
 * SDM volume 2, CPUID; APM volume 3, appendix E. Features are read from the
 * CPU on each call, so that dynamic bits (OSXSAVE, APIC) are seen as they are.
 */
#ifndef _X86_CPUID_H_
#define _X86_CPUID_H_

#include <libcflat.h>

struct cpuid {
	u32 a, b, c, d;
};

/* Execute the instruction. */
static inline struct cpuid raw_cpuid(u32 function, u32 index)
{
	struct cpuid r;

	asm volatile("cpuid"
		     : "=a"(r.a), "=b"(r.b), "=c"(r.c), "=d"(r.d)
		     : "0"(function), "2"(index));
	return r;
}

/* All zero when @function is above the highest leaf of its range. */
static inline struct cpuid cpuid_indexed(u32 function, u32 index)
{
	u32 range = function & 0xf0000000;

	/* 0x400000xx: hypervisor leaves; 0x8 and 0xc: extended ones. */
	if (raw_cpuid(range, 0).a < function)
		return (struct cpuid){ 0, 0, 0, 0 };
	return raw_cpuid(function, index);
}

static inline struct cpuid cpuid(u32 function)
{
	return cpuid_indexed(function, 0);
}

static inline bool is_intel(void)
{
	struct cpuid c = cpuid(0);

	/* "Genu" "ineI" "ntel" in EBX, EDX, ECX */
	return c.b == 0x756e6547 && c.d == 0x49656e69 && c.c == 0x6c65746e;
}

/* Decode a leaf 1 EAX signature. */
static inline u32 x86_family(u32 sig)
{
	u32 family = (sig >> 8) & 0xf;

	return family == 0xf ? family + ((sig >> 20) & 0xff) : family;
}

static inline u32 x86_model(u32 sig)
{
	u32 model = (sig >> 4) & 0xf;

	return x86_family(sig) >= 6 ? model | ((sig >> 12) & 0xf0) : model;
}

enum cpuid_output_regs {
	EAX,
	EBX,
	ECX,
	EDX,
};

struct x86_cpu_feature {
	u32 function;
	u16 index;
	u8 reg;
	u8 bit;
};

struct x86_cpu_property {
	u32 function;
	u16 index;
	u8 reg;
	u8 lo_bit;
	u8 hi_bit;
};

#define __CPUID_LEAF_CHECK(fn)								\
	(0 * sizeof(char[((fn) & 0xf0000000u) == 0 || ((fn) & 0xf0000000u) == 0x40000000u || \
			 ((fn) & 0xf0000000u) == 0x80000000u ||			\
			 ((fn) & 0xf0000000u) == 0xc0000000u ? 1 : -1]))

#define X86_CPU_FEATURE(fn, idx, r, b)							\
((struct x86_cpu_feature){ .function = (fn) + __CPUID_LEAF_CHECK(fn), .index = (idx),	\
			   .reg = (r), .bit = (b) })

#define X86_CPU_PROPERTY(fn, idx, r, lo, hi)						\
((struct x86_cpu_property){ .function = (fn) + __CPUID_LEAF_CHECK(fn), .index = (idx),	\
			    .reg = (r), .lo_bit = (lo), .hi_bit = (hi) })

/* Leaf 1 */
#define X86_FEATURE_MWAIT			X86_CPU_FEATURE(1, 0, ECX, 3)
#define X86_FEATURE_VMX				X86_CPU_FEATURE(1, 0, ECX, 5)
#define X86_FEATURE_PDCM			X86_CPU_FEATURE(1, 0, ECX, 15)
#define X86_FEATURE_PCID			X86_CPU_FEATURE(1, 0, ECX, 17)
#define X86_FEATURE_X2APIC			X86_CPU_FEATURE(1, 0, ECX, 21)
#define X86_FEATURE_MOVBE			X86_CPU_FEATURE(1, 0, ECX, 22)
#define X86_FEATURE_TSC_DEADLINE_TIMER		X86_CPU_FEATURE(1, 0, ECX, 24)
#define X86_FEATURE_XSAVE			X86_CPU_FEATURE(1, 0, ECX, 26)
#define X86_FEATURE_OSXSAVE			X86_CPU_FEATURE(1, 0, ECX, 27)
#define X86_FEATURE_AVX				X86_CPU_FEATURE(1, 0, ECX, 28)
#define X86_FEATURE_RDRAND			X86_CPU_FEATURE(1, 0, ECX, 30)
#define X86_FEATURE_HYPERVISOR			X86_CPU_FEATURE(1, 0, ECX, 31)
#define X86_FEATURE_VME				X86_CPU_FEATURE(1, 0, EDX, 1)
#define X86_FEATURE_MCE				X86_CPU_FEATURE(1, 0, EDX, 7)
#define X86_FEATURE_CX8				X86_CPU_FEATURE(1, 0, EDX, 8)
#define X86_FEATURE_APIC			X86_CPU_FEATURE(1, 0, EDX, 9)
#define X86_FEATURE_SEP				X86_CPU_FEATURE(1, 0, EDX, 11)
#define X86_FEATURE_CLFLUSH			X86_CPU_FEATURE(1, 0, EDX, 19)
#define X86_FEATURE_DS				X86_CPU_FEATURE(1, 0, EDX, 21)
#define X86_FEATURE_MMX				X86_CPU_FEATURE(1, 0, EDX, 23)
#define X86_FEATURE_FXSR			X86_CPU_FEATURE(1, 0, EDX, 24)
#define X86_FEATURE_XMM				X86_CPU_FEATURE(1, 0, EDX, 25)
#define X86_FEATURE_XMM2			X86_CPU_FEATURE(1, 0, EDX, 26)
#define X86_FEATURE_XMM3			X86_CPU_FEATURE(1, 0, ECX, 0)
#define X86_FEATURE_CX16			X86_CPU_FEATURE(1, 0, ECX, 13)

/* Leaf 7 */
#define X86_FEATURE_FSGSBASE			X86_CPU_FEATURE(7, 0, EBX, 0)
#define X86_FEATURE_TSC_ADJUST			X86_CPU_FEATURE(7, 0, EBX, 1)
#define X86_FEATURE_HLE				X86_CPU_FEATURE(7, 0, EBX, 4)
#define X86_FEATURE_AVX2			X86_CPU_FEATURE(7, 0, EBX, 5)
#define X86_FEATURE_SMEP			X86_CPU_FEATURE(7, 0, EBX, 7)
#define X86_FEATURE_INVPCID			X86_CPU_FEATURE(7, 0, EBX, 10)
#define X86_FEATURE_RTM				X86_CPU_FEATURE(7, 0, EBX, 11)
#define X86_FEATURE_SMAP			X86_CPU_FEATURE(7, 0, EBX, 20)
#define X86_FEATURE_PCOMMIT			X86_CPU_FEATURE(7, 0, EBX, 22)
#define X86_FEATURE_CLFLUSHOPT			X86_CPU_FEATURE(7, 0, EBX, 23)
#define X86_FEATURE_CLWB			X86_CPU_FEATURE(7, 0, EBX, 24)
#define X86_FEATURE_INTEL_PT			X86_CPU_FEATURE(7, 0, EBX, 25)
#define X86_FEATURE_UMIP			X86_CPU_FEATURE(7, 0, ECX, 2)
#define X86_FEATURE_PKU				X86_CPU_FEATURE(7, 0, ECX, 3)
#define X86_FEATURE_OSPKE			X86_CPU_FEATURE(7, 0, ECX, 4)
#define X86_FEATURE_SHSTK			X86_CPU_FEATURE(7, 0, ECX, 7)
#define X86_FEATURE_LA57			X86_CPU_FEATURE(7, 0, ECX, 16)
#define X86_FEATURE_RDPID			X86_CPU_FEATURE(7, 0, ECX, 22)
#define X86_FEATURE_BUS_LOCK_DETECT		X86_CPU_FEATURE(7, 0, ECX, 24)
#define X86_FEATURE_PKS				X86_CPU_FEATURE(7, 0, ECX, 31)
#define X86_FEATURE_IBT				X86_CPU_FEATURE(7, 0, EDX, 20)
#define X86_FEATURE_SPEC_CTRL			X86_CPU_FEATURE(7, 0, EDX, 26)
#define X86_FEATURE_STIBP			X86_CPU_FEATURE(7, 0, EDX, 27)
#define X86_FEATURE_FLUSH_L1D			X86_CPU_FEATURE(7, 0, EDX, 28)
#define X86_FEATURE_ARCH_CAPABILITIES		X86_CPU_FEATURE(7, 0, EDX, 29)
#define X86_FEATURE_SSBD			X86_CPU_FEATURE(7, 0, EDX, 31)
#define X86_FEATURE_LAM				X86_CPU_FEATURE(7, 1, EAX, 26)

/* KVM, leaf 0x40000001 */
#define KVM_FEATURE_CLOCKSOURCE			X86_CPU_FEATURE(0x40000001, 0, EAX, 0)
#define KVM_FEATURE_CLOCKSOURCE2		X86_CPU_FEATURE(0x40000001, 0, EAX, 3)
#define KVM_FEATURE_ASYNC_PF			X86_CPU_FEATURE(0x40000001, 0, EAX, 4)
#define KVM_FEATURE_STEAL_TIME			X86_CPU_FEATURE(0x40000001, 0, EAX, 5)
#define KVM_FEATURE_PV_EOI			X86_CPU_FEATURE(0x40000001, 0, EAX, 6)
#define KVM_FEATURE_PV_SEND_IPI			X86_CPU_FEATURE(0x40000001, 0, EAX, 11)
#define KVM_FEATURE_ASYNC_PF_INT		X86_CPU_FEATURE(0x40000001, 0, EAX, 14)
#define KVM_FEATURE_CLOCKSOURCE_STABLE		X86_CPU_FEATURE(0x40000001, 0, EAX, 24)

/* Extended leaves */
#define X86_FEATURE_LAHF_LM			X86_CPU_FEATURE(0x80000001, 0, ECX, 0)
#define X86_FEATURE_SVM				X86_CPU_FEATURE(0x80000001, 0, ECX, 2)
#define X86_FEATURE_SKINIT			X86_CPU_FEATURE(0x80000001, 0, ECX, 12)
#define X86_FEATURE_PERFCTR_CORE		X86_CPU_FEATURE(0x80000001, 0, ECX, 23)
#define X86_FEATURE_SYSCALL			X86_CPU_FEATURE(0x80000001, 0, EDX, 11)
#define X86_FEATURE_NX				X86_CPU_FEATURE(0x80000001, 0, EDX, 20)
#define X86_FEATURE_GBPAGES			X86_CPU_FEATURE(0x80000001, 0, EDX, 26)
#define X86_FEATURE_RDTSCP			X86_CPU_FEATURE(0x80000001, 0, EDX, 27)
#define X86_FEATURE_LM				X86_CPU_FEATURE(0x80000001, 0, EDX, 29)
#define X86_FEATURE_RDPRU			X86_CPU_FEATURE(0x80000008, 0, EBX, 4)
#define X86_FEATURE_AMD_IBPB			X86_CPU_FEATURE(0x80000008, 0, EBX, 12)
#define X86_FEATURE_AMD_IBRS			X86_CPU_FEATURE(0x80000008, 0, EBX, 14)
#define X86_FEATURE_AMD_STIBP			X86_CPU_FEATURE(0x80000008, 0, EBX, 15)
#define X86_FEATURE_AMD_STIBP_ALWAYS_ON		X86_CPU_FEATURE(0x80000008, 0, EBX, 17)
#define X86_FEATURE_AMD_IBRS_SAME_MODE		X86_CPU_FEATURE(0x80000008, 0, EBX, 19)
#define X86_FEATURE_AMD_SSBD			X86_CPU_FEATURE(0x80000008, 0, EBX, 24)
#define X86_FEATURE_NPT				X86_CPU_FEATURE(0x8000000A, 0, EDX, 0)
#define X86_FEATURE_LBRV			X86_CPU_FEATURE(0x8000000A, 0, EDX, 1)
#define X86_FEATURE_NRIPS			X86_CPU_FEATURE(0x8000000A, 0, EDX, 3)
#define X86_FEATURE_TSCRATEMSR			X86_CPU_FEATURE(0x8000000A, 0, EDX, 4)
#define X86_FEATURE_PAUSEFILTER			X86_CPU_FEATURE(0x8000000A, 0, EDX, 10)
#define X86_FEATURE_PFTHRESHOLD			X86_CPU_FEATURE(0x8000000A, 0, EDX, 12)
#define X86_FEATURE_VGIF			X86_CPU_FEATURE(0x8000000A, 0, EDX, 16)
#define X86_FEATURE_GMET			X86_CPU_FEATURE(0x8000000A, 0, EDX, 17)
#define X86_FEATURE_VNMI			X86_CPU_FEATURE(0x8000000A, 0, EDX, 25)
#define X86_FEATURE_SME				X86_CPU_FEATURE(0x8000001F, 0, EAX, 0)
#define X86_FEATURE_SEV				X86_CPU_FEATURE(0x8000001F, 0, EAX, 1)
#define X86_FEATURE_VM_PAGE_FLUSH		X86_CPU_FEATURE(0x8000001F, 0, EAX, 2)
#define X86_FEATURE_SEV_ES			X86_CPU_FEATURE(0x8000001F, 0, EAX, 3)
#define X86_FEATURE_SEV_SNP			X86_CPU_FEATURE(0x8000001F, 0, EAX, 4)
#define X86_FEATURE_V_TSC_AUX			X86_CPU_FEATURE(0x8000001F, 0, EAX, 9)
#define X86_FEATURE_SME_COHERENT		X86_CPU_FEATURE(0x8000001F, 0, EAX, 10)
#define X86_FEATURE_DEBUG_SWAP			X86_CPU_FEATURE(0x8000001F, 0, EAX, 14)
#define X86_FEATURE_SVSM			X86_CPU_FEATURE(0x8000001F, 0, EAX, 28)
#define X86_FEATURE_SBPB			X86_CPU_FEATURE(0x80000021, 0, EAX, 27)
#define X86_FEATURE_AMD_PMU_V2			X86_CPU_FEATURE(0x80000022, 0, EAX, 0)

#define X86_PROPERTY_MAX_BASIC_LEAF			X86_CPU_PROPERTY(0, 0, EAX, 0, 31)
#define X86_PROPERTY_PMU_VERSION			X86_CPU_PROPERTY(0xa, 0, EAX, 0, 7)
#define X86_PROPERTY_PMU_NR_GP_COUNTERS			X86_CPU_PROPERTY(0xa, 0, EAX, 8, 15)
#define X86_PROPERTY_PMU_GP_COUNTERS_BIT_WIDTH		X86_CPU_PROPERTY(0xa, 0, EAX, 16, 23)
#define X86_PROPERTY_PMU_EBX_BIT_VECTOR_LENGTH		X86_CPU_PROPERTY(0xa, 0, EAX, 24, 31)
#define X86_PROPERTY_PMU_EVENTS_MASK			X86_CPU_PROPERTY(0xa, 0, EBX, 0, 7)
#define X86_PROPERTY_PMU_FIXED_COUNTERS_BITMASK		X86_CPU_PROPERTY(0xa, 0, ECX, 0, 31)
#define X86_PROPERTY_PMU_NR_FIXED_COUNTERS		X86_CPU_PROPERTY(0xa, 0, EDX, 0, 4)
#define X86_PROPERTY_PMU_FIXED_COUNTERS_BIT_WIDTH	X86_CPU_PROPERTY(0xa, 0, EDX, 5, 12)
#define X86_PROPERTY_SUPPORTED_XCR0_LO			X86_CPU_PROPERTY(0xd, 0, EAX, 0, 31)
#define X86_PROPERTY_XSTATE_MAX_SIZE_XCR0		X86_CPU_PROPERTY(0xd, 0, EBX, 0, 31)
#define X86_PROPERTY_XSTATE_MAX_SIZE			X86_CPU_PROPERTY(0xd, 0, ECX, 0, 31)
#define X86_PROPERTY_SUPPORTED_XCR0_HI			X86_CPU_PROPERTY(0xd, 0, EDX, 0, 31)
#define X86_PROPERTY_XSTATE_TILE_SIZE			X86_CPU_PROPERTY(0xd, 18, EAX, 0, 31)
#define X86_PROPERTY_XSTATE_TILE_OFFSET			X86_CPU_PROPERTY(0xd, 18, EBX, 0, 31)
#define X86_PROPERTY_INTEL_PT_NR_RANGES			X86_CPU_PROPERTY(0x14, 1, EAX, 0, 2)
#define X86_PROPERTY_AMX_MAX_PALETTE_TABLES		X86_CPU_PROPERTY(0x1d, 0, EAX, 0, 31)
#define X86_PROPERTY_AMX_TOTAL_TILE_BYTES		X86_CPU_PROPERTY(0x1d, 1, EAX, 0, 15)
#define X86_PROPERTY_AMX_BYTES_PER_TILE			X86_CPU_PROPERTY(0x1d, 1, EAX, 16, 31)
#define X86_PROPERTY_AMX_BYTES_PER_ROW			X86_CPU_PROPERTY(0x1d, 1, EBX, 0, 15)
#define X86_PROPERTY_AMX_NR_TILE_REGS			X86_CPU_PROPERTY(0x1d, 1, EBX, 16, 31)
#define X86_PROPERTY_AMX_MAX_ROWS			X86_CPU_PROPERTY(0x1d, 1, ECX, 0, 15)
#define X86_PROPERTY_MAX_KVM_LEAF			X86_CPU_PROPERTY(0x40000000, 0, EAX, 0, 31)
#define X86_PROPERTY_MAX_EXT_LEAF			X86_CPU_PROPERTY(0x80000000, 0, EAX, 0, 31)
#define X86_PROPERTY_MAX_PHY_ADDR			X86_CPU_PROPERTY(0x80000008, 0, EAX, 0, 7)
#define X86_PROPERTY_MAX_VIRT_ADDR			X86_CPU_PROPERTY(0x80000008, 0, EAX, 8, 15)
#define X86_PROPERTY_GUEST_MAX_PHY_ADDR			X86_CPU_PROPERTY(0x80000008, 0, EAX, 16, 23)
#define X86_PROPERTY_SEV_C_BIT				X86_CPU_PROPERTY(0x8000001f, 0, EBX, 0, 5)
#define X86_PROPERTY_PHYS_ADDR_REDUCTION		X86_CPU_PROPERTY(0x8000001f, 0, EBX, 6, 11)
#define X86_PROPERTY_NR_PERFCTR_CORE			X86_CPU_PROPERTY(0x80000022, 0, EBX, 0, 3)
#define X86_PROPERTY_NR_PERFCTR_NB			X86_CPU_PROPERTY(0x80000022, 0, EBX, 10, 15)
#define X86_PROPERTY_MAX_CENTAUR_LEAF			X86_CPU_PROPERTY(0xc0000000, 0, EAX, 0, 31)

static inline u32 __this_cpu_read(u32 function, u16 index, u8 reg, u8 lo, u8 hi)
{
	struct cpuid c = cpuid_indexed(function, index);
	u32 v = reg == EAX ? c.a : reg == EBX ? c.b : reg == ECX ? c.c : c.d;
	u32 width = hi - lo + 1;

	v >>= lo;
	return width == 32 ? v : v & ((1u << width) - 1);
}

static inline bool this_cpu_has(struct x86_cpu_feature f)
{
	return __this_cpu_read(f.function, f.index, f.reg, f.bit, f.bit);
}

static inline u32 this_cpu_property(struct x86_cpu_property p)
{
	return __this_cpu_read(p.function, p.index, p.reg, p.lo_bit, p.hi_bit);
}

/* The leaf of the property exists. */
static inline bool this_cpu_has_p(struct x86_cpu_property p)
{
	return raw_cpuid(p.function & 0xf0000000, 0).a >= p.function;
}

/* KVM's signature is in the hypervisor leaf 0x40000000. */
static inline bool this_cpu_has_kvm(void)
{
	struct cpuid c;

	if (!this_cpu_has(X86_FEATURE_HYPERVISOR))
		return false;
	c = raw_cpuid(0x40000000, 0);
	/* "KVMK" "VMKV" "M\0\0\0" */
	return c.a >= 0x40000000 && c.b == 0x4b4d564b && c.c == 0x564b4d56 && c.d == 0x0000004d;
}

/* Physical address width in bits. */
static inline u8 cpuid_maxphyaddr(void)
{
	if (!this_cpu_has_p(X86_PROPERTY_MAX_PHY_ADDR))
		return 36;
	return this_cpu_property(X86_PROPERTY_MAX_PHY_ADDR);
}

static inline u64 this_cpu_supported_xcr0(void)
{
	if (!this_cpu_has_p(X86_PROPERTY_SUPPORTED_XCR0_LO))
		return 0;
	return this_cpu_property(X86_PROPERTY_SUPPORTED_XCR0_LO) |
	       (u64)this_cpu_property(X86_PROPERTY_SUPPORTED_XCR0_HI) << 32;
}

#endif /* _X86_CPUID_H_ */
