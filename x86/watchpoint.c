// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * watchpoint: debug registers as breakpoints.
 *
 * Each of the four with each length and kind of access, at and beside the
 * watched bytes, across them, in repeated string instructions, I/O breakpoints,
 * RF, general detect, reserved bits. SDM volume 3 chapter 17.2 and 17.3.
 */
#include <libcflat.h>
#include <subtest.h>
#include <asm/debugreg.h>
#include <asm/io.h>
#include <x86/desc.h>
#include <x86/processor.h>

#define MAX_HITS	32

static struct {
	ulong rip, dr6;
} hits[MAX_HITS];
static volatile unsigned int nr_hits;
static bool set_rf;

static void on_db(struct ex_regs *regs)
{
	if (nr_hits < MAX_HITS) {
		hits[nr_hits].rip = regs->rip;
		hits[nr_hits].dr6 = read_dr6();
	}
	nr_hits++;
	write_dr6(DR6_ACTIVE_LOW);
	if (set_rf)
		regs->rflags |= X86_EFLAGS_RF;
	/* A test that does not end */
	if (nr_hits > 100)
		write_dr7(DR7_FIXED_1);
}

static void begin(void)
{
	write_dr7(DR7_FIXED_1);
	write_dr6(DR6_ACTIVE_LOW);
	handle_exception(DB_VECTOR, on_db);
	nr_hits = 0;
	set_rf = false;
}

static void end(void)
{
	write_dr7(DR7_FIXED_1);
	write_dr6(DR6_ACTIVE_LOW);
	handle_exception(DB_VECTOR, NULL);
}

static void write_dr(int n, void *p)
{
	switch (n) {
	case 0:
		write_dr0(p);
		break;
	case 1:
		write_dr1(p);
		break;
	case 2:
		write_dr2(p);
		break;
	case 3:
		write_dr3(p);
		break;
	}
}

#define RW_WRITE	1
#define RW_IO		2
#define RW_ACCESS	3

static ulong control(int n, int rw, int len)
{
	static const u8 encoding[] = { [1] = 0, [2] = 1, [4] = 3, [8] = 2 };

	return DR7_FIXED_1 | DR7_GE | 2ul << (2 * n) | (ulong)rw << (16 + 4 * n) | (ulong)encoding[len] << (18 + 4 * n);
}

static u8 area[64] __attribute__((aligned(64)));

static unsigned int store(u8 *p)
{
	nr_hits = 0;
	asm volatile("movb $1, %0" : "=m"(*p));
	return nr_hits;
}

static unsigned int load(u8 *p)
{
	u8 v;

	nr_hits = 0;
	asm volatile("movb %1, %0" : "=q"(v) : "m"(*p));
	return nr_hits;
}

static void one_register(int n, int len)
{
	u8 *p = area + 16;
	int i;

	begin();
	write_dr(n, p);
	write_dr7(control(n, RW_WRITE, len));
	for (i = 0; i < len; i++)
		check_eq(store(p + i), 1u, "DR%d, write, %d bytes: store to byte %d: hits", n, len, i);
	check_eq(hits[0].dr6 & 0xf, 1ul << n, "DR%d, write, %d bytes: DR6 tells the register", n, len);
	check_eq(store(p - 1), 0u, "DR%d, write, %d bytes: store before it: hits", n, len);
	check_eq(store(p + len), 0u, "DR%d, write, %d bytes: store behind it: hits", n, len);
	check_eq(load(p), 0u, "DR%d, write, %d bytes: load: hits", n, len);
	write_dr7(control(n, RW_ACCESS, len));
	check_eq(load(p), 1u, "DR%d, access, %d bytes: load: hits", n, len);
	check_eq(store(p), 1u, "DR%d, access, %d bytes: store: hits", n, len);
	check_eq(load(p + len), 0u, "DR%d, access, %d bytes: load behind it: hits", n, len);
	write_dr7(DR7_FIXED_1);
	check_eq(store(p), 0u, "DR%d off: store: hits", n);
	end();
}

static void lengths(void)
{
	for (int n = 0; n < 4; n++) {
		one_register(n, 1);
		one_register(n, 2);
		one_register(n, 4);
#ifdef __x86_64__
		one_register(n, 8);
#endif
	}
}

/* An access that only overlaps, and one address in two registers */
static void overlap(void)
{
	u8 *p = area + 16;

	begin();
	write_dr0(p);
	write_dr7(control(0, RW_WRITE, 1));
	nr_hits = 0;
	asm volatile("movl $1, %0" : "=m"(*(u32 *)(p - 3)));
	check_eq(nr_hits, 1u, "store of 4 bytes that ends in the watched byte: hits");
	nr_hits = 0;
	asm volatile("movl $1, %0" : "=m"(*(u32 *)(p - 4)));
	check_eq(nr_hits, 0u, "store of 4 bytes that ends before it: hits");
	write_dr2(p);
	write_dr7(control(0, RW_WRITE, 1) | control(2, RW_ACCESS, 1));
	store(p);
	check_eq(nr_hits, 1u, "DR0 and DR2 on one byte: hits");
	check_eq(hits[0].dr6 & 0xf, 5ul, "DR0 and DR2 on one byte: DR6");
	load(p);
	check_eq(hits[0].dr6 & 0xf, 4ul, "load: DR6 tells DR2 alone");
	end();
}

