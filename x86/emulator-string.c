// SPDX-License-Identifier: LGPL-2.1-or-later
/* emulator: string instructions between RAM, I/O memory and ports */
#include "emulator.h"
#include <asm/io.h>

#define LATCH	0xe0

struct cmps_row {
	char size;
	bool clear_zf;
	unsigned int count, left, advance;
};

static const struct cmps_row cmps_rows[] = {
	{ 'b', false, 30, 0, 30 }, { 'b', true, 30, 0, 30 },
	{ 'w', false, 15, 0, 30 }, { 'l', false, 7, 0, 28 },
	{ 'b', false, 130, 29, 101 }, { 'w', false, 65, 14, 102 }, { 'l', false, 32, 6, 104 },
#ifdef __x86_64__
	{ 'q', false, 4, 0, 32 }, { 'q', false, 16, 3, 104 },
#endif
};

#define REPE_CMPS(suffix)							\
	asm volatile("cmpl $1, %4\n\trepe cmps" suffix "\n\tsetz %3"		\
		     : "+S"(si), "+D"(di), "+c"(count), "=&q"(zf)		\
		     : "r"(other) : "cc", "memory")

static void cmps_pair(const char *what, const u8 *a, const u8 *b)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(cmps_rows); i++) {
		const struct cmps_row *row = &cmps_rows[i];
		const u8 *si = a, *di = b;
		ulong count = row->count;
		int other = row->clear_zf ? 2 : 1;
		u8 zf = 0;

		switch (row->size) {
		case 'b':
			REPE_CMPS("b");
			break;
		case 'w':
			REPE_CMPS("w");
			break;
		case 'l':
			REPE_CMPS("l");
			break;
#ifdef __x86_64__
		case 'q':
			REPE_CMPS("q");
			break;
#endif
		}
		check(count == row->left && si == a + row->advance && di == b + row->advance && zf == !row->left,
		      "%s: repe cmps%c of %u%s: left %lu, source +%ld, destination +%ld, ZF %u", what, row->size,
		      row->count, row->clear_zf ? ", ZF=0 before" : "", count, (long)(si - a), (long)(di - b), zf);
	}
}

void emu_cmps(void)
{
	u8 *m1 = emu_mmio, *m2 = emu_mmio + 1024;
	u8 ram[256];

	for (int i = 0; i < 256; i++) {
		m1[i] = m2[i] = ram[i] = i;
		if (i >= 100) {
			m2[i] = i + 1;
			ram[i] = i + 1;
		}
	}
	cmps_pair("I/O with RAM", m1, ram);
	cmps_pair("I/O with I/O", m1, m2);
	cmps_pair("RAM with I/O", ram, m1);
}

