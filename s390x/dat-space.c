// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * dat-space: address-space designations, their limits, and the spaces themselves.
 *
 * Every designation type with every table length and offset, the secondary and the
 * home space, moves between spaces, common segments, invalidation by IDTE and PTLB,
 * low-address protection of private spaces, prefixing (PoP chapters 3 and 10).
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <asm/asm-offsets.h>
#include <asm/barrier.h>
#include <asm/mem.h>
#include <asm/page.h>
#include <asm/pgtable.h>
#include <mmu.h>
#include <vmalloc.h>
#include "pgm.h"

#define SEGMENT		0
#define REGION3		1
#define REGION2		2
#define REGION1		3
#define SECONDARY_CONTROL	(63 - 37)	/* CR0 */
#define TEID		(*(volatile uint64_t *)OPAQUE_PTR(GEN_LC_TRANS_EXC_ID))

static uint64_t *table[4];		/* by type; all entries alike, they end in one frame */
static uint64_t *page_table;
static uint8_t *frame;
static const int shift[4] = { SEGMENT_SHIFT, REGION3_SHIFT, REGION2_SHIFT, REGION1_SHIFT };
static const uint16_t fault[4] = { 0x10, 0x3b, 0x3a, 0x39 };
static const char *const type_name[4] = { "segment", "region-third", "region-second", "region-first" };

static const uint8_t magic = 0x5b;

static void ptlb(void)
{
	asm volatile("ptlb" : : : "memory");
}

static uint64_t entry_of(int type, uint64_t offset, uint64_t length)
{
	return type == SEGMENT ? __pa(page_table) :
	       __pa(table[type - 1]) | (uint64_t)type << 2 | offset << 6 | length;
}

static void fill(int type, uint64_t offset, uint64_t length)
{
	for (int i = 0; i < REGION_TABLE_ENTRIES; i++)
		table[type][i] = entry_of(type, offset, length);
}

static void make_tables(void)
{
	frame = alloc_page();
	memset(frame, magic, PAGE_SIZE);
	page_table = alloc_page();
	for (int i = 0; i < PAGE_TABLE_ENTRIES; i++)
		page_table[i] = __pa(frame);
	for (int type = SEGMENT; type <= REGION1; type++)
		table[type] = alloc_pages(REGION_TABLE_ORDER);
	for (int type = SEGMENT; type <= REGION1; type++)
		fill(type, 0, 3);
}

static uint64_t designation(int type, int length)
{
	return __pa(table[type]) | type << 2 | length;
}

/* One byte at @address of the space @asce; the program-interruption code */
static uint16_t fetch(uint64_t asce, uint64_t address, uint64_t *teid)
{
	uint64_t saved = stctg(7);
	uint8_t byte = 0;
	uint16_t code;

	lctlg(7, asce);
	ptlb();
	expect_pgm_int();
	asm volatile("lghi	%%r0,0x81\n	lghi	%%r1,1\n	mvcos	%0,0(%1),%%r1\n"
		     : "+Q" (byte) : "a" (address) : "0", "1", "cc", "memory");
	if (teid)
		*teid = TEID;
	code = clear_pgm_int();
	lctlg(7, saved);
	return code ? code : byte == magic ? 0 : 0xffff;
}

/* Table length: four quarters */
static void lengths(void)
{
	for (int type = SEGMENT; type <= REGION1; type++)
		for (int length = 0; length < 4; length++)
			for (uint64_t quarter = 0; quarter < 4; quarter++) {
				uint64_t first = quarter << (shift[type] + 9);
				uint64_t last = first + (1UL << (shift[type] + 9)) - 1;
				uint16_t code = quarter <= (unsigned int)length ? 0 : fault[type];

				check_eq(fetch(designation(type, length), first, NULL), code,
					 "%s table, length %d: quarter %d", type_name[type], length, (int)quarter);
				check_eq(fetch(designation(type, length), last, NULL), code,
					 "%s table, length %d: end of quarter %d", type_name[type], length, (int)quarter);
			}
}

