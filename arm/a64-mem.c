// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * a64-mem: loads and stores of A64 against models in C (Arm ARM C3.2, C6.2, C7.2).
 *
 * Each instruction runs at aligned, unaligned and page-crossing addresses; all registers and all
 * memory around are compared. A hypervisor meets these as accesses to emulated devices, where it
 * has to decode them; an emulator meets all of them.
 *
 * plain     general and SIMD registers: sizes, extension, addressing modes, pairs, structures
 * ordered   acquire, release, exclusives (aligned addresses)
 * lse       LD<op>, SWP, CAS, CASP of all sizes and orders (FEAT_LSE)
 * rcpc      LDAPR, LDAPUR, STLUR (FEAT_LRCPC, LRCPC2)
 * endian    SCTLR_EL1.EE: big-endian data at EL1
 */
#include <libcflat.h>
#include <subtest.h>
#include <asm/processor.h>

#include "insn.h"

#define AREA	8192
static u8 area[AREA] __attribute__((aligned(AREA)));	/* what instructions see */
static u8 model_area[AREA];				/* what models see */
static u8 before[AREA];
static bool big_endian;

static u8 *at(u64 addr)
{
	assert(addr - (u64)area < AREA - 16);
	return model_area + (addr - (u64)area);
}

static u64 ld(u64 addr, unsigned int bytes)
{
	u64 v = 0;

	for (unsigned int i = 0; i < bytes; i++)
		v |= (u64)at(addr)[big_endian ? bytes - 1 - i : i] << (8 * i);
	return v;
}

static u64 lds(u64 addr, unsigned int bytes)
{
	return (s64)(ld(addr, bytes) << (64 - 8 * bytes)) >> (64 - 8 * bytes);
}

static void st(u64 addr, u64 val, unsigned int bytes)
{
	for (unsigned int i = 0; i < bytes; i++)
		at(addr)[big_endian ? bytes - 1 - i : i] = val >> (8 * i);
}

/* A load to a SIMD register clears the rest of it. */
static void ldv(struct insn_regs *r, unsigned int n, u64 addr, unsigned int bytes)
{
	if (bytes < 16) {
		r->v[n][0] = ld(addr, bytes);
		r->v[n][1] = 0;
	} else {
		r->v[n][0] = ld(addr + (big_endian ? 8 : 0), 8);
		r->v[n][1] = ld(addr + (big_endian ? 0 : 8), 8);
	}
}

static void stv(struct insn_regs *r, unsigned int n, u64 addr, unsigned int bytes)
{
	if (bytes < 16) {
		st(addr, r->v[n][0], bytes);
	} else {
		st(addr + (big_endian ? 8 : 0), r->v[n][0], 8);
		st(addr + (big_endian ? 0 : 8), r->v[n][1], 8);
	}
}

static void structs(struct insn_regs *r, unsigned int first, unsigned int n, unsigned int eb,
		    unsigned int rb, bool interleaved, bool load)
{
	u64 addr = X(1);

	for (unsigned int k = 0; load && k < n; k++)
		r->v[(first + k) & 31][0] = r->v[(first + k) & 31][1] = 0;
	for (unsigned int i = 0; i < n * (rb / eb); i++, addr += eb) {
		unsigned int reg = first + (interleaved ? i % n : i / (rb / eb));
		unsigned int lane = interleaved ? i / n : i % (rb / eb);

		if (load)
			lane_set(r, reg, eb, lane, ld(addr, eb));
		else
			st(addr, lane_get(r, reg, eb, lane), eb);
	}
}

static void lanes(struct insn_regs *r, unsigned int first, unsigned int n, unsigned int eb,
		  unsigned int lane, bool load)
{
	for (unsigned int k = 0; k < n; k++) {
		if (load)
			lane_set(r, first + k, eb, lane, ld(X(1) + k * eb, eb));
		else
			st(X(1) + k * eb, lane_get(r, first + k, eb, lane), eb);
	}
}

static void replicate(struct insn_regs *r, unsigned int first, unsigned int n, unsigned int eb,
		      unsigned int rb)
{
	for (unsigned int k = 0; k < n; k++) {
		u64 val = ld(X(1) + k * eb, eb);

		r->v[first + k][0] = r->v[first + k][1] = 0;
		for (unsigned int lane = 0; lane < rb / eb; lane++)
			lane_set(r, first + k, eb, lane, val);
	}
}