#define SCAS(suffix, acc, bytes, equal)						\
do {										\
	void *__di = emu_mmio;							\
	u8 __zf;								\
										\
	asm volatile("scas" suffix "; setz %1" : "+D"(__di), "=q"(__zf)		\
		     : "a"((ulong)(acc)), "m"(*(u64 *)emu_mmio) : "cc");	\
	check(__zf == (equal) && (u8 *)__di == emu_mmio + (bytes),		\
	      "scas" suffix " of " #acc ": ZF %u, DI +%ld", __zf, (long)((u8 *)__di - emu_mmio)); \
} while (0)

void emu_scas(void)
{
	*(volatile u64 *)emu_mmio = 0x0077665544332211ull;

	SCAS("b", 0xff11, 1, 1);
	SCAS("b", 0xff54, 1, 0);
	SCAS("w", 0xff2211, 2, 1);
	SCAS("w", 0xffdd11, 2, 0);
	SCAS("l", 0xff44332211ull, 4, 1);
	SCAS("l", 0x45332211ull, 4, 0);
#ifdef __x86_64__
	SCAS("q", 0x77665544332211ull, 8, 1);
	SCAS("q", 3, 8, 0);
#endif
}

#define MOVS(suffix, n, from, to)						\
do {										\
	const void *__si = (from);						\
	void *__di = (to);							\
	ulong __c = (n);							\
										\
	asm volatile("rep movs" suffix : "+S"(__si), "+D"(__di), "+c"(__c) : : "memory"); \
	check(!__c && !memcmp(pattern, to, 240) && (u8 *)__di == (u8 *)(to) + 240 &&	\
	      (u8 *)__si == (u8 *)(from) + 240,					\
	      "rep movs" suffix " " #from " to " #to);				\
	memset(to, 0xee, 240);							\
} while (0)

void emu_movs(void)
{
	u8 pattern[240], ram[240], *io1 = emu_mmio, *io2 = emu_mmio + 1024;
	/* Starts in RAM and ends in I/O RAM. */
	u8 *straddle = emu_mmio - 120;

	for (int i = 0; i < 240; i++)
		pattern[i] = i * 7 + 1;
	memcpy(io1, pattern, 240);
	MOVS("b", 240, io1, ram);
	MOVS("w", 120, io1, ram);
	MOVS("l", 60, io1, ram);
	MOVS("b", 240, io1, io2);
	MOVS("w", 120, io1, io2);
	MOVS("l", 60, io1, io2);
	MOVS("b", 240, pattern, io2);
	MOVS("w", 120, pattern, io2);
	MOVS("l", 60, pattern, io2);
#ifdef __x86_64__
	MOVS("q", 30, io1, ram);
	MOVS("q", 30, pattern, io2);
#endif
	MOVS("l", 60, pattern, straddle);
	MOVS("b", 240, pattern, straddle);
}

void emu_stos_lods(void)
{
	volatile u32 *m = (void *)emu_mmio;
	void *di = emu_mmio + 4;
	const void *si = emu_mmio + 8;
	ulong c = 3, a = 0x11223344;

	memset(emu_mmio, 0, 32);
	asm volatile("rep stosl" : "+D"(di), "+c"(c) : "a"(0xcafe1234) : "memory");
	check(m[0] == 0 && m[1] == 0xcafe1234 && m[2] == 0xcafe1234 && m[3] == 0xcafe1234 && m[4] == 0 && !c,
	      "rep stosl of 3: %x %x %x %x %x, left %lu", m[0], m[1], m[2], m[3], m[4], c);
	asm volatile("std; lodsw; cld" : "+S"(si), "+a"(a));
	check(a == 0x11221234 && (u8 *)si == emu_mmio + 6, "lodsw backwards: EAX %#lx, SI +%ld", a,
	      (long)((u8 *)si - emu_mmio));
}

void emu_outs(void)
{
	const char *text = "abcdefghijklmnop", *si;
	ulong count;

	si = text;
	count = 16;
	asm volatile("rep outsb" : "+S"(si), "+c"(count) : "d"(LATCH) : "memory");
	check(inb(LATCH) == 'p' && !count && si == text + 16, "rep outsb: port %#x, left %lu, SI +%ld",
	      inb(LATCH), count, (long)(si - text));
	si = text + 15;
	count = 16;
	asm volatile("std; rep outsb; cld" : "+S"(si), "+c"(count) : "d"(LATCH) : "memory");
	check(inb(LATCH) == 'a' && !count && si == text - 1, "rep outsb backwards: port %#x, left %lu, SI %ld",
	      inb(LATCH), count, (long)(si - text));
}

void emu_ins(void)
{
	u8 *start = emu_mmio + 4032, *di = start;
	ulong count = 1024;

	memset(emu_mmio, 0, PAGE_SIZE);
	outl(0x9999, LATCH);
	asm volatile("rep insb" : "+D"(di), "+c"(count) : "d"(LATCH) : "memory");
	check(start[1023] == 0x99 && start[0] == 0x99 && !count && di == start + 1024,
	      "rep insb of 1024 across a page: first %#x, last %#x, left %lu", start[0], start[1023], count);
}

void emu_cross_page(void)
{
	volatile u8 *m = emu_mmio;
	u16 w;

	m[4095] = 0x99;
	m[4096] = 0x77;
	asm volatile("movw %1, %0" : "=r"(w) : "m"(*(u16 *)&m[4095]));
	check_eq(w, 0x7799, "load across two pages of I/O memory");
	w = 0x88aa;
	asm volatile("movw %1, %0" : "=m"(*(u16 *)&m[4095]) : "r"(w));
	check(m[4095] == 0xaa && m[4096] == 0x88, "store across two pages of I/O memory: %x %x", m[4095], m[4096]);
	m[-1] = 0x11;
	m[0] = 0x22;
	asm volatile("movw %1, %0" : "=r"(w) : "m"(*(u16 *)&m[-1]));
	check_eq(w, 0x2211, "load across RAM and I/O memory");
}
