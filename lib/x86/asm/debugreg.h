// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Debug registers DR6 and DR7: SDM volume 3 section 17.2.
 */
#ifndef _ASMX86_DEBUGREG_H_
#define _ASMX86_DEBUGREG_H_

#include <bitops.h>

/* DR6 after reset; bits 16 (RTM) and 11 (bus lock) are active low too. */
#define DR6_ACTIVE_LOW		0xffff0ff0
#define DR6_VOLATILE		0x0001e80f
#define DR6_FIXED_1		(DR6_ACTIVE_LOW & ~DR6_VOLATILE)

#define DR6_TRAP0		BIT(0)
#define DR6_TRAP1		BIT(1)
#define DR6_TRAP2		BIT(2)
#define DR6_TRAP3		BIT(3)
#define DR6_TRAP_BITS		(DR6_TRAP0 | DR6_TRAP1 | DR6_TRAP2 | DR6_TRAP3)
#define DR6_BUS_LOCK		BIT(11)
#define DR6_BD			BIT(13)
#define DR6_BS			BIT(14)
#define DR6_BT			BIT(15)
#define DR6_RTM			BIT(16)

#define DR7_FIXED_1		0x00000400
#define DR7_VOLATILE		0xffff2bff
#define DR7_BP_EN_MASK		0x000000ff
#define DR7_LE			BIT(8)
#define DR7_GE			BIT(9)
#define DR7_RTM			BIT(11)
#define DR7_GD			BIT(13)

#define DR7_LOCAL_ENABLE_DRx(x)		(1ul << ((x) * 2))
#define DR7_GLOBAL_ENABLE_DRx(x)	(2ul << ((x) * 2))
#define DR7_ENABLE_DRx(x)		\
	(DR7_LOCAL_ENABLE_DRx(x) | DR7_GLOBAL_ENABLE_DRx(x))

#define DR7_GLOBAL_ENABLE_DR0	DR7_GLOBAL_ENABLE_DRx(0)
#define DR7_GLOBAL_ENABLE_DR1	DR7_GLOBAL_ENABLE_DRx(1)
#define DR7_GLOBAL_ENABLE_DR2	DR7_GLOBAL_ENABLE_DRx(2)
#define DR7_GLOBAL_ENABLE_DR3	DR7_GLOBAL_ENABLE_DRx(3)

/* What breakpoint x watches ... */
#define DR7_RW_SHIFT(x)		(16 + (x) * 4)
#define DR7_EXECUTE_DRx(x)	(0ul << DR7_RW_SHIFT(x))
#define DR7_WRITE_DRx(x)	(1ul << DR7_RW_SHIFT(x))
#define DR7_PORT_IO_DRx(x)	(2ul << DR7_RW_SHIFT(x))
#define DR7_DATA_IO_DRx(x)	(3ul << DR7_RW_SHIFT(x))

/* ... and how many bytes of it. */
#define DR7_LEN_SHIFT(x)	(18 + (x) * 4)
#define DR7_LEN_1_DRx(x)	(0ul << DR7_LEN_SHIFT(x))
#define DR7_LEN_2_DRx(x)	(1ul << DR7_LEN_SHIFT(x))
#define DR7_LEN_4_DRx(x)	(3ul << DR7_LEN_SHIFT(x))
#define DR7_LEN_8_DRx(x)	(2ul << DR7_LEN_SHIFT(x))

#endif /* _ASMX86_DEBUGREG_H_ */
