// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * realmode: instructions in real-address mode, one small case each.
 *
 * Hypervisors without a way to run real mode directly emulate it instruction
 * by instruction, and emulators of whole machines have a path of their own
 * for 16-bit code. Each case loads registers, runs a few bytes and compares
 * all registers and the flags it names: results, flags, addressing and
 * operand-size prefixes, control transfers, segment loads, port I/O,
 * interrupts, exceptions.
 *
 * SDM volume 2 (the instructions), volume 3 chapter 20 (real-address mode).
 */
#include "realmode.h"

void realmode_main(void);

extern char rm_exceptions[];

static u16 nr_tests, nr_failures;

static void put_char(char c)
{
	while (!(rm_inb(0x3fd) & 0x20))
		;
	rm_outb(0x3f8, c);
}

void rm_puts(const char *s)
{
	for (; *s; s++) {
		if (*s == '\n')
			put_char('\r');
		put_char(*s);
	}
}

void rm_put_hex(u32 v)
{
	int shift;

	for (shift = 28; shift >= 0; shift -= 4)
		put_char("0123456789abcdef"[(v >> shift) & 15]);
}

void rm_put_dec(u32 v)
{
	char text[11], *p = &text[10];

	*p = 0;
	do {
		*--p = '0' + v % 10;
		v /= 10;
	} while (v);
	rm_puts(p);
}

/* The console is written before the first report: no line may be torn. */
static void serial_init(void)
{
	rm_outb(0x3fb, 0x80);
	rm_outb(0x3f8, 1);
	rm_outb(0x3f9, 0);
	rm_outb(0x3fb, 3);
	rm_outb(0x3fa, 0);
	rm_outb(0x3fc, 3);
}

void rm_report(const char *name, const char *why)
{
	nr_tests++;
	if (why)
		nr_failures++;
	rm_puts(why ? "FAIL: " : "PASS: ");
	rm_puts(name);
	if (why) {
		rm_puts(": ");
		rm_puts(why);
	}
	rm_puts("\n");
}

/* FAIL line for a value */
static void report_value(const char *name, const char *what, u32 want, u32 got)
{
	nr_tests++;
	nr_failures++;
	rm_puts("FAIL: ");
	rm_puts(name);
	rm_puts(": ");
	rm_puts(what);
	rm_puts(" expected ");
	rm_put_hex(want);
	rm_puts(", got ");
	rm_put_hex(got);
	rm_puts("\n");
}

/* Values that nothing computes by accident */
static const u32 defaults[RM_NREGS] = {
	0x0a0b0c0d, 0x1b1b2c2d, 0x2c3c4c5c, 0x3d3d4e4f, 0x04f54e5a, 0x15a6b7c8, 0x26d7e8f9,
	0, FL_1,
};

void rm_load(const struct rm_value *in)
{
	int i;

	for (i = 0; i < RM_NREGS; i++)
		rm_in[i] = defaults[i];
	rm_in[ESP] = (u32)rm_stack_top;
	for (; in && in->reg < RM_NREGS; in++)
		rm_in[in->reg] = in->value;
}

static const char *const reg_names[RM_NREGS] = {
	"EAX", "EBX", "ECX", "EDX", "ESI", "EDI", "EBP", "ESP", "flags",
};

/* True when all is as the case says; else the FAIL line is out. */
static bool compare(const struct rm_case *c)
{
	const struct rm_value *v;
	u32 want[RM_NREGS];
	int i;

	if (c->faults || c->vector) {
		if (rm_vector == c->vector) {
			want[0] = (u16)(u32)(c->code + c->fault_at);
			if (rm_fault_ip == want[0])
				return true;
			report_value(c->name, "right vector, saved IP", want[0], rm_fault_ip);
			return false;
		}
		report_value(c->name, rm_vector == RM_NO_FAULT ? "nothing raised, vector" :
			     "vector", c->vector, rm_vector);
		return false;
	}
	if (rm_vector != RM_NO_FAULT) {
		report_value(c->name, "exception, vector (ff: none)", RM_NO_FAULT, rm_vector);
		return false;
	}
	for (i = 0; i < RM_NREGS; i++)
		want[i] = rm_in[i];
	for (v = c->out; v && v->reg < RM_NREGS; v++)
		want[v->reg] = v->value;
	for (i = 0; i < FLAGS; i++) {
		if ((c->any & (1 << i)) || want[i] == rm_out[i])
			continue;
		report_value(c->name, reg_names[i], want[i], rm_out[i]);
		return false;
	}
	if ((rm_out[FLAGS] & c->mask) != c->flags) {
		report_value(c->name, "flags", c->flags, rm_out[FLAGS] & c->mask);
		return false;
	}
	return true;
}

void rm_run(const struct rm_case *c)
{
	const char *why;
	bool ok;

	for (; c->name; c++) {
		rm_load(c->in);
		if (c->before)
			c->before();
		rm_code = c->code;
		rm_exec();
		ok = compare(c);
		/* Also puts things back, so it is called in any case. */
		why = c->after ? c->after() : NULL;
		if (ok)
			rm_report(c->name, why);
	}
}

static void finish(int code)
{
	const char *s;
	int i;

	/* A VMM that ends at the shutdown port drops what the UART still holds: wait for LSR.TEMT, not for ever. */
	for (i = 0; i < 10000 && !(rm_inb(0x3fd) & 0x40); i++)
		;
	rm_outl(0xf4, code);
	for (s = "Shutdown"; *s; s++)
		rm_outb(0x8900, *s);
	rm_puts("--- DONE: ");
	rm_put_dec(code);
	rm_puts(" ---\n");
	for (;;)
		asm volatile("cli; hlt");
}

void realmode_main(void)
{
	int i;

	serial_init();
	/* Vectors 8 to 15 are exceptions only as long as the 8259s keep still. */
	rm_outb(0x21, 0xff);
	rm_outb(0xa1, 0xff);
	for (i = 0; i < 16; i++)
		rm_set_ivt(i, rm_exceptions + 16 * i);

	rm_data_cases();
	rm_arith_cases();
	rm_control_cases();
	rm_system_cases();
	rm_fault_cases();
	rm_throughput();

	rm_puts("SUMMARY: ");
	rm_put_dec(nr_tests);
	rm_puts(" tests");
	if (nr_failures) {
		rm_puts(", ");
		rm_put_dec(nr_failures);
		rm_puts(" unexpected failures");
	}
	rm_puts("\n");
	finish(nr_failures ? 1 : 0);
}
