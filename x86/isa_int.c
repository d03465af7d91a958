// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * isa_int: every integer instruction, in every operand size and form, against a model.
 *
 * Results, the flags that the manual defines, and that nothing else changes: other registers, upper halves, neighbouring
 * memory. The instructions are encoded here, so that each form of each opcode runs: register and memory, immediates,
 * accumulator forms, LOCK, high byte registers. Then each condition on the flags of each of them, string instructions with all
 * prefixes, directions and address sizes. An emulator decodes and translates each form by itself, and each can be wrong by
 * itself. SDM volume 2.
 */
#include <stdarg.h>
#include <x86/vm.h>
#include "isa-int.h"

const u64 int_values[14] = {
	0, 1, 2, 0xf, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0x12345678, 0x7fffffff, 0xffffffff80000000, 0x8000000000000000,
	0xffffffffffffffff,
};

u8 int_mem[ISA_MEM_SIZE];
u8 int_stack[sizeof(isa_stack)];
bool int_check_stack;
static struct isa_tally tally;

void int_fill_stack(void)
{
	memset(isa_stack, 0x3c, sizeof(isa_stack));
	memcpy(int_stack, isa_stack, sizeof(isa_stack));
}

void int_fill_mem(int size, u64 value)
{
	memset(isa_mem, 0xc3, sizeof(isa_mem));
	isa_set_mem(size, value);
	memcpy(int_mem, isa_mem, sizeof(isa_mem));
}

static void wrong(const char *fmt, va_list va, const char *how)
{
	char what[160];

	if (tally.wrong++)
		return;
	vsnprintf(what, sizeof(what), fmt, va);
	report_info("%s: %s", what, how);
}

/* The first byte that differs, as text; NULL: none. */
static const char *bytes_differ(const char *what, const u8 *got, const u8 *want, unsigned int n)
{
	static char text[80];
	unsigned int i;

	for (i = 0; i < n; i++) {
		if (got[i] == want[i])
			continue;
		snprintf(text, sizeof(text), "%s, byte %u: expected %02x, got %02x", what, i, want[i], got[i]);
		return text;
	}
	return NULL;
}

void int_expect(ulong known, const char *fmt, ...)
{
	const char *differ;
	va_list va;

	tally.run++;
	va_start(va, fmt);
	if (!isa_compare(known, ISA_NO_VECS)) {
		wrong(fmt, va, isa_difference());
	} else {
		differ = bytes_differ("memory", isa_mem, int_mem, sizeof(isa_mem));
		if (!differ && int_check_stack)
			differ = bytes_differ("stack", isa_stack, int_stack, sizeof(isa_stack));
		if (differ)
			wrong(fmt, va, differ);
	}
	va_end(va);
}

void int_expect_vector(unsigned int got, unsigned int want, const char *fmt, ...)
{
	char how[64];
	va_list va;

	tally.run++;
	if (got == want)
		return;
	snprintf(how, sizeof(how), "expected %s, got %s", want ? exception_mnemonic(want & 0xff) : "no exception",
		 got ? exception_mnemonic(got & 0xff) : "none");
	va_start(va, fmt);
	wrong(fmt, va, how);
	va_end(va);
}

void int_report(const char *fmt, ...)
{
	char what[80];
	va_list va;

	va_start(va, fmt);
	vsnprintf(what, sizeof(what), fmt, va);
	va_end(va);
	check_eq(tally.wrong, 0u, "%s: wrong of %u executions", what, tally.run);
	tally = (struct isa_tally){ };
}

static const char *needs_32_bits(void)
{
	return sizeof(long) == 8 ? "the instruction does not exist in 64-bit mode" : NULL;
}

static const struct subtest subtests[] = {
	{ "alu", int_alu, SUBTEST_ROWS(int_alu_ops) },
	{ "test", int_test },
	{ "unary", int_unary },
	{ "shift", int_shift, SUBTEST_ROWS(int_shift_ops) },
	{ "double-shift", int_double_shift },
	{ "mul", int_mul },
	{ "imul", int_imul_two },
	{ "div", int_div },
	/* May end the VMM. */
	{ "idiv-most-negative", int_div_most_negative, .flags = SUBTEST_NODEFAULT },
	{ "bit-test", int_bit_test },
	{ "bit-scan", int_bit_scan },
	{ "bcd", int_bcd, needs_32_bits },
	{ "convert", int_convert },
	{ "flags", int_flag_insns },
	{ "mov", int_mov },
	{ "extend", int_extend },
	{ "xchg", int_xchg },
	{ "xadd", int_xadd },
	{ "cmpxchg", int_cmpxchg },
	{ "cmpxchg-wide", int_cmpxchg_wide },
	{ "bswap", int_bswap },
	{ "lea", int_lea },
	{ "push-pop", int_push_pop },
	{ "frame", int_frame },
	{ "xlat", int_xlat },
	{ "loop", int_loop },
	{ "bound", int_bound, needs_32_bits },
	{ "bmi", int_bmi, needs_bmi },
	{ "adx", int_adx, needs_adx },
	{ "crc32", int_crc32, needs_crc32 },
	{ "movbe", int_movbe, needs_movbe },
	{ "movs", int_movs },
	{ "stos", int_stos },
	{ "lods", int_lods },
	{ "cmps", int_cmps },
	{ "scas", int_scas },
	{ "conditions", int_conditions, SUBTEST_ROWS(int_producers) },
	{ }
};

int main(int argc, char **argv)
{
	setup_vm();
	isa_init();
	return run_subtests(subtests, argc, argv);
}
