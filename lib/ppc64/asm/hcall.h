/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Hypervisor calls (LoPAPR, chapter 14): "sc 1", number in r3, arguments from
 * r4, return code in r3, results from r4.
 */
#ifndef _ASMPPC64_HCALL_H_
#define _ASMPPC64_HCALL_H_

#define SC1			0x44000022
#define SC1_REPLACEMENT		0x7c000268

#define H_SUCCESS		0
#define H_HARDWARE		-1
#define H_FUNCTION		-2
#define H_PRIVILEGE		-3
#define H_PARAMETER		-4
#define H_NOT_FOUND		-7
#define H_RESOURCE		-16
#define H_P2			-55
#define H_P3			-56
#define H_P4			-57
#define H_UNSUPPORTED_FLAG	-256

#define H_REMOVE		0x04
#define H_ENTER			0x08
#define H_READ			0x0c
#define H_CLEAR_MOD		0x10
#define H_CLEAR_REF		0x14
#define H_PROTECT		0x18
#define H_GET_TCE		0x1c
#define H_PUT_TCE		0x20
#define H_SET_SPRG0		0x24
#define H_SET_DABR		0x28
#define H_PAGE_INIT		0x2c
#define H_LOGICAL_CI_LOAD	0x3c
#define H_LOGICAL_CI_STORE	0x40
#define H_LOGICAL_CACHE_LOAD	0x44
#define H_LOGICAL_CACHE_STORE	0x48
#define H_LOGICAL_ICBI		0x4c
#define H_LOGICAL_DCBF		0x50
#define H_GET_TERM_CHAR		0x54
#define H_PUT_TERM_CHAR		0x58
#define H_EOI			0x64
#define H_CPPR			0x68
#define H_IPI			0x6c
#define H_IPOLL			0x70
#define H_XIRR			0x74
#define H_PERFMON		0x7c
#define H_REGISTER_VPA		0xdc
#define H_CEDE			0xe0
#define H_CONFER		0xe4
#define H_PROD			0xe8
#define H_GET_PPP		0xec
#define H_PURR			0xf4
#define H_BULK_REMOVE		0x124
#define H_SET_XDABR		0x134
#define H_STUFF_TCE		0x138
#define H_PUT_TCE_INDIRECT	0x13c
#define H_GET_CPU_CHARACTERISTICS 0x1c8
#define H_JOIN			0x298
#define H_VASI_STATE		0x2a4
#define H_GET_EM_PARMS		0x2b8
#define H_HOME_NODE_ASSOCIATIVITY 0x2ec
#define H_XIRR_X		0x2fc
#define H_RANDOM		0x300
#define H_SET_MODE		0x31c
#define H_RESIZE_HPT_PREPARE	0x36c
#define H_RESIZE_HPT_COMMIT	0x370
#define H_CLEAN_SLB		0x374
#define H_INVALIDATE_PID	0x378
#define H_SIGNAL_SYS_RESET	0x380
#define H_INT_GET_SOURCE_INFO	0x3a8
#define H_INT_SET_SOURCE_CONFIG	0x3ac
#define H_INT_GET_SOURCE_CONFIG	0x3b0
#define H_INT_GET_QUEUE_INFO	0x3b4
#define H_INT_SET_QUEUE_CONFIG	0x3b8
#define H_INT_GET_QUEUE_CONFIG	0x3bc
#define H_INT_SET_OS_REPORTING_LINE 0x3c0
#define H_INT_GET_OS_REPORTING_LINE 0x3c4
#define H_INT_ESB		0x3c8
#define H_INT_SYNC		0x3cc
#define H_INT_RESET		0x3d0
#define H_RPT_INVALIDATE	0x448
#define H_REGISTER_PROCESS_TABLE 0x37c
#define   PTBL_NEW		0x18
#define   PTBL_UNREGISTER	0x10
#define   PTBL_RADIX		0x04
#define   PTBL_GTSE		0x01

/* H_SET_MODE resources */
#define H_SET_MODE_CIABR	1
#define H_SET_MODE_DAWR0	2
#define H_SET_MODE_AIL		3
#define H_SET_MODE_LE		4

#define KVMPPC_HCALL_BASE	0xf000
#define KVMPPC_H_RTAS		(KVMPPC_HCALL_BASE + 0x0)
#define KVMPPC_H_LOGICAL_MEMOP	(KVMPPC_HCALL_BASE + 0x1)
#define KVMPPC_H_CAS		(KVMPPC_HCALL_BASE + 0x2)

#ifndef __ASSEMBLER__
/* Up to nine arguments; returns r3, a signed return code. */
unsigned long hcall(unsigned long nr, ...);

/*
 * The same with results: r[0..8] goes to r4..r12 and comes back from there.
 */
long hcall_regs(unsigned long nr, unsigned long r[9]);

/* Whether "sc 1" traps to the host kernel instead of the hypervisor (KVM PR). */
int hcall_have_broken_sc1(void);
#endif

#endif /* _ASMPPC64_HCALL_H_ */
