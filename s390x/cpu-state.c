// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * cpu-state: what comes with interruptions and signals beside the code.
 *
 * Register pairs of SIGNAL PROCESSOR, a new prefix for a CPU that has run, several
 * senders of emergency signals, the CPU address of other interruptions, the clock
 * comparator after SET CLOCK (PoP chapters 4 and 6), and the events of the service
 * processor.
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <asm/asm-offsets.h>
#include <asm/barrier.h>
#include <asm/mem.h>
#include <asm/page.h>
#include <asm/sigp.h>
#include <asm/time.h>
#include <hardware.h>
#include <sclp.h>
#include <smp.h>
#include "pgm.h"

static volatile int flag, go;
static volatile unsigned int nr_seen;
static volatile uint16_t sources[4], codes[4];

static void note(struct stack_frame_int *frame)
{
	if (nr_seen < ARRAY_SIZE(sources)) {
		sources[nr_seen] = *(volatile uint16_t *)OPAQUE_PTR(GEN_LC_CPU_ADDR);
		codes[nr_seen] = *(volatile uint16_t *)OPAQUE_PTR(GEN_LC_EXT_INT_CODE);
	}
	nr_seen++;
	if (*(volatile uint16_t *)OPAQUE_PTR(GEN_LC_EXT_INT_CODE) == EXT_IRQ_CLOCK_COMPARATOR)
		frame->crs[0] &= ~(1UL << CTL0_CLOCK_COMPARATOR);
	THIS_CPU->ext_int_expected = true;
}

/* Until @wanted have come, two seconds at most, and a few milliseconds for more */
static void open_window(int subclass, unsigned int wanted)
{
	uint64_t end = get_clock_ms() + 2000;

	register_ext_cleanup_func(note);
	expect_ext_int();
	ctl_set_bit(0, subclass);
	psw_mask_set_bits(PSW_MASK_EXT);
	while (nr_seen < wanted && get_clock_ms() < end)
		mb();
	mdelay(3);
	psw_mask_clear_bits(PSW_MASK_EXT);
	ctl_clear_bit(0, subclass);
	THIS_CPU->ext_int_expected = false;
	register_ext_cleanup_func(NULL);
}

static const char *needs_3_cpus(void)
{
	return smp_query_num_cpus() < 3 ? "need at least 3 cpus for this test" : NULL;
}

static const char *needs_2_cpus(void)
{
	return smp_query_num_cpus() < 2 ? "need at least 2 cpus for this test" : NULL;
}

static void cpu1_receiver(void)
{
	flag = 1;
	while (!go)
		mb();
	open_window(CTL0_EMERGENCY_SIGNAL, 2);
	flag = 2;
	for (;;)
		mb();
}

static void cpu2_sender(void)
{
	sigp_retry(smp_cpu_addr(1), SIGP_EMERGENCY_SIGNAL, 0, NULL);
	flag = 5;
	for (;;)
		mb();
}

static void start_cpu(int idx, void (*fn)(void), int until)
{
	assert(!smp_cpu_setup(idx, PSW(PSW_MASK_64, fn)));
	while (flag != until)
		mb();
}

/* One emergency signal per sender is kept, lower address first */
static void two_senders(void)
{
	nr_seen = flag = go = 0;
	start_cpu(1, cpu1_receiver, 1);
	start_cpu(2, cpu2_sender, 5);
	smp_sigp(1, SIGP_EMERGENCY_SIGNAL, 0, NULL);
	smp_sigp(1, SIGP_EMERGENCY_SIGNAL, 0, NULL);
	go = 1;
	while (flag != 2)
		mb();
	check_eq(nr_seen, 2, "emergency signals taken");
	check_eq(codes[0], EXT_IRQ_EMERGENCY_SIG, "first code");
	check_eq(codes[1], EXT_IRQ_EMERGENCY_SIG, "second code");
	check_eq(sources[0] + sources[1], smp_cpu_addr(0) + smp_cpu_addr(2), "one from each");
	check_ne(sources[0], sources[1], "different senders");
	smp_cpu_destroy(2);
	smp_cpu_destroy(1);
}