/* Addresses that are too large for the type */
static void types(void)
{
	for (int type = SEGMENT; type < REGION1; type++)
		for (int bit = shift[type] + 11; bit < 64; bit++)
			check_eq(fetch(designation(type, 3), 1UL << bit, NULL), 0x38,
				 "%s table: address bit %d", type_name[type], 63 - bit);
}

/* Offset and length of the next table in a region-table entry */
static void entry_lengths(void)
{
	for (int type = REGION3; type <= REGION1; type++) {
		for (int offset = 0; offset < 4; offset++)
			for (int length = 0; length < 4; length++) {
				unsigned int ok = 0, wrong = 0, want = 0;

				fill(type, offset, length);
				for (uint64_t quarter = 0; quarter < 4; quarter++) {
					uint16_t code = fetch(designation(type, 3), quarter << (shift[type - 1] + 9), NULL);

					ok |= (code == 0) << quarter;
					wrong += code && code != fault[type - 1];
					want |= ((int)quarter >= offset && (int)quarter <= length) << quarter;
				}
				check_eq(ok, want, "%s entry, offset %d, length %d: quarters", type_name[type], offset, length);
				check_eq(wrong, 0, "%s entry, offset %d, length %d: other codes", type_name[type], offset,
					 length);
			}
		fill(type, 0, 3);
	}
}

static void common_segment(void)
{
	uint64_t old = table[SEGMENT][5], address = 5UL << SEGMENT_SHIFT;

	table[SEGMENT][5] = old | SEGMENT_ENTRY_CS;
	check_eq(fetch(designation(SEGMENT, 3), address, NULL), 0, "common segment");
	check_eq(fetch(designation(SEGMENT, 3) | ASCE_P, address, NULL), 0x12, "common segment in a private space");
	table[SEGMENT][5] = old;
	check_eq(fetch(designation(SEGMENT, 3) | ASCE_P, address, NULL), 0, "private space");
	/* a real space: no tables, or not the private frame */
	check_eq(fetch(ASCE_R, __pa(frame) + 5, NULL), 0, "real-space designation");
}

static uint8_t *window;			/* a different frame in every space */
static phys_addr_t frames[3];
static pgd_t *roots[3];			/* primary, secondary, home */

/* DAT on in the spaces that share everything but the window */
static void make_spaces(void)
{
	window = (uint8_t *)(0x123UL << REGION1_SHIFT);
	roots[0] = (pgd_t *)(stctg(1) & ASCE_ORIGIN);
	for (int i = 0; i < 3; i++) {
		if (i) {
			roots[i] = pgd_alloc_one();
			memcpy(roots[i], roots[0], REGION_TABLE_ENTRIES * 8);
		}
		frames[i] = __pa(alloc_page());
		memset(__va(frames[i]), 0x10 * (i + 1), PAGE_SIZE);
	}
	for (int i = 0; i < 3; i++)
		install_page(roots[i], frames[i], window);
	lctlg(7, __pa(roots[1]) | ASCE_DT_REGION1 | 3);
	lctlg(13, __pa(roots[2]) | ASCE_DT_REGION1 | 3);
	ctl_set_bit(0, SECONDARY_CONTROL);
}

static void go_to(enum address_space space)
{
	switch (space) {
	case AS_SECN:
		asm volatile("sacf	0x100" : : : "memory");
		break;
	case AS_HOME:
		asm volatile("sacf	0x300" : : : "memory");
		break;
	default:
		asm volatile("sacf	0" : : : "memory");
	}
}

static const struct space {
	const char *name;
	enum address_space as;
	int frame;
} spaces[] = {
	{ "primary", AS_PRIM, 0 }, { "secondary", AS_SECN, 1 }, { "home", AS_HOME, 2 },
};

