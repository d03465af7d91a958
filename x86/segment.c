// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * segment: descriptors and the checks on them.
 *
 * LAR, LSL, VERR and VERW for every descriptor type; loads of segment registers
 * with all that can be wrong with a selector or descriptor, with their error
 * codes; on i386 limits and types when memory is accessed through a segment.
 * SDM volume 3 chapters 3 and 5; volume 2 (the instructions).
 */
#include <libcflat.h>
#include <subtest.h>
#include <x86/desc.h>
#include <x86/processor.h>

#define SEL		FIRST_SPARE_SEL
#define BEYOND		0xfff8
#define LIMIT		0x12345

#define S_BIT		0x10
#define PRESENT		0x80
#define DPL(n)		((n) << 5)

#ifdef __x86_64__
#define LAR_SYSTEM	(BIT(2) | BIT(9) | BIT(11) | BIT(12))
#define LSL_SYSTEM	(BIT(2) | BIT(9) | BIT(11))
#else
#define LAR_SYSTEM	(BIT(1) | BIT(2) | BIT(3) | BIT(4) | BIT(5) | BIT(9) | BIT(11) | BIT(12))
#define LSL_SYSTEM	(BIT(1) | BIT(2) | BIT(3) | BIT(9) | BIT(11))
#endif

static bool lar(u16 sel, u32 *rights)
{
	u32 v = 0;
	u8 zf;

	asm volatile("lar %2, %0; setz %1" : "+r"(v), "=q"(zf) : "r"((u32)sel) : "cc");
	*rights = v;
	return zf;
}

static bool lsl(u16 sel, u32 *limit)
{
	u32 v = 0;
	u8 zf;

	asm volatile("lsl %2, %0; setz %1" : "+r"(v), "=q"(zf) : "r"((u32)sel) : "cc");
	*limit = v;
	return zf;
}

static bool verr(u16 sel)
{
	u8 zf;

	asm volatile("verr %w1; setz %0" : "=q"(zf) : "r"((u32)sel) : "cc");
	return zf;
}

static bool verw(u16 sel)
{
	u8 zf;

	asm volatile("verw %w1; setz %0" : "=q"(zf) : "r"((u32)sel) : "cc");
	return zf;
}

static void one_descriptor(u8 access, u8 rpl)
{
	bool segment = access & S_BIT, code = segment && access & 8, conforming = code && access & 4;
	u8 type = access & 0xf, dpl = access >> 5 & 3;
	/* At CPL 0 the RPL alone counts. */
	bool allowed = conforming || dpl >= rpl;
	bool want_lar = allowed && (segment || LAR_SYSTEM & BIT(type));
	bool want_lsl = allowed && (segment || LSL_SYSTEM & BIT(type));
	bool want_r = allowed && segment && (!code || access & 2);
	bool want_w = allowed && segment && !code && access & 2;
	u32 v;
	bool got;

	set_gdt_entry(SEL, 0, LIMIT, access, 0x40);
	got = lar(SEL | rpl, &v);
	check(got == want_lar && (!got || (v & 0xff00) == (u32)access << 8),
	      "type byte %02x, RPL %u: LAR %s", access, rpl, want_lar ? "gives the type" : "clears ZF");
	got = lsl(SEL | rpl, &v);
	check(got == want_lsl && (!got || v == LIMIT),
	      "type byte %02x, RPL %u: LSL %s", access, rpl, want_lsl ? "gives the limit" : "clears ZF");
	check_eq(verr(SEL | rpl), want_r, "type byte %02x, RPL %u: VERR", access, rpl);
	check_eq(verw(SEL | rpl), want_w, "type byte %02x, RPL %u: VERW", access, rpl);
}