/* R1 even: the parameter is in R1 + 1, the status goes to R1 */
static int sigp_even(uint16_t address, uint8_t order, unsigned long r1, unsigned long parm, unsigned long *status)
{
	register unsigned long r2 asm("2") = r1;
	register unsigned long r3 asm("3") = parm;
	int cc;

	do
		asm volatile("	sigp	%1,%3,0(%4)\n	ipm	%0\n	srl	%0,28"
			     : "=d" (cc), "+d" (r2) : "d" (r3), "d" (address), "a" ((unsigned long)order) : "cc", "memory");
	while (cc == 2);
	*status = r2;
	return cc;
}

static void cpu1_idle(void)
{
	flag = 1;
	for (;;)
		mb();
}

static void register_pairs(void)
{
	struct cpu_status *save = alloc_pages_flags(1, AREA_DMA31);
	uint32_t beyond = get_ram_size() < SZ_2G ? get_ram_size() : 0;
	unsigned long status;

	flag = 0;
	start_cpu(1, cpu1_idle, 1);
	smp_cpu_stop(1);
	memset(save, 0xee, sizeof(*save));
	check_eq(sigp_even(smp_cpu_addr(1), SIGP_STORE_STATUS_AT_ADDRESS, 0, __pa(save), &status), 0,
		 "STORE STATUS, parameter in R1 + 1: condition code");
	check_eq(save->prefix, (uint32_t)__pa(smp_get_lowcore(1)), "its status: prefix");
	if (beyond) {
		check_eq(sigp_even(smp_cpu_addr(1), SIGP_SET_PREFIX, __pa(save) | 1UL << 50, beyond, &status), 1,
			 "SET PREFIX, R1 + 1 beyond memory: condition code");
		check_eq(status, (1UL << 50) | SIGP_STATUS_INVALID_PARAMETER, "status in the right half of R1");
	}
	smp_cpu_destroy(1);
}

#define MARK	0xfc0			/* in the first page, for nothing else */

static volatile uint64_t published;
static uint32_t cpu1_todpr;

static void cpu1_publisher(void)
{
	register unsigned long r0 asm("0") = cpu1_todpr;

	asm volatile(".insn	e,0x0107" : : "d" (r0));
	flag = 1;
	for (;;)
		published = *(volatile uint64_t *)OPAQUE_PTR(MARK);
}

static void new_prefix(void)
{
	uint8_t *area = alloc_pages_flags(1, AREA_DMA31), *old;
	struct cpu_status *save = alloc_pages_flags(1, AREA_DMA31);
	uint32_t old_prefix;

	flag = 0;
	cpu1_todpr = 0x4321;
	start_cpu(1, cpu1_publisher, 1);
	old = (uint8_t *)smp_get_lowcore(1);
	*(uint64_t *)(old + MARK) = 0x1111;
	while (published != 0x1111)
		mb();
	smp_cpu_stop(1);
	check_eq(smp_sigp(1, SIGP_STORE_STATUS_AT_ADDRESS, __pa(save), NULL), 0, "STORE STATUS");
	check_eq(save->todpr, cpu1_todpr, "status: TOD programmable register");
	old_prefix = save->prefix;
	memcpy(area, old, LC_SIZE);
	*(uint64_t *)(area + MARK) = 0x2222;
	check_eq(smp_sigp(1, SIGP_SET_PREFIX, __pa(area), NULL), 0, "SET PREFIX");
	published = 0;
	check_eq(smp_sigp(1, SIGP_START, 0, NULL), 0, "START");
	while (!published)
		mb();
	mdelay(1);
	check_eq(published, 0x2222, "it reads from its new prefix area");
	smp_cpu_stop(1);
	check_eq(smp_sigp(1, SIGP_SET_PREFIX, old_prefix, NULL), 0, "SET PREFIX, the old one");
	published = 0;
	smp_sigp(1, SIGP_START, 0, NULL);
	while (!published)
		mb();
	mdelay(1);
	check_eq(published, 0x1111, "it reads from its old prefix area");
	smp_cpu_destroy(1);
}

/* The breaking-event address of a CPU that has not branched since its reset is 1 */
extern const char no_instruction[], spin_here[];

asm(	"	.pushsection .text\n"
	"no_instruction:\n"
	"	.long	0\n"
	"spin_here:\n"
	"	j	spin_here\n"
	"	.popsection\n");

