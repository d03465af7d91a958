/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Interruptions: what a test expects and how it takes part in handling them.
 */
#ifndef _ASMS390X_INTERRUPT_H_
#define _ASMS390X_INTERRUPT_H_

#include <asm/arch_def.h>

/*
 * Translation-exception identification, stored for access exceptions. Which
 * fields are meaningful depends on the exception and on the suppression-on-
 * protection facility (PoP chapter 3 "Assigned Storage Locations", 168-175).
 */
union teid {
	unsigned long val;
	union {
		/* bits that mean the same in all formats */
		struct {
			uint64_t addr			: 52 - 0;
			uint64_t acc_exc_fetch_store	: 54 - 52;
			uint64_t side_effect_acc	: 55 - 54;
			uint64_t /* reserved */		: 62 - 55;
			uint64_t asce_id		: 64 - 62;
		};
		/* DAT exceptions */
		struct {
			uint64_t /* pad */		: 61 - 0;
			uint64_t dat_move_page		: 62 - 61;
		};
		/* suppression on protection */
		struct {
			uint64_t /* pad */		: 60 - 0;
			uint64_t sop_acc_list		: 61 - 60;
			uint64_t sop_teid_predictable	: 62 - 61;
		};
		/* enhanced suppression on protection 2 */
		struct {
			uint64_t /* pad */		: 56 - 0;
			uint64_t esop2_prot_code_0	: 57 - 56;
			uint64_t /* pad */		: 60 - 57;
			uint64_t esop2_prot_code_1	: 61 - 60;
			uint64_t esop2_prot_code_2	: 62 - 61;
		};
	};
};

/* Kind of protection, with enhanced suppression on protection 2 */
enum prot_code {
	PROT_KEY_OR_LAP,
	PROT_DAT,
	PROT_KEY,
	PROT_ACC_LIST,
	PROT_LAP,
	PROT_IEP,
	PROT_NUM_CODES
};

/* teid_esop2_prot_code() - bits 56, 60, 61 as a number; asserts a defined one */
enum prot_code teid_esop2_prot_code(union teid teid);

/*
 * register_pgm_cleanup_func() - handle this CPU's expected program interruptions
 * @f: gets the saved registers, may edit them and the old PSW; it replaces
 *     the default fix-up of the old PSW. NULL restores the default.
 */
void register_pgm_cleanup_func(void (*f)(struct stack_frame_int *));

/* register_ext_cleanup_func() - same for external interruptions, after the default handling */
void register_ext_cleanup_func(void (*f)(struct stack_frame_int *));

/* C halves of the stubs in cstart64.S */
void handle_pgm_int(struct stack_frame_int *frame);
void handle_ext_int(struct stack_frame_int *frame);
void handle_mcck_int(void);
void handle_io_int(void);
void handle_svc_int(void);

/*
 * expect_pgm_int() - the next program interruption of this CPU is wanted
 *
 * Stores to the prefix area: call it before low_prot_enable() and before
 * entering problem state.
 */
void expect_pgm_int(void);
void expect_ext_int(void);

/* clear_pgm_int() - code of the last program interruption, then forget it */
uint16_t clear_pgm_int(void);

/* read_pgm_int_code() - code of the last program interruption */
uint16_t read_pgm_int_code(void);

/* check_pgm_int_code() - one report line: was the last program interruption @code? */
void check_pgm_int_code(uint16_t code);

/*
 * irq_set_dat_mode() - DAT and address space of the new PSWs
 * @use_dat: run handlers with translation
 * @as: address space, if @use_dat
 *
 * Applies to all classes but restart.
 */
void irq_set_dat_mode(bool use_dat, enum address_space as);

/* Low-address protection: real addresses 0-511 and 4096-4607 become read-only */
static inline void low_prot_enable(void)
{
	ctl_set_bit(0, CTL0_LOW_ADDR_PROT);
}

static inline void low_prot_disable(void)
{
	ctl_clear_bit(0, CTL0_LOW_ADDR_PROT);
}

#endif
