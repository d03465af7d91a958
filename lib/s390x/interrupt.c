// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What happens after the stubs of cstart64.S: expected interruptions are
 * recorded and fixed up, unexpected ones are reported.
 */
#include <libcflat.h>
#include <stack.h>
#include <subtest.h>
#include <asm/barrier.h>
#include <asm/facility.h>
#include <asm/mem.h>
#include <asm/float.h>
#include <interrupt.h>
#include <fault.h>
#include <sclp.h>
#include <sie.h>
#include <smp.h>
#include <asm/asm-offsets.h>
#include "subtest-arch.h"

/* A second interruption inside a handler: nothing can be trusted any more. */
#define RECURSION_MESSAGE	0xfa12edbad21UL

/* The prefix area changes under the compiler's feet. */
#define LC	(*(volatile struct lowcore *)&lowcore)

static void (*io_int_func)(void);

void expect_pgm_int(void)
{
	THIS_CPU->pgm_int_expected = true;
	LC.pgm_int_code = 0;
	LC.trans_exc_id = 0;
	mb();
}

void expect_ext_int(void)
{
	THIS_CPU->ext_int_expected = true;
	LC.ext_int_code = 0;
	mb();
}

uint16_t clear_pgm_int(void)
{
	uint16_t code;

	mb();
	code = LC.pgm_int_code;
	LC.pgm_int_code = 0;
	LC.trans_exc_id = 0;
	THIS_CPU->pgm_int_expected = false;
	mb();
	return code;
}

uint16_t read_pgm_int_code(void)
{
	mb();
	return LC.pgm_int_code;
}

void check_pgm_int_code(uint16_t code)
{
	uint16_t received;

	mb();
	received = LC.pgm_int_code;
	report(code == received, "Program interrupt: expected(%d) == received(%d)", code, received);
}

enum prot_code teid_esop2_prot_code(union teid teid)
{
	int code = teid.esop2_prot_code_0 << 2 | teid.esop2_prot_code_1 << 1 | teid.esop2_prot_code_2;

	assert(code < PROT_NUM_CODES);
	return (enum prot_code)code;
}

void register_pgm_cleanup_func(void (*f)(struct stack_frame_int *))
{
	THIS_CPU->pgm_cleanup_func = f;
}

void register_ext_cleanup_func(void (*f)(struct stack_frame_int *))
{
	THIS_CPU->ext_cleanup_func = f;
}

int register_io_int_func(void (*f)(void))
{
	if (io_int_func)
		return -1;
	io_int_func = f;
	return 0;
}

int unregister_io_int_func(void (*f)(void))
{
	if (io_int_func != f)
		return -1;
	io_int_func = NULL;
	return 0;
}

void irq_set_dat_mode(bool use_dat, enum address_space as)
{
	struct psw *new_psws[] = {
		OPAQUE_PTR(GEN_LC_EXT_NEW_PSW), OPAQUE_PTR(GEN_LC_SVC_NEW_PSW),
		OPAQUE_PTR(GEN_LC_PGM_NEW_PSW), OPAQUE_PTR(GEN_LC_MCCK_NEW_PSW),
		OPAQUE_PTR(GEN_LC_IO_NEW_PSW),
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(new_psws); i++) {
		new_psws[i]->dat = use_dat;
		if (use_dat)
			new_psws[i]->as = as;
	}
	mb();
}

/* Did the interruption hit while sie64a() was inside the SIE instruction? */
static bool in_sie(uint64_t addr)
{
	return addr >= (uint64_t)&sie_entry && addr <= (uint64_t)&sie_exit;
}

/* Is the old PSW of this code at the instruction, so that it has to be skipped? */
static bool is_nullifying(uint16_t code)
{
	switch (code & ~PGM_INT_CODE_TX_ABORTED_EVENT) {
	case PGM_INT_CODE_SEGMENT_TRANSLATION:
	case PGM_INT_CODE_PAGE_TRANSLATION:
	case PGM_INT_CODE_TRACE_TABLE:
	case PGM_INT_CODE_AFX_TRANSLATION ... PGM_INT_CODE_SECONDARY_AUTHORITY:
	case PGM_INT_CODE_LFX_TRANSLATION:
	case PGM_INT_CODE_LSX_TRANSLATION:
	case PGM_INT_CODE_ALEN_TRANSLATION ... PGM_INT_CODE_STACK_OPERATION:
	case PGM_INT_CODE_ASCE_TYPE ... PGM_INT_CODE_REGION_THIRD_TRANS:
	case PGM_INT_CODE_SECURE_STOR_ACCESS ... PGM_INT_CODE_SECURE_STOR_VIOLATION:
	case PGM_INT_CODE_PER:
	case PGM_INT_CODE_CRYPTO_OPERATION:
		return true;
	default:
		return false;
	}
}

static void fixup_pgm_int(struct stack_frame_int *frame)
{
	uint16_t code = LC.pgm_int_code;

	if (in_sie(LC.pgm_old_psw.addr)) {
		LC.pgm_old_psw.addr = (uint64_t)&sie_exit;
		return;
	}
	if (code == PGM_INT_CODE_PRIVILEGED_OPERATION) {
		LC.pgm_old_psw.pstate = 0;
	} else if (code == PGM_INT_CODE_PROTECTION) {
		union teid teid = { .val = LC.trans_exc_id };

		/* A call into the page that must not be executed: take it for returned. */
		if (prot_is_iep(teid))
			LC.pgm_old_psw.addr = frame->grs0[12];
	} else if (is_nullifying(code)) {
		LC.pgm_old_psw.addr += LC.pgm_int_id;
	}
	/* all others already have the old PSW after the instruction */
}

