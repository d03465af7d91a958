/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Calls to the firmware or hypervisor by the SMC Calling Convention (DEN 0028). */
#ifndef _ASMARM_ARM_SMCCC_H_
#define _ASMARM_ARM_SMCCC_H_

/* Registers 0 to 9 as the callee left them. */
struct smccc_result {
	unsigned long r0;
	unsigned long r1;
	unsigned long r2;
	unsigned long r3;
	unsigned long r4;
	unsigned long r5;
	unsigned long r6;
	unsigned long r7;
	unsigned long r8;
	unsigned long r9;
};

/*
 * Call function_id with up to eleven arguments. Returns register 0 as an int; result, when
 * not NULL, gets registers 0 to 9. The caller's other registers are preserved.
 */
typedef int (*smccc_invoke_fn)(unsigned int function_id, unsigned long arg0,
			       unsigned long arg1, unsigned long arg2,
			       unsigned long arg3, unsigned long arg4,
			       unsigned long arg5, unsigned long arg6,
			       unsigned long arg7, unsigned long arg8,
			       unsigned long arg9, unsigned long arg10,
			       struct smccc_result *result);

extern int arm_smccc_hvc(unsigned int function_id, unsigned long arg0,
			 unsigned long arg1, unsigned long arg2,
			 unsigned long arg3, unsigned long arg4,
			 unsigned long arg5, unsigned long arg6,
			 unsigned long arg7, unsigned long arg8,
			 unsigned long arg9, unsigned long arg10,
			 struct smccc_result *result);
extern int arm_smccc_smc(unsigned int function_id, unsigned long arg0,
			 unsigned long arg1, unsigned long arg2,
			 unsigned long arg3, unsigned long arg4,
			 unsigned long arg5, unsigned long arg6,
			 unsigned long arg7, unsigned long arg8,
			 unsigned long arg9, unsigned long arg10,
			 struct smccc_result *result);

#endif /* _ASMARM_ARM_SMCCC_H_ */
