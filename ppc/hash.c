// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * hash: the hashed page table of a PAPR guest and the segment lookaside buffer
 * (LoPAPR 14.5.4.1; Power ISA 3.0B Book III, sections 5.7.7 to 5.7.9): H_ENTER,
 * H_READ, H_REMOVE, H_PROTECT, H_BULK_REMOVE with their conditions; protection
 * by PP and key, reference and change bits, segments; SLB instructions.
 *
 * Data accesses only; instructions and handlers stay in real mode, and the
 * library's radix tables are never set up.
 */
#include <libcflat.h>
#include <devicetree.h>
#include <libfdt/libfdt.h>
#include <subtest.h>
#include <asm/hcall.h>
#include <asm/io.h>
#include <asm/processor.h>
#include <asm/setup.h>
#include <asm/smp.h>
#include "exec.h"

#define H_PTEG_FULL	-6
#define H_EXACT		0x8000000000UL
#define H_READ_4	0x2000000000UL
#define H_AVPN		0x80000000UL
#define H_ANDCOND	0x40000000UL

#define V_VALID		0x1UL
#define V_LARGE		0x4UL
#define V_BOLTED	0x10UL
#define R_PP0		0x8000000000000000UL
#define R_N		0x4UL
#define R_M		0x10UL
#define R_C		0x80UL
#define R_R		0x100UL

#define SLB_KS		0x800UL
#define SLB_KP		0x400UL
#define SLB_V		0x8000000UL

#define VSID		0x123456UL
#define EA		0x50003000UL	/* segment 5, page 3 */

static u64 ptegs;		/* number of groups of eight */
static u8 page[2][4096] __attribute__((aligned(4096)));

static const char *needs_hash(void)
{
	int node, len, cpus = fdt_path_offset(dt_fdt(), "/cpus");
	const fdt32_t *prop;

	if (!machine_is_pseries())
		return "not pseries";
	dt_for_each_subnode(cpus, node) {
		prop = fdt_getprop(dt_fdt(), node, "ibm,pft-size", &len);
		if (prop && len == 8 && fdt32_to_cpu(prop[1]) >= 18) {
			ptegs = 1UL << (fdt32_to_cpu(prop[1]) - 7);
			return NULL;
		}
	}
	return "no hashed page table (ibm,pft-size)";
}

/* The first doubleword without the valid bit, and the group of an address */
static u64 avpn(u64 ea)
{
	return (VSID << 5 | (ea >> 23 & 0x1f)) << 7;
}

static u64 group(u64 ea)
{
	return ((VSID ^ (ea & 0xfffffff) >> 12) & (ptegs - 1)) * 8;
}

static long enter(u64 flags, u64 index, u64 v, u64 r, u64 *slot)
{
	unsigned long args[9] = { flags, index, v, r };
	long rc = hcall_regs(H_ENTER, args);

	*slot = args[0];
	return rc;
}

static long read_entry(u64 index, u64 *v, u64 *r)
{
	unsigned long args[9] = { 0, index };
	long rc = hcall_regs(H_READ, args);

	*v = args[0];
	*r = args[1];
	return rc;
}

static long remove_entry(u64 flags, u64 index, u64 match, u64 *v, u64 *r)
{
	unsigned long args[9] = { flags, index, match };
	long rc = hcall_regs(H_REMOVE, args);

	*v = args[0];
	*r = args[1];
	return rc;
}

static void slbmte(u64 rs, u64 rb)
{
	asm volatile("isync\n\tslbmte %0,%1\n\tisync" : : "r"(rs), "r"(rb) : "memory");
}

static void set_segment(u64 ea, u64 flags)
{
	asm volatile("isync\n\tslbia\n\tisync" : : : "memory");
	slbmte(VSID << 12 | flags, (ea & ~0xfffffffUL) | SLB_V | 1);
}

enum kind { LOAD, STORE };

/* One access with MSR[DR], in problem state or not; the vector */
static unsigned long access(u64 ea, enum kind kind, u64 *val)
{
	u64 msr = mfmsr(), out = *val;

	trap_expect();
	if (kind == LOAD)
		asm volatile("mtmsrd %1\n\tisync\n\t" ASM_TRY("ld %0,0(%3)") "mtmsrd %2\n\tisync"
			     : "+&r"(out) : "r"(msr | MSR_DR), "r"(msr), "b"(ea) : "memory");
	else
		asm volatile("mtmsrd %1\n\tisync\n\t" ASM_TRY("std %0,0(%3)") "mtmsrd %2\n\tisync"
			     : "+&r"(out) : "r"(msr | MSR_DR), "r"(msr), "b"(ea) : "memory");
	*val = out;
	return trap_vector();
}

