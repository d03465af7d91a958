// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Port input and output; identity address translation.
 */
#ifndef _ASMX86_IO_H_
#define _ASMX86_IO_H_

#define __iomem

static inline unsigned char inb(unsigned short port)
{
	unsigned char v;

	asm volatile("inb %w1, %0" : "=a"(v) : "Nd"(port) : "memory");
	return v;
}

static inline unsigned short inw(unsigned short port)
{
	unsigned short v;

	asm volatile("inw %w1, %0" : "=a"(v) : "Nd"(port) : "memory");
	return v;
}

static inline unsigned int inl(unsigned short port)
{
	unsigned int v;

	asm volatile("inl %w1, %0" : "=a"(v) : "Nd"(port) : "memory");
	return v;
}

static inline void outb(unsigned char v, unsigned short port)
{
	asm volatile("outb %0, %w1" : : "a"(v), "Nd"(port) : "memory");
}

static inline void outw(unsigned short v, unsigned short port)
{
	asm volatile("outw %0, %w1" : : "a"(v), "Nd"(port) : "memory");
}

static inline void outl(unsigned int v, unsigned short port)
{
	asm volatile("outl %0, %w1" : : "a"(v), "Nd"(port) : "memory");
}

#define inb inb
#define inw inw
#define inl inl
#define outb outb
#define outw outw
#define outl outl

/* The library's page tables map memory to itself. */
#define virt_to_phys virt_to_phys
static inline unsigned long virt_to_phys(const void *virt)
{
	return (unsigned long)virt;
}

#define phys_to_virt phys_to_virt
static inline void *phys_to_virt(unsigned long phys)
{
	return (void *)phys;
}

/* Map @size bytes at @phys_addr into fresh addresses; needs setup_vm(). */
#define ioremap ioremap
void __iomem *ioremap(phys_addr_t phys_addr, size_t size);

#include <asm-generic/io.h>

#endif /* _ASMX86_IO_H_ */
