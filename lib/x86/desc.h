// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Descriptor tables, task state and exception handling.
 *
 * SDM volume 3 chapters 3, 6 and 7.
 */
#ifndef _X86_DESC_H_
#define _X86_DESC_H_

#include <libcflat.h>
#include <setjmp.h>
#include <x86/layout.h>
#include <x86/fixup.h>
#include <x86/processor.h>

/* Interrupted state as it lies on the stack; a handler may change all of it. */
struct ex_regs {
	ulong rax, rcx, rdx, rbx;
	ulong dummy, rbp, rsi, rdi;
#ifdef __x86_64__
	ulong r8, r9, r10, r11;
	ulong r12, r13, r14, r15;
#endif
	ulong vector;
	ulong error_code;
	ulong rip;
	ulong cs;
	ulong rflags;
#ifdef __x86_64__
	ulong rsp;
	ulong ss;
#endif
};

typedef void (*handler)(struct ex_regs *regs);

typedef struct {
	u16 prev;
	u16 res1;
	u32 esp0;
	u16 ss0;
	u16 res2;
	u32 esp1;
	u16 ss1;
	u16 res3;
	u32 esp2;
	u16 ss2;
	u16 res4;
	u32 cr3;
	u32 eip;
	u32 eflags;
	u32 eax, ecx, edx, ebx, esp, ebp, esi, edi;
	u16 es;
	u16 res5;
	u16 cs;
	u16 res6;
	u16 ss;
	u16 res7;
	u16 ds;
	u16 res8;
	u16 fs;
	u16 res9;
	u16 gs;
	u16 res10;
	u16 ldt;
	u16 res11;
	u16 t:1;
	u16 res12:15;
	u16 iomap_base;
} tss32_t;

typedef struct {
	u32 res1;
	u64 rsp0;
	u64 rsp1;
	u64 rsp2;
	u64 res2;
	u64 ist1;
	u64 ist2;
	u64 ist3;
	u64 ist4;
	u64 ist5;
	u64 ist6;
	u64 ist7;
	u64 res3;
	u16 res4;
	u16 iomap_base;
} __attribute__((packed)) tss64_t;

_Static_assert(sizeof(tss32_t) == 104 && sizeof(tss64_t) == 104, "SDM volume 3, 7.2.1 and 7.7");

typedef struct {
	u16 offset0;
	u16 selector;
	u16 ist:3;
	u16 :5;
	u16 type:4;
	u16 :1;
	u16 dpl:2;
	u16 p:1;
	u16 offset1;
#ifdef __x86_64__
	u32 offset2;
	u32 reserved;
#endif
} idt_entry_t;

typedef struct {
	uint16_t limit1;
	uint16_t base1;
	uint8_t base2;
	union {
		uint16_t type_limit_flags;
		struct {
			uint16_t type:4;
			uint16_t s:1;
			uint16_t dpl:2;
			uint16_t p:1;
			uint16_t limit2:4;
			uint16_t avl:1;
			uint16_t l:1;
			uint16_t db:1;
			uint16_t g:1;
		} __attribute__((packed));
	} __attribute__((packed));
	uint8_t base3;
} __attribute__((packed)) gdt_entry_t;

struct system_desc64 {
	gdt_entry_t common;
	uint32_t base4;
	uint32_t zero;
} __attribute__((packed));

#define DESC_BUSY	2

extern idt_entry_t boot_idt[256];
extern gdt_entry_t gdt[GDT_ENTRIES];
#ifdef __x86_64__
extern tss64_t tss[MAX_TEST_CPUS];
#else
extern tss32_t tss[MAX_TEST_CPUS];
extern tss32_t tss_intr;

/* Fill the TSS of the interrupt task; set_intr_task_gate() makes it the handler of @e. */
void setup_tss32(void);
void set_intr_task_gate(int e, void *fn);
void set_idt_task_gate(int vec, u16 sel);
void set_gdt_task_gate(u16 sel, u16 tss_sel);
void print_current_tss_info(void);
#endif

extern struct descriptor_table_ptr gdt_descr;
extern struct descriptor_table_ptr idt_descr;

/* Install @fn (NULL: none) for exception @v < 32; value: the one before. */
handler handle_exception(u8 v, handler fn);

/* Print what is known of an exception and give up the subtest or the run. */
void unhandled_exception(struct ex_regs *regs, bool cpu) __attribute__((noreturn));

/*
 * Run @trigger_func(@data); did it raise @ex? It is left by longjmp(), after
 * the IRET. exception_vector() and the rest tell what was raised.
 */
bool test_for_exception(unsigned int ex, void (*trigger_func)(void *data), void *data);

/* 0 when set; not 0 when an exception handler came back to it. */
#define set_exception_jmpbuf(jmpbuf) \
	(setjmp(jmpbuf) ? : (__set_exception_jmpbuf(&(jmpbuf)), 0))
void __set_exception_jmpbuf(jmp_buf *addr);

void setup_idt(void);
void load_idt(void);

/* Zero the gate of @sz bytes and fill it, present; also for call gates. */
void set_desc_entry(idt_entry_t *e, size_t e_sz, void *addr, u16 sel, u16 type, u16 dpl);
/* Interrupt gate to the current code segment. */
void set_idt_entry(int vec, void *addr, int dpl);
void set_idt_sel(int vec, u16 sel);
void set_idt_dpl(int vec, u16 dpl);
void *get_idt_addr(idt_entry_t *e);

/*
 * @access: P, DPL, S and type; @gran: G, D/B, L, AVL in its high half. A system
 * descriptor takes two slots on x86_64.
 */
void set_gdt_entry(int sel, ulong base, u32 limit, u8 access, u8 gran);
void set_gdt_entry_base(int sel, ulong base);
void clear_tss_busy(int sel);
void load_gdt_tss(size_t tss_offset);

gdt_entry_t *get_gdt_entry(u16 sel);
gdt_entry_t *get_tss_descr(void);
gdt_entry_t *get_ldt_descr(void);
ulong get_gdt_entry_base(gdt_entry_t *entry);
ulong get_gdt_entry_limit(gdt_entry_t *entry);

/*
 * A stack of its own for handlers. x86_64: IST1, @fn is entered raw and ends in
 * IRETQ after dropping the error code. i386: task gate to tss_intr.
 */
void setup_alt_stack(void);
void set_intr_alt_stack(int e, void *fn);

#endif /* _X86_DESC_H_ */
