// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * s3: suspend to RAM and resume.
 *
 * The firmware's waking vector is set, the real-time clock's alarm is the wake
 * event, SLP_EN is written (ACPI 6.4: 4.8.3, 5.2.10, 16.3.2). The CPU must then stop,
 * and the firmware go on at the vector, in real mode with CS:IP from it. What
 * runs there reports and ends the guest: there is no way back here.
 */
#include <libcflat.h>
#include <acpi.h>
#include <subtest.h>
#include <asm/io.h>
#include <x86/processor.h>

#define RESUME_VECTOR	0x1000

#define RTC_INDEX	0x70
#define RTC_DATA	0x71
#define RTC_UIP		0x80
#define RTC_AIE		0x20
#define RTC_ANY		0xc0

#define PM1_RTC_EN	0x0400
#define PM1_S3		0x2400

static u8 rtc_in(u8 reg)
{
	outb(reg, RTC_INDEX);
	return inb(RTC_DATA);
}

static void rtc_out(u8 reg, u8 val)
{
	outb(reg, RTC_INDEX);
	outb(val, RTC_DATA);
}

/* Runs at RESUME_VECTOR: says PASS or FAIL and ends the guest. */
extern char s3_resume[], s3_resume_end[];
asm(".pushsection .text\n"
    ".code16\n"
    "s3_resume:\n\t"
    "xor %edx, %edx\n\t"
    "mov %cs, %ax\n\t"
    "cmp $0x100, %ax\n\t"
    "jne 1f\n\t"
    "mov $(s3_pass - s3_resume), %si\n\t"
    "jmp 2f\n"
    "1:\n\t"
    "inc %edx\n\t"
    "mov $(s3_fail - s3_resume), %si\n"
    "2:\n\t"
    "mov %edx, %ebx\n"
    "3:\n\t"
    "mov $0x3fd, %dx\n"
    "4:\n\t"
    "in %dx, %al\n\t"
    "test $0x40, %al\n\t"
    "jz 4b\n\t"
    "mov $0x3f8, %dx\n\t"
    "movb %cs:(%si), %al\n\t"
    "inc %si\n\t"
    "test %al, %al\n\t"
    "jz 5f\n\t"
    "out %al, %dx\n\t"
    "jmp 3b\n"
    "5:\n\t"
    "mov %ebx, %eax\n\t"
    "mov $0xf4, %dx\n\t"
    "outl %eax, %dx\n\t"
    /* the end of Bochs, as exit() ends it */
    "mov $0x8900, %dx\n\t"
    "mov $(s3_word - s3_resume), %si\n"
    "7:\n\t"
    "movb %cs:(%si), %al\n\t"
    "inc %si\n\t"
    "out %al, %dx\n\t"
    "test %al, %al\n\t"
    "jnz 7b\n"
    "6:\n\t"
    "hlt\n\t"
    "jmp 6b\n"
    "s3_word:\n\t"
    ".asciz \"Shutdown\"\n"
    "s3_pass:\n\t"
    ".asciz \"PASS: suspend: resumed at the waking vector\\r\\nSUMMARY: 1 tests\\r\\n\"\n"
    "s3_fail:\n\t"
    ".asciz \"FAIL: suspend: resumed with another CS than 0100\\r\\nSUMMARY: 1 tests, 1 unexpected failures\\r\\n\"\n"
    "s3_resume_end:\n\t"
#ifdef __x86_64__
    ".code64\n\t"
#else
    ".code32\n\t"
#endif
    ".popsection");

static void suspend(void)
{
	struct acpi_table_facs_rev1 *facs = find_acpi_table_addr(FACS_SIGNATURE);
	struct acpi_table_fadt *fadt = find_acpi_table_addr(FACP_SIGNATURE);
	u64 start;

	if (!facs || !fadt) {
		report_fail("there is no FACS or FADT");
		return;
	}
	facs->firmware_waking_vector = RESUME_VECTOR;
	memcpy((void *)(ulong)RESUME_VECTOR, s3_resume, s3_resume_end - s3_resume);

	outw(PM1_RTC_EN, fadt->pm1a_evt_blk + 2);
	/* Every second, set right after an update so that none is missed. */
	while (!(rtc_in(10) & RTC_UIP))
		;
	while (rtc_in(10) & RTC_UIP)
		;
	rtc_out(1, RTC_ANY);
	rtc_out(3, RTC_ANY);
	rtc_out(5, RTC_ANY);
	rtc_in(12);
	rtc_out(11, rtc_in(11) | RTC_AIE);

	report_info("suspend: SLP_EN is written now");
	outw(PM1_S3, fadt->pm1a_cnt_blk);
	/* A machine may take a few more instructions until it is asleep, not a second of them. */
	start = rdtsc();
	while (rdtsc() - start < 4000000000ull)
		pause();
	report_fail("the CPU still runs after SLP_EN");
}

static const struct subtest subtests[] = {
	{ "suspend", suspend, .flags = SUBTEST_NO_WATCHDOG },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