#define I(id, text, body)					\
	SNIPPET(mem_##id, text);				\
	static void model_##id(struct insn_regs *r) { body; }
#include "a64-mem.def"
#include "a64-atomic.def"
#undef I

#define I(id, text, body) { text, mem_##id, model_##id },
static const struct insn_row plain_rows[] = {
#include "a64-mem.def"
};
static const struct insn_row atomic_rows[] = {
#include "a64-atomic.def"
};
#undef I

static u64 next_random(void)
{
	static u64 v = 0x853c49e6748fea9b;

	v = v * 6364136223846793005 + 1442695040888963407;
	return v ^ v >> 29;
}

static void fill(void)
{
	if (before[0])
		return;
	for (unsigned int i = 0; i < AREA; i++)
		before[i] = next_random() >> 17;
	before[0] = 1;
}

/* One run at addr with offset; a window of memory around is compared. */
static bool check_at(const u32 *code, insn_model model, u64 addr, u64 offset)
{
	unsigned int from = (addr - (u64)area) & ~63UL;
	static struct insn_regs in, out, want;
	unsigned int ec;

	fill();
	from = from < 320 ? 0 : from - 320;
	memcpy(area + from, before + from, 704);
	memcpy(model_area + from, before + from, 704);
	insn_regs_init(&in);
	in.x[1] = addr;
	in.x[2] = offset;
	in.nzcv = FLAG_N | FLAG_V;
	out = in;
	ec = insn_run_fp(code, &in, &out);
	if (ec != TRAP_NONE) {
		report_info("address %#lx offset %#lx: exception of class %#x",
			    (ulong)addr - (ulong)area, (ulong)offset, ec);
		return false;
	}
	want = in;
	model(&want);
	for (unsigned int i = from; i < from + 704; i++) {
		if (area[i] == model_area[i])
			continue;
		report_info("address %#lx offset %#lx: byte %#x is %#x, expected %#x (%#x before)",
			    (ulong)addr - (ulong)area, (ulong)offset, i, area[i], model_area[i],
			    before[i]);
		return false;
	}
	return insn_regs_equal(&out, &want, &in, true);
}

static void plain(void)
{
	static const u16 addresses[] = { 512, 513, 518, 524, 4096, 4091, 4089, 4095 };
	static const u64 offsets[] = { 0, 8, -8UL, 0x15, -3UL };

	for (unsigned int i = 0; i < ARRAY_SIZE(plain_rows); i++) {
		const struct insn_row *row = &plain_rows[i];
		bool ok = true;

		for (unsigned int j = 0; j < ARRAY_SIZE(addresses) && ok; j++) {
			u64 offset = offsets[(i + j) % ARRAY_SIZE(offsets)];

			/* zero-extended offsets: something above the 32 bits that does not count */
			if (strstr(row->name, "uxtw"))
				offset = (u32)(offset & 0xff) | 0xdead00000000;
			else if (strstr(row->name, "sxtw"))
				offset = (u32)offset | 0xbeef00000000;
			ok = check_at(row->code, row->model, (u64)area + addresses[j], offset);
		}
		check(ok, "%s", row->name);
	}
}

static const char *needs_lor(void)
{
	return (read_sysreg(id_aa64mmfr1_el1) >> 16) & 0xf ? NULL : "no FEAT_LOR";
}

static void ordered(void)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(atomic_rows); i++) {
		const struct insn_row *row = &atomic_rows[i];
		bool ok = true;

		if ((!strncmp(row->name, "ldlar", 5) || !strncmp(row->name, "stllr", 5)) && needs_lor())
			continue;
		for (unsigned int off = 1024; off < 1024 + 64 && ok; off += 16)
			ok = check_at(row->code, row->model, (u64)area + off, 0);
		check(ok, "%s", row->name);
	}
}

/* Instructions made at run time */
static unsigned int p_op, p_size, p_bytes;

static u64 lse_result(u64 mem, u64 reg)
{
	unsigned int sh = 64 - 8 * p_bytes;
	s64 sm = (s64)(mem << sh) >> sh, sr = (s64)(reg << sh) >> sh;
	u64 um = mem << sh >> sh, ur = reg << sh >> sh;

	switch (p_op) {
	case 0: return mem + reg;
	case 1: return mem & ~reg;
	case 2: return mem ^ reg;
	case 3: return mem | reg;
	case 4: return sm > sr ? mem : reg;
	case 5: return sm < sr ? mem : reg;
	case 6: return um > ur ? mem : reg;
	case 7: return um < ur ? mem : reg;
	default: return reg;
	}
}