static void in_space(void)
{
	const struct space *s = subtest_row();
	uint64_t mask, seen, real, teid;
	int cc;

	go_to(s->as);
	mask = extract_psw_mask();
	seen = *(volatile uint8_t *)window;
	asm volatile("stg	%0,8(%1)" : : "d" (0x9988776655443322UL + s->frame), "a" (window) : "memory");
	asm volatile("lrag	%0,16(%2)\n	ipm	%1\n	srl	%1,28" : "=d" (real), "=d" (cc) : "a" (window) : "cc");
	go_to(AS_PRIM);
	check_eq(mask >> 46 & 3, s->as, "PSW");
	check_eq(seen, 0x10 * (s->frame + 1), "load");
	check_eq(*(uint64_t *)__va(frames[s->frame] + 8), 0x9988776655443322UL + s->frame, "store");
	check_eq(cc, 0, "LRAG: condition code");
	check_eq(real, frames[s->frame] + 16, "LRAG");
	for (int i = 0; i < 3; i++)
		if (i != s->frame)
			check_ne(*(uint64_t *)__va(frames[i] + 8), 0x9988776655443322UL + s->frame, "frame %d has not got it", i);
	/* which space had the fault: bits 62 and 63 */
	expect_pgm_int();
	go_to(s->as);
	asm volatile("lg	%%r0,0(%0)" : : "a" (window + PAGE_SIZE) : "0", "memory");
	go_to(AS_PRIM);
	teid = TEID;
	check_eq(clear_pgm_int(), 0x11, "no page");
	check_eq(teid & 3, s->as, "space in the TEID");
	check_eq(teid & PAGE_MASK, (uint64_t)window + PAGE_SIZE, "address in the TEID");
}

/* The other instructions that set and tell it; in the problem state, home is privileged */
static void space_control(void)
{
	uint64_t r = 0xffffffffffffffffUL;

	check_pgm(0, asm volatile("sac	0" : : : "memory"), "SAC");
	check_pgm(0, asm volatile("iac	%0" : "+d" (r) : : "cc"), "IAC");
	check_eq(r, 0xffffffffffff00ffUL, "IAC: primary space");
	check_pgm(6, asm volatile("sacf	0x400" : : : "memory"), "SACF of 4");
	check_pgm_pstate(2, asm volatile("sacf	0x300" : : : "memory"), "SACF to home in problem state");
	check_pgm_pstate(0, asm volatile("sacf	0" : : : "memory"), "SACF to primary in problem state");
	ctl_clear_bit(0, SECONDARY_CONTROL);
	expect_pgm_int();
	asm volatile("sacf	0x100" : : : "memory");
	asm volatile("sacf	0" : : : "memory");
	check_eq(clear_pgm_int(), 0x13, "SACF to secondary without its control");
	check_pgm(0x13, asm volatile("mvcp	0(%0,%1),0(%1),%0" : : "d" (0UL), "a" (window) : "cc", "memory"),
		  "MVCP without its control");
	ctl_set_bit(0, SECONDARY_CONTROL);
	disable_dat();
	expect_pgm_int();
	asm volatile("sacf	0" : : : "memory");
	enable_dat();
	check_eq(clear_pgm_int(), 0x13, "SACF without DAT");
}

