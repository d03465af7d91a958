// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The local APIC in its two modes. SDM volume 3, 10.4 and 10.12.
 */
#include <libcflat.h>
#include <asm/barrier.h>
#include <asm/io.h>
#include <x86/apic.h>
#include <x86/desc.h>
#include <x86/processor.h>
#include <x86/smp.h>

u32 id_map[MAX_TEST_CPUS];

/* How the registers are reached in one mode; each CPU has its own. */
struct apic_ops {
	u32 (*reg_read)(unsigned int reg);
	void (*reg_write)(unsigned int reg, u32 val);
	void (*icr_write)(u32 val, u32 dest);
	u32 (*id)(void);
};

static void *xapic_reg(unsigned int reg)
{
	return (void *)(ulong)(APIC_DEFAULT_PHYS_BASE + reg);
}

static u32 xapic_read(unsigned int reg)
{
	return *(volatile u32 *)xapic_reg(reg);
}

static void xapic_write(unsigned int reg, u32 val)
{
	*(volatile u32 *)xapic_reg(reg) = val;
}

static void xapic_icr_write(u32 val, u32 dest)
{
	while (xapic_read(APIC_ICR) & APIC_ICR_BUSY)
		cpu_relax();
	xapic_write(APIC_ICR2, SET_APIC_DEST_FIELD(dest));
	xapic_write(APIC_ICR, val);
}

static u32 xapic_id(void)
{
	return xapic_read(APIC_ID) >> 24;
}

static const struct apic_ops xapic_ops = {
	.reg_read = xapic_read,
	.reg_write = xapic_write,
	.icr_write = xapic_icr_write,
	.id = xapic_id,
};

static u32 x2apic_read(unsigned int reg)
{
	return rdmsr(x2apic_msr(reg));
}

static void x2apic_write(unsigned int reg, u32 val)
{
	wrmsr(x2apic_msr(reg), val);
}

static void x2apic_icr_write(u32 val, u32 dest)
{
	/* The WRMSR does not wait for earlier stores (SDM volume 3, 10.12.3). */
	mb();
	wrmsr(x2apic_msr(APIC_ICR), val | (u64)dest << 32);
}

static u32 x2apic_id(void)
{
	return rdmsr(x2apic_msr(APIC_ID));
}

static const struct apic_ops x2apic_ops = {
	.reg_read = x2apic_read,
	.reg_write = x2apic_write,
	.icr_write = x2apic_icr_write,
	.id = x2apic_id,
};

static const struct apic_ops *ops(void)
{
	const struct apic_ops *o = this_cpu_read_apic_ops();

	return o ? o : &xapic_ops;
}

static void set_ops(const struct apic_ops *o)
{
	this_cpu_write_apic_ops((void *)o);
}

u32 apic_read(unsigned int reg)
{
	return ops()->reg_read(reg);
}

void apic_write(unsigned int reg, u32 val)
{
	ops()->reg_write(reg, val);
}

bool apic_read_bit(unsigned int reg, int n)
{
	return apic_read(reg + (n >> 5) * 0x10) & (1u << (n & 31));
}

void apic_icr_write(u32 val, u32 dest)
{
	ops()->icr_write(val, dest);
}

u32 apic_id(void)
{
	return ops()->id();
}

u32 pre_boot_apic_id(void)
{
	return is_x2apic_enabled() ? x2apic_id() : xapic_id();
}

void eoi(void)
{
	apic_write(APIC_EOI, 0);
}

#ifdef __x86_64__
u8 apic_get_tpr(void)
{
	return read_cr8();
}

void apic_set_tpr(u8 tpr)
{
	write_cr8(tpr);
}
#else
u8 apic_get_tpr(void)
{
	return apic_read(APIC_TASKPRI) >> 4;
}

void apic_set_tpr(u8 tpr)
{
	apic_write(APIC_TASKPRI, tpr << 4);
}
#endif

/* Modes */

static u64 apicbase(void)
{
	return rdmsr(MSR_IA32_APICBASE);
}

bool is_apic_hw_enabled(void)
{
	return apicbase() & APIC_EN;
}

