// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The run-time ABI (IHI 0043) helpers that return quotient and remainder in registers,
 * on top of the neutral library's division.
 */
	.arch	armv7-a
	.syntax	unified
	.arm
	.text

	/* quotient in r0:r1, remainder in r2:r3 */
	.macro	div64, name, impl
	.globl	\name
\name:
	push	{r4, lr}
	sub	sp, sp, #16
	add	r4, sp, #8
	str	r4, [sp]
	bl	\impl
	ldrd	r2, r3, [sp, #8]
	add	sp, sp, #16
	pop	{r4, pc}
	.endm

	div64	__aeabi_uldivmod, __udivmoddi4
	div64	__aeabi_ldivmod, __divmoddi4
