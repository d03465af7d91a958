// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Descriptor tables and task state segments. SDM volume 3 chapters 3 and 7.
 */
#include <libcflat.h>
#include <asm/setup.h>
#include <x86/boot.h>
#include <x86/desc.h>
#include <x86/smp.h>

gdt_entry_t gdt[GDT_ENTRIES] __attribute__((aligned(16)));
idt_entry_t boot_idt[256] __attribute__((aligned(16)));

struct descriptor_table_ptr gdt_descr = {
	.limit = sizeof(gdt) - 1,
	.base = (ulong)gdt,
};

struct descriptor_table_ptr idt_descr = {
	.limit = sizeof(boot_idt) - 1,
	.base = (ulong)boot_idt,
};

#ifdef __x86_64__
tss64_t tss[MAX_TEST_CPUS];
#else
tss32_t tss[MAX_TEST_CPUS];
#endif

extern gdt_entry_t boot_gdt[], boot_gdt_end[];

void setup_gdt(void)
{
	memcpy(gdt, boot_gdt, (char *)boot_gdt_end - (char *)boot_gdt);
	lgdt(&gdt_descr);
}

gdt_entry_t *get_gdt_entry(u16 sel)
{
	struct descriptor_table_ptr p;

	sgdt(&p);
	return (gdt_entry_t *)(p.base + (sel & ~7));
}

gdt_entry_t *get_tss_descr(void)
{
	return get_gdt_entry(str());
}

gdt_entry_t *get_ldt_descr(void)
{
	return get_gdt_entry(sldt());
}

void set_gdt_entry_base(int sel, ulong base)
{
	gdt_entry_t *e = &gdt[sel >> 3];

	e->base1 = base;
	e->base2 = base >> 16;
	e->base3 = base >> 24;
#ifdef __x86_64__
	if (!e->s)
		((struct system_desc64 *)e)->base4 = base >> 32;
#endif
}

void set_gdt_entry(int sel, ulong base, u32 limit, u8 access, u8 gran)
{
	gdt_entry_t *e = &gdt[sel >> 3];

	e->type_limit_flags = access | (u16)(gran & 0xf0) << 8;
	e->limit1 = limit;
	e->limit2 = limit >> 16;
#ifdef __x86_64__
	if (!e->s)
		((struct system_desc64 *)e)->zero = 0;
#endif
	set_gdt_entry_base(sel, base);
}

ulong get_gdt_entry_base(gdt_entry_t *entry)
{
	ulong base = entry->base1 | entry->base2 << 16 | (ulong)entry->base3 << 24;

#ifdef __x86_64__
	if (!entry->s)
		base |= (ulong)((struct system_desc64 *)entry)->base4 << 32;
#endif
	return base;
}

ulong get_gdt_entry_limit(gdt_entry_t *entry)
{
	ulong limit = entry->limit1 | (ulong)entry->limit2 << 16;

	return entry->g ? limit << 12 | 0xfff : limit;
}

void clear_tss_busy(int sel)
{
	/* Present, DPL 0, available TSS */
	gdt[sel >> 3].type_limit_flags = (gdt[sel >> 3].type_limit_flags & 0xff00) | 0x89;
}

void load_gdt_tss(size_t tss_offset)
{
	lgdt(&gdt_descr);
	ltr(tss_offset);
}

u16 setup_tss(u32 smp_id)
{
	u16 sel;

	memset(&tss[smp_id], 0, sizeof(tss[smp_id]));
#ifdef __x86_64__
	sel = TSS_MAIN + 16 * smp_id;
	tss[smp_id].ist2 = (ulong)df_stack_top();
#else
	sel = TSS_MAIN + 8 * smp_id;
	tss[smp_id].ss0 = KERNEL_DS;
	/* Task switches load CR3, but never store it. */
	tss[smp_id].cr3 = read_cr3();
#endif
	set_gdt_entry(sel, (ulong)&tss[smp_id], 0xffff, 0x89, 0);
	return sel;
}