/* MVCP and MVCS: @length bytes, condition code 3 if there are more than 256 */
static void between(void)
{
	static const uint64_t lengths[] = { 0, 1, 2, 255, 256, 257, 1000 };
	uint8_t *mem[2] = { __va(frames[0]), __va(frames[1]) };

	for (unsigned int i = 0; i < ARRAY_SIZE(lengths); i++)
		for (int to_secondary = 0; to_secondary < 2; to_secondary++) {
			unsigned int n = MIN(lengths[i], 256), wrong = 0;
			uint8_t *to = mem[to_secondary], *from = mem[!to_secondary];
			const char *name = to_secondary ? "MVCS" : "MVCP";
			int cc;

			for (unsigned int at = 0; at < PAGE_SIZE; at++) {
				from[at] = at * 7 + 1;
				to[at] = 0xee;
			}
			if (to_secondary)
				asm volatile("mvcs	64(%1,%2),0(%2),%3\n	ipm	%0\n	srl	%0,28"
					     : "=d" (cc) : "d" (lengths[i]), "a" (window), "d" (0) : "cc", "memory");
			else
				asm volatile("mvcp	64(%1,%2),0(%2),%3\n	ipm	%0\n	srl	%0,28"
					     : "=d" (cc) : "d" (lengths[i]), "a" (window), "d" (0) : "cc", "memory");
			check_eq(cc, lengths[i] > 256 ? 3 : 0, "%s of %d: condition code", name, (int)lengths[i]);
			for (unsigned int at = 0; at < PAGE_SIZE; at++) {
				bool moved = at >= 64 && at < 64 + n;

				wrong += to[at] != (moved ? (uint8_t)((at - 64) * 7 + 1) : 0xee);
				wrong += from[at] != (uint8_t)(at * 7 + 1);
			}
			check_eq(wrong, 0, "%s of %d: wrong bytes", name, (int)lengths[i]);
		}
	for (int to_secondary = 0; to_secondary < 2; to_secondary++) {
		const char *name = to_secondary ? "MVCS" : "MVCP";
		uint64_t teid;

		/* the operand that is fetched is not there */
		expect_pgm_int();
		if (to_secondary)
			asm volatile("mvcs	0(%0,%1),0(%2),%3"
				     : : "d" (1UL), "a" (window), "a" (window + PAGE_SIZE), "d" (0) : "cc", "memory");
		else
			asm volatile("mvcp	0(%0,%1),0(%2),%3"
				     : : "d" (1UL), "a" (window), "a" (window + PAGE_SIZE), "d" (0) : "cc", "memory");
		teid = TEID;
		check_eq(clear_pgm_int(), 0x11, "%s without the page", name);
		check_eq(teid & 3, to_secondary ? AS_PRIM : AS_SECN, "%s: space in the TEID", name);
	}
}

#define idte(origin, asce, address)	\
	asm volatile(".insn	rrf,0xb98e0000,%0,%1,%2,0" : : "a" (origin), "a" (address), "a" (asce) : "memory")

/* IDTE of every table type, one entry and a range of them */
static void invalidate(void)
{
	for (int type = SEGMENT; type <= REGION1; type++) {
		uint64_t origin = designation(type, 3) & ~3UL;

		for (int count = 0; count < 4; count += 3) {
			static const int indices[] = { 0, 1, 511, 1024, 2044 };

			for (unsigned int i = 0; i < ARRAY_SIZE(indices); i++) {
				int index = indices[i];
				unsigned int wrong = 0;

				fill(type, 0, 3);
				idte(origin, 0UL, (uint64_t)index << shift[type] | count);
				for (int at = 0; at < REGION_TABLE_ENTRIES; at++) {
					bool hit = at >= index && at <= index + count;

					wrong += table[type][at] != (entry_of(type, 0, 3) | (hit ? REGION_ENTRY_I : 0));
				}
				check_eq(wrong, 0, "IDTE, %s table, entry %d and %d more: wrong entries",
					 type_name[type], index, count);
			}
		}
		fill(type, 0, 3);
	}
	for (int bit = 12; bit < 20; bit++)
		check_pgm(6, idte(designation(SEGMENT, 3) & ~3UL, 0UL, 1UL << bit), "IDTE with bit %d of R2", 63 - bit);
	check_eq(table[SEGMENT][0], entry_of(SEGMENT, 0, 3), "IDTE: nothing is invalidated then");
	check_pgm_pstate(2, idte(designation(SEGMENT, 3) & ~3UL, 0UL, 0UL), "IDTE in problem state");
	check_pgm_pstate(2, ptlb(), "PTLB in problem state");
	check_pgm_pstate(2, asm volatile("ipte	%0,%1" : : "a" (page_table), "a" (0UL) : "memory"), "IPTE in problem state");
}