static u64 map(u64 ea, void *mem, u64 bits)
{
	u64 slot = ~0UL;

	check_eq(enter(0, group(ea), avpn(ea) | V_VALID, (u64)mem | R_M | bits, &slot), H_SUCCESS, "H_ENTER");
	return slot;
}

static void unmap(u64 slot)
{
	u64 v, r;

	remove_entry(0, slot, 0, &v, &r);
}

static void translation(void)
{
	u64 slot, v, r, val = 0;

	local_irq_disable();
	*(u64 *)page[0] = 0x1111;
	set_segment(EA, 0);
	check_eq(access(EA, LOAD, &val), 0x300, "no entry, load: vector");
	check_eq(last_trap()->dsisr & 0xffffffff, DSISR_NOTRANS, "no entry, load: DSISR");
	check_eq(last_trap()->dar, EA, "no entry, load: DAR");
	check_eq(access(EA + 8, STORE, &val), 0x300, "no entry, store: vector");
	check_eq(last_trap()->dsisr & 0xffffffff, DSISR_NOTRANS | DSISR_STORE, "no entry, store: DSISR");

	slot = map(EA, page[0], 2);
	check(slot >= group(EA) && slot < group(EA) + 8, "H_ENTER: slot %#lx is in the group %#lx", slot, group(EA));
	check_eq(access(EA, LOAD, &val), 0, "load: vector");
	check_eq(val, 0x1111, "load: value");
	check_eq(read_entry(slot, &v, &r), H_SUCCESS, "H_READ");
	check_eq(v & ~0x7fUL, avpn(EA), "H_READ: first doubleword");
	check_eq(v & V_VALID, V_VALID, "H_READ: valid");
	check_eq(r & 0x0ffffffffffff000, (u64)page[0], "H_READ: page");
	check_eq(r & (R_R | R_C), R_R, "R and C after a load");
	val = 0x2222;
	check_eq(access(EA + 16, STORE, &val), 0, "store: vector");
	check_eq(((u64 *)page[0])[2], 0x2222, "memory after the store");
	read_entry(slot, &v, &r);
	check_eq(r & (R_R | R_C), R_R | R_C, "R and C after a store");

	/* Addresses that differ in one part only */
	check_eq(access(EA + 0x1000, LOAD, &val), 0x300, "next page: vector");
	check_eq(access(EA + 0x800000, LOAD, &val), 0x300, "8 MiB on: vector");
	check_eq(access(EA + 0x10000000, LOAD, &val), 0x380, "next segment: vector");
	check_eq(last_trap()->dar, EA + 0x10000000, "next segment: DAR");

	check_eq(remove_entry(0, slot, 0, &v, &r), H_SUCCESS, "H_REMOVE");
	check_eq(v & ~0x7fUL, avpn(EA), "H_REMOVE: first doubleword");
	check_eq(r & (R_R | R_C), R_R | R_C, "H_REMOVE: R and C");
	check_eq(access(EA, LOAD, &val), 0x300, "load after H_REMOVE: vector");
	read_entry(slot, &v, &r);
	check_eq(v & V_VALID, 0, "H_READ after H_REMOVE: valid");
	check_eq(remove_entry(0, slot, 0, &v, &r), H_NOT_FOUND, "H_REMOVE again");
}

/* PP and key (figure 30): in privileged state Ks is the key. */
static void protection(void)
{
	local_irq_disable();
	for (unsigned int key = 0; key < 2; key++)
		for (u64 pp = 0; pp < 8; pp++) {
			bool defined = pp < 4 || pp == 6;
			bool read = pp == 6 ? !key : !(key && pp == 0);
			bool write = pp < 4 && (key ? pp == 2 : pp != 3);
			u64 slot, val = 0x77, r = (pp & 4 ? R_PP0 : 0) | (pp & 3);

			if (!defined)
				continue;
			set_segment(EA, key ? SLB_KS : SLB_KP);
			slot = map(EA, page[0], r);
			check_eq(access(EA, LOAD, &val), read ? 0 : 0x300, "PP %lu, key %u, load: vector", pp, key);
			if (trap_vector())
				check_eq(last_trap()->dsisr & 0xffffffff, DSISR_PROTFAULT, "PP %lu, key %u, load: DSISR", pp, key);
			check_eq(access(EA, STORE, &val), write ? 0 : 0x300, "PP %lu, key %u, store: vector", pp, key);
			if (trap_vector())
				check_eq(last_trap()->dsisr & 0xffffffff, DSISR_PROTFAULT | DSISR_STORE,
					 "PP %lu, key %u, store: DSISR", pp, key);
			unmap(slot);
		}
}