/* Traps come after the instruction; in a repeated one after the iteration. */
static void strings(void)
{
	u8 from[16];
	u8 *p = area;
	void *di = p;
	const void *si = from;
	ulong count = 16, insn;

	memset(from, 7, sizeof(from));
	memset(area, 0, sizeof(area));
	begin();
	write_dr1(p + 5);
	write_dr7(control(1, RW_WRITE, 1));
	nr_hits = 0;
	asm volatile("rep movsb" : "+D"(di), "+S"(si), "+c"(count) : : "memory");
	check_eq(nr_hits, 1u, "REP MOVSB over the watched byte: hits");
	check_eq(count, 0ul, "REP MOVSB over the watched byte: count afterwards");
	check(p[15] == 7, "REP MOVSB over the watched byte: runs to its end");
	di = p;
	si = from;
	count = 16;
	nr_hits = 0;
	asm volatile("mov $1f, %3\n\t1: rep movsb" : "+D"(di), "+S"(si), "+c"(count), "=&r"(insn) : : "memory");
	check_eq(hits[0].rip, insn, "REP MOVSB, hit in the middle: saved RIP is the instruction's own");
	end();
}

static void code(void)
{
	ulong at, value = 0;

	begin();
	set_rf = true;
	asm volatile("mov $1f, %0" "\n\t"
		     "mov %0, %%dr3\n\t"
		     "mov %2, %%dr7\n"
		     "1: inc %1\n\t"
		     "mov %3, %%dr7"
		     : "=&r"(at), "+r"(value)
		     : "r"(control(3, 0, 1)), "r"((ulong)DR7_FIXED_1) : "memory");
	check_eq(nr_hits, 1u, "code breakpoint, handler sets RF: hits");
	check_eq(value, 1ul, "the instruction ran once");
	check_eq(hits[0].rip, at, "saved RIP is that of the instruction");
	check_eq(hits[0].dr6 & 0xf, 8ul, "DR6 tells the register");
	end();
}

static void io(void)
{
	ulong cr4 = read_cr4();

	begin();
	write_cr4(cr4 | X86_CR4_DE);
	write_dr0((void *)0xe0ul);
	write_dr7(control(0, RW_IO, 1));
	nr_hits = 0;
	inb(0xe0);
	check_eq(nr_hits, 1u, "I/O breakpoint: IN from the port: hits");
	nr_hits = 0;
	outb(0, 0xe0);
	check_eq(nr_hits, 1u, "I/O breakpoint: OUT to the port: hits");
	nr_hits = 0;
	inb(0xe1);
	check_eq(nr_hits, 0u, "I/O breakpoint: IN from the next port: hits");
	nr_hits = 0;
	inl(0xe0);
	check_eq(nr_hits, 1u, "I/O breakpoint: IN of 4 bytes from the port: hits");
	write_dr7(DR7_FIXED_1);
	write_cr4(cr4);
	end();
}

static void general_detect(void)
{
	ulong v, dr7;

	begin();
	write_dr7(DR7_FIXED_1 | DR7_GD);
	asm volatile("mov %%dr0, %0" : "=r"(v));
	dr7 = read_dr7();
	check_eq(nr_hits, 1u, "DR7.GD: MOV from DR0: hits");
	check(hits[0].dr6 & DR6_BD, "DR7.GD: DR6.BD");
	check(!(dr7 & DR7_GD), "DR7.GD is cleared on entry to the handler");
	end();
}

static void reserved(void)
{
	begin();
	write_dr6(0);
	check_eq(read_dr6() & ~(ulong)(DR6_RTM | DR6_BUS_LOCK), (ulong)DR6_ACTIVE_LOW & ~(ulong)(DR6_RTM | DR6_BUS_LOCK),
		 "DR6 after 0 was written: fixed bits");
	write_dr7(0);
	check_eq(read_dr7(), (ulong)DR7_FIXED_1, "DR7 after 0 was written: fixed bit");
#ifdef __x86_64__
	check_eq(asm_safe("mov %0, %%dr7", "r"(1ul << 32)), GP_VECTOR, "DR7 with a bit of the upper half");
	check_eq(asm_safe("mov %0, %%dr6", "r"(1ul << 32)), GP_VECTOR, "DR6 with a bit of the upper half");
#endif
	end();
}

static const struct subtest subtests[] = {
	{ "lengths", lengths },
	{ "overlap", overlap },
	{ "strings", strings },
	{ "code", code },
	{ "io", io },
	{ "general-detect", general_detect },
	{ "reserved", reserved },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
