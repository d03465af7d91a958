/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SIGNAL PROCESSOR (PoP chapter 4 "CPU Signaling and Response"). */
#ifndef _ASMS390X_SIGP_H_
#define _ASMS390X_SIGP_H_

#define SIGP_SENSE			1
#define SIGP_EXTERNAL_CALL		2
#define SIGP_EMERGENCY_SIGNAL		3
#define SIGP_START			4
#define SIGP_STOP			5
#define SIGP_RESTART			6
#define SIGP_STOP_AND_STORE_STATUS	9
#define SIGP_INITIAL_CPU_RESET		11
#define SIGP_CPU_RESET			12
#define SIGP_SET_PREFIX			13
#define SIGP_STORE_STATUS_AT_ADDRESS	14
#define SIGP_SET_ARCHITECTURE		18
#define SIGP_COND_EMERGENCY_SIGNAL	19
#define SIGP_SENSE_RUNNING		21
#define SIGP_SET_MULTI_THREADING	22
#define SIGP_STORE_ADDITIONAL_STATUS	23

#define SIGP_CC_ORDER_CODE_ACCEPTED	0
#define SIGP_CC_STATUS_STORED		1
#define SIGP_CC_BUSY			2
#define SIGP_CC_NOT_OPERATIONAL		3

#define SIGP_STATUS_INVALID_ORDER	0x00000002UL
#define SIGP_STATUS_CHECK_STOP		0x00000010UL
#define SIGP_STATUS_STOPPED		0x00000040UL
#define SIGP_STATUS_EXT_CALL_PENDING	0x00000080UL
#define SIGP_STATUS_INVALID_PARAMETER	0x00000100UL
#define SIGP_STATUS_INCORRECT_STATE	0x00000200UL
#define SIGP_STATUS_NOT_RUNNING		0x00000400UL

#ifndef __ASSEMBLER__
#include <stdint.h>
#include <asm/psw.h>

/*
 * sigp() - one SIGNAL PROCESSOR, never repeated
 * @addr: address of the CPU signalled
 * @order: SIGP_*
 * @parm: parameter register
 * @status: if not NULL, gets bits 32-63 of the register that receives status;
 *          they are @parm's if the CPU stored no status
 *
 * Returns the condition code.
 */
static inline int sigp(uint16_t addr, uint8_t order, unsigned long parm, uint32_t *status)
{
	register unsigned long r1 asm("1") = parm;
	uint64_t bogus_cc = 3;
	int cc;

	asm volatile(
		"	tmll	%[bogus],3\n"
		"	sigp	%[reg1],%[addr],0(%[order])\n"
		"	ipm	%[cc]\n"
		"	srl	%[cc],28\n"
		: [cc] "=d" (cc), [reg1] "+d" (r1)
		: [addr] "d" (addr), [order] "a" ((unsigned long)order), [bogus] "d" (bogus_cc)
		: "memory", "cc");
	if (status)
		*status = r1;
	return cc;
}

/* sigp_retry() - same, repeated while the signalled CPU is busy */
static inline int sigp_retry(uint16_t addr, uint8_t order, unsigned long parm, uint32_t *status)
{
	int cc;

	do {
		cc = sigp(addr, order, parm, status);
	} while (cc == SIGP_CC_BUSY);
	return cc;
}

/* What STORE STATUS AT ADDRESS leaves behind */
struct cpu_status {
	uint64_t    fprs[16];			/* 0x0000 */
	uint64_t    grs[16];			/* 0x0080 */
	struct psw  psw;			/* 0x0100 */
	uint8_t     pad_0x0110[0x0118 - 0x0110];
	uint32_t    prefix;			/* 0x0118 */
	uint32_t    fpc;			/* 0x011c */
	uint8_t     pad_0x0120[0x0124 - 0x0120];
	uint32_t    todpr;			/* 0x0124 */
	uint64_t    cputm;			/* 0x0128 */
	uint64_t    ckc;			/* 0x0130, clock comparator >> 8 */
	uint8_t     pad_0x0138[0x0140 - 0x0138];
	uint32_t    ars[16];			/* 0x0140 */
	uint64_t    crs[16];			/* 0x0180 */
};
_Static_assert(sizeof(struct cpu_status) == 0x200, "status size");

#endif /* !__ASSEMBLER__ */
#endif