/* A mapping that was used is changed without IPTE: PTLB or IDTE make it new */
static void purged(void)
{
	uint64_t *e = get_dat_entry(roots[0], window, pgtable_level_pte), old = *e;

	for (int how = 0; how < 2; how++) {
		static const char *const names[] = { "PTLB", "IDTE" };
		uint8_t before, after;

		*e = frames[0];
		ptlb();
		memset(__va(frames[0]), 0x10, 16);
		memset(__va(frames[2]), 0x30, 16);
		/* no check in between: what prints loads control registers */
		before = *(volatile uint8_t *)window;
		*e = frames[2];
		mb();
		if (how == 0) {
			ptlb();
			after = *(volatile uint8_t *)window;
		} else {
			unsigned long byte;

			/* clearing by ASCE; side by side, whatever becomes of the code around */
			asm volatile("	.balign	32,0x07\n	.insn	rrf,0xb98e0000,%1,%2,%3,0\n	llgc	%0,0(%4)"
				     : "=&d" (byte) : "a" (0UL), "a" (0x800UL), "a" (stctg(1)), "a" (window) : "memory");
			after = byte;
		}
		check_eq(before, 0x10, "%s: before", names[how]);
		check_eq(after, 0x30, "%s: after", names[how]);
	}
	*e = old;
	ptlb();
}

/* Not for private spaces, and no byte beyond the ranges */
static void low_protection(void)
{
	static const struct {
		uint16_t address;
		bool protected;
	} bytes[] = {
		{ 8, true }, { 511, true }, { 512, false }, { 4095, false }, { 4096, true }, { 4607, true }, { 4608, false },
	};
	uint64_t asce = stctg(1);

	for (int private = 0; private < 2; private++) {
		lctlg(1, asce | (private ? ASCE_P : 0));
		for (unsigned int i = 0; i < ARRAY_SIZE(bytes); i++)
			check_pgm_lap(bytes[i].protected && !private ? 4 : 0,
				      asm volatile("ni	0(%0),0xff" : : "a" ((uintptr_t)bytes[i].address) : "memory", "cc"),
				      "%sspace, byte %d", private ? "private " : "", bytes[i].address);
	}
	lctlg(1, asce);
}

static uint64_t lurag(uint64_t real)
{
	uint64_t v;

	asm volatile("lurag	%0,%1" : "=d" (v) : "a" (real) : "memory");
	return v;
}

static void sturg(uint64_t real, uint64_t v)
{
	asm volatile("sturg	%0,%1" : : "d" (v), "a" (real) : "memory");
}

/* Both pages of the prefix area change places with real 0, both ways */
static void prefix(void)
{
	uint64_t *area = alloc_pages_flags(1, AREA_DMA31);
	uint32_t old, new = __pa(area);
	static const uint16_t offsets[] = { 0xff8, 0x1ff8 };

	asm volatile("stpx	%0" : "=Q" (old));
	for (unsigned int i = 0; i < 2; i++) {
		uint64_t saved = lurag(offsets[i]), low, high, low_after, high_after;

		memcpy(area, OPAQUE_PTR(0), 2 * PAGE_SIZE);
		sturg(offsets[i], 0x1111 + i);
		sturg(new + offsets[i], 0x2222 + i);
		asm volatile("spx	%0" : : "Q" (new) : "memory");
		low = lurag(offsets[i]);
		high = lurag(new + offsets[i]);
		sturg(offsets[i], 0x3333 + i);
		sturg(new + offsets[i], 0x4444 + i);
		asm volatile("spx	%0" : : "Q" (old) : "memory");
		low_after = lurag(offsets[i]);
		high_after = lurag(new + offsets[i]);
		sturg(offsets[i], saved);
		check_eq(low, 0x2222 + i, "real %#x is in the prefix area", offsets[i]);
		check_eq(high, old ? 0x2222 + i : 0x1111 + i, "prefix + %#x is absolute %#x", offsets[i], offsets[i]);
		check_eq(low_after, 0x4444 + i, "stored to prefix + %#x", offsets[i]);
		check_eq(high_after, 0x3333 + i, "stored to real %#x", offsets[i]);
	}
}

