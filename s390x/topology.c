// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * topology: PERFORM TOPOLOGY FUNCTION and STSI 15.1.x.
 *
 * Arguments -cores, -sockets, -books, -drawers with a number each say how the
 * VMM was asked to arrange the CPUs (1 each by default).
 */
#include <libcflat.h>
#include <stdlib.h>
#include <asm/facility.h>
#include <asm/page.h>
#include <sclp.h>
#include <smp.h>
#include <stsi.h>
#include "pgm.h"

static uint8_t pagebuf[PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));

#define PTF_REQ_HORIZONTAL	0
#define PTF_REQ_VERTICAL	1
#define PTF_CHECK		2

#define PTF_ERR_NO_REASON	0
#define PTF_ERR_ALRDY_POLARIZED	1
#define PTF_ERR_IN_PROGRESS	2

/* expected size of level 1 (cores) to 4 (drawers); the higher ones are 1 */
static int expected_topo_lvl[CPU_TOPOLOGY_MAX_LEVEL] = { 1, 1, 1, 1, 1, 1 };

static const char *needs_topology(void)
{
	return test_facility(11) ? NULL : "Topology facility is not present";
}

/* Returns the condition code; the reason code in *rc */
static int ptf(unsigned long fc, unsigned long *rc)
{
	int cc;

	asm volatile(
		"	.insn	rre,0xb9a20000,%1,0\n"
		"	ipm	%0\n"
		"	srl	%0,28\n"
		: "=d" (cc), "+d" (fc) : : "cc");
	*rc = fc >> 8;
	return cc;
}

static void privileged(void)
{
	unsigned long rc;

	for (int fc = PTF_REQ_HORIZONTAL; fc <= PTF_CHECK; fc++)
		check_pgm_pstate(2, ptf(fc, &rc), "PTF %d in problem state", fc);
}

static void specification(void)
{
	unsigned long rc;

	for (int fc = 4; fc < 255; fc++)
		check_pgm(6, ptf(fc, &rc), "function code %d", fc);
	for (int bit = 8; bit < 64; bit++)
		check_pgm(6, ptf(1UL << bit, &rc), "reserved bit %d", 63 - bit);
}

static void ptf_expect(unsigned long fc, int cc, unsigned long reason, const char *what)
{
	unsigned long rc;

	check_eq(ptf(fc, &rc), cc, "%s: condition code", what);
	if (cc == 2)
		check_eq(rc, reason, "%s: reason", what);
}

static void polarization(void)
{
	check(diag308_load_reset(1), "load normal");
	sclp_console_setup();
	ptf_expect(PTF_REQ_VERTICAL, 0, 0, "vertical after the reset");
	check(diag308_load_reset(1), "load normal");
	sclp_console_setup();
	ptf_expect(PTF_CHECK, 0, 0, "no change is reported after a reset");
	ptf_expect(PTF_REQ_HORIZONTAL, 2, PTF_ERR_ALRDY_POLARIZED, "horizontal after the reset");
	ptf_expect(PTF_REQ_VERTICAL, 0, 0, "vertical");
	ptf_expect(PTF_CHECK, 1, 0, "change reported");
	ptf_expect(PTF_REQ_VERTICAL, 2, PTF_ERR_ALRDY_POLARIZED, "vertical again");
	ptf_expect(PTF_CHECK, 0, 0, "no change reported");
	ptf_expect(PTF_REQ_HORIZONTAL, 0, 0, "horizontal");
	ptf_expect(PTF_CHECK, 1, 0, "change reported");
	ptf_expect(PTF_REQ_HORIZONTAL, 2, PTF_ERR_ALRDY_POLARIZED, "horizontal again");
	ptf_expect(PTF_CHECK, 0, 0, "no change reported");
}

static int mnest(void)
{
	int n = sclp_get_stsi_mnest();

	return n ? n : 2;
}

static bool horizontal;

/* One CPU entry, and its order against the one before it in the same container */
static int check_cpu(const union topology_cpu *cpu, const union topology_cpu *prev)
{
	check_eq(cpu->raw[0] & CPUS_TLE_RES_BITS, 0, "CPU entry: reserved bits");
	check_eq(cpu->type, CPU_TYPE_IFL, "CPU entry: type");
	if (cpu->d)
		check(cpu->pp == POLARIZATION_VERTICAL_HIGH || cpu->pp == POLARIZATION_HORIZONTAL,
		      "CPU entry: dedicated only with high or no entitlement, polarization %d", cpu->pp);
	if (horizontal)
		check_eq(cpu->pp, POLARIZATION_HORIZONTAL, "CPU entry: horizontal");
	else
		check_ne(cpu->pp, POLARIZATION_HORIZONTAL, "CPU entry: vertical");
	if (prev) {
		bool ordered;

		if (cpu->type != prev->type)
			ordered = cpu->type > prev->type;
		else if (cpu->pp != prev->pp)
			ordered = cpu->pp < prev->pp;
		else if (cpu->d != prev->d)
			ordered = prev->d;
		else
			ordered = cpu->origin > prev->origin;
		check(ordered, "CPU entry: order");
	}
	return __builtin_popcountl(cpu->mask);
}