static void query(void)
{
	u32 v = 0;
	int i;

	/* After a reset the null LDTR has a limit of 64 KiB. */
	lldt(0);

	for (i = 0; i < 16; i++) {
		one_descriptor(PRESENT | DPL(0) | i, 0);
		one_descriptor(PRESENT | DPL(0) | S_BIT | i, 0);
		one_descriptor(PRESENT | DPL(0) | S_BIT | i, 3);
		one_descriptor(PRESENT | DPL(3) | S_BIT | i, 3);
	}
	set_gdt_entry(SEL, 0, 0x12, PRESENT | S_BIT | 2, 0xc0);
	check(lsl(SEL, &v) && v == 0x12fff, "LSL in units of pages: %#x", v);
	check(!lar(0, &v) && !lsl(0, &v) && !verr(0) && !verw(0), "null selector: ZF clear for all four");
	check(!lar(BEYOND, &v) && !lsl(BEYOND, &v) && !verr(BEYOND) && !verw(BEYOND),
	      "selector beyond the GDT: ZF clear for all four");
	check(!lar(SEL | 4, &v) && !verr(SEL | 4), "selector of the null LDT: ZF clear");
}

struct load {
	const char *name;
	u16 sel;
	u8 access;
	int vector;
	/* Error code; -1: none to compare */
	int error;
};

/* DS, ES, FS, GS: SDM volume 2, MOV to a segment register, and volume 3, 5.5 */
static const struct load data_loads[] = {
	{ "writable data", SEL, PRESENT | S_BIT | 2, 0, -1 },
	{ "read-only data", SEL, PRESENT | S_BIT | 0, 0, -1 },
	{ "readable code", SEL, PRESENT | S_BIT | 10, 0, -1 },
	{ "conforming readable code, RPL 3, DPL 0", SEL | 3, PRESENT | S_BIT | 14, 0, -1 },
	{ "execute-only code", SEL, PRESENT | S_BIT | 8, GP_VECTOR, SEL },
	{ "data, RPL 3, DPL 0", SEL | 3, PRESENT | S_BIT | 2, GP_VECTOR, SEL },
	{ "data, RPL 3, DPL 3", SEL | 3, PRESENT | S_BIT | DPL(3) | 2, 0, -1 },
	{ "data not present", SEL, S_BIT | 2, NP_VECTOR, SEL },
	{ "call gate", SEL, PRESENT | 12, GP_VECTOR, SEL },
	{ "busy TSS", SEL, PRESENT | 11, GP_VECTOR, SEL },
	{ "beyond the GDT", BEYOND, 0, GP_VECTOR, BEYOND },
	{ "in the null LDT", SEL | 4, PRESENT | S_BIT | 2, GP_VECTOR, SEL | 4 },
	{ "null", 0, 0, 0, -1 },
	{ "null with RPL 3", 3, 0, 0, -1 },
};

static const struct load stack_loads[] = {
	{ "writable data", SEL, PRESENT | S_BIT | 2, 0, -1 },
	{ "read-only data", SEL, PRESENT | S_BIT | 0, GP_VECTOR, SEL },
	{ "code", SEL, PRESENT | S_BIT | 10, GP_VECTOR, SEL },
	{ "RPL 3", SEL | 3, PRESENT | S_BIT | 2, GP_VECTOR, SEL },
	{ "DPL 3", SEL, PRESENT | S_BIT | DPL(3) | 2, GP_VECTOR, SEL },
	{ "not present", SEL, S_BIT | 2, SS_VECTOR, SEL },
	{ "call gate", SEL, PRESENT | 12, GP_VECTOR, SEL },
	{ "beyond the GDT", BEYOND, 0, GP_VECTOR, BEYOND },
#ifndef __x86_64__
	{ "null", 0, 0, GP_VECTOR, 0 },
#endif
};

static void prepare(const struct load *l)
{
	set_gdt_entry(SEL, 0, 0xfffff, l->access, 0xc0);
}

static void result(const struct load *l, int vector)
{
	if (check_eq(vector, l->vector, "%s: vector", l->name) && l->error >= 0)
		check_eq(exception_error_code(), (unsigned int)l->error, "%s: error code", l->name);
}

static void load_data(void)
{
	u16 es = read_es();
	gdt_entry_t *e = get_gdt_entry(SEL);

	lldt(0);
	for (unsigned int i = 0; i < ARRAY_SIZE(data_loads); i++) {
		const struct load *l = &data_loads[i];
		int vector;

		prepare(l);
		vector = asm_safe("mov %w0, %%es", "r"((ulong)l->sel));
		if (!vector && l->access)
			check(e->type & 1, "%s: accessed bit is set by the load", l->name);
		write_es(es);
		result(l, vector);
	}
}

