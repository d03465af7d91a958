// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Access to devices. <asm/io.h> defines what it does its own way, as macros of
 * the same names, before it includes this.
 */
#ifndef _ASM_GENERIC_IO_H_
#define _ASM_GENERIC_IO_H_

#include <libcflat.h>
#include <asm/barrier.h>
#include <asm/page.h>

#ifndef __iomem
#define __iomem
#endif

#define __bswap16(x)	__builtin_bswap16(x)
#define __bswap32(x)	__builtin_bswap32(x)
#define __bswap64(x)	__builtin_bswap64(x)

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define le16_to_cpu(x)	((u16)(x))
#define le32_to_cpu(x)	((u32)(x))
#define le64_to_cpu(x)	((u64)(x))
#define be16_to_cpu(x)	__bswap16(x)
#define be32_to_cpu(x)	__bswap32(x)
#define be64_to_cpu(x)	__bswap64(x)
#else
#define le16_to_cpu(x)	__bswap16(x)
#define le32_to_cpu(x)	__bswap32(x)
#define le64_to_cpu(x)	__bswap64(x)
#define be16_to_cpu(x)	((u16)(x))
#define be32_to_cpu(x)	((u32)(x))
#define be64_to_cpu(x)	((u64)(x))
#endif
#define cpu_to_le16(x)	le16_to_cpu(x)
#define cpu_to_le32(x)	le32_to_cpu(x)
#define cpu_to_le64(x)	le64_to_cpu(x)
#define cpu_to_be16(x)	be16_to_cpu(x)
#define cpu_to_be32(x)	be32_to_cpu(x)
#define cpu_to_be64(x)	be64_to_cpu(x)

/* Native byte order, no ordering. */
#ifndef __raw_readb
#define __raw_readb __raw_readb
static inline u8 __raw_readb(const volatile void *addr)
{
	return *(const volatile u8 *)addr;
}
#endif

#ifndef __raw_readw
#define __raw_readw __raw_readw
static inline u16 __raw_readw(const volatile void *addr)
{
	return *(const volatile u16 *)addr;
}
#endif

#ifndef __raw_readl
#define __raw_readl __raw_readl
static inline u32 __raw_readl(const volatile void *addr)
{
	return *(const volatile u32 *)addr;
}
#endif

#ifndef __raw_readq
#define __raw_readq __raw_readq
static inline u64 __raw_readq(const volatile void *addr)
{
	assert(sizeof(unsigned long) == sizeof(u64));
	return *(const volatile u64 *)addr;
}
#endif

#ifndef __raw_writeb
#define __raw_writeb __raw_writeb
static inline void __raw_writeb(u8 val, volatile void *addr)
{
	*(volatile u8 *)addr = val;
}
#endif

#ifndef __raw_writew
#define __raw_writew __raw_writew
static inline void __raw_writew(u16 val, volatile void *addr)
{
	*(volatile u16 *)addr = val;
}
#endif

#ifndef __raw_writel
#define __raw_writel __raw_writel
static inline void __raw_writel(u32 val, volatile void *addr)
{
	*(volatile u32 *)addr = val;
}
#endif

#ifndef __raw_writeq
#define __raw_writeq __raw_writeq
static inline void __raw_writeq(u64 val, volatile void *addr)
{
	assert(sizeof(unsigned long) == sizeof(u64));
	*(volatile u64 *)addr = val;
}
#endif

/* Little-endian device registers; reads are followed, writes preceded by a barrier. */
#define __read_le(raw, conv, addr)				\
	({ typeof(conv(raw(addr))) __io = conv(raw(addr)); rmb(); __io; })
#define __write_le(raw, conv, val, addr)			\
	({ wmb(); raw(conv(val), addr); })
#define __as_is(x) (x)

#ifndef readb
#define readb(addr)		__read_le(__raw_readb, __as_is, addr)
#endif
#ifndef readw
#define readw(addr)		__read_le(__raw_readw, le16_to_cpu, addr)
#endif
#ifndef readl
#define readl(addr)		__read_le(__raw_readl, le32_to_cpu, addr)
#endif
#ifndef readq
#define readq(addr)		__read_le(__raw_readq, le64_to_cpu, addr)
#endif
#ifndef writeb
#define writeb(val, addr)	__write_le(__raw_writeb, __as_is, val, addr)
#endif
#ifndef writew
#define writew(val, addr)	__write_le(__raw_writew, cpu_to_le16, val, addr)
#endif
#ifndef writel
#define writel(val, addr)	__write_le(__raw_writel, cpu_to_le32, val, addr)
#endif
#ifndef writeq
#define writeq(val, addr)	__write_le(__raw_writeq, cpu_to_le64, val, addr)
#endif

/* Ports: memory at that address unless the architecture has real ones. */
#ifndef inb
#define inb inb
static inline u8 inb(unsigned long port)
{
	return readb((const volatile void *)port);
}
#endif

#ifndef inw
#define inw inw
static inline u16 inw(unsigned long port)
{
	return readw((const volatile void *)port);
}
#endif

#ifndef inl
#define inl inl
static inline u32 inl(unsigned long port)
{
	return readl((const volatile void *)port);
}
#endif

#ifndef outb
#define outb outb
static inline void outb(u8 val, unsigned long port)
{
	writeb(val, (volatile void *)port);
}
#endif

#ifndef outw
#define outw outw
static inline void outw(u16 val, unsigned long port)
{
	writew(val, (volatile void *)port);
}
#endif

#ifndef outl
#define outl outl
static inline void outl(u32 val, unsigned long port)
{
	writel(val, (volatile void *)port);
}
#endif

/* Reach @size bytes of device registers at @addr; the identity map by default. */
#ifndef ioremap
#define ioremap ioremap
static inline void __iomem *ioremap(phys_addr_t addr, size_t size)
{
	assert(size == 0 || addr + size - 1 <= (unsigned long)-1);
	return (void __iomem *)(unsigned long)addr;
}
#endif

#ifndef virt_to_phys
#define virt_to_phys virt_to_phys
static inline phys_addr_t virt_to_phys(const volatile void *virt)
{
	return __pa(virt);
}
#endif

#ifndef phys_to_virt
#define phys_to_virt phys_to_virt
static inline void *phys_to_virt(phys_addr_t phys)
{
	return __va(phys);
}
#endif

#endif