bool is_apic_sw_enabled(void)
{
	return apic_read(APIC_SPIV) & APIC_SPIV_APIC_ENABLED;
}

bool is_x2apic_enabled(void)
{
	return (apicbase() & (APIC_EN | APIC_EXTD)) == (APIC_EN | APIC_EXTD);
}

bool is_xapic_enabled(void)
{
	return (apicbase() & (APIC_EN | APIC_EXTD)) == APIC_EN;
}

/* Bochs and QEMU's TCG do not let EN be set again, so it is left alone. */
void enable_apic(void)
{
	if (!is_apic_hw_enabled())
		wrmsr(MSR_IA32_APICBASE, apicbase() | APIC_EN);
	set_ops(is_x2apic_enabled() ? &x2apic_ops : &xapic_ops);
	apic_write(APIC_SPIV, APIC_SPIV_APIC_ENABLED | SPURIOUS_VECTOR);
}

int enable_x2apic(void)
{
	if (!this_cpu_has(X86_FEATURE_X2APIC))
		return 0;
	if (!is_x2apic_enabled())
		wrmsr(MSR_IA32_APICBASE, apicbase() | APIC_EXTD | APIC_EN);
	set_ops(&x2apic_ops);
	return 1;
}

void disable_apic(void)
{
	wrmsr(MSR_IA32_APICBASE, apicbase() & ~(u64)(APIC_EN | APIC_EXTD));
	set_ops(&xapic_ops);
}

void reset_apic(void)
{
	disable_apic();
	wrmsr(MSR_IA32_APICBASE, apicbase() | APIC_EN);
	xapic_write(APIC_SPIV, APIC_SPIV_APIC_ENABLED | SPURIOUS_VECTOR);
}

void init_apic_map(void)
{
	int i;

	for (i = 0; i < cpu_count(); i++)
		id_map[i] = percpu_of(i)->apic_id;
}

enum x2apic_reg_semantics get_x2apic_reg_semantics(u32 reg)
{
	assert_msg(!(reg & ~0xff0u), "APIC register offset %#x", reg);

	switch (reg) {
	case APIC_ID:
	case APIC_LVR:
	case APIC_PROCPRI:
	case APIC_LDR:
	case APIC_TMCCT:
	case APIC_ISR ... APIC_ISR + 0x70:
	case APIC_TMR ... APIC_TMR + 0x70:
	case APIC_IRR ... APIC_IRR + 0x70:
		return X2APIC_RO;
	case APIC_TASKPRI:
	case APIC_SPIV:
	case APIC_ESR:
	case APIC_ICR:
	case APIC_LVTT:
	case APIC_LVTTHMR:
	case APIC_LVTPC:
	case APIC_LVT0:
	case APIC_LVT1:
	case APIC_LVTERR:
	case APIC_TMICT:
	case APIC_TDCR:
		return X2APIC_RW;
	case APIC_CMCI:
		return apic_lvt_entry_supported(6) ? X2APIC_RW : X2APIC_INVALID;
	case APIC_EOI:
	case APIC_SELF_IPI:
		return X2APIC_WO;
	}
	return X2APIC_INVALID;
}

/* Timer */

void apic_stop_timer(void)
{
	apic_write(APIC_TMICT, 0);
}

void apic_cleanup_timer(void)
{
	u32 lvtt = apic_read(APIC_LVTT);

	apic_stop_timer();
	/* Write only what may be written: the delivery status is read-only. */
	apic_write(APIC_LVTT, (lvtt & (APIC_LVT_TIMER_VECTOR_MASK | APIC_LVT_TIMER_MASK)) |
		   APIC_LVT_MASKED);
	/* One that is pending is taken now. */
	if (!(read_rflags() & X86_EFLAGS_IF))
		sti_nop_cli();
	else
		sti_nop();
}

void apic_setup_timer(int vector, u32 mode)
{
	apic_cleanup_timer();
	apic_write(APIC_TDCR, APIC_TDR_DIV_1);
	apic_write(APIC_LVTT, vector | mode);
}

void apic_start_timer(u32 counter)
{
	apic_write(APIC_TMICT, counter);
}
