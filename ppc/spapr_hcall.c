// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * spapr_hcall: hypervisor calls of a PAPR guest (LoPAPR, chapter 14).
 *
 * The three calls everybody has (H_SET_SPRG0, H_PAGE_INIT, H_RANDOM), what
 * calls leave of the registers, unknown numbers, calls from problem state, and
 * the return codes of H_SET_MODE, the XICS and hash page table calls.
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <subtest.h>
#include <vmalloc.h>
#include <asm/barrier.h>
#include <asm/handlers.h>
#include <asm/hcall.h>
#include <asm/io.h>
#include <asm/mmu.h>
#include <asm/processor.h>
#include <asm/setup.h>
#include <asm/smp.h>
#include <asm/time.h>
#include <asm/trap.h>

#define H_ZERO_PAGE		0x8000UL
#define H_COPY_PAGE		0x4000UL
#define H_ICACHE_INVALIDATE	0x800000UL
#define H_ICACHE_SYNCHRONIZE	0x400000UL

#define call(nr, args...)	((long)hcall((unsigned long)(nr), ##args))

static const char *needs_pseries(void)
{
	return machine_is_pseries() ? NULL : "not pseries";
}

/* SPRG0 is the exception entry's: no interrupt may come while it is changed. */
static void h_set_sprg0(void)
{
	static const unsigned long values[] = { 0xcafebabedeadbeef, 0xaaaaaaaa55555555 };
	unsigned long sprg0 = mfspr(SPR_SPRG0), rc[3], got[3];

	local_irq_disable();
	for (int i = 0; i < 3; i++) {
		rc[i] = hcall(H_SET_SPRG0, i < 2 ? values[i] : sprg0);
		got[i] = mfspr(SPR_SPRG0);
	}
	mtspr(SPR_SPRG0, sprg0);
	for (int i = 0; i < 3; i++) {
		check_eq((long)rc[i], H_SUCCESS, "H_SET_SPRG0 of value %d", i);
		check_eq(got[i], i < 2 ? values[i] : sprg0, "SPRG0 after H_SET_SPRG0 of value %d", i);
	}
}

static u8 pages[5][4096] __attribute__((aligned(4096)));

static void fill_pages(void)
{
	for (int p = 0; p < 5; p++)
		memset(pages[p], 0x11 * (p + 1), 4096);
}

/* The pages but @except still hold their pattern. */
static int damaged_pages(int except)
{
	int n = 0;

	for (int p = 0; p < 5; p++)
		for (int i = 0; i < 4096 && p != except; i++)
			if (pages[p][i] != 0x11 * (p + 1)) {
				n++;
				break;
			}
	return n;
}

static bool page_is(int p, u8 val)
{
	for (int i = 0; i < 4096; i++)
		if (pages[p][i] != val)
			return false;
	return true;
}

