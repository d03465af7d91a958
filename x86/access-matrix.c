// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * access: the matrix. A case is a number; each of its bits is a bit of a table
 * entry, of the kind of access or of the CPU's settings. Cases that mean
 * nothing are left out.
 */
#include "access.h"
#include <subtest.h>

enum {
	PTE_W, PTE_U, PTE_A, PTE_D, PTE_NX, PTE_P, PTE_BIT51, PTE_BIT36,
	PDE_W, PDE_U, PDE_A, PDE_D, PDE_PSE, PDE_NX, PDE_P, PDE_BIT51, PDE_BIT36, PDE_BIT13,
	PDPTE_NW,
	PKRU_AD, PKRU_WD, PKEY,
	ACC_USER, ACC_WRITE, ACC_FETCH, ACC_TWICE,
	CPU_NX, CPU_WP, CPU_SMEP, CPU_PKE,
	NR_BITS
};

static const char *const bit_names[NR_BITS] = {
	"pte.w", "pte.u", "pte.a", "pte.d", "pte.nx", "pte.p", "pte.51", "pte.36",
	"pde.w", "pde.u", "pde.a", "pde.d", "pde.ps", "pde.nx", "pde.p", "pde.51", "pde.36", "pde.13",
	"pdpte.ro",
	"pkru.ad", "pkru.wd", "pkey",
	"user", "write", "fetch", "twice",
	"efer.nx", "cr0.wp", "cr4.smep", "cr4.pke",
};

#define CPU_SHIFT	CPU_NX
#define CPU_STATES	(1u << (NR_BITS - CPU_SHIFT))
#define TABLE_CASES	(1ul << CPU_SHIFT)

#define B(bit)		(1ul << (bit))
#define HAS(c, bit)	(!!((c) & B(bit)))

#define KEY(n)		((u64)(n) << 59)
#define PT_BIT(n)	(1ul << (n))

/* What the model says happens, for the report. */
enum outcome {
	NO_FAULT, PDE_NOT_PRESENT, PTE_NOT_PRESENT, PDE_RESERVED, PTE_RESERVED,
	KEY_FAULT, USER_FAULT, WRITE_FAULT, NX_FAULT, SMEP_FAULT, NR_OUTCOMES
};

static const char *const outcome_names[NR_OUTCOMES] = {
	"accesses that succeed", "PDE not present", "PTE not present", "reserved bit in the PDE",
	"reserved bit in the PTE", "protection key", "user access to a supervisor page",
	"write to a read-only page", "fetch from a no-execute page", "SMEP",
};

static struct {
	ulong cases, bad;
} tally[NR_OUTCOMES];

static u8 maxphyaddr;
static bool have_pku, have_smep;

/* Cheap reasons first: most numbers are no case. */
static bool valid(ulong c)
{
	unsigned int reserved;

	if (HAS(c, ACC_FETCH) && HAS(c, ACC_WRITE))
		return false;
	if (HAS(c, PDE_BIT13) && !HAS(c, PDE_PSE))
		return false;
	if (c & (B(PKRU_AD) | B(PKRU_WD) | B(PKEY)) && (!have_pku || !HAS(c, CPU_PKE)))
		return false;
	if (c & (B(PTE_BIT51) | B(PDE_BIT51)) && maxphyaddr >= 52)
		return false;
	if (c & (B(PTE_BIT36) | B(PDE_BIT36)) && maxphyaddr >= 37)
		return false;
	/* The image itself is a user page: ring 3 and SMEP do not go together. */
	if (HAS(c, CPU_SMEP) && HAS(c, ACC_USER))
		return false;
	reserved = HAS(c, PTE_BIT51) + HAS(c, PTE_BIT36) + HAS(c, PDE_BIT51) + HAS(c, PDE_BIT36) + HAS(c, PDE_BIT13);
	if (!HAS(c, CPU_NX))
		reserved += HAS(c, PTE_NX) + HAS(c, PDE_NX);
	return reserved <= 1;
}

struct tables {
	u64 pte, pde;
};

static void build(ulong c, struct tables *t)
{
	u64 key = HAS(c, PKEY) ? KEY(1) : 0;

	t->pte = AC_PHYS | HAS(c, PTE_W) * PT_WRITABLE_MASK | HAS(c, PTE_U) * PT_USER_MASK |
		 HAS(c, PTE_A) * PT_ACCESSED_MASK | HAS(c, PTE_D) * PT_DIRTY_MASK | HAS(c, PTE_NX) * PT64_NX_MASK |
		 HAS(c, PTE_P) * PT_PRESENT_MASK | HAS(c, PTE_BIT51) * PT_BIT(51) | HAS(c, PTE_BIT36) * PT_BIT(36) | key;
	t->pde = HAS(c, PDE_W) * PT_WRITABLE_MASK | HAS(c, PDE_U) * PT_USER_MASK |
		 HAS(c, PDE_A) * PT_ACCESSED_MASK | HAS(c, PDE_D) * PT_DIRTY_MASK | HAS(c, PDE_NX) * PT64_NX_MASK |
		 HAS(c, PDE_P) * PT_PRESENT_MASK | HAS(c, PDE_BIT51) * PT_BIT(51) | HAS(c, PDE_BIT36) * PT_BIT(36) |
		 HAS(c, PDE_BIT13) * PT_BIT(13);
	if (HAS(c, PDE_PSE))
		t->pde |= AC_PHYS | PT_PAGE_SIZE_MASK | key;
}