static void no_breaking_event(void)
{
	struct lowcore *lc;
	uint64_t end = get_clock_ms() + 500;

	flag = 0;
	start_cpu(1, cpu1_idle, 1);
	lc = smp_get_lowcore(1);
	smp_cpu_stop(1);
	check_eq(smp_sigp(1, SIGP_INITIAL_CPU_RESET, 0, NULL), 0, "INITIAL CPU RESET");
	check_eq(smp_sigp(1, SIGP_SET_PREFIX, __pa(lc), NULL), 0, "SET PREFIX");
	lc->breaking_event_addr = 0x55aa;
	lc->pgm_int_code = 0;
	lc->restart_new_psw = PSW(PSW_MASK_64, no_instruction);
	lc->pgm_new_psw = PSW(PSW_MASK_64, spin_here);
	check_eq(smp_sigp(1, SIGP_RESTART, 0, NULL), 0, "RESTART");
	while (!*(volatile uint16_t *)&lc->pgm_int_code && get_clock_ms() < end)
		mb();
	check_eq(lc->pgm_int_code, 1, "operation exception");
	check_eq(lc->breaking_event_addr, 1, "breaking-event address");
	smp_cpu_destroy(1);
}

static void set_ckc(uint64_t value)
{
	asm volatile("sckc	%0" : : "Q" (value));
}

/* No CPU sends these: the address is zero */
static void comparator_address(void)
{
	uint64_t now;

	nr_seen = 0;
	stck(&now);
	set_ckc(now - 1);
	*(volatile uint16_t *)OPAQUE_PTR(GEN_LC_CPU_ADDR) = 0xffff;
	open_window(CTL0_CLOCK_COMPARATOR, 1);
	check_eq(nr_seen, 1, "clock comparator");
	check_eq(codes[0], EXT_IRQ_CLOCK_COMPARATOR, "code");
	check_eq(sources[0], 0, "CPU address");
	set_ckc(-1UL);
}

/* The clock passes the comparator because it is set, by so many milliseconds */
static void passed_by(unsigned long ms)
{
	const uint64_t hour = 3600UL * 1000000 << 12;
	uint64_t now, later;

	nr_seen = 0;
	stck(&now);
	set_ckc(now + hour);
	open_window(CTL0_CLOCK_COMPARATOR, 0);
	check_eq(nr_seen, 0, "an hour before");
	later = now + hour + (ms * 1000 << 12);
	if (!check_eq(sck(&later), 0, "SCK: condition code"))
		return;
	open_window(CTL0_CLOCK_COMPARATOR, 1);
	check_eq(nr_seen, 1, "%lu ms behind", ms);
	sck(&now);
	nr_seen = 0;
	open_window(CTL0_CLOCK_COMPARATOR, 0);
	check_eq(nr_seen, 0, "set back");
	set_ckc(-1UL);
}

static void clock_set(void)
{
	passed_by(2);
	passed_by(3600 * 1000);
}

/* Service processor: response code of @command */
static uint8_t sccb_page[PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));

static uint16_t service(uint32_t command, uint16_t length, uint8_t function)
{
	SCCB *sccb = (SCCB *)sccb_page;

	sclp_mark_busy();
	sccb->h.length = length;
	sccb->h.function_code = function;
	sccb->h.response_code = 0;
	if (sclp_service_call(command, sccb))
		return 0;
	return sccb->h.response_code;
}

static void event_mask(uint32_t receive)
{
	WriteEventMask *m = (WriteEventMask *)sccb_page;

	memset(sccb_page, 0, PAGE_SIZE);
	m->mask_length = 4;
	m->cp_receive_mask = receive;
	m->cp_send_mask = SCLP_EVENT_MASK_MSG_ASCII;
	check_eq(service(SCLP_CMD_WRITE_EVENT_MASK, sizeof(*m), 0), SCLP_RC_NORMAL_COMPLETION, "event mask %#x", receive);
}

static const char *needs_qemu(void)
{
	return host_is_qemu() ? NULL : "the events are those of QEMU";
}

