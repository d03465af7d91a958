// SPDX-License-Identifier: LGPL-2.1-or-later
/* Channel-subsystem structures for a reader. */
#include <libcflat.h>
#include <css.h>

/* One letter per bit of a flags word, '-' where it is zero */
static char *flag_letters(char *out, const char *letters, uint32_t flags, int bits)
{
	int i;

	for (i = 0; i < bits; i++)
		out[i] = flags & (1u << (bits - 1 - i)) ? letters[i] : '-';
	out[i] = 0;
	return out;
}

/* key and suspend control, then what the word says from bit 4 on */
static const char scsw_letters[] = "kkkkSLccfpixuzen0SHCrshcsdsAIPSs";
static const char pmcw_letters[] = "11iii111ellmmdtv";

char *dump_scsw_flags(uint32_t f)
{
	static char text[33];

	return flag_letters(text, scsw_letters, f, 32);
}

char *dump_pmcw_flags(uint16_t f)
{
	static char text[17];

	return flag_letters(text, pmcw_letters, f, 16);
}

void dump_scsw(struct scsw *s)
{
	printf("scsw->flags: %s\n", dump_scsw_flags(s->ctrl));
	printf("scsw->addr : %08x\n", s->ccw_addr);
	printf("scsw->devs : %02x\n", s->dev_stat);
	printf("scsw->schs : %02x\n", s->sch_stat);
	printf("scsw->count: %04x\n", s->count);
}

void dump_irb(struct irb *irbp)
{
	uint32_t *p = (uint32_t *)irbp;

	dump_scsw(&irbp->scsw);
	for (unsigned int i = 0; i < sizeof(*irbp) / sizeof(*p); i++)
		printf("irb[%02x] : %08x\n", i, p[i]);
}

void dump_pmcw(struct pmcw *p)
{
	printf("pmcw->intparm  : %08x\n", p->intparm);
	printf("pmcw->flags    : %04x %s\n", p->flags, dump_pmcw_flags(p->flags));
	printf("pmcw->devnum   : %04x\n", p->devnum);
	printf("pmcw->lpm      : %02x\n", p->lpm);
	printf("pmcw->pnom     : %02x\n", p->pnom);
	printf("pmcw->lpum     : %02x\n", p->lpum);
	printf("pmcw->pim      : %02x\n", p->pim);
	printf("pmcw->mbi      : %04x\n", p->mbi);
	printf("pmcw->pom      : %02x\n", p->pom);
	printf("pmcw->pam      : %02x\n", p->pam);
	for (int i = 0; i < 8; i++)
		printf("pmcw->chpid[%d]: %02x\n", i, p->chpid[i]);
	printf("pmcw->flags2   : %08x\n", p->flags2);
}

void dump_schib(struct schib *sch)
{
	printf("--SCHIB--\n");
	dump_pmcw(&sch->pmcw);
	dump_scsw(&sch->scsw);
}

void dump_ccw(struct ccw1 *cp)
{
	printf("CCW: code: %02x flags: %02x count: %04x data: %08x\n", cp->code,
	       cp->flags, cp->count, cp->data_address);
}

void dump_orb(struct orb *op)
{
	printf("ORB: intparm : %08x\n", op->intparm);
	printf("ORB: ctrl    : %08x\n", op->ctrl);
	printf("ORB: prio    : %08x\n", op->prio);
	if (op->cpa)
		dump_ccw((struct ccw1 *)(unsigned long)op->cpa);
}