void load_percpu(struct percpu_data *cpu)
{
#ifdef __x86_64__
	wrmsr(MSR_GS_BASE, (ulong)cpu);
#else
	u16 sel = PERCPU_SEL(cpu->smp_id);

	set_gdt_entry(sel, (ulong)cpu, 0xfffff, 0x93, 0xc0);
	write_gs(sel);
#endif
}

void set_desc_entry(idt_entry_t *e, size_t e_sz, void *addr, u16 sel, u16 type, u16 dpl)
{
	memset(e, 0, e_sz);
	e->offset0 = (ulong)addr;
	e->selector = sel;
	e->type = type;
	e->dpl = dpl;
	e->p = 1;
	e->offset1 = (ulong)addr >> 16;
#ifdef __x86_64__
	if (e_sz == sizeof(*e))
		e->offset2 = (ulong)addr >> 32;
#endif
}

void set_idt_entry(int vec, void *addr, int dpl)
{
	set_desc_entry(&boot_idt[vec], sizeof(boot_idt[vec]), addr, read_cs(), 14, dpl);
}

void set_idt_dpl(int vec, u16 dpl)
{
	boot_idt[vec].dpl = dpl;
}

void set_idt_sel(int vec, u16 sel)
{
	boot_idt[vec].selector = sel;
}

void *get_idt_addr(idt_entry_t *e)
{
	ulong addr = e->offset0 | (ulong)e->offset1 << 16;

#ifdef __x86_64__
	addr |= (ulong)e->offset2 << 32;
#endif
	return (void *)addr;
}

void load_idt(void)
{
	lidt(&idt_descr);
}

static char alt_stack[8192] __attribute__((aligned(16)));

#ifdef __x86_64__
void setup_alt_stack(void)
{
	tss[0].ist1 = (ulong)alt_stack + sizeof(alt_stack);
}

void set_intr_alt_stack(int e, void *addr)
{
	set_idt_entry(e, addr, 0);
	boot_idt[e].ist = 1;
}
#else
tss32_t tss_intr;

void setup_tss32(void)
{
	u32 top = (u32)alt_stack + sizeof(alt_stack);

	memset(&tss_intr, 0, sizeof(tss_intr));
	tss_intr.cr3 = tss[0].cr3 = read_cr3();
	tss_intr.ss0 = tss_intr.ss1 = tss_intr.ss2 = KERNEL_DS;
	tss_intr.esp = tss_intr.esp0 = tss_intr.esp1 = tss_intr.esp2 = top;
	tss_intr.cs = KERNEL_CS;
	tss_intr.ds = tss_intr.es = tss_intr.fs = tss_intr.ss = KERNEL_DS;
	tss_intr.gs = read_gs();
	tss_intr.iomap_base = sizeof(tss_intr);
	set_gdt_entry(TSS_INTR, (u32)&tss_intr, sizeof(tss_intr) - 1, 0x89, 0);
}

void setup_alt_stack(void)
{
	setup_tss32();
}

void set_idt_task_gate(int vec, u16 sel)
{
	idt_entry_t *e = &boot_idt[vec];

	memset(e, 0, sizeof(*e));
	e->selector = sel;
	e->type = 5;
	e->p = 1;
}

void set_intr_task_gate(int e, void *fn)
{
	tss_intr.eip = (u32)fn;
	set_idt_task_gate(e, TSS_INTR);
}

void set_intr_alt_stack(int e, void *fn)
{
	set_intr_task_gate(e, fn);
}

void set_gdt_task_gate(u16 sel, u16 tss_sel)
{
	gdt_entry_t *e = &gdt[sel >> 3];

	/* A task gate holds a selector where a segment has base 15:0. */
	memset(e, 0, sizeof(*e));
	e->base1 = tss_sel;
	e->type_limit_flags = 0x85;
}

void print_current_tss_info(void)
{
	u16 sel = str();
	tss32_t *cur = (tss32_t *)get_gdt_entry_base(get_gdt_entry(sel));

	if (cur == &tss[0])
		printf("TR=%x Main TSS back link %x. Interrupt TSS back link %x\n",
		       sel, tss[0].prev, tss_intr.prev);
	else
		printf("TR=%x back link %x\n", sel, cur->prev);
}
#endif