static void load_stack(void)
{
	u16 ss = read_ss();

	for (unsigned int i = 0; i < ARRAY_SIZE(stack_loads); i++) {
		const struct load *l = &stack_loads[i];
		int vector;

		prepare(l);
		vector = asm_safe("mov %w0, %%ss", "r"((ulong)l->sel));
		write_ss(ss);
		result(l, vector);
	}
}

#ifndef __x86_64__
/* Access through FS: SDM volume 3, 5.3 (limits) and 5.4 (types) */
static u8 area[8192] __attribute__((aligned(4096)));

struct fs_access {
	const char *name;
	u8 access, gran;
	u32 limit;
	u32 offset;
	bool write;
	int vector;
};

static const struct fs_access fs_accesses[] = {
	{ "last double word of the limit", PRESENT | S_BIT | 2, 0x40, 0xfff, 0xffc, false, 0 },
	{ "double word across the limit", PRESENT | S_BIT | 2, 0x40, 0xfff, 0xffd, false, GP_VECTOR },
	{ "double word behind the limit", PRESENT | S_BIT | 2, 0x40, 0xfff, 0x1000, false, GP_VECTOR },
	{ "limit in pages, last double word", PRESENT | S_BIT | 2, 0xc0, 0, 0xffc, true, 0 },
	{ "limit in pages, behind", PRESENT | S_BIT | 2, 0xc0, 0, 0x1000, true, GP_VECTOR },
	{ "expand-down, above the limit", PRESENT | S_BIT | 6, 0x40, 0xfff, 0x1000, true, 0 },
	{ "expand-down, inside the limit", PRESENT | S_BIT | 6, 0x40, 0xfff, 0xffc, true, GP_VECTOR },
	{ "write to read-only data", PRESENT | S_BIT | 0, 0x40, 0xfff, 0, true, GP_VECTOR },
	{ "read of read-only data", PRESENT | S_BIT | 0, 0x40, 0xfff, 0, false, 0 },
	{ "write to code", PRESENT | S_BIT | 10, 0x40, 0xfff, 0, true, GP_VECTOR },
};

static void through_fs(void)
{
	u16 fs = read_fs();

	for (unsigned int i = 0; i < ARRAY_SIZE(fs_accesses); i++) {
		const struct fs_access *a = &fs_accesses[i];
		int vector;

		set_gdt_entry(SEL, (ulong)area, a->limit, a->access, a->gran);
		write_fs(SEL);
		if (a->write)
			vector = asm_safe("movl $0, %%fs:(%0)", "r"(a->offset));
		else
			vector = asm_safe("movl %%fs:(%0), %%eax", "r"(a->offset), "a"(0));
		write_fs(fs);
		check_eq(vector, a->vector, "%s: vector", a->name);
	}
	write_fs(0);
	check_eq(asm_safe("movl %%fs:(%0), %%eax", "r"(area), "a"(0)), GP_VECTOR, "null selector: vector");
	write_fs(fs);
}

static void arpl(void)
{
	u32 sel;
	u8 zf;

	sel = 0x10;
	asm volatile("arpl %w2, %w0; setz %1" : "+r"(sel), "=q"(zf) : "r"(0x13) : "cc");
	check(zf && sel == 0x13, "ARPL raises RPL 0 to 3: ZF %u, %#x", zf, sel);
	asm volatile("arpl %w2, %w0; setz %1" : "+r"(sel), "=q"(zf) : "r"(0x11) : "cc");
	check(!zf && sel == 0x13, "ARPL leaves RPL 3 against 1: ZF %u, %#x", zf, sel);
}
#endif

static const struct subtest subtests[] = {
	{ "query", query },
	{ "load-data", load_data },
	{ "load-stack", load_stack },
#ifndef __x86_64__
	{ "through-fs", through_fs },
	{ "arpl", arpl },
#endif
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