/* LOAD CONTROL and STORE CONTROL, with CR14-15, CR0: boundaries, halves, the order of registers */
static void control_registers(void)
{
	static uint64_t area[4];
	uint64_t saved = stctg(15), cr0 = stctg(0), cr14 = stctg(14);
	uint8_t *p = (uint8_t *)area;

	for (int offset = 1; offset < 8; offset++) {
		check_pgm(6, asm volatile("stctg	15,15,0(%0)" : : "a" (p + offset) : "memory"), "STCTG at +%d", offset);
		memcpy(p + offset, &saved, 8);
		check_pgm(6, asm volatile("lctlg	15,15,0(%0)" : : "a" (p + offset) : "memory"), "LCTLG at +%d", offset);
		check_pgm(offset & 3 ? 6 : 0, asm volatile("stctl	15,15,0(%0)" : : "a" (p + offset) : "memory"),
			  "STCTL at +%d", offset);
		check_pgm(offset & 3 ? 6 : 0, asm volatile("lctl	15,15,0(%0)" : : "a" (p + offset) : "memory"),
			  "LCTL at +%d", offset);
	}
	lctlg(15, 0x1111222233334444UL);
	*(uint32_t *)p = 0x55556666;
	asm volatile("lctl	15,15,%0" : : "Q" (*(uint32_t *)p));
	check_eq(stctg(15), 0x1111222255556666UL, "LCTL leaves the left half");
	memset(area, 0xee, sizeof(area));
	asm volatile("stctl	15,15,%0" : "+Q" (area));
	check_eq(area[0], 0x55556666eeeeeeeeUL, "STCTL stores the right half");
	lctlg(15, saved);
	asm volatile("stctg	14,0,%0" : "=Q" (area));
	check_eq(area[0], cr14, "STCTG of 14 to 0: CR14");
	check_eq(area[1], saved, "STCTG of 14 to 0: CR15");
	check_eq(area[2], cr0, "STCTG of 14 to 0: CR0");
	area[1] = 0x77;
	asm volatile("lctlg	14,0,%0" : : "Q" (area));
	check_eq(stctg(15), 0x77, "LCTLG of 14 to 0: CR15");
	check_eq(stctg(14), cr14, "LCTLG of 14 to 0: CR14");
	check_eq(stctg(0), cr0, "LCTLG of 14 to 0: CR0");
	lctlg(15, saved);
}

/* Code beyond what the new mode can address: the instruction that sets it is refused */
static void modes(void)
{
	static const struct {
		const char *name;
		uint16_t insn;
		uint64_t address;
		uint16_t code;
	} cases[] = {
		{ "SAM64", 0x010e, 0x80000000UL, 0 },
		{ "SAM31 at 2 GiB", 0x010d, 0x80000000UL, 6 },
		{ "SAM31 at 4 GiB", 0x010d, 0x100000000UL, 6 },
		{ "SAM24 at 16 MiB, from 2 GiB on", 0x010c, 0x81000000UL, 6 },
		{ "SAM24 at 1 GiB", 0x010c, 0x40000000UL, 6 },
	};
	uint16_t *code = __va(frames[0]);

	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		uint64_t mask;

		install_page(roots[0], frames[0], (void *)cases[i].address);
		memset(code, 0, 16);
		code[0] = cases[i].insn;
		code[1] = 0x07fe;			/* br %r14 */
		check_pgm(cases[i].code, asm volatile("basr	%%r14,%0" : : "a" (cases[i].address) : "14", "memory", "cc"),
			  "%s", cases[i].name);
		mask = extract_psw_mask();
		check_eq(mask & PSW_MASK_64, PSW_MASK_64, "%s: mode stays", cases[i].name);
	}
}

static const struct subtest subtests[] = {
	{ "length", lengths },
	{ "type", types },
	{ "entry", entry_lengths },
	{ "common", common_segment },
	{ "space", in_space, SUBTEST_ROWS(spaces) },
	{ "space-control", space_control },
	{ "between", between },
	{ "idte", invalidate },
	{ "purged", purged },
	{ "low-protection", low_protection },
	{ "prefix", prefix },
	{ "control", control_registers },
	{ "mode", modes },
	{ }
};

int main(int argc, char **argv)
{
	setup_vm();
	make_tables();
	make_spaces();
	return run_subtests(subtests, argc, argv);
}
