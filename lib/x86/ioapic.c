// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * IOAPIC (Intel 82093AA datasheet) and the two 8259s; interrupt lines of
 * QEMU's pc-testdev.
 */
#include <libcflat.h>
#include <asm/io.h>
#include <x86/apic.h>

#define PIC_MASTER_DATA		0x21
#define PIC_SLAVE_DATA		0xa1
#define TESTDEV_IRQ_PORT	0x2000

union redir {
	u32 word[2];
	ioapic_redir_entry_t entry;
};

_Static_assert(sizeof(ioapic_redir_entry_t) == 8, "a redirection entry has 64 bits");

static volatile u32 *ioregsel(void)
{
	return (volatile u32 *)IO_APIC_DEFAULT_PHYS_BASE;
}

static volatile u32 *iowin(void)
{
	return (volatile u32 *)(IO_APIC_DEFAULT_PHYS_BASE + 0x10);
}

u32 ioapic_read_reg(unsigned int reg)
{
	*ioregsel() = reg;
	return *iowin();
}

void ioapic_write_reg(unsigned int reg, u32 value)
{
	*ioregsel() = reg;
	*iowin() = value;
}

void ioapic_write_redir(unsigned int line, ioapic_redir_entry_t e)
{
	union redir r = { .entry = e };

	ioapic_write_reg(0x10 + line * 2, r.word[0]);
	ioapic_write_reg(0x11 + line * 2, r.word[1]);
}

ioapic_redir_entry_t ioapic_read_redir(unsigned int line)
{
	union redir r;

	r.word[0] = ioapic_read_reg(0x10 + line * 2);
	r.word[1] = ioapic_read_reg(0x11 + line * 2);
	return r.entry;
}

void ioapic_set_redir(unsigned int line, unsigned int vec, trigger_mode_t trig_mode)
{
	ioapic_redir_entry_t e = {
		.vector = vec,
		.trig_mode = trig_mode,
	};

	ioapic_write_redir(line, e);
}

void set_mask(unsigned int line, int mask)
{
	ioapic_redir_entry_t e = ioapic_read_redir(line);

	e.mask = mask;
	ioapic_write_redir(line, e);
}

void set_irq_line(unsigned int line, int val)
{
	asm volatile("out %0, %1" : : "a"((u8)val), "d"((u16)(TESTDEV_IRQ_PORT + line)));
}

void mask_pic_interrupts(void)
{
	outb(0xff, PIC_MASTER_DATA);
	outb(0xff, PIC_SLAVE_DATA);
}
