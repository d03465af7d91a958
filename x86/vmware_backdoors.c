// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * vmware_backdoors: the VMware backdoor port and pseudo performance counters, from user mode too.
 *
 * VMware's backdoor (port 5658h, magic 564D5868h) and RDPMC of 10000h..10002h work at CPL 3 whatever the I/O permission bitmap and
 * CR4.PCE say; KVM does that with kvm.enable_vmware_backdoor=Y. All else must fault as the manual says (SDM volume 1, 19.5.2 and
 * volume 2, RDPMC), or user mode gets at ports that it must not reach.
 */
#include <libcflat.h>
#include <x86/desc.h>
#include <x86/fault_test.h>
#include <x86/processor.h>
#include <vmalloc.h>

#define BACKDOOR_PORT	0x5658
#define BACKDOOR_MAGIC	0x564D5868
#define PLAIN_PORT	0x1234
#define GET_VERSION	0x0a
#define NO_COMMAND	0xfff
#define UNTOUCHED	0xdeadbeef

static uint64_t do_rdpmc(uint64_t index, uint64_t b, uint64_t c, uint64_t d)
{
	return rdpmc(index);
}

/* IN EAX, DX as the backdoor wants it; returns EBX. */
static uint64_t do_in(uint64_t port, uint64_t command, uint64_t c, uint64_t d)
{
	u32 eax = BACKDOOR_MAGIC, ebx = UNTOUCHED, ecx = command, edx = port;

	asm volatile("inl %%dx, %%eax" : "+a"(eax), "+b"(ebx), "+c"(ecx), "+d"(edx) : : "esi", "edi");
	return ebx;
}

static bool is_magic(struct fault_test_arg *arg)
{
	return (u32)arg->retval == BACKDOOR_MAGIC;
}

static bool is_untouched(struct fault_test_arg *arg)
{
	return (u32)arg->retval == UNTOUCHED;
}

#define RDPMC(index, user, fault) \
	{ .usermode = user, .fault_vector = GP_VECTOR, .should_fault = fault, .arg = { index }, .func = do_rdpmc }
#define IN(port, command, user, fault, judge) \
	{ .usermode = user, .fault_vector = GP_VECTOR, .should_fault = fault, .arg = { port, command }, \
	  .func = do_in, .callback = judge }

static struct fault_test counter_tests[] = {
	FAULT_TEST("HOST_TSC kernel", RDPMC(0x10000, false, false)),
	FAULT_TEST("REAL_TIME kernel", RDPMC(0x10001, false, false)),
	FAULT_TEST("APPARENT_TIME kernel", RDPMC(0x10002, false, false)),
	FAULT_TEST("HOST_TSC user", RDPMC(0x10000, true, false)),
	FAULT_TEST("REAL_TIME user", RDPMC(0x10001, true, false)),
	FAULT_TEST("APPARENT_TIME user", RDPMC(0x10002, true, false)),
	FAULT_TEST("another counter user", RDPMC(0xfff, true, true)),
};

static struct fault_test port_tests[] = {
	FAULT_TEST("version user", IN(BACKDOOR_PORT, GET_VERSION, true, false, is_magic)),
	FAULT_TEST("version kernel", IN(BACKDOOR_PORT, GET_VERSION, false, false, is_magic)),
	FAULT_TEST("no command user", IN(BACKDOOR_PORT, NO_COMMAND, true, false, is_untouched)),
	FAULT_TEST("another port user", IN(PLAIN_PORT, NO_COMMAND, true, true, NULL)),
};

/*
 * The I/O permission bitmap lies in the unused task-state segments behind that of this CPU: the segment's limit is FFFFh
 * (SDM volume 1, 19.5.2; a set bit denies).
 */
static void deny_ports(void)
{
	u8 *bitmap = (u8 *)&tss[2];

	memset(bitmap, 0, 0x2001);
	bitmap[0x2000] = 0xff;
	bitmap[PLAIN_PORT / 8] |= 1 << PLAIN_PORT % 8;
	bitmap[BACKDOOR_PORT / 8] |= 1 << BACKDOOR_PORT % 8;
	/* a 4-byte access checks four bits */
	tss[0].iomap_base = (u8 *)&tss[2] - (u8 *)&tss[0];
}

static bool has_pmu(void)
{
	return cpuid(0).a >= 0xa && (cpuid(0xa).a & 0xff);
}

int main(int argc, char **argv)
{
	unsigned int i;

	setup_vm();
	deny_ports();
	write_cr4(read_cr4() & ~X86_CR4_PCE);
	report_prefix_push("vmware_backdoors");
	if (has_pmu()) {
		for (i = 0; i < ARRAY_SIZE(counter_tests); i++)
			test_run(&counter_tests[i]);
	} else {
		report_skip("pseudo counters: this CPU has no performance monitoring");
	}
	for (i = 0; i < ARRAY_SIZE(port_tests); i++)
		test_run(&port_tests[i]);
	return report_summary();
}
