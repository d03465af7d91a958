/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * access: page-table permission checks, for access_test and for tests that
 * run them inside a guest of their own.
 */
#ifndef _X86_ACCESS_H_
#define _X86_ACCESS_H_

#include <libcflat.h>
#include <x86/desc.h>
#include <x86/processor.h>
#include <x86/vm.h>

#define PT_LEVEL_4	4
#define PT_LEVEL_5	5

/* All of it on the present page tables of @pt_levels levels, data accesses by KVM's emulator if @force_emulation. */
void ac_test_run(int pt_levels, bool force_emulation);

/* Its parts. ac_begin() takes over the #PF gate and the return from ring 3, ac_end() gives them back. */
void ac_begin(int pt_levels, bool force_emulation);
void ac_end(void);

/* Which cases of the matrix: every valid one, or @cases of them spread over all. */
void ac_matrix(ulong cases);
#define AC_ALL_CASES	0ul

/* Directed cases: access-directed.c */
void ac_shared_huge_page(void);
void ac_prefetch_reserved(void);
void ac_dirty_wp(void);
void ac_smep_wp(void);
void ac_toggle_wp(void);
void ac_effective_permissions(void);

/* Addresses under test lie in a top-level slot of their own. */
#define AC_VA		0xffff923400000000ul
/* Memory under test: 2 MiB whose first byte is RET; tables come from behind it. */
#define AC_PHYS		(32ul << 20)
#define AC_TABLES	(33ul << 20)

#define AC_LEAF_BITS	(PT_PRESENT_MASK | PT_WRITABLE_MASK | PT_USER_MASK)

/* One access; gives whether it faulted, and the error code. */
#define AC_USER		BIT(0)
#define AC_WRITE	BIT(1)
#define AC_FETCH	BIT(2)
#define AC_FEP		BIT(3)
bool ac_access(u64 va, unsigned int how, u32 *error_code);

/* Forget all mappings under test. */
void ac_unmap_all(void);
/* Entry for @va at @level (1: 4 KiB), tables above it are made. */
pteval_t *ac_entry(u64 va, int level);

/* Switch a feature bit; SMEP takes the user bit from the image's own pages first. */
void ac_set_nx(bool on);
void ac_set_wp(bool on);
void ac_set_smep(bool on);
void ac_set_pke(bool on);

bool ac_force_emulation(void);

#endif