static void conditions(void)
{
	u64 slot, other, v, r, val = 0;
	long rc;

	local_irq_disable();
	set_segment(EA, SLB_KS);
	slot = map(EA, page[0], 2);
	check_eq(enter(H_EXACT, slot, avpn(EA) | V_VALID, (u64)page[1] | R_M | 2, &other), H_PTEG_FULL,
		 "H_ENTER of exactly an entry in use");
	check_eq(enter(0, ptegs * 8, avpn(EA) | V_VALID, (u64)page[1] | R_M | 2, &other), H_PARAMETER,
		 "H_ENTER behind the table");
	check_eq(read_entry(ptegs * 8, &v, &r), H_PARAMETER, "H_READ behind the table");
	check_eq(remove_entry(0, ptegs * 8, 0, &v, &r), H_PARAMETER, "H_REMOVE behind the table");
	check_eq((long)hcall(H_PROTECT, 0UL, ptegs * 8, 0UL), H_PARAMETER, "H_PROTECT behind the table");

	check_eq(remove_entry(H_AVPN, slot, avpn(EA) ^ 0x80, &v, &r), H_NOT_FOUND, "H_REMOVE with another AVPN");
	check_eq(remove_entry(H_ANDCOND, slot, V_VALID, &v, &r), H_NOT_FOUND, "H_REMOVE with ANDCOND of a bit that is set");
	check_eq(access(EA, LOAD, &val), 0, "load after these: vector");

	/* H_PROTECT: PP, N and keys come in the flags; it works at once. */
	check_eq((long)hcall(H_PROTECT, H_AVPN | 3UL, slot, avpn(EA) ^ 0x80), H_NOT_FOUND, "H_PROTECT with another AVPN");
	check_eq(access(EA, STORE, &val), 0, "store after it: vector");
	check_eq((long)hcall(H_PROTECT, H_AVPN | 3UL, slot, avpn(EA)), H_SUCCESS, "H_PROTECT, PP 3");
	check_eq(access(EA, STORE, &val), 0x300, "store after PP 3: vector");
	check_eq(access(EA, LOAD, &val), 0, "load after PP 3: vector");
	read_entry(slot, &v, &r);
	check_eq(r & 7, 3, "PP and N after H_PROTECT");
	check_eq((long)hcall(H_PROTECT, 6UL, slot, 0UL), H_SUCCESS, "H_PROTECT, N and PP 2");
	read_entry(slot, &v, &r);
	check_eq(r & 7, 6, "PP and N after H_PROTECT of N and PP 2");
	check_eq(r & 0x0ffffffffffff000, (u64)page[0], "page after H_PROTECT");
	check_eq(access(EA, STORE, &val), 0, "store after PP 2: vector");

	check_eq(remove_entry(H_AVPN, slot, avpn(EA), &v, &r), H_SUCCESS, "H_REMOVE with its AVPN");
	check_eq((long)hcall(H_PROTECT, 3UL, slot, 0UL), H_NOT_FOUND, "H_PROTECT of an entry that is not valid");

	/* A group takes eight. */
	for (int i = 0; i < 8; i++)
		check_eq(enter(0, group(EA), avpn(EA) | V_VALID | V_BOLTED, (u64)page[0] | R_M | 2, &other), H_SUCCESS,
			 "H_ENTER of entry %d of a group", i);
	check_eq(enter(0, group(EA), avpn(EA) | V_VALID, (u64)page[0] | R_M | 2, &other), H_PTEG_FULL,
		 "H_ENTER of a ninth entry of a group");
	{
		unsigned long args[9] = { H_READ_4, group(EA) };

		check_eq(hcall_regs(H_READ, args), H_SUCCESS, "H_READ of four entries");
		for (int i = 0; i < 4; i++)
			check_eq(args[2 * i] & ~0x7fUL, avpn(EA), "H_READ of four: entry %d", i);
	}
	/* H_BULK_REMOVE: the second and a condition that does not hold, then the end */
	{
		unsigned long args[9] = {
			0x40UL << 56 | (group(EA) + 1), 0,
			0x42UL << 56 | (group(EA) + 2), avpn(EA) ^ 0x80,
			0x42UL << 56 | (group(EA) + 3), avpn(EA),
			0xc0UL << 56, 0,
		};

		rc = hcall_regs(H_BULK_REMOVE, args);
		check_eq(rc, H_SUCCESS, "H_BULK_REMOVE");
		check_eq(args[0] >> 60 & 0xf, 8, "H_BULK_REMOVE, first: success");
		check_eq(args[2] >> 60 & 0xf, 9, "H_BULK_REMOVE, another AVPN: not found");
		check_eq(args[4] >> 60 & 0xf, 8, "H_BULK_REMOVE, its AVPN: success");
		for (int i = 1; i <= 3; i++) {
			read_entry(group(EA) + i, &v, &r);
			check_eq(v & V_VALID, i == 2, "valid bit of entry %d after H_BULK_REMOVE", i);
		}
		args[0] = 0x40UL << 56 | ptegs * 8;
		args[2] = 0xc0UL << 56;
		check_eq(hcall_regs(H_BULK_REMOVE, args), H_PARAMETER, "H_BULK_REMOVE behind the table");
	}
	for (int i = 0; i < 8; i++)
		unmap(group(EA) + i);
}

