// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Local APIC, IOAPIC and 8259: access.
 */
#ifndef _X86_APIC_H_
#define _X86_APIC_H_

#include <libcflat.h>
#include <bitops.h>
#include <x86/apic-defs.h>
#include <x86/layout.h>

/* Dense CPU index -> APIC id. */
extern u32 id_map[MAX_TEST_CPUS];

typedef struct {
	u8 vector;
	u8 delivery_mode:3;
	u8 dest_mode:1;
	u8 delivery_status:1;
	u8 polarity:1;
	u8 remote_irr:1;
	u8 trig_mode:1;
	u8 mask:1;
	u8 reserve:7;
	u8 reserved[4];
	u8 dest_id;
} ioapic_redir_entry_t;

typedef enum trigger_mode {
	TRIGGER_EDGE = 0,
	TRIGGER_LEVEL,
	TRIGGER_MAX,
} trigger_mode_t;

void mask_pic_interrupts(void);

void eoi(void);

/* Priority class, 0 to 15: CR8 on x86_64, the TPR's high half on i386. */
u8 apic_get_tpr(void);
void apic_set_tpr(u8 tpr);

void ioapic_write_redir(unsigned int line, ioapic_redir_entry_t e);
void ioapic_write_reg(unsigned int reg, u32 value);
ioapic_redir_entry_t ioapic_read_redir(unsigned int line);
u32 ioapic_read_reg(unsigned int reg);

/* Fixed delivery to physical destination 0, unmasked. */
void ioapic_set_redir(unsigned int line, unsigned int vec, trigger_mode_t trig_mode);
void set_mask(unsigned int line, int mask);

/* Raise (@val not 0) or lower a GSI through pc-testdev. */
void set_irq_line(unsigned int line, int val);

/* Software-enable in the mode the hardware is in; never toggles APIC_BASE.EN. */
void enable_apic(void);

/* By offset; MMIO or MSR as this CPU's mode wants it. */
u32 apic_read(unsigned int reg);
void apic_write(unsigned int reg, u32 val);

/* Bit @n of a 256-bit bank. */
bool apic_read_bit(unsigned int reg, int n);

/* xAPIC: wait until idle, write both halves; x2APIC: one WRMSR. */
void apic_icr_write(u32 val, u32 dest);

u32 apic_id(void);
/* The same without per-CPU data. */
u32 pre_boot_apic_id(void);

/* 1 if this CPU is in x2APIC mode now. */
int enable_x2apic(void);
/* Clear EN and EXTD. */
void disable_apic(void);
/* Disable, then enable in xAPIC mode. */
void reset_apic(void);

/* Fill id_map from online_cpus. */
void init_apic_map(void);

/*
 * LVT timer with divider 1: @mode is APIC_LVT_TIMER_*. Cleanup stops it and
 * takes a pending interrupt.
 */
void apic_setup_timer(int vector, u32 mode);
void apic_start_timer(u32 counter);
void apic_stop_timer(void);
void apic_cleanup_timer(void);

bool is_apic_hw_enabled(void);
bool is_apic_sw_enabled(void);
bool is_x2apic_enabled(void);
bool is_xapic_enabled(void);

/* Converters and predicates by register offset */
static inline unsigned int apic_reg_index(unsigned int reg)
{
	return reg >> 4;
}

static inline u32 x2apic_msr(unsigned int reg)
{
	return APIC_BASE_MSR + (reg >> 4);
}

static inline bool apic_lvt_entry_supported(int idx)
{
	return GET_APIC_MAXLVT(apic_read(APIC_LVR)) >= idx;
}

static inline u8 task_priority_class(u8 vector)
{
	return vector >> 4;
}

enum x2apic_reg_semantics {
	X2APIC_INVALID	= 0,
	X2APIC_READABLE	= BIT(0),
	X2APIC_WRITABLE	= BIT(1),
	X2APIC_RO	= X2APIC_READABLE,
	X2APIC_WO	= X2APIC_WRITABLE,
	X2APIC_RW	= X2APIC_READABLE | X2APIC_WRITABLE,
};

/* SDM volume 3, table 10-6. */
enum x2apic_reg_semantics get_x2apic_reg_semantics(u32 reg);

#endif /* _X86_APIC_H_ */
