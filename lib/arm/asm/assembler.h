/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Cache maintenance loops for assembly. */
#ifndef __ASSEMBLER__
#error "assembly only"
#endif

#ifndef _ASMARM_ASSEMBLER_H_
#define _ASMARM_ASSEMBLER_H_

/* reg = bytes in the smallest data cache line: 4 << CTR.DminLine */
	.macro	dcache_line_size, reg, tmp
	mrc	p15, 0, \tmp, c0, c0, 1
	ubfx	\tmp, \tmp, #16, #4
	mov	\reg, #4
	mov	\reg, \reg, lsl \tmp
	.endm

/*
 * \op, which is dccimvac, on every line of [addr, addr + size), then dsb \domain. The range
 * may end at 4 GiB. Corrupts addr, size and the temporaries.
 */
	.macro	dcache_by_line_op, op, domain, addr, size, tmp1, tmp2
	dcache_line_size \tmp1, \tmp2
	sub	\tmp2, \tmp1, #1
	add	\size, \addr, \size
	sub	\size, \size, #1		@ the last byte
	bic	\addr, \addr, \tmp2
	bic	\size, \size, \tmp2		@ the last line
.Ldc_loop_\@:
	.ifc	\op, dccimvac
	mcr	p15, 0, \addr, c7, c14, 1
	.else
	.error	"unknown data cache operation"
	.endif
	cmp	\addr, \size
	add	\addr, \addr, \tmp1
	bne	.Ldc_loop_\@
	dsb	\domain
	.endm

#endif /* _ASMARM_ASSEMBLER_H_ */
