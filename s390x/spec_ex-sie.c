// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * spec_ex-sie: interpretation of specification exceptions.
 *
 * Without it the first exception of the guest is intercepted. With it the
 * second may be: the one that comes of the invalid program-new PSW. Machines
 * may or may not do so; --strict [!]ID[,ID...] lists, in hexadecimal, the machine
 * types on which it must be (with !: on all others).
 */
#include <libcflat.h>
#include <stdlib.h>
#include <asm/arch_def.h>
#include <hardware.h>
#include <sclp.h>
#include <sie.h>
#include <snippet.h>
#include <subtest.h>

extern const char SNIPPET_NAME_START(c, spec_ex)[];
extern const char SNIPPET_NAME_END(c, spec_ex)[];

static struct vm vm;
static bool strict;

static const char *needs_sief2(void)
{
	return sclp_facilities.has_sief2 ? NULL : "SIEF2 facility unavailable";
}

static void reset_guest(void)
{
	vm.sblk->gpsw = snippet_psw;
	vm.sblk->icptcode = 0;
}

static void check_interception(void)
{
	check_eq(vm.sblk->icptcode, ICPT_PROGI, "interception code");
	check_eq(vm.sblk->iprcc, PGM_INT_CODE_SPECIFICATION, "program interruption code");
}

static void disabled(void)
{
	vm.sblk->ecb &= ~ECB_SPECI;
	reset_guest();
	sie(&vm);
	check_interception();
	check_ne(vm.sblk->gpsw.addr, 0xdeadbeee, "guest PSW address is not the one of the new PSW");
}

static void enabled(void)
{
	vm.sblk->ecb |= ECB_SPECI;
	reset_guest();
	sie(&vm);
	check_interception();
	if (strict)
		check_eq(vm.sblk->gpsw.addr, 0xdeadbeee, "the first exception was interpreted");
	else
		report_info("the first exception was %s",
			    vm.sblk->gpsw.addr == 0xdeadbeee ? "interpreted" : "intercepted");
}

/* Does "[!]ID[,ID...]" mean this machine? */
static bool parse_strict(const char *arg)
{
	uint16_t machine = get_machine_id();
	bool invert = *arg == '!', listed = false;
	char *end;

	if (invert)
		arg++;
	for (;;) {
		unsigned long id = strtoul(arg, &end, 16);

		if (end == arg)
			report_abort("--strict %s: expected a hexadecimal machine type", arg);
		if (id == machine)
			listed = true;
		if (*end != ',')
			break;
		arg = end + 1;
	}
	return listed != invert;
}

static const struct subtest subtests[] = {
	{ "disabled", disabled, .requires = needs_sief2 },
	{ "enabled", enabled, .requires = needs_sief2 },
	{ }
};

int main(int argc, char **argv)
{
	int n = 1;

	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--strict") && i + 1 < argc)
			strict = parse_strict(argv[++i]);
		else
			argv[n++] = argv[i];
	}
	if (!needs_sief2()) {
		snippet_setup_guest(&vm, false);
		snippet_init(&vm, SNIPPET_NAME_START(c, spec_ex), SNIPPET_LEN(c, spec_ex),
			     SNIPPET_UNPACK_OFF);
	}
	return run_subtests(subtests, n, argv);
}