static void model_lse(struct insn_regs *r)
{
	u64 old = ld(X(1), p_bytes);

	st(X(1), lse_result(old, X(3)), p_bytes);
	X(0) = old;
}

/* The form that stores only: Rt is XZR. */
static void model_lse_store(struct insn_regs *r)
{
	u64 old = ld(X(1), p_bytes);

	st(X(1), lse_result(old, X(3)), p_bytes);
}

/* In check_at() registers are random; for CAS every second time the comparison holds. */
static bool cas_match;

static void model_cas(struct insn_regs *r)
{
	u64 old = ld(X(1), p_bytes), m = p_bytes == 8 ? ~0ULL : (1ULL << (8 * p_bytes)) - 1;

	if (old == (X(6) & m))
		st(X(1), X(3), p_bytes);
	X(6) = old;
}

static void model_cas_prepared(struct insn_regs *r)
{
	/* the sequence loads the comparand first: LDR, then CAS */
	X(6) = ld(X(1), p_bytes);
	model_cas(r);
}

static void model_casp(struct insn_regs *r)
{
	u64 m = p_bytes == 8 ? ~0ULL : 0xffffffff;
	u64 a = ld(X(1), p_bytes), b = ld(X(1) + p_bytes, p_bytes);

	if (cas_match) {
		X(6) = a;
		X(7) = b;
	}
	if (a == (X(6) & m) && b == (X(7) & m)) {
		st(X(1), X(4), p_bytes);
		st(X(1) + p_bytes, X(5), p_bytes);
	}
	X(6) = a;
	X(7) = b;
}

static const char *needs_lse(void)
{
	return ((read_sysreg(id_aa64isar0_el1) >> 20) & 0xf) >= 2 ? NULL : "no FEAT_LSE";
}

static bool at_places(const u32 *code, insn_model model)
{
	bool ok = true;

	for (unsigned int off = 2048; off < 2048 + 96 && ok; off += 16)
		ok = check_at(code, model, (u64)area + off, 0);
	return ok;
}

static void lse(void)
{
	static const char *const names[] = {
		"LDADD", "LDCLR", "LDEOR", "LDSET", "LDSMAX", "LDSMIN", "LDUMAX", "LDUMIN", "SWP",
	};
	static const u32 load_first[] = { 0x39400026, 0x79400026, 0xb9400026, 0xf9400026 };

	for (p_size = 0; p_size < 4; p_size++) {
		p_bytes = 1 << p_size;
		for (p_op = 0; p_op < 9; p_op++) {
			u32 insn = 0x38230020 | p_size << 30 | (p_op == 8 ? 0x8000 : p_op << 12);
			bool ok = true;

			for (u32 order = 0; order < 4; order++) {
				ok &= at_places(insn_place(insn | order << 22), model_lse);
				/* without acquire XZR makes it a store */
				if (p_op < 8 && order < 2)
					ok &= at_places(insn_place(insn | 31 | order << 22), model_lse_store);
			}
			check(ok, "%s of %u bytes", names[p_op], p_bytes);
		}
		{
			bool ok = true, match = true;

			for (u32 order = 0; order < 4; order++) {
				/* cas w6, w3, [x1] */
				u32 cas = 0x08a67c23 | p_size << 30 | (order & 1) << 15 | order >> 1 << 22;
				u32 both[] = { load_first[p_size], cas };

				ok &= at_places(insn_place(cas), model_cas);
				match &= at_places(insn_place_n(both, 2), model_cas_prepared);
			}
			check(ok, "CAS of %u bytes that does not match", p_bytes);
			check(match, "CAS of %u bytes that matches", p_bytes);
		}
	}
	for (p_size = 0; p_size < 2; p_size++) {
		p_bytes = 4 << p_size;
		for (cas_match = false; ; cas_match = true) {
			bool ok = true;

			for (u32 order = 0; order < 4; order++) {
				/* casp x6, x7, x4, x5, [x1], after ldp x6, x7, [x1] when it shall match */
				u32 insns[] = {
					p_size ? 0xa9401c26 : 0x29401c26,
					0x08267c24 | p_size << 30 | (order & 1) << 15 | order >> 1 << 22,
				};

				ok &= at_places(insn_place_n(insns + !cas_match, 1 + cas_match), model_casp);
			}
			check(ok, "CASP of 2 x %u bytes that %s", p_bytes,
			      cas_match ? "matches" : "does not match");
			if (cas_match)
				break;
		}
	}
}