/*
 * The entries below a container of level @nl: returns the first that is not in
 * it. *cpus grows by the CPUs found.
 */
static uint8_t *check_children(uint8_t *p, uint8_t *end, int nl, int *cpus)
{
	const union topology_cpu *prev = NULL;
	int children = 0, here = 0;
	int last_id = -1;

	while (p < end) {
		union topology_entry *e = (void *)p;

		if (e->nl >= nl)
			break;
		if (!check_eq(e->nl, nl - 1, "child of a level-%d container: level", nl))
			return end;
		if (e->nl == 0) {
			here += check_cpu(&e->cpu, prev);
			prev = &e->cpu;
			p += sizeof(e->cpu);
			continue;
		}
		check_eq(e->container.raw & CONTAINER_TLE_RES_BITS, 0, "container: reserved bits");
		check_gt(e->container.id, last_id, "container: ids ascend");
		last_id = e->container.id;
		children++;
		p = check_children(p + sizeof(e->container), end, e->nl, cpus);
	}
	if (nl == 1)
		check_le(here, expected_topo_lvl[0], "CPUs of a level-1 container");
	else
		check_le(children, expected_topo_lvl[nl - 1], "children of a level-%d container", nl);
	*cpus += here;
	return p;
}

static void check_sysinfo(struct sysinfo_15_1_x *info, int sel2)
{
	int product = 1, expected = 1, cpus = 0;
	uint8_t *end = (uint8_t *)info + info->length;

	check_eq(info->length % 8, 0, "15.1.%d: length is whole doublewords", sel2);
	check_lt(info->length, PAGE_SIZE, "15.1.%d: length", sel2);
	check_eq(info->mnest, sel2, "15.1.%d: nesting", sel2);
	for (int i = 0; i < CPU_TOPOLOGY_MAX_LEVEL; i++) {
		if (info->mag[i])
			product *= info->mag[i];
		expected *= expected_topo_lvl[i];
	}
	check_eq(product, expected, "15.1.%d: CPUs by the magnitudes", sel2);
	if (sel2 == mnest()) {
		/* mag[0] is the highest level */
		for (int i = 0; i < CPU_TOPOLOGY_MAX_LEVEL; i++)
			check_eq(info->mag[CPU_TOPOLOGY_MAX_LEVEL - i - 1],
				 i < sel2 ? expected_topo_lvl[i] : 0, "15.1.%d: magnitude %d", sel2, i + 1);
	} else {
		report_skip("15.1.%d: single magnitudes, below the maximum nesting", sel2);
	}
	check_children((uint8_t *)info->tle, end, sel2, &cpus);
	check_eq(cpus, sclp_get_cpu_num(), "15.1.%d: CPUs", sel2);
}

static void stsi_15_1(void)
{
	struct sysinfo_15_1_x *info = (void *)pagebuf;
	unsigned long rc;
	int max = mnest();

	for (int sel2 = CPU_TOPOLOGY_MAX_LEVEL; sel2 >= 2; sel2--) {
		for (int vertical = 0; vertical < 2; vertical++) {
			ptf(vertical ? PTF_REQ_VERTICAL : PTF_REQ_HORIZONTAL, &rc);
			horizontal = !vertical;
			memset(pagebuf, 0, PAGE_SIZE);
			if (check_eq(stsi(pagebuf, 15, 1, sel2), sel2 <= max ? 0 : 3,
				     "15.1.%d: condition code", sel2) && sel2 <= max)
				check_sysinfo(info, sel2);
		}
	}
}

static const struct subtest subtests[] = {
	{ "privileged", privileged, .requires = needs_topology },
	{ "specification", specification, .requires = needs_topology },
	{ "polarization", polarization, .requires = needs_topology },
	{ "stsi", stsi_15_1, .requires = needs_topology },
	{ }
};

int main(int argc, char **argv)
{
	static const char *const levels[] = { "-cores", "-sockets", "-books", "-drawers" };
	int n = 1, i, l;

	for (i = 1; i < argc; i++) {
		for (l = 0; l < (int)ARRAY_SIZE(levels); l++)
			if (!strcmp(argv[i], levels[l]))
				break;
		if (l == ARRAY_SIZE(levels)) {
			argv[n++] = argv[i];
			continue;
		}
		if (i + 1 >= argc)
			report_abort("%s wants a number", argv[i]);
		expected_topo_lvl[l] = atol(argv[++i]);
	}
	return run_subtests(subtests, n, argv);
}