static void h_page_init(void)
{
	unsigned long dst = (unsigned long)pages[1], src = (unsigned long)pages[3];

	fill_pages();
	check_eq(call(H_PAGE_INIT, H_ZERO_PAGE, dst, 0UL), H_SUCCESS, "H_PAGE_INIT, zero");
	check(page_is(1, 0), "all of the page is zero");
	check_eq(damaged_pages(1), 0, "other pages that changed");

	fill_pages();
	check_eq(call(H_PAGE_INIT, H_COPY_PAGE, dst, src), H_SUCCESS, "H_PAGE_INIT, copy");
	check(page_is(1, 0x44), "all of the page is copied");
	check_eq(damaged_pages(1), 0, "other pages that changed");

	fill_pages();
	check_eq(call(H_PAGE_INIT, H_COPY_PAGE | H_ZERO_PAGE, dst, src), H_SUCCESS, "H_PAGE_INIT, zero and copy");
	check(page_is(1, 0x44), "the copy wins");

	fill_pages();
	check_eq(call(H_PAGE_INIT, H_ICACHE_INVALIDATE | H_ICACHE_SYNCHRONIZE | H_ZERO_PAGE, dst, 0UL), H_SUCCESS,
		 "H_PAGE_INIT, zero with the instruction cache flags");
	check(page_is(1, 0), "all of the page is zero");
	fill_pages();
	check_eq(call(H_PAGE_INIT, 0UL, dst, src), H_SUCCESS, "H_PAGE_INIT without flags");
	check_eq(damaged_pages(-1), 0, "pages that changed");
	check_eq(call(H_PAGE_INIT, H_COPY_PAGE, dst, dst), H_SUCCESS, "H_PAGE_INIT, copy to itself");
	check_eq(damaged_pages(-1), 0, "pages that changed");

	static const struct {
		const char *name;
		unsigned long flags, dst, src;	/* offsets of dst and src; bit 63: absolute */
	} bad[] = {
		{ "zero, target off by 0x123", H_ZERO_PAGE, 0x123, 0 },
		{ "zero, target off by 8", H_ZERO_PAGE, 8, 0 },
		{ "copy, source off by 0x123", H_COPY_PAGE, 0, 0x123 },
		{ "copy, target off by 0x800", H_COPY_PAGE, 0x800, 0 },
		{ "zero, target behind memory", H_ZERO_PAGE, 1UL << 63, 0 },
		{ "copy, source behind memory", H_COPY_PAGE, 0, 1UL << 63 },
		{ "unknown flag 1", H_ZERO_PAGE | 1, 0, 0 },
		{ "unknown flag 1 << 62", H_ZERO_PAGE | 1UL << 62, 0, 0 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++) {
		unsigned long end = PHYSICAL_END;

		fill_pages();
		check_eq(call(H_PAGE_INIT, bad[i].flags, bad[i].dst >> 63 ? end : dst + bad[i].dst,
			      bad[i].src >> 63 ? end : src + bad[i].src), H_PARAMETER,
			 "H_PAGE_INIT, %s", bad[i].name);
		check_eq(damaged_pages(-1), 0, "pages that changed");
	}
}

static void h_random(void)
{
	unsigned long r[9] = { 0 }, ones = 0, zeros = ~0UL;
	long rc = hcall_regs(H_RANDOM, r);
	int i;

	if (rc == H_FUNCTION) {
		report_skip("no H_RANDOM");
		return;
	}
	check_eq(rc, H_SUCCESS, "H_RANDOM");
	for (i = 0; i < 101 && rc == H_SUCCESS; i++) {
		rc = hcall_regs(H_RANDOM, r);
		ones |= r[0];
		zeros &= r[0];
		if (ones == ~0UL && zeros == 0)
			break;
	}
	check(rc == H_SUCCESS && ones == ~0UL && zeros == 0,
	      "no bit is stuck in 101 numbers: rc %ld, ones %#lx, zeros %#lx", rc, ones, ~zeros);
}

/* LoPAPR 14.5.1: an unimplemented or odd number is H_FUNCTION. */
static void unknown(void)
{
	static const unsigned long nrs[] = { 0, 1, 0x25, 0x2e, 0x57, 0x404, 0x7f0, 0xeffc, 0xf0ff, 0x10000,
					     0x80000024, 0x100000058UL, ~0UL };

	for (unsigned int i = 0; i < ARRAY_SIZE(nrs); i++)
		check_eq(call(nrs[i], 0UL, 0UL, 0UL), H_FUNCTION, "hypercall %#lx", nrs[i]);
}

/* XIVE's calls do not exist while the guest has XICS (LoPAPR 14.11.5), nor do odd numbers among them. */
static void xive_calls(void)
{
	static const struct {
		const char *name;
		unsigned long nr;
	} calls[] = {
		{ "H_INT_GET_SOURCE_INFO", H_INT_GET_SOURCE_INFO },
		{ "H_INT_SET_SOURCE_CONFIG", H_INT_SET_SOURCE_CONFIG },
		{ "H_INT_GET_SOURCE_CONFIG", H_INT_GET_SOURCE_CONFIG },
		{ "H_INT_GET_QUEUE_INFO", H_INT_GET_QUEUE_INFO },
		{ "H_INT_SET_QUEUE_CONFIG", H_INT_SET_QUEUE_CONFIG },
		{ "H_INT_GET_QUEUE_CONFIG", H_INT_GET_QUEUE_CONFIG },
		{ "H_INT_SET_OS_REPORTING_LINE", H_INT_SET_OS_REPORTING_LINE },
		{ "H_INT_GET_OS_REPORTING_LINE", H_INT_GET_OS_REPORTING_LINE },
		{ "H_INT_ESB", H_INT_ESB },
		{ "H_INT_SYNC", H_INT_SYNC },
		{ "H_INT_RESET", H_INT_RESET },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(calls); i++)
		check_eq(call(calls[i].nr, 0UL, 0x1000UL, 0UL, 0UL), H_FUNCTION, "%s with XICS", calls[i].name);
}

static const char *needs_vm(void)
{
	return needs_pseries() ?: vm_available() ? NULL : "no radix translation";
}

/* From problem state: H_PRIVILEGE, or a privileged instruction interrupt. */
static void problem_state(void)
{
	unsigned long r3, r4, at;

	setup_vm();
	local_irq_disable();
	dec_park();
	trap_expect();
	enter_usermode();
	/* The nop is for an interrupt that tells the wrong address. */
	asm volatile("bcl 20,31,1f\n1:\tmflr %2\n\taddi %2,%2,2f-1b\n\tli 3,0x24\n\tli 4,0x77\n2:\t"
		     ASM_TRY("sc 1") ASM_TRY("nop") "mr %0,3\n\tmr %1,4"
		     : "=r"(r3), "=r"(r4), "=&b"(at)
		     : : "r0", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11", "r12", "memory", "lr",
		       "ctr", "xer", "cr0", "cr1", "cr5", "cr6", "cr7");
	exit_usermode();
	if (trap_vector()) {
		check_eq(trap_vector(), 0x700, "sc 1 in problem state: vector");
		check_eq(last_trap()->msr & 0x783f0000, SRR1_PRIV, "sc 1 in problem state: SRR1[33:36,42:47]");
		check_eq(last_trap()->nip, at, "sc 1 in problem state: SRR0");
	} else {
		check_eq((long)r3, H_PRIVILEGE, "sc 1 in problem state: return code");
	}
	check_eq(mfspr(SPR_SPRG0), (unsigned long)current_cpu(), "SPRG0 after H_SET_SPRG0 from problem state");
}

/* Section 14.5.3: r13 to r31, CR2 to CR4, LR and CTR's like survive a call. */
static void registers(void)
{
	static const struct {
		const char *name;
		unsigned long nr, arg1, arg2, arg3;
	} calls[] = {
		{ "an unknown call", 0x404, 0, 0, 0 },
		{ "H_PAGE_INIT", H_PAGE_INIT, H_ZERO_PAGE, 0, 0 },
		{ "H_GET_TERM_CHAR", H_GET_TERM_CHAR, 0, 0, 0 },
		{ "H_CPPR", H_CPPR, 0, 0, 0 },
		{ "H_IPI of nobody", H_IPI, 0xbad, 0xff, 0 },
		{ "H_REGISTER_VPA of nobody", H_REGISTER_VPA, 1UL << 45, 0xbad, 0 },
		{ "H_RANDOM", H_RANDOM, 0, 0, 0 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(calls); i++) {
		unsigned long bad, args[4] = { calls[i].nr, calls[i].arg1, calls[i].arg2, calls[i].arg3 };

		if (calls[i].nr == H_PAGE_INIT)
			args[2] = (unsigned long)pages[1];

		asm volatile("ld 3,0(%1)\n\tld 4,8(%1)\n\tld 5,16(%1)\n\tld 6,24(%1)\n\t"
			     "li 14,14\n\tli 15,15\n\tli 16,16\n\tli 17,17\n\tli 18,18\n\tli 19,19\n\t"
			     "li 20,20\n\tli 21,21\n\tli 22,22\n\tli 23,23\n\tli 24,24\n\tli 25,25\n\t"
			     "li 26,26\n\tli 27,27\n\tli 28,28\n\tli 29,29\n\t"
			     "li 0,0x1230\n\tmtlr 0\n\tlis 0,0xfff\n\tori 0,0,0xf123\n\tmtcr 0\n\t"
			     "sc 1\n\t"
			     "mfcr 4\n\tlis 5,0xfff\n\tori 5,5,0xf123\n\txor 4,4,5\n\t"
			     "rlwinm 12,4,0,8,19\n\t"
			     "mflr 4\n\txori 4,4,0x1230\n\tor 12,12,4\n\t"
			     "xori 4,14,14\n\tor 12,12,4\n\txori 4,15,15\n\tor 12,12,4\n\t"
			     "xori 4,16,16\n\tor 12,12,4\n\txori 4,17,17\n\tor 12,12,4\n\t"
			     "xori 4,18,18\n\tor 12,12,4\n\txori 4,19,19\n\tor 12,12,4\n\t"
			     "xori 4,20,20\n\tor 12,12,4\n\txori 4,21,21\n\tor 12,12,4\n\t"
			     "xori 4,22,22\n\tor 12,12,4\n\txori 4,23,23\n\tor 12,12,4\n\t"
			     "xori 4,24,24\n\tor 12,12,4\n\txori 4,25,25\n\tor 12,12,4\n\t"
			     "xori 4,26,26\n\tor 12,12,4\n\txori 4,27,27\n\tor 12,12,4\n\t"
			     "xori 4,28,28\n\tor 12,12,4\n\txori 4,29,29\n\tor 12,12,4\n\t"
			     "mr %0,12"
			     : "=r"(bad)
			     : "b"(args)
			     : "memory", "r0", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11",
			       "r12", "r14", "r15", "r16", "r17", "r18", "r19", "r20", "r21", "r22",
			       "r23", "r24", "r25", "r26", "r27", "r28", "r29", "lr", "ctr", "xer",
			       "cr0", "cr1", "cr2", "cr3", "cr4", "cr5", "cr6", "cr7");
		check_eq(bad, 0, "%s: changes in non-volatile registers", calls[i].name);
	}
}

/* LoPAPR 14.5.4.3.5 */
static void h_set_mode(void)
{
	unsigned long le = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
	bool p8 = cpu_has_power_mce;

	check_eq(call(H_SET_MODE, le, (unsigned long)H_SET_MODE_LE, 0UL, 0UL), H_SUCCESS, "H_SET_MODE, endianness");
	check_eq(call(H_SET_MODE, 2UL, (unsigned long)H_SET_MODE_LE, 0UL, 0UL), H_UNSUPPORTED_FLAG,
		 "H_SET_MODE, endianness 2");
	check_eq(call(H_SET_MODE, le, (unsigned long)H_SET_MODE_LE, 1UL, 0UL), H_P3, "H_SET_MODE, endianness with value 1");
	check_eq(call(H_SET_MODE, le, (unsigned long)H_SET_MODE_LE, 0UL, 1UL), H_P4, "H_SET_MODE, endianness with value 2");
	check_eq(call(H_SET_MODE, 0UL, 99UL, 0UL, 0UL), H_P2, "H_SET_MODE, resource 99");
	check_eq(call(H_SET_MODE, 0UL, 0UL, 0UL, 0UL), H_P2, "H_SET_MODE, resource 0");
	if (!p8)
		return;
	check_eq(call(H_SET_MODE, 1UL, (unsigned long)H_SET_MODE_AIL, 0UL, 0UL), H_UNSUPPORTED_FLAG,
		 "H_SET_MODE, AIL 1");
	check_eq(call(H_SET_MODE, 0UL, (unsigned long)H_SET_MODE_AIL, 1UL, 0UL), H_P3, "H_SET_MODE, AIL with value 1");
	check_eq(call(H_SET_MODE, 0UL, (unsigned long)H_SET_MODE_AIL, 0UL, 1UL), H_P4, "H_SET_MODE, AIL with value 2");
	check_eq(call(H_SET_MODE, 0UL, (unsigned long)H_SET_MODE_AIL, 0UL, 0UL), H_SUCCESS, "H_SET_MODE, AIL 0");
}

static unsigned long xirr(void)
{
	unsigned long r[9] = { 0 };

	if (hcall_regs(H_XIRR, r))
		return ~0UL;
	return r[0] & 0xffffffff;
}

static unsigned long ipoll(unsigned long server, unsigned long *mfrr)
{
	unsigned long r[9] = { server };
	long rc = hcall_regs(H_IPOLL, r);

	*mfrr = r[1];
	return rc ? ~0UL : r[0] & 0xffffffff;
}

/* The XICS presentation controller (LoPAPR 14.11.4.2): CPPR, MFRR, XIRR. */
static void xics(void)
{
	unsigned long self = smp_processor_id(), mfrr = 0, x;

	local_irq_disable();
	check_eq(call(H_IPI, self, 0xffUL), H_SUCCESS, "H_IPI with MFRR 0xff");
	check_eq(call(H_CPPR, 0xffUL), H_SUCCESS, "H_CPPR 0xff");
	check_eq(xirr(), 0xff000000, "XIRR with nothing pending");
	check_eq(call(H_IPI, 0xbadbadUL, 4UL), H_PARAMETER, "H_IPI to a CPU that does not exist");

	check_eq(call(H_IPI, self, 4UL), H_SUCCESS, "H_IPI to this CPU, priority 4");
	check_eq(ipoll(self, &mfrr), 0xff000002, "H_IPOLL: XIRR without taking it");
	check_eq(mfrr, 4, "H_IPOLL: MFRR");
	check_eq(xirr(), 0xff000002, "XIRR takes the IPI");
	check_eq(ipoll(self, &mfrr), 0x04000000, "H_IPOLL afterwards: CPPR is the IPI's priority");
	check_eq(call(H_IPI, self, 0xffUL), H_SUCCESS, "H_IPI with MFRR 0xff");
	check_eq(call(H_EOI, 0xff000002UL), H_SUCCESS, "H_EOI");
	check_eq(xirr(), 0xff000000, "XIRR after H_EOI");

	/* Masked by CPPR: priority must be more favoured, that is, lower. */
	call(H_CPPR, 4UL);
	call(H_IPI, self, 4UL);
	check_eq(xirr(), 0x04000000, "XIRR with CPPR 4 and an IPI of priority 4");
	check_eq(ipoll(self, &mfrr), 0x04000000, "CPPR after an XIRR that found nothing");
	call(H_CPPR, 4UL);
	call(H_IPI, self, 3UL);
	x = xirr();
	check_eq(x, 0x04000002, "XIRR with CPPR 4 and an IPI of priority 3");
	/* MFRR still there: raised again by H_EOI. */
	check_eq(call(H_EOI, x), H_SUCCESS, "H_EOI with MFRR still 3");
	check_eq(xirr(), 0x04000002, "XIRR: the IPI again");
	call(H_IPI, self, 0xffUL);
	call(H_EOI, 0x04000002UL);
	check_eq(xirr(), 0x04000000, "XIRR after MFRR went to 0xff");

	/* A CPPR more favoured than a pending interrupt rejects it until CPPR goes up. */
	call(H_CPPR, 0xffUL);
	call(H_IPI, self, 5UL);
	call(H_CPPR, 2UL);
	check_eq(xirr(), 0x02000000, "XIRR with CPPR lowered to 2 over a pending 5");
	call(H_CPPR, 0xffUL);
	check_eq(xirr(), 0xff000002, "XIRR after CPPR went up again");
	call(H_IPI, self, 0xffUL);
	call(H_EOI, 0xff000002UL);
	call(H_CPPR, 0UL);
	check_eq(call(H_IPOLL, 0xbadbadUL), H_PARAMETER, "H_IPOLL of a CPU that does not exist");
}

static volatile int external;

static void external_note(struct pt_regs *regs, void *data __unused)
{
	external++;
	regs->msr &= ~MSR_EE;
}

/* A hypervisor may need an exit to see that interrupts are enabled: up to 2 s. */
static void await_external(int count)
{
	uint64_t end = get_tb() + 2 * tb_hz;

	local_irq_enable();
	while (external < count && get_tb() < end)
		cpu_relax();
	local_irq_disable();
}

/* The external interrupt line follows the presentation controller. */
static void xics_line(void)
{
	unsigned long self = smp_processor_id();

	local_irq_disable();
	dec_park();
	handle_exception(0x500, external_note, NULL);
	call(H_CPPR, 0UL);
	call(H_IPI, self, 4UL);
	external = 0;
	local_irq_enable();
	barrier();
	local_irq_disable();
	check_eq(external, 0, "interrupts with CPPR 0");
	call(H_CPPR, 5UL);
	await_external(1);
	check_eq(external, 1, "interrupts after CPPR went to 5");
	await_external(2);
	check_eq(external, 2, "interrupts while nobody takes it (level)");
	check_eq(xirr(), 0x05000002, "XIRR");
	external = 0;
	local_irq_enable();
	for (int i = 0; i < 100 && !external; i++)
		barrier();
	local_irq_disable();
	check_eq(external, 0, "interrupts after XIRR took it");
	call(H_IPI, self, 0xffUL);
	call(H_EOI, 0x05000002UL);
	call(H_CPPR, 0UL);
	handle_exception(0x500, NULL, NULL);
}

static u64 in_memory(const void *addr, int size)
{
	return size == 1 ? *(u8 *)addr : size == 2 ? be16_to_cpu(*(u16 *)addr) :
	       size == 4 ? be32_to_cpu(*(u32 *)addr) : be64_to_cpu(*(u64 *)addr);
}

/* LoPAPR 14.5.4.4: loads and stores by address, big endian as all of it. */
static void logical(void)
{
	static u64 word __attribute__((aligned(64)));
	unsigned long r[9], addr = (unsigned long)&word;
	static const u8 sizes[] = { 1, 2, 4, 8 };

	for (int i = 0; i < 4; i++) {
		u64 all = sizes[i] == 8 ? -1UL : (1UL << 8 * sizes[i]) - 1, want;

		word = 0x0102030405060708;
		want = in_memory(&word, sizes[i]);
		memset(r, 0, sizeof(r));
		r[0] = sizes[i];
		r[1] = addr;
		if (hcall_regs(H_LOGICAL_CI_LOAD, r) == H_FUNCTION) {
			report_skip("no H_LOGICAL_CI_LOAD");
			return;
		}
		check_eq(r[0], want, "H_LOGICAL_CI_LOAD of %d bytes", sizes[i]);
		check_eq(call(H_LOGICAL_CI_STORE, (unsigned long)sizes[i], addr, 0x8182838485868788UL & all), H_SUCCESS,
			 "H_LOGICAL_CI_STORE of %d bytes", sizes[i]);
		want = in_memory(&word, sizes[i]);
		check_eq(want, 0x8182838485868788 & all, "memory after it");
		if (sizes[i] < 8)
			check_eq(((u8 *)&word)[sizes[i]],
				 __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? 8 - sizes[i] : 1 + sizes[i],
				 "next byte after it");
	}
	check_eq(call(H_LOGICAL_CI_LOAD, 3UL, addr), H_PARAMETER, "H_LOGICAL_CI_LOAD of 3 bytes");
	check_eq(call(H_LOGICAL_CI_STORE, 16UL, addr, 0UL), H_PARAMETER, "H_LOGICAL_CI_STORE of 16 bytes");
}

static void terminal(void)
{
	long rc;

	check_eq(call(H_PUT_TERM_CHAR, 0UL, 0UL, 0UL, 0UL), H_SUCCESS, "H_PUT_TERM_CHAR of 0 bytes");
	/* Whatever it prints must not be part of the next report line. */
	rc = call(H_PUT_TERM_CHAR, 0UL, 17UL, 0UL, 0UL);
	puts("\n");
	check_eq(rc, H_PARAMETER, "H_PUT_TERM_CHAR of 17 bytes");
	check_eq(call(H_PUT_TERM_CHAR, 0xbadbadUL, 1UL, 0UL, 0UL), H_PARAMETER, "H_PUT_TERM_CHAR to no terminal");
	check_eq(call(H_GET_TERM_CHAR, 0xbadbadUL), H_PARAMETER, "H_GET_TERM_CHAR from no terminal");
	check_eq(call(H_PUT_TERM_CHAR, 0UL, 16UL, 0x494e464f3a207374UL, 0x756666206865720aUL), H_SUCCESS,
		 "H_PUT_TERM_CHAR of 16 bytes");
}

/* CPUs that do not exist, and the caller itself. */
static void processors(void)
{
	check_eq(call(H_CONFER, 0xbadbadUL, 0UL), H_PARAMETER, "H_CONFER to a CPU that does not exist");
	check_eq(call(H_PROD, 0xbadbadUL), H_PARAMETER, "H_PROD of a CPU that does not exist");
	check_eq(call(H_SIGNAL_SYS_RESET, 0xbadbadUL), H_PARAMETER,
		 "H_SIGNAL_SYS_RESET of a CPU that does not exist");
}

static volatile int resets;
static u64 reset_srr1;

static void reset_note(struct pt_regs *regs, void *data __unused)
{
	resets++;
	reset_srr1 = regs->msr;
}

/* H_SIGNAL_SYS_RESET of the caller: a system reset interrupt. */
static void sys_reset(void)
{
	resets = 0;
	handle_exception(0x100, reset_note, NULL);
	check_eq(call(H_SIGNAL_SYS_RESET, (unsigned long)smp_processor_id()), H_SUCCESS,
		 "H_SIGNAL_SYS_RESET of this CPU");
	mdelay(10);
	handle_exception(0x100, NULL, NULL);
	check_eq(resets, 1, "system reset interrupts");

	/* -1: all CPUs, -2: all others; nothing below */
	resets = 0;
	handle_exception(0x100, reset_note, NULL);
	check_eq(call(H_SIGNAL_SYS_RESET, -1UL), H_SUCCESS, "H_SIGNAL_SYS_RESET of all CPUs");
	mdelay(2);
	check_eq(resets, 1, "system reset interrupts after it");
	check_eq(call(H_SIGNAL_SYS_RESET, -2UL), H_SUCCESS, "H_SIGNAL_SYS_RESET of all other CPUs");
	mdelay(2);
	check_eq(resets, 1, "system reset interrupts after it");
	check_eq(call(H_SIGNAL_SYS_RESET, -3UL), H_PARAMETER, "H_SIGNAL_SYS_RESET of -3");
	check_eq(call(H_SIGNAL_SYS_RESET, 1UL << 63), H_PARAMETER, "H_SIGNAL_SYS_RESET of -2^63");
	mdelay(2);
	handle_exception(0x100, NULL, NULL);
	check_eq(resets, 1, "system reset interrupts after wrong targets");
	check_eq(reset_srr1 >> MSR_SF_BIT, 1, "its SRR1[SF]");
}

static const struct subtest subtests[] = {
	{ "h_set_sprg0", h_set_sprg0, needs_pseries },
	{ "h_page_init", h_page_init, needs_pseries },
	{ "h_random", h_random, needs_pseries },
	{ "unknown", unknown, needs_pseries },
	{ "xive-calls", xive_calls, needs_pseries },
	{ "registers", registers, needs_pseries },
	{ "h_set_mode", h_set_mode, needs_pseries },
	{ "xics", xics, needs_pseries },
	{ "xics-line", xics_line, needs_pseries, SUBTEST_NO_WATCHDOG },
	{ "logical", logical, needs_pseries },
	{ "terminal", terminal, needs_pseries },
	{ "processors", processors, needs_pseries },
	{ "sys-reset", sys_reset, needs_pseries },
	{ "problem-state", problem_state, needs_vm, SUBTEST_NO_WATCHDOG },
	{ }
};

int main(int argc, char **argv)
{
	report_prefix_push("hypercall");
	return run_subtests(subtests, argc, argv);
}
