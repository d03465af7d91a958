// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * amd_sev: string I/O of a guest whose memory is encrypted.
 *
 * APM volume 2, 15.34: a hypervisor cannot read the string of an OUTS from encrypted memory, so the guest's kernel unrolls
 * it, or under SEV-ES its #VC handler does (15.35). Whatever does it, the port must see each unit in order. Without SEV the
 * same string instruction has to do the same.
 */
#include <libcflat.h>
#include <subtest.h>
#include <asm/io.h>
#include <x86/amd_sev.h>
#include <x86/fwcfg.h>
#include <x86/processor.h>
#include <x86/vm.h>

#define LATCH_PORT	0xe0

static const char *needs_sev(void)
{
	return amd_sev_enabled() ? NULL : "SEV is not on";
}

static const char *needs_test_device(void)
{
	return test_device_enabled() ? NULL : "there is no pc-testdev with its port e0h";
}

static void state(void)
{
	u64 c_bit;

	report_info("SEV-ES is %s", amd_sev_es_enabled() ? "on" : "off");
	check_eq(setup_amd_sev(), (efi_status_t)EFI_SUCCESS, "C-bit noted");
	c_bit = get_amd_sev_c_bit_mask();
	check(c_bit && !(c_bit & (c_bit - 1)) && c_bit >= BIT_ULL(32), "the C-bit is one bit above 4 GiB: %" PRIx64, c_bit);
	check_eq(get_amd_sev_addr_upperbound(), (unsigned long long)this_cpu_property(X86_PROPERTY_SEV_C_BIT) - 1,
		 "the highest address bit lies below it");
}

static void off(void)
{
	check_eq(setup_amd_sev(), (efi_status_t)EFI_UNSUPPORTED, "setup_amd_sev() without SEV");
	check(!amd_sev_es_enabled(), "no SEV-ES without SEV");
	check_eq(get_amd_sev_c_bit_mask(), 0ull, "C-bit mask");
	check_eq(get_amd_sev_addr_upperbound(), 51ull, "highest address bit of an entry");
}

static const char *needs_no_sev(void)
{
	return amd_sev_enabled() ? "SEV is on" : NULL;
}

static void string_io(void)
{
	static const char text[16] = "ABCDEFGHIJKLMNOP";
	const char *at = text;
	ulong n = sizeof(text) / 2;
	u16 last;

	asm volatile("cld; rep outsw" : "+S"(at), "+c"(n) : "d"((u16)LATCH_PORT), "m"(text) : "memory");
	last = inw(LATCH_PORT);
	check_eq(last & 0xff, text[14], "low byte of the last word");
	check_eq(last >> 8, text[15], "high byte of the last word");
	check_eq(n, 0ul, "count left");
	check_eq(at, text + sizeof(text), "pointer behind the string");
}

static void string_in(void)
{
	u16 words[9] = { };
	u16 *at = words;
	ulong n = 8;
	int i;

	outw(0x1234, LATCH_PORT);
	asm volatile("cld; rep insw" : "+D"(at), "+c"(n), "=m"(words) : "d"((u16)LATCH_PORT) : "memory");
	for (i = 0; i < 8; i++)
		check_eq(words[i], 0x1234, "word %d read from the port", i);
	check_eq(words[8], 0, "word behind them");
	check_eq(at, words + 8, "pointer behind the words");
}

static const struct subtest subtests[] = {
	{ "state", state, .requires = needs_sev },
	{ "off", off, .requires = needs_no_sev },
	{ "string-out", string_io, .requires = needs_test_device },
	{ "string-in", string_in, .requires = needs_test_device },
	{ }
};

int main(int argc, char **argv)
{
	setup_vm();
	return run_subtests(subtests, argc, argv);
}
