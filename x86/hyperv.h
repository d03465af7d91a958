// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Hyper-V's synthetic MSRs, hypercalls and structures (Hypervisor Top Level
 * Functional Specification 6.0b).
 */
#ifndef _X86_HYPERV_H_
#define _X86_HYPERV_H_

#include <libcflat.h>
#include <bitops.h>
#include <asm/io.h>
#include <x86/processor.h>

#define HYPERV_CPUID_FEATURES		0x40000003
#define HV_TIME_REF_COUNT_AVAILABLE	BIT(1)
#define HV_SYNIC_AVAILABLE		BIT(2)
#define HV_SYNTIMER_AVAILABLE		BIT(3)
#define HV_STIMER_DIRECT_AVAILABLE	BIT(19)	/* EDX */

#define HV_X64_MSR_GUEST_OS_ID		0x40000000
#define HV_X64_MSR_HYPERCALL		0x40000001
#define HV_X64_MSR_TIME_REF_COUNT	0x40000020
#define HV_X64_MSR_REFERENCE_TSC	0x40000021
#define HV_X64_MSR_SCONTROL		0x40000080
#define HV_X64_MSR_SVERSION		0x40000081
#define HV_X64_MSR_SIEFP		0x40000082
#define HV_X64_MSR_SIMP			0x40000083
#define HV_X64_MSR_EOM			0x40000084
#define HV_X64_MSR_SINT0		0x40000090
#define HV_X64_MSR_STIMER0_CONFIG	0x400000b0
#define HV_X64_MSR_STIMER0_COUNT	0x400000b1

#define HV_SYNIC_SINT_COUNT		16
#define HV_SYNIC_CONTROL_ENABLE		BIT(0)
#define HV_SYNIC_PAGE_ENABLE		BIT(0)
#define HV_SYNIC_SINT_MASKED		BIT(16)
#define HV_SYNIC_SINT_AUTO_EOI		BIT(17)

struct hv_reference_tsc_page {
	volatile u32 sequence;
	u32 reserved;
	volatile u64 scale;
	volatile s64 offset;
};

/* Hypercalls (TLFS 3.7) */
#define HVCALL_POST_MESSAGE		0x5c
#define HVCALL_SIGNAL_EVENT		0x5d
#define HV_HYPERCALL_FAST		BIT(16)
#define HV_HYPERCALL_ENABLE		BIT(0)
#define HV_STATUS_SUCCESS		0
#define HV_STATUS_INVALID_HYPERCALL_CODE	2
#define HV_STATUS_INVALID_CONNECTION_ID	18

/* A slot of the message page, one per SINT (TLFS 11.10.1) */
struct hv_message {
	volatile u32 type;
	volatile u8 payload_size;
	/* Bit 0: another one waits for the slot. */
	volatile u8 flags;
	u16 reserved;
	volatile u64 sender;
	volatile u64 payload[30];
};

#define HV_MESSAGE_PENDING		BIT(0)

/* A slot of the event page: 2048 flags */
struct hv_event_flags {
	volatile u8 bytes[256];
};

_Static_assert(sizeof(struct hv_message) == 256 && sizeof(struct hv_event_flags) == 256, "TLFS 11.10, 11.11");

static inline bool hyperv_present(void)
{
	struct cpuid c = raw_cpuid(0x40000000, 0);

	/* "Hv#1" in leaf 0x40000001 names the interface. */
	return this_cpu_has(X86_FEATURE_HYPERVISOR) && c.a >= HYPERV_CPUID_FEATURES &&
	       raw_cpuid(0x40000001, 0).a == 0x31237648;
}

static inline const char *hyperv_needs(u32 eax_bits)
{
	if (!hyperv_present())
		return "no Hyper-V interface";
	if ((raw_cpuid(HYPERV_CPUID_FEATURES, 0).a & eax_bits) != eax_bits)
		return "the Hyper-V interface lacks the feature";
	return NULL;
}

/* QEMU's hyperv-testdev: routes from ports to SINTs. */
#define HV_TESTDEV_PORT			0x3000
#define HV_TEST_DEV_SINT_ROUTE_CREATE	1
#define HV_TEST_DEV_SINT_ROUTE_DESTROY	2
#define HV_TEST_DEV_SINT_ROUTE_SET_SINT	3
#define HV_TEST_DEV_MSG_CONN_CREATE	4
#define HV_TEST_DEV_MSG_CONN_DESTROY	5
#define HV_TEST_DEV_EVT_CONN_CREATE	6
#define HV_TEST_DEV_EVT_CONN_DESTROY	7

static inline void hyperv_testdev_conn(u8 ctl, u8 vcpu, u8 sint, u8 conn_id)
{
	outl((u32)conn_id << 24 | (u32)ctl << 16 | (u32)vcpu << 8 | sint, HV_TESTDEV_PORT);
}

static inline void hyperv_testdev(u8 ctl, u8 vcpu, u8 sint)
{
	hyperv_testdev_conn(ctl, vcpu, sint, 0);
}

#endif /* _X86_HYPERV_H_ */
