/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * emulator: what its files share.
 *
 * Five pages in a row: RAM, I/O RAM, the same I/O RAM again, RAM, RAM. Every access to
 * I/O RAM (a page of pc-testdev that reads back what was written) leaves
 * the guest, and the hypervisor has to carry the instruction out.
 */
#ifndef _X86_EMULATOR_H_
#define _X86_EMULATOR_H_

#include <libcflat.h>
#include <subtest.h>
#include <x86/desc.h>
#include <x86/processor.h>
#include <x86/vm.h>

/* First byte of I/O RAM; RAM lies before it and at 2 * PAGE_SIZE after it. */
extern u8 *emu_mmio;

/* Skip reasons */
const char *needs_fep(void);
const char *needs_movbe(void);

/* Arithmetic: emulator-alu.c */
void emu_mov(void);
void emu_alu(void);
void emu_inc_dec(void);
void emu_btc(void);
void emu_bsf_bsr(void);
void emu_imul(void);
void emu_shld(void);
void emu_cmpxchg(void);

/* Strings: emulator-string.c */
void emu_cmps(void);
void emu_scas(void);
void emu_movs(void);
void emu_stos_lods(void);
void emu_outs(void);
void emu_ins(void);
void emu_cross_page(void);

/* SSE and MMX: emulator-simd.c */
void emu_sse(void);
void emu_sse_faults(void);
void emu_mmx(void);
void emu_mmx_mf(void);

/* System instructions: emulator-system.c */
void emu_smsw(void);
void emu_lmsw(void);
void emu_ltr(void);
void emu_movbe_ud(void);
void emu_lock_bts_ud(void);
void emu_ss_shadow(void);
void emu_lock_ud(void);
void emu_fep_smsw(void);
void emu_fep_nop(void);
void emu_fep_dr6(void);
void emu_fep_lea_ud(void);

#ifdef __x86_64__
/* emulator64.c */
void emu_push(void);
void emu_pop(void);
void emu_enter(void);
void emu_xchg(void);
void emu_xadd(void);
void emu_cr8(void);
void emu_ljmp(void);
void emu_div(void);
void emu_mul(void);
void emu_cmpxchg16b(void);
void emu_rip_relative(void);
void emu_cmov(void);
void emu_push16(void);

/* emulator64-segment.c */
void emu_null_gs(void);
void emu_load_ss(void);
void emu_noncanonical(void);
void emu_jmp_noncanonical(void);
void emu_fep_mov_imm(void);
void emu_fep_user_fs(void);
#endif

#endif
