// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * gs: guarded storage. Without CR2 bit 59 its instructions are special-operation
 * exceptions; a guarded load from a guarded section calls the event handler
 * (PoP chapter 4 "Guarded-Storage Facility").
 */
#include <libcflat.h>
#include <asm/facility.h>
#include <asm/interrupt.h>
#include <gs.h>
#include "pgm.h"

static volatile int guarded;
static struct gs_cb gs_cb;
struct gs_epl gs_epl;	/* the assembler below names it */



static inline unsigned long load_guarded(unsigned long *p)
{
	unsigned long v;

	asm volatile(".insn rxy,0xe3000000004c,%0,%1" : "=d" (v) : "T" (*p) : "r14", "memory");
	return v;
}

void gs_handler(struct gs_epl *this_cb);

/* Called by gs_handler_asm, on the stack of the load */
void gs_handler(struct gs_epl *epl)
{
	guarded = 1;
	(void)epl;
}

/*
 * The event handler runs with all registers of the interrupted program: save
 * them, tell C, go on behind the load.
 */
extern void gs_handler_asm(void);
asm(
	"	.pushsection .text\n"
	"	.globl	gs_handler_asm\n"
	"gs_handler_asm:\n"
	"	lgr	%r14,%r15\n"
	"	aghi	%r15,-320\n"
	"	stmg	%r0,%r13,192(%r15)\n"
	"	stg	%r14,312(%r15)\n"
	"	stg	%r14,0(%r15)\n"
	"	larl	%r2,gs_epl\n"
	"	brasl	%r14,gs_handler\n"
	"	larl	%r14,gs_epl\n"
	"	lg	%r14,40(%r14)\n"
	"	la	%r14,6(%r14)\n"
	"	lmg	%r0,%r13,192(%r15)\n"
	"	lg	%r15,312(%r15)\n"
	"	br	%r14\n"
	"	.popsection\n");

static const char *needs_gs(void)
{
	return test_facility(133) ? NULL : "guarded storage facility is not available";
}

static void special(void)
{
	ctl_clear_bit(2, CTL2_GUARDED_STORAGE);
	check_pgm(0x13, load_gs_cb(&gs_cb), "LGSC with guarded storage off");
	check_pgm(0x13, store_gs_cb(&gs_cb), "STGSC with guarded storage off");
}

static void load(void)
{
	/* a 32 MiB area at 32 MiB, so each of the 64 sections has 512 KiB; all guarded */
	unsigned long gs_area = 0x2000000;
	unsigned long pointer = gs_area;

	ctl_set_bit(2, CTL2_GUARDED_STORAGE);
	gs_cb.gsd = gs_area | 25;
	gs_cb.gssm = 0xffffffffffffffffUL;
	gs_epl.gs_eha = (uint64_t)&gs_handler_asm;
	gs_cb.gs_epl_a = (uint64_t)&gs_epl;
	load_gs_cb(&gs_cb);

	load_guarded(&pointer);
	check_eq(guarded, 1, "a guarded load of a pointer into the area calls the handler");

	gs_cb.gsd = 0;
	gs_cb.gssm = 0;
	load_gs_cb(&gs_cb);
	ctl_clear_bit(2, CTL2_GUARDED_STORAGE);
}

static const struct subtest subtests[] = {
	{ "disabled", special, .requires = needs_gs },
	{ "load", load, .requires = needs_gs },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