static bool entry_reserved(ulong c, bool pde)
{
	if (pde)
		return c & (B(PDE_BIT51) | B(PDE_BIT36) | B(PDE_BIT13)) || (HAS(c, PDE_NX) && !HAS(c, CPU_NX));
	return c & (B(PTE_BIT51) | B(PTE_BIT36)) || (HAS(c, PTE_NX) && !HAS(c, CPU_NX));
}

/* One access by the model: changes @t, gives outcome and error code. */
static enum outcome model(ulong c, bool user, bool write, bool fetch, struct tables *t, u32 *error)
{
	bool w, u, x, smep, key = false;
	bool pse = HAS(c, PDE_PSE);
	enum outcome out;

	*error = write * PFERR_WRITE_MASK | user * PFERR_USER_MASK;
	if (fetch && (HAS(c, CPU_NX) || HAS(c, CPU_SMEP)))
		*error |= PFERR_FETCH_MASK;

	if (!HAS(c, PDE_P))
		return PDE_NOT_PRESENT;
	if (entry_reserved(c, true)) {
		*error |= PFERR_PRESENT_MASK | PFERR_RESERVED_MASK;
		return PDE_RESERVED;
	}
	if (!pse) {
		t->pde |= PT_ACCESSED_MASK;
		if (!HAS(c, PTE_P))
			return PTE_NOT_PRESENT;
		if (entry_reserved(c, false)) {
			*error |= PFERR_PRESENT_MASK | PFERR_RESERVED_MASK;
			return PTE_RESERVED;
		}
	}
	*error |= PFERR_PRESENT_MASK;

	w = !HAS(c, PDPTE_NW) && HAS(c, PDE_W) && (pse || HAS(c, PTE_W));
	u = HAS(c, PDE_U) && (pse || HAS(c, PTE_U));
	x = !HAS(c, PDE_NX) && (pse || !HAS(c, PTE_NX));
	smep = fetch && !user && u && HAS(c, CPU_SMEP);
	if (u && !fetch && HAS(c, CPU_PKE) && HAS(c, PKEY))
		key = HAS(c, PKRU_AD) || (HAS(c, PKRU_WD) && write && (user || HAS(c, CPU_WP)));

	out = NO_FAULT;
	if (smep)
		out = SMEP_FAULT;
	if (fetch && !x)
		out = NX_FAULT;
	if (write && !w && (user || HAS(c, CPU_WP)))
		out = WRITE_FAULT;
	if (user && !u)
		out = USER_FAULT;
	if (key) {
		*error |= PFERR_PK_MASK;
		out = KEY_FAULT;
	}
	if (out != NO_FAULT)
		return out;

	if (pse)
		t->pde |= PT_ACCESSED_MASK | write * PT_DIRTY_MASK;
	else
		t->pte |= PT_ACCESSED_MASK | write * PT_DIRTY_MASK;
	return NO_FAULT;
}

static void describe(ulong c, const char *what, u64 want, u64 got)
{
	char text[256];
	int i, at = 0;

	text[0] = 0;
	for (i = 0; i < NR_BITS; i++) {
		if (HAS(c, i))
			at += snprintf(text + at, sizeof(text) - at, " %s", bit_names[i]);
	}
	report_info("case %#lx:%s: %s: expected %#lx, got %#lx", c, text, what, want, got);
}

static pteval_t *pte, *pde, *pdpte;
static u64 pde_table;