/* slbmte, slbmfee, slbmfev, slbie, slbia (section 5.9.3.2) */
static void slb(void)
{
	u64 e, v, val = 0, slot;

	local_irq_disable();
	set_segment(EA, SLB_KS | SLB_KP | 0x200);
	asm volatile("slbmfee %0,%2\n\tslbmfev %1,%2" : "=r"(e), "=r"(v) : "r"(1UL));
	check_eq(e & ~0xfffUL, (EA & ~0xfffffffUL) | SLB_V, "slbmfee: ESID and V");
	check_eq(v, VSID << 12 | SLB_KS | SLB_KP | 0x200, "slbmfev: VSID, Ks, Kp, N");
	asm volatile("slbmfee %0,%2\n\tslbmfev %1,%2" : "=r"(e), "=r"(v) : "r"(5UL));
	check_eq(e & SLB_V, 0, "slbmfee of an entry that is not valid: V");

	slot = map(EA, page[0], 2);
	check_eq(access(EA, LOAD, &val), 0, "load: vector");
	asm volatile("isync\n\tslbie %0\n\tisync" : : "r"(EA & ~0xfffffffUL) : "memory");
	check_eq(access(EA, LOAD, &val), 0x380, "load after slbie: vector");
	asm volatile("slbmfee %0,%1" : "=r"(e) : "r"(1UL));
	check_eq(e & SLB_V, 0, "slbmfee after slbie: V");
	slbmte(VSID << 12, (EA & ~0xfffffffUL) | SLB_V | 1);
	slbmte(VSID << 12 | SLB_KS, 0x70000000UL | SLB_V | 2);
	check_eq(access(EA, LOAD, &val), 0, "load with the entry again: vector");
	check_eq(access(0x70000000UL | (EA & 0xfffffff), LOAD, &val), 0, "load by another segment of the same VSID: vector");
	asm volatile("isync\n\tslbie %0\n\tisync" : : "r"(0x60000000UL) : "memory");
	check_eq(access(EA, LOAD, &val), 0, "load after slbie of another segment: vector");
	asm volatile("isync\n\tslbia\n\tisync" : : : "memory");
	check_eq(access(EA, LOAD, &val), 0x380, "load after slbia: vector");
	check_eq(access(0x70000000UL | (EA & 0xfffffff), LOAD, &val), 0x380, "load by the other segment after slbia: vector");
	unmap(slot);
}

static const struct subtest subtests[] = {
	{ "translation", translation, needs_hash, SUBTEST_NO_WATCHDOG },
	{ "protection", protection, needs_hash, SUBTEST_NO_WATCHDOG },
	{ "conditions", conditions, needs_hash, SUBTEST_NO_WATCHDOG },
	{ "slb", slb, needs_hash, SUBTEST_NO_WATCHDOG },
	{ }
};

int main(int argc, char **argv)
{
	report_prefix_push("hash");
	return run_subtests(subtests, argc, argv);
}