static void model_ldap(struct insn_regs *r)
{
	s64 off = p_op ? -(s64)p_bytes : 0;
	u64 v = ld(X(1) + off, p_bytes);

	X(0) = v;
}

static void model_ldaps(struct insn_regs *r)
{
	X(0) = lds(X(1) - p_bytes, p_bytes);
}

static void model_ldaps_w(struct insn_regs *r)
{
	SETW(0, lds(X(1) - p_bytes, p_bytes));
}

static void model_stlur(struct insn_regs *r)
{
	st(X(1) - p_bytes, X(3), p_bytes);
}

static unsigned int lrcpc(void)
{
	return (read_sysreg(id_aa64isar1_el1) >> 20) & 0xf;
}

static const char *needs_lrcpc(void)
{
	return lrcpc() ? NULL : "no FEAT_LRCPC";
}

static void rcpc(void)
{
	for (p_size = 0; p_size < 4; p_size++) {
		u32 imm;

		p_bytes = 1 << p_size;
		imm = (-p_bytes & 0x1ff) << 12;
		p_op = 0;
		check(at_places(insn_place(0x38bfc020 | p_size << 30), model_ldap), "LDAPR of %u bytes",
		      p_bytes);
		if (lrcpc() < 2)
			continue;
		p_op = 1;
		check(at_places(insn_place(0x19400020 | imm | p_size << 30), model_ldap),
		      "LDAPUR of %u bytes", p_bytes);
		check(at_places(insn_place(0x19000023 | imm | p_size << 30), model_stlur),
		      "STLUR of %u bytes", p_bytes);
		if (p_size < 3)
			check(at_places(insn_place(0x19800020 | imm | p_size << 30), model_ldaps),
			      "LDAPURS to 64 bits of %u bytes", p_bytes);
		if (p_size < 2)
			check(at_places(insn_place(0x19c00020 | imm | p_size << 30), model_ldaps_w),
			      "LDAPURS to 32 bits of %u bytes", p_bytes);
	}
}

static const char *needs_bigend(void)
{
	return (read_sysreg(id_aa64mmfr0_el1) >> 8) & 0xf ? NULL : "no mixed endianness";
}

/* The code under test toggles EE around one access; translation tables follow EE too. */
SNIPPET(ee_access,
	"mrs x9, sctlr_el1\n mov x3, x0\n mov x4, x1\n mov x10, #0\n orr x11, x9, #0x2000000\n"
	"bic x12, x11, #1\n msr sctlr_el1, x12\n isb\n"
	"ldr x0, [x3]\n ldrh w1, [x3]\n ldrsw x2, [x3, #4]\n str x4, [x3, #16]\n stp w4, w4, [x3, #24]\n"
	"msr sctlr_el1, x9\n isb\n eor x0, x0, x1\n eor x0, x0, x2");

static void endian(void)
{
	struct trap t;
	u64 v = 0, want;

	for (unsigned int i = 0; i < 8; i++)
		area[i] = 0x81 + i * 3, v |= (u64)area[i] << (56 - 8 * i);
	/* the MMU is off meanwhile, so what is cached has to be in memory */
	asm volatile("dc civac, %0\n dsb sy" : : "r" (area) : "memory");
	trap_run(&t, ee_access, (u64)area, 0x0102030405060708, 0);
	asm volatile("dc civac, %0\n dsb sy" : : "r" (area) : "memory");
	want = v ^ (v >> 48) ^ (u64)(s64)(s32)v;
	check_eq(t.ret, want, "LDR, LDRH and LDRSW with EE 1");
	check_eq(*(u64 *)(area + 16), 0x0807060504030201, "STR with EE 1");
	check_eq(*(u64 *)(area + 24), 0x0807060508070605, "STP with EE 1");
}

static const struct subtest subtests[] = {
	{ "plain", plain },
	{ "ordered", ordered },
	{ "lse", lse, needs_lse },
	{ "rcpc", rcpc, needs_lrcpc },
	{ "endian", endian, needs_bigend },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