static void run_case(ulong c)
{
	struct tables t, now;
	bool user = HAS(c, ACC_USER), write = HAS(c, ACC_WRITE), fetch = HAS(c, ACC_FETCH), faulted;
	unsigned int how = user * AC_USER | write * AC_WRITE | fetch * AC_FETCH;
	u32 want_error, error, dummy;
	const char *what = NULL;
	enum outcome out;
	u64 ignore, want = 0, got = 0;
	bool pde_a;

	if (ac_force_emulation() && !fetch)
		how |= AC_FEP;
	build(c, &t);
	if (!HAS(c, PDE_PSE))
		t.pde |= pde_table | KEY(2);
	*pte = t.pte;
	*pde = t.pde;
	*pdpte = HAS(c, PDPTE_NW) ? *pdpte & ~PT_WRITABLE_MASK : *pdpte | PT_WRITABLE_MASK;
	invlpg((void *)AC_VA);
	/* Key 1 is under test; access with key 2, which table entries carry, is denied and must not matter. */
	if (have_pku && HAS(c, CPU_PKE))
		write_pkru(0x30 | HAS(c, PKRU_AD) << 2 | HAS(c, PKRU_WD) << 3);

	pde_a = t.pde & PT_ACCESSED_MASK;
	if (HAS(c, ACC_TWICE)) {
		model(c, false, false, false, &t, &dummy);
		ac_access(AC_VA, ac_force_emulation() ? AC_FEP : 0, &dummy);
	}
	out = model(c, user, write, fetch, &t, &want_error);
	faulted = ac_access(AC_VA, how, &error);
	now.pte = *pte;
	now.pde = *pde;

	tally[out].cases++;
	ignore = out != NO_FAULT && !pde_a ? PT_ACCESSED_MASK : 0;
	if (faulted != (out != NO_FAULT)) {
		what = faulted ? "fault; error code" : "no fault";
		want = out != NO_FAULT ? want_error : 0;
		got = error;
	} else if (faulted && error != want_error) {
		what = "error code";
		want = want_error;
		got = error;
	} else if (now.pte != t.pte) {
		what = "PTE afterwards";
		want = t.pte;
		got = now.pte;
	} else if ((now.pde ^ t.pde) & ~ignore) {
		what = "PDE afterwards";
		want = t.pde;
		got = now.pde;
	}
	if (what && tally[out].bad++ < 3)
		describe(c, what, want, got);
}

static void set_cpu(ulong c)
{
	ac_set_nx(HAS(c, CPU_NX));
	ac_set_wp(HAS(c, CPU_WP));
	if (have_smep)
		ac_set_smep(HAS(c, CPU_SMEP));
	if (have_pku) {
		/* When keys are off their register must not matter. */
		if (!HAS(c, CPU_PKE) && read_cr4() & X86_CR4_PKE)
			write_pkru(0xfffffffc);
		ac_set_pke(HAS(c, CPU_PKE));
	}
}

void ac_matrix(ulong wanted)
{
	ulong c, done, index, cpu, per_cpu, states = 0;
	unsigned int i;

	maxphyaddr = cpuid_maxphyaddr();
	have_pku = this_cpu_has(X86_FEATURE_PKU);
	have_smep = this_cpu_has(X86_FEATURE_SMEP);
	memset(tally, 0, sizeof(tally));

	ac_unmap_all();
	pte = ac_entry(AC_VA, 1);
	pde = ac_entry(AC_VA, 2);
	pdpte = ac_entry(AC_VA, 3);
	pde_table = *pde & PT_ADDR_MASK;
	*pdpte |= KEY(2);

	for (cpu = 0; cpu < CPU_STATES; cpu++) {
		c = cpu << CPU_SHIFT;
		if ((HAS(c, CPU_SMEP) && !have_smep) || (HAS(c, CPU_PKE) && !have_pku))
			continue;
		states++;
	}
	per_cpu = wanted / states;

	for (cpu = 0; cpu < CPU_STATES; cpu++) {
		c = cpu << CPU_SHIFT;
		if ((HAS(c, CPU_SMEP) && !have_smep) || (HAS(c, CPU_PKE) && !have_pku))
			continue;
		set_cpu(c);
		/*
		 * A sample steps through the numbers by a generator of full period
		 * (Knuth volume 2, 3.2.1.2, theorem A): always the same, all different, spread over all bits.
		 */
		index = cpu * 0x2545f49 % TABLE_CASES;
		for (done = 0, i = 0; i < TABLE_CASES; i++) {
			if (wanted != AC_ALL_CASES) {
				index = (index * 0x9e3779b5ul + 0x7f4a7c15ul) % TABLE_CASES;
				/* The low bits of such a generator are its worst. */
				c = cpu << CPU_SHIFT | (index << 13 | index >> (CPU_SHIFT - 13)) % TABLE_CASES;
			} else {
				c = cpu << CPU_SHIFT | i;
			}
			if (!valid(c))
				continue;
			run_case(c);
			if (wanted != AC_ALL_CASES && ++done >= per_cpu)
				break;
		}
	}
	ac_set_nx(false);
	set_cpu(B(CPU_WP));
	for (i = 0; i < NR_OUTCOMES; i++) {
		if (!tally[i].cases)
			report_skip("matrix: %s: no case", outcome_names[i]);
		else
			report(!tally[i].bad, "matrix: %s (%lu of %lu cases differ from the model)",
			       outcome_names[i], tally[i].bad, tally[i].cases);
	}
}
