// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * sprs: do special purpose registers keep their values?
 *
 * A pattern is written to every register that may be written, all readable
 * ones are read, time passes or the guest is migrated (-w), and they are read
 * again. Registers of 32 bits must read with a zero upper half. (Power ISA Book
 * III, section 4.4.4; user's manuals of the processors.)
 *
 * -w	migrate instead of sleeping
 * -p N	pattern 0 to 6
 * -t	another pattern each time, from the time base
 */
#include <libcflat.h>
#include <migrate.h>
#include <util.h>
#include <asm/handlers.h>
#include <asm/hcall.h>
#include <asm/processor.h>
#include <asm/setup.h>
#include <asm/time.h>
#include "exec.h"

/* Accesses of each privilege level */
#define SR	1		/* OS reads */
#define SW	2		/* OS writes */
#define HR	4		/* hypervisor reads */
#define HW	8		/* hypervisor writes */
#define RW	(SR | SW | HR | HW)
#define RO	(SR | HR)
#define WO	(SW | HW)
#define HRW	(HR | HW)
#define HRW_OR	(HR | HW | SR)

enum flag {
	ASYNC = 1,		/* changes by itself */
	INTERRUPT = 2,		/* changed by interrupts */
	HARNESS = 4,		/* in use by this library: hands off */
	DESTROYS = 8,		/* a random value takes the environment away */
};

struct spr {
	const char *name;
	u16 nr;
	u8 width;
	u8 access;
	u8 flags;
};

static const struct spr sprs_common[] = {
	{ "XER", 1, 64, RW, HARNESS },
	{ "LR", 8, 64, RW, HARNESS },
	{ "CTR", 9, 64, RW, HARNESS },
	{ "DSISR", 18, 32, RW, INTERRUPT },
	{ "DAR", 19, 64, RW, INTERRUPT },
	{ "SRR0", 26, 64, RW, INTERRUPT },
	{ "SRR1", 27, 64, RW, INTERRUPT },
	{ "TB", 268, 64, RO, ASYNC },
	{ "TBU", 269, 32, RO, ASYNC },
	{ "SPRG0", 272, 64, RW, HARNESS },
	{ "SPRG1", 273, 64, RW, HARNESS },
	{ "SPRG2", 274, 64, RW },
	{ "SPRG3", 275, 64, RW },
	{ "PVR", 287, 32, RO },
	{ }
};

static const struct spr sprs_970[] = {
	{ "DEC", 22, 32, RW, ASYNC },
	{ "SDR1", 25, 64, HRW_OR },
	{ "ACCR", 29, 64, RW },
	{ "CTRL", 136, 32, RO },
	{ "CTRL", 152, 32, WO },
	{ "SPRG3 (read)", 259, 64, RO },
	{ "TBL", 284, 32, HW },
	{ "TBU", 285, 32, HW },
	{ "HDEC", 310, 32, HRW, ASYNC },
	{ "DABR", 1013, 64, HRW_OR },
	{ "PIR", 1023, 32, RO, ASYNC },
	{ }
};

static const struct spr sprs_970_pmu[] = {
	{ "MMCRA", 770, 64, RO },
	{ "PMC1", 771, 32, RO },
	{ "PMC2", 772, 32, RO },
	{ "PMC3", 773, 32, RO },
	{ "PMC4", 774, 32, RO },
	{ "PMC5", 775, 32, RO },
	{ "PMC6", 776, 32, RO },
	{ "PMC7", 777, 32, RO },
	{ "PMC8", 778, 32, RO },
	{ "MMCR0", 779, 64, RO },
	{ "SIAR", 780, 64, RO },
	{ "SDAR", 781, 64, RO },
	{ "MMCR1", 782, 64, RO },
	{ "MMCRA (privileged)", 786, 64, RW },
	{ "PMC1 (privileged)", 787, 32, RW },
	{ "PMC2 (privileged)", 788, 32, RW },
	{ "PMC3 (privileged)", 789, 32, RW },
	{ "PMC4 (privileged)", 790, 32, RW },
	{ "PMC5 (privileged)", 791, 32, RW },
	{ "PMC6 (privileged)", 792, 32, RW },
	{ "PMC7 (privileged)", 793, 32, RW },
	{ "PMC8 (privileged)", 794, 32, RW },
	{ "MMCR0 (privileged)", 795, 64, RW },
	{ "SIAR (privileged)", 796, 64, RW },
	{ "SDAR (privileged)", 797, 64, RW },
	{ "MMCR1 (privileged)", 798, 64, RW },
	{ }
};

static const struct spr sprs_book3s[] = {
	{ "DSCR", 3, 64, RW },
	{ "AMR", 13, 64, RW },
	{ "DSCR (privileged)", 17, 64, RW },
	{ "CFAR", 28, 64, RW, ASYNC },
	{ "AMR (privileged)", 29, 64, RW },
	{ "IAMR", 61, 64, RW },
	{ "CTRL", 136, 32, RO },
	{ "CTRL (write)", 152, 32, WO },
	{ "FSCR", 153, 64, RW },
	{ "UAMOR", 157, 64, RW },
	{ "PSPB", 159, 32, RW },
	{ "DPDES", 176, 64, HRW_OR },
	{ "DAWR0", 180, 64, HRW },
	{ "RPR", 186, 64, HRW },
	{ "CIABR", 187, 64, HRW },
	{ "DAWRX0", 188, 32, HRW },
	{ "HFSCR", 190, 64, HRW },
	{ "VRSAVE", 256, 32, RW },
	{ "SPRG3 (read)", 259, 64, RO },
	{ "TBL", 284, 32, HW, DESTROYS },
	{ "TBU", 285, 32, HW, DESTROYS },
	{ "TBU40", 286, 64, HW, DESTROYS },
	{ "HSPRG0", 304, 64, HRW },
	{ "HSPRG1", 305, 64, HRW },
	{ "HDSISR", 306, 32, HRW, INTERRUPT },
	{ "HDAR", 307, 64, HRW, INTERRUPT },
	{ "SPURR", 308, 64, HRW_OR, ASYNC },
	{ "PURR", 309, 64, HRW_OR, ASYNC },
	{ "HRMOR", 313, 64, HRW, HARNESS },
	{ "HSRR0", 314, 64, HRW, INTERRUPT },
	{ "HSRR1", 315, 64, HRW, INTERRUPT },
	{ "LPCR", 318, 64, HRW, DESTROYS },
	{ "LPIDR", 319, 32, HRW },
	{ "HMER", 336, 64, HRW },
	{ "HMEER", 337, 64, HRW },
	{ "PCR", 338, 64, HRW, DESTROYS },
	{ "AMOR", 349, 64, HRW },
	{ "TIR", 446, 64, RO },
	{ "BESCRS", 800, 64, RW },
	{ "BESCRSU", 801, 32, RW },
	{ "BESCRR", 802, 64, RW },
	{ "BESCRRU", 803, 32, RW },
	{ "EBBHR", 804, 64, RW },
	{ "EBBRR", 805, 64, RW },
	{ "BESCR", 806, 64, RW },
	{ "TAR", 815, 64, RW },
	{ "IC", 848, 64, HRW_OR, ASYNC },
	{ "VTB", 849, 64, HRW_OR, ASYNC },
	{ "PPR", 896, 64, RW, ASYNC },
	{ "PPR32", 898, 32, RW, ASYNC },
	{ "PIR", 1023, 32, RO, ASYNC },
	{ }
};

static const struct spr sprs_power8[] = {
	{ "DEC", 22, 32, RW, ASYNC },
	{ "SDR1", 25, 64, HRW, DESTROYS },
	{ "DHDES", 177, 64, HRW },
	{ "CIR", 283, 32, RO },
	{ "HDEC", 310, 32, HRW, ASYNC },
	{ "RMOR", 312, 64, HRW, DESTROYS },
	{ "HEIR", 339, 32, HRW, INTERRUPT },
	{ }
};

static const struct spr sprs_power9[] = {
	{ "DEC", 22, 64, RW, ASYNC },
	{ "PIDR", 48, 32, RW },
	{ "TIDR", 144, 64, RW },
	{ "CIR", 283, 32, RO },
	{ "HDEC", 310, 64, HRW, ASYNC },
	{ "HEIR", 339, 32, HRW, INTERRUPT },
	{ "PTCR", 464, 64, HRW, DESTROYS },
	{ "ASDR", 816, 64, HRW, INTERRUPT },
	{ "PSSCR", 823, 64, RW },
	{ "PSSCR (hypervisor)", 855, 64, HRW },
	{ }
};

static const struct spr sprs_power10[] = {
	{ "DEC", 22, 64, RW, ASYNC },
	{ "PIDR", 48, 32, RW },
	{ "DAWR1", 181, 64, HRW },
	{ "DAWRX1", 189, 32, HRW },
	{ "HDEC", 310, 64, HRW, ASYNC },
	{ "HEIR", 339, 64, HRW, INTERRUPT },
	{ "HDEXCR (read)", 455, 32, RO },
	{ "PTCR", 464, 64, HRW, DESTROYS },
	{ "HASHKEYR", 468, 64, RW },
	{ "HASHPKEYR", 469, 64, HRW },
	{ "HDEXCR", 471, 64, HRW },
	{ "DEXCR (read)", 812, 32, RO },
	{ "ASDR", 816, 64, HRW, INTERRUPT },
	{ "PSSCR", 823, 64, RW },
	{ "DEXCR", 828, 64, RW },
	{ "PSSCR (hypervisor)", 855, 64, HRW },
	{ }
};

static const struct spr sprs_power9_10[] = {
	{ "SPRC", 276, 64, HRW },
	{ "SPRD", 277, 64, HRW },
	{ "TFMR", 317, 64, HRW, DESTROYS },
	{ "IMC", 799, 64, HRW },
	{ "LDBAR", 850, 64, HR },
	{ "MMCRC", 851, 32, HRW },
	{ "PMSR", 853, 32, HR },
	{ "L2QOSR", 861, 64, HW },
	{ "TRIG1", 881, 64, WO },
	{ "TRIG2", 882, 64, WO },
	{ "PMCR", 884, 64, HRW },
	{ "RWMR", 885, 64, HRW },
	{ "WORT", 895, 64, RW },
	{ "TSCR", 921, 32, HRW },
	{ "TTR", 922, 64, HRW },
	{ "TRACE", 1006, 64, WO },
	{ "HID", 1008, 64, HRW, HARNESS },
	{ }
};

static const struct spr sprs_pmu[] = {
	{ "SIER", 768, 64, RO },
	{ "MMCR2", 769, 64, RW },
	{ "MMCRA", 770, 64, RW },
	{ "PMC1", 771, 32, RW },
	{ "PMC2", 772, 32, RW },
	{ "PMC3", 773, 32, RW },
	{ "PMC4", 774, 32, RW },
	{ "PMC5", 775, 32, RW },
	{ "PMC6", 776, 32, RW },
	{ "MMCR0", 779, 64, RW },
	{ "SIAR", 780, 64, RO },
	{ "SDAR", 781, 64, RO },
	{ "MMCR1", 782, 64, RO },
	{ "SIER (privileged)", 784, 64, RW },
	{ "MMCR2 (privileged)", 785, 64, RW },
	{ "MMCRA (privileged)", 786, 64, RW },
	{ "PMC1 (privileged)", 787, 32, RW },
	{ "PMC2 (privileged)", 788, 32, RW },
	{ "PMC3 (privileged)", 789, 32, RW },
	{ "PMC4 (privileged)", 790, 32, RW },
	{ "PMC5 (privileged)", 791, 32, RW },
	{ "PMC6 (privileged)", 792, 32, RW },
	{ "MMCR0 (privileged)", 795, 64, RW },
	{ "SIAR (privileged)", 796, 64, RW },
	{ "SDAR (privileged)", 797, 64, RW },
	{ "MMCR1 (privileged)", 798, 64, RW },
	{ }
};

static const struct spr sprs_power10_pmu[] = {
	{ "SIER2", 736, 64, RO },
	{ "SIER3", 737, 64, RO },
	{ "MMCR3", 738, 64, RO },
	{ "SIER2 (privileged)", 752, 64, RW },
	{ "SIER3 (privileged)", 753, 64, RW },
	{ "MMCR3 (privileged)", 754, 64, RW },
	{ }
};

static struct {
	const struct spr *spr;
	u64 before, after;
} table[256];
static unsigned int nr_sprs;

static void add(const struct spr *list)
{
	for (; list->name; list++) {
		assert(nr_sprs < ARRAY_SIZE(table));
		table[nr_sprs++].spr = list;
	}
}

static void choose(void)
{
	add(sprs_common);
	switch (mfspr(SPR_PVR) & PVR_VERSION_MASK) {
	case PVR_VER_970:
	case PVR_VER_970FX:
	case PVR_VER_970MP:
		add(sprs_970);
		add(sprs_970_pmu);
		break;
	case PVR_VER_POWER8E:
	case PVR_VER_POWER8NVL:
	case PVR_VER_POWER8:
		add(sprs_book3s);
		add(sprs_power8);
		add(sprs_pmu);
		break;
	case PVR_VER_POWER9:
		add(sprs_book3s);
		add(sprs_power9);
		add(sprs_power9_10);
		add(sprs_pmu);
		break;
	case PVR_VER_POWER10:
		add(sprs_book3s);
		add(sprs_power10);
		add(sprs_power9_10);
		add(sprs_pmu);
		add(sprs_power10_pmu);
		break;
	default:
		printf("unknown processor version %#lx: common registers only\n", mfspr(SPR_PVR));
	}
}

static bool readable(const struct spr *s)
{
	return s->access & (machine_is_powernv() ? HR : SR);
}

static bool writable(const struct spr *s)
{
	return (s->access & (machine_is_powernv() ? HW : SW)) && !(s->flags & (HARNESS | DESTROYS));
}

/*
 * Any register by number: two instructions for each of the 1024, entered in
 * the middle.
 */
static u64 read_spr(unsigned int nr)
{
	u64 val, addr;

	asm volatile("bcl 20,31,1f\n1:\tmflr %1\n\taddi %1,%1,2f-1b\n\tsldi %0,%2,3\n\t"
		     "add %1,%1,%0\n\tmtctr %1\n\tli %0,0\n\tbctrl\n\tb 3f\n2:\n"
		     ".set nr,0\n.rept 1024\n\tmfspr %0,nr\n\tblr\n.set nr,nr+1\n.endr\n3:"
		     : "=&b"(val), "=&b"(addr) : "b"((u64)nr) : "lr", "ctr", "memory");
	return val;
}

static void write_spr(unsigned int nr, u64 val)
{
	u64 addr, tmp;

	asm volatile("bcl 20,31,1f\n1:\tmflr %1\n\taddi %1,%1,2f-1b\n\tsldi %0,%2,3\n\t"
		     "add %1,%1,%0\n\tmtctr %1\n\tbctrl\n\tb 3f\n2:\n"
		     ".set nr,0\n.rept 1024\n\tmtspr nr,%3\n\tblr\n.set nr,nr+1\n.endr\n3:"
		     : "=&b"(tmp), "=&b"(addr) : "b"((u64)nr), "b"(val) : "lr", "ctr", "memory");
}

static void refresh(unsigned int nr)
{
	for (unsigned int i = 0; i < nr_sprs; i++)
		if (table[i].spr->nr == nr && readable(table[i].spr))
			table[i].before = read_spr(nr);
}

static void usage(void)
{
	report_abort("usage: sprs [-w] [-p 0..6] [-t]");
}

int main(int argc, char **argv)
{
	static const u64 patterns[] = {
		0xcafefacec0debabe, ~0xcafefacec0debabeUL, 0xAAAA5555AAAA5555, 0x5555AAAA5555AAAA,
		0x1234567890ABCDEF, 0xFEDCBA0987654321, -1UL,
	};
	static u64 pattern = 0xcafefacec0debabe;
	bool wait = false;

	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "-w")) {
			wait = true;
		} else if (!strcmp(argv[i], "-t")) {
			pattern ^= get_tb();
		} else if (!strcmp(argv[i], "-p")) {
			if (++i == argc || atol(argv[i]) < 0 || atol(argv[i]) > 6)
				usage();
			pattern ^= patterns[atol(argv[i])];
		} else {
			usage();
		}
	}

	report_prefix_push("sprs");
	printf("pattern %#018lx\n", (unsigned long)pattern);
	choose();

	/* Counters and their interrupts off first. */
	if (cpu_has_power_mce)
		mtspr(SPR_MMCR0, MMCR0_FC);
	for (unsigned int i = 0; i < nr_sprs; i++)
		if (writable(table[i].spr))
			write_spr(table[i].spr->nr, pattern);
	if (cpu_has_power_mce)
		mtspr(SPR_MMCR0, (mfspr(SPR_MMCR0) | MMCR0_FC) & ~(MMCR0_PMAO | MMCR0_PMAE));
	for (unsigned int i = 0; i < nr_sprs; i++)
		if (readable(table[i].spr))
			table[i].before = read_spr(table[i].spr->nr);

	/* What waiting itself uses */
	if (wait)
		migrate_once();
	else
		msleep(2000);
	refresh(SPR_SRR0);
	refresh(SPR_SRR1);
	refresh(SPR_SPRG0 + 1);
	refresh(895);

	for (unsigned int i = 0; i < nr_sprs; i++)
		if (readable(table[i].spr))
			table[i].after = read_spr(table[i].spr->nr);

	for (unsigned int i = 0; i < nr_sprs; i++) {
		const struct spr *s = table[i].spr;
		bool wide = s->width == 32 && table[i].before >> 32;
		bool same = (s->flags & (ASYNC | HARNESS)) || table[i].before == table[i].after;

		if (!readable(s))
			continue;
		report(!wide, "%s (%u): width of %u bits, value %#lx", s->name, s->nr, s->width,
		       (unsigned long)table[i].before);
		if (!(s->flags & (ASYNC | HARNESS)))
			report(same, "%s (%u): %#lx before, %#lx after", s->name, s->nr,
			       (unsigned long)table[i].before, (unsigned long)table[i].after);
	}
	return report_summary();
}
