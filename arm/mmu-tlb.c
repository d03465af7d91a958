// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * mmu: TLB maintenance (Arm ARM D8.13) and address space identifiers (D8.11.2).
 *
 * Each TLBI must leave nothing of what it names, here and, when it broadcasts, on other CPUs;
 * a hypervisor that moves vCPUs between CPUs or emulates TLBI forgets easily.
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <on-cpus.h>
#include <asm/thread_info.h>

#include "mmu-test.h"

static void tlb_maintenance(void)
{
	u64 *pte = pte_of(WINDOW), a, b;
	static const char *const names[] = {
		"VMALLE1", "VAE1", "VAAE1", "VALE1", "VAALE1", "ASIDE1", "VMALLE1IS", "VAE1IS",
		"VAAE1IS", "VALE1IS", "ASIDE1IS",
	};

	setup_frames();
	a = page_desc(frame_page, 0);
	b = page_desc(other_page, 0);
	for (unsigned int i = 0; i < ARRAY_SIZE(names); i++) {
		u64 page = WINDOW >> 12;

		put(pte, a);
		if (read_at(WINDOW) != frame_page[0])
			check(false, "the first mapping");
		WRITE_ONCE(*pte, b);
		dsb(ishst);
		switch (i) {
		case 0: asm volatile("tlbi vmalle1"); break;
		case 1: asm volatile("tlbi vae1, %0" : : "r" (page)); break;
		case 2: asm volatile("tlbi vaae1, %0" : : "r" (page)); break;
		case 3: asm volatile("tlbi vale1, %0" : : "r" (page)); break;
		case 4: asm volatile("tlbi vaale1, %0" : : "r" (page)); break;
		case 5: asm volatile("tlbi vmalle1\n tlbi aside1, %0" : : "r" (0UL)); break;
		case 6: asm volatile("tlbi vmalle1is"); break;
		case 7: asm volatile("tlbi vae1is, %0" : : "r" (page)); break;
		case 8: asm volatile("tlbi vaae1is, %0" : : "r" (page)); break;
		case 9: asm volatile("tlbi vale1is, %0" : : "r" (page)); break;
		case 10: asm volatile("tlbi vmalle1is\n tlbi aside1is, %0" : : "r" (0UL)); break;
		}
		dsb(ish);
		isb();
		check_eq(read_at(WINDOW), other_page[0], "TLBI %s: the new page", names[i]);
	}
	/* FEAT_TLBIRANGE: 2 pages from WINDOW: TG, NUM 0, SCALE 0 */
	if (((read_sysreg(id_aa64isar0_el1) >> 56) & 0xf) == 2) {
		u64 tg = PAGE_SHIFT == 12 ? 1 : PAGE_SHIFT == 14 ? 2 : 3;
		u64 range = tg << 46 | WINDOW >> PAGE_SHIFT;

		put(pte, a);
		read_at(WINDOW);
		WRITE_ONCE(*pte, b);
		dsb(ishst);
		/* tlbi rvaae1is */
		asm volatile("sys #0, c8, c2, #3, %0" : : "r" (range));
		dsb(ish);
		isb();
		check_eq(read_at(WINDOW), other_page[0], "TLBI RVAAE1IS: the new page");
		/* (NUM + 1) << (5 * SCALE + 1) pages: 2, 8, and 64; the last one of each */
		for (unsigned int k = 0; k < 3; k++) {
			static const u8 num[] = { 0, 3, 0 }, scale[] = { 0, 0, 1 };
			unsigned int pages = (num[k] + 1) << (5 * scale[k] + 1);
			unsigned long last = WINDOW + (pages - 1) * PAGE_SIZE;

			put(pte_of(last), a);
			read_at(last);
			WRITE_ONCE(*pte_of(last), b);
			dsb(ishst);
			asm volatile("sys #0, c8, c2, #3, %0" : : "r" (range | (u64)num[k] << 39 | (u64)scale[k] << 44));
			dsb(ish);
			isb();
			check_eq(read_at(last), other_page[0], "TLBI RVAAE1IS: the last of %u pages", pages);
			put(pte_of(last), 0);
		}
	}
	put(pte, 0);
}

static volatile int remote_step;
static volatile u64 remote_seen;

static void remote_reader(void *data __unused)
{
	remote_seen = read_at(WINDOW);
	remote_step = 1;
	while (remote_step != 2)
		cpu_relax();
	remote_seen = read_at(WINDOW);
	remote_step = 3;
}

static void tlb_broadcast(void)
{
	u64 *pte = pte_of(WINDOW);

	setup_frames();
	for (int round = 0; round < 20; round++) {
		put(pte, page_desc(frame_page, 0));
		remote_step = 0;
		on_cpu_async(1, remote_reader, NULL);
		while (remote_step != 1)
			cpu_relax();
		if (round == 0)
			check_eq(remote_seen, frame_page[0], "CPU 1 sees the first page");
		WRITE_ONCE(*pte, 0);
		flush_tlb_page(WINDOW);
		WRITE_ONCE(*pte, page_desc(other_page, 0));
		flush_tlb_page(WINDOW);
		remote_step = 2;
		while (remote_step != 3)
			cpu_relax();
		if (remote_seen != other_page[0] || round == 19)
			check_eq(remote_seen, other_page[0], "CPU 1 sees the second page");
	}
	put(pte, 0);
}

/* Two address spaces that differ in ASID and one page, switched without TLBI. */
static void asids(void)
{
	pgd_t *second = alloc_page();
	u64 ttbr = read_sysreg(ttbr0_el1) & ~(0xffffUL << 48);
	unsigned long va = NEXT_PGD;
	bool ok = true;
	u64 *pte1 = pte_of(va), *pte2;
	pgd_t *first = table();

	setup_frames();
	memcpy(second, first, PTRS_PER_PGD * sizeof(pgd_t));
	pgd_val(*pgd_offset(second, va)) = 0;
	current_thread_info()->pgtable = second;
	pte2 = pte_of(va);
	current_thread_info()->pgtable = first;
	put(pte1, page_desc(frame_page, PTE_NG));
	put(pte2, page_desc(other_page, PTE_NG));

	for (int i = 0; i < 8; i++) {
		write_sysreg(ttbr | 1UL << 48, ttbr0_el1);
		isb();
		ok &= read_at(va) == frame_page[0];
		write_sysreg((u64)second | 2UL << 48, ttbr0_el1);
		isb();
		ok &= read_at(va) == other_page[0];
	}
	write_sysreg(ttbr, ttbr0_el1);
	isb();
	flush_tlb_all();
	check(ok, "each ASID sees its page");

	/* ASIDE1 of one leaves nothing of it */
	write_sysreg(ttbr | 1UL << 48, ttbr0_el1);
	isb();
	read_at(va);
	WRITE_ONCE(*pte1, page_desc(other_page, PTE_NG));
	dsb(ishst);
	asm volatile("tlbi aside1is, %0" : : "r" (1UL << 48));
	dsb(ish);
	isb();
	check_eq(read_at(va), other_page[0], "TLBI ASIDE1IS of the own ASID");
	write_sysreg(ttbr, ttbr0_el1);
	isb();
	put(pte1, 0);
}

const struct subtest mmu_tlb_subtests[] = {
	{ "tlb-maintenance", tlb_maintenance },
	{ "tlb-broadcast", tlb_broadcast, needs_2_cpus },
	{ "asids", asids },
	{ }
};