static void print_grs(const char *title, const uint64_t *low14, const uint64_t *gr0, const uint64_t *gr14)
{
	uint64_t grs[16];

	memcpy(grs, gr0, 2 * sizeof(*grs));
	memcpy(grs + 2, low14, 12 * sizeof(*grs));
	memcpy(grs + 14, gr14, 2 * sizeof(*grs));
	printf("%s\n", title);
	for (int i = 0; i < 16; i += 4)
		printf("%016lx %016lx %016lx %016lx\n", grs[i], grs[i + 1], grs[i + 2], grs[i + 3]);
}

static void print_registers(struct stack_frame_int *frame, uint64_t addr)
{
	if (in_sie(addr)) {
		/* GR0-13 still hold the guest's values, GR14 the SIE block. */
		struct kvm_s390_sie_block *sblk = (void *)frame->grs0[12];
		uint64_t guest[2] = { sblk->gg14, sblk->gg15 };
		struct stack_frame *caller = (void *)frame->grs0[13];
		struct vm_save_area *save = (void *)caller->argument_area[1];

		print_grs("Guest GRs:", frame->grs0, frame->grs1, guest);
		print_grs("Host GRs:", &save->host.grs[2], &save->host.grs[0], &save->host.grs[14]);
	} else {
		print_grs("GRs:", frame->grs0, frame->grs1, &frame->grs0[12]);
	}
	dump_frame_stack((const void *)addr, frame);
}

/*
 * An interruption of another class that nobody asked for: it ends the subtest,
 * or the run where there is none.
 */
#define give_up(fmt, args...)						\
do {									\
	sclp_clear_busy();						\
	subtest_abandon(fmt, ## args);					\
	report_abort(fmt, ## args);					\
} while (0)

static void print_pgm_int(struct stack_frame_int *frame)
{
	uint64_t addr = LC.pgm_old_psw.addr;
	uint16_t code = LC.pgm_int_code;

	printf("\nUnexpected program interrupt %s: %#x on cpu %d at %#lx, ilen %d\n",
	       in_sie(addr) ? "in SIE" : "", code, stap(), addr, LC.pgm_int_id);
	print_registers(frame, addr);
	switch (code & ~PGM_INT_CODE_TX_ABORTED_EVENT) {
	case PGM_INT_CODE_PROTECTION:
	case PGM_INT_CODE_SEGMENT_TRANSLATION:
	case PGM_INT_CODE_PAGE_TRANSLATION:
	case PGM_INT_CODE_ASCE_TYPE ... PGM_INT_CODE_REGION_THIRD_TRANS:
	case PGM_INT_CODE_SECURE_STOR_ACCESS ... PGM_INT_CODE_SECURE_STOR_VIOLATION:
		print_decode_teid(LC.trans_exc_id);
	}
}

void handle_pgm_int(struct stack_frame_int *frame)
{
	struct cpu *cpu = THIS_CPU;

	if (cpu->in_interrupt_handler) {
		smp_teardown();
		disabled_wait(RECURSION_MESSAGE);
	}
	cpu->in_interrupt_handler = true;

	if (!cpu->pgm_int_expected) {
		uint16_t code = LC.pgm_int_code;
		uint64_t addr = LC.pgm_old_psw.addr;

		/* The console may be in the middle of a request of ours. */
		sclp_clear_busy();
		print_pgm_int(frame);
		subtest_abandon("unexpected program interruption %#x at %#lx", code, addr);
		report_summary();
		subtest_arch_abort();
	}

	cpu->pgm_int_expected = false;
	if (cpu->pgm_cleanup_func)
		cpu->pgm_cleanup_func(frame);
	else
		fixup_pgm_int(frame);

	cpu->in_interrupt_handler = false;
}

void handle_ext_int(struct stack_frame_int *frame)
{
	struct cpu *cpu = THIS_CPU;
	uint16_t code = LC.ext_int_code;

	cpu->in_interrupt_handler = true;

	if (subtest_watchdog_expired(code)) {
		uint64_t addr = LC.ext_old_psw.addr;

		sclp_clear_busy();
		printf("\nSubtest hangs on cpu %d at %#lx\n", stap(), addr);
		print_registers(frame, addr);
		subtest_watchdog_abandon();
	}

	if (code == EXT_IRQ_SERVICE_SIG) {
		frame->crs[0] &= ~(1UL << CTL0_SERVICE_SIGNAL);
		sclp_handle_ext();
	} else if (!cpu->ext_int_expected) {
		give_up("Unexpected external call interrupt (code %#x): on cpu %d at %#lx",
			code, stap(), LC.ext_old_psw.addr);
	} else {
		cpu->ext_int_expected = false;
	}

	if (!(frame->crs[0] & CR0_EXTM_MASK) && !subtest_watchdog_armed())
		LC.ext_old_psw.mask &= ~PSW_MASK_EXT;

	if (cpu->ext_cleanup_func)
		cpu->ext_cleanup_func(frame);

	cpu->in_interrupt_handler = false;
}

void handle_mcck_int(void)
{
	give_up("Unexpected machine check interrupt: on cpu %d at %#lx",
		stap(), LC.mcck_old_psw.addr);
}

void handle_io_int(void)
{
	struct cpu *cpu = THIS_CPU;

	cpu->in_interrupt_handler = true;
	if (io_int_func) {
		io_int_func();
	} else {
		give_up("Unexpected io interrupt: on cpu %d at %#lx", stap(), LC.io_old_psw.addr);
	}
	cpu->in_interrupt_handler = false;
}

void handle_svc_int(void)
{
	uint16_t code = LC.svc_int_code;

	if (code == SVC_LEAVE_PSTATE) {
		LC.svc_old_psw.pstate = 0;
		return;
	}
	give_up("Unexpected supervisor call interrupt: code %#x on cpu %d at %#lx",
		code, stap(), LC.svc_old_psw.addr);
}