static void events(void)
{
	SCCB *sccb = (SCCB *)sccb_page;
	EventBufferHeader *event = (EventBufferHeader *)sccb->data;
	uint32_t parameter;
	uint16_t rc;

	event_mask(SCLP_EVENT_MASK_SIGNAL_QUIESCE);
	memset(sccb_page, 0, PAGE_SIZE);
	rc = service(SCLP_CMD_READ_EVENT_DATA, PAGE_SIZE, SCLP_UNCONDITIONAL_READ);
	parameter = *(volatile uint32_t *)OPAQUE_PTR(GEN_LC_EXT_INT_PARAM);
	check_eq(rc, SCLP_RC_NO_EVENT_BUFFERS_STORED, "read events: none");
	check_eq(parameter & ~7, (uint32_t)__pa(sccb), "service signal: address of the block");
	check_eq(service(SCLP_CMD_READ_EVENT_DATA, PAGE_SIZE - 8, SCLP_UNCONDITIONAL_READ), SCLP_RC_INSUFFICIENT_SCCB_LENGTH,
		 "read events, block too short");
	check_eq(service(SCLP_CMD_READ_EVENT_DATA, PAGE_SIZE, 7), SCLP_RC_INVALID_FUNCTION, "read events, function 7");
	/* the selection is behind the header */
	memset(sccb->data, 0, 16);
	*(uint32_t *)(sccb->data + 4) = SCLP_EVENT_MASK_SIGNAL_QUIESCE;
	*(uint32_t *)sccb->data = SCLP_EVENT_MASK_SIGNAL_QUIESCE;
	check_eq(service(SCLP_CMD_READ_EVENT_DATA, PAGE_SIZE, SCLP_SELECTIVE_READ), SCLP_RC_NO_EVENT_BUFFERS_STORED,
		 "read selected events");
	memset(sccb->data, 0, 16);
	*(uint32_t *)sccb->data = SCLP_EVENT_MASK_OPCMD | SCLP_EVENT_MASK_SIGNAL_QUIESCE;
	*(uint32_t *)(sccb->data + 4) = SCLP_EVENT_MASK_OPCMD | SCLP_EVENT_MASK_SIGNAL_QUIESCE;
	check_eq(service(SCLP_CMD_READ_EVENT_DATA, PAGE_SIZE, SCLP_SELECTIVE_READ), SCLP_RC_INVALID_SELECTION_MASK,
		 "read selected events that are not received");
	event_mask(0);

	for (int i = 0; i < 3; i++) {
		static const char *const names[] = { "too long", "shorter than its header", "of no known type" };
		static const uint16_t want[] = { SCLP_RC_EVENT_BUFFER_SYNTAX_ERROR, SCLP_RC_EVENT_BUFFER_SYNTAX_ERROR,
						 SCLP_RC_INVALID_FUNCTION };

		memset(sccb_page, 0, PAGE_SIZE);
		event->length = i == 0 ? 24 : i == 1 ? sizeof(*event) - 1 : 16;
		event->type = i == 2 ? 0x77 : SCLP_EVENT_ASCII_CONSOLE_DATA;
		check_eq(service(SCLP_CMD_WRITE_EVENT_DATA, sizeof(SCCBHeader) + 16, 0), want[i], "write an event %s", names[i]);
	}
	for (int length = 0; length < 4; length++) {
		static const uint16_t masks[] = { 0, 0xfff, 1022, 4 };
		WriteEventMask *m = (WriteEventMask *)sccb_page;

		memset(sccb_page, 0, PAGE_SIZE);
		m->mask_length = masks[length];
		m->cp_send_mask = SCLP_EVENT_MASK_MSG_ASCII;
		check_eq(service(SCLP_CMD_WRITE_EVENT_MASK, sizeof(*m), 0),
			 masks[length] == 4 ? SCLP_RC_NORMAL_COMPLETION : SCLP_RC_INVALID_MASK_LENGTH,
			 "event mask of %d bytes", masks[length]);
	}
}

static const struct subtest subtests[] = {
	{ "two-senders", two_senders, .requires = needs_3_cpus },
	{ "register-pairs", register_pairs, .requires = needs_2_cpus },
	{ "new-prefix", new_prefix, .requires = needs_2_cpus },
	{ "no-breaking-event", no_breaking_event, .requires = needs_2_cpus },
	{ "comparator-address", comparator_address },
	{ "events", events, .requires = needs_qemu },
	{ "clock-set", clock_set },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
