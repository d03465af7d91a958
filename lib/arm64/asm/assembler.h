/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Cache maintenance loops for assembly. */
#ifndef __ASSEMBLER__
#error "assembly only"
#endif

#ifndef _ASMARM64_ASSEMBLER_H_
#define _ASMARM64_ASSEMBLER_H_

/* reg = bytes in the smallest data cache line: 4 << CTR_EL0.DminLine */
	.macro	raw_dcache_line_size, reg, tmp
	mrs	\tmp, ctr_el0
	ubfx	\tmp, \tmp, #16, #4
	mov	\reg, #4
	lsl	\reg, \reg, \tmp
	.endm

/*
 * dc \op on every line of [addr, addr + size), then dsb \domain.
 * Corrupts addr, size and the temporaries.
 */
	.macro	dcache_by_line_op, op, domain, addr, size, tmp1, tmp2
	raw_dcache_line_size \tmp1, \tmp2
	add	\size, \addr, \size
	sub	\tmp2, \tmp1, #1
	bic	\addr, \addr, \tmp2
.Ldc_loop_\@:
	dc	\op, \addr
	add	\addr, \addr, \tmp1
	cmp	\addr, \size
	b.lo	.Ldc_loop_\@
	dsb	\domain
	.endm

#endif /* _ASMARM64_ASSEMBLER_H_ */
