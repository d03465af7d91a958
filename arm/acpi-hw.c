// SPDX-License-Identifier: LGPL-2.1-or-later
/* acpi: what the tables say against what the machine does. */
#include <libcflat.h>
#include <cpumask.h>
#include <subtest.h>
#include <asm/delay.h>
#include <asm/gic.h>
#include <asm/io.h>
#include <asm/processor.h>
#include <asm/psci.h>
#include <asm/smp.h>
#include <asm/timer.h>
#include "acpi-test.h"

/* ArchRev, bits 7:4 of PIDR2; where it is depends on the size of the frame */
#define PIDR2_4K		0x0fe8
#define PIDR2_64K		0xffe8
#define ARCH_REV(pidr2)		(((pidr2) >> 4) & 0xf)

/* Polls of 100 us until an interrupt that has to come counts as lost */
#define POLLS			20000

static bool at_el2(void)
{
	return (read_sysreg(CurrentEL) >> 2 & 3) == 2;
}

/* Looked up once: it takes checksums each time. */
static struct acpi_table_madt *madt(void)
{
	static struct acpi_table_madt *t;

	if (!t)
		t = find_acpi_table_addr(MADT_SIGNATURE);
	assert_msg(t, "no MADT");
	return t;
}

/* The FADT's conduit reaches PSCI (ACPI 6.5, 5.2.9.4). */
void acpi_hw_psci(void)
{
	struct acpi_table_fadt *fadt = find_acpi_table_addr(FACP_SIGNATURE);
	smccc_invoke_fn fn;
	int version;

	assert_msg(fadt, "no FADT");
	check(fadt->arm_boot_flags & ACPI_FADT_PSCI_COMPLIANT, "ARM_BOOT_ARCH tells of PSCI");
	fn = fadt->arm_boot_flags & ACPI_FADT_PSCI_USE_HVC ? arm_smccc_hvc : arm_smccc_smc;
	/* a guest at EL2 is its own hypervisor: HVC would come back to it */
	check(!(at_el2() && fn == arm_smccc_hvc), "the conduit is SMC where the guest has EL2");
	version = fn(PSCI_0_2_FN_PSCI_VERSION, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL);
	check(version >= 2, "PSCI_VERSION by the FADT's conduit (got %#x)", version);
}

static bool in_madt(u64 mpidr)
{
	struct acpi_madt_generic_interrupt *gicc;

	for_each_madt(madt(), ACPI_MADT_TYPE_GENERIC_INTERRUPT, gicc)
		if ((gicc->flags & ACPI_MADT_ENABLED) && gicc->arm_mpidr == mpidr)
			return true;
	return false;
}

/* PSCI knows the CPUs of the MADT, and no others near them (DEN 0022, 5.1.5). */
void acpi_hw_cpus(void)
{
	struct acpi_madt_generic_interrupt *gicc, *other;
	u64 mpidr;
	int n = 0;

	for_each_madt(madt(), ACPI_MADT_TYPE_GENERIC_INTERRUPT, gicc) {
		int same_mpidr = 0, same_uid = 0, state;

		if (!(gicc->flags & ACPI_MADT_ENABLED))
			continue;
		n++;
		for_each_madt(madt(), ACPI_MADT_TYPE_GENERIC_INTERRUPT, other) {
			same_mpidr += other->arm_mpidr == gicc->arm_mpidr;
			same_uid += other->uid == gicc->uid;
		}
		check(same_mpidr == 1 && same_uid == 1, "UID %u, MPIDR %#lx are of one entry only", gicc->uid,
		      (long)gicc->arm_mpidr);
		check(!(gicc->arm_mpidr & ~MPIDR_HWID_BITMASK), "UID %u: MPIDR has affinity fields only", gicc->uid);
		state = psci_invoke(PSCI_0_2_FN64_AFFINITY_INFO, gicc->arm_mpidr, 0, 0);
		check(state >= 0, "UID %u: AFFINITY_INFO knows MPIDR %#lx (got %d)", gicc->uid, (long)gicc->arm_mpidr,
		      state);
	}
	check(in_madt(get_mpidr() & MPIDR_HWID_BITMASK), "the MADT has the CPU that runs this");

	/* affinity level 0 up to 15, two clusters beyond the last */
	for (mpidr = 0; mpidr <= ((n / 8 + 2) << 8 | 15); mpidr = (mpidr & 0xff) == 15 ? (mpidr | 0xff) + 1 : mpidr + 1)
		if (!in_madt(mpidr)) {
			int state = psci_invoke(PSCI_0_2_FN64_AFFINITY_INFO, mpidr, 0, 0);

			if (state >= 0) {
				check(false, "PSCI knows MPIDR %#lx (state %d), the MADT does not", (long)mpidr, state);
				return;
			}
		}
	check(true, "PSCI knows no CPU near them that the MADT does not have");
}

static struct acpi_madt_generic_distributor *gicd(void)
{
	struct acpi_madt_generic_distributor *d, *only = NULL;
	int n = 0;

	for_each_madt(madt(), ACPI_MADT_TYPE_GENERIC_DISTRIBUTOR, d) {
		only = d;
		n++;
	}
	check_eq(n, 1, "distributors in the MADT");
	return only;
}

/* One region of redistributors; marks the CPUs it finds. Returns the number of frames. */
static int walk_redists(u64 base, u32 length, u8 *found, int nr)
{
	int n = 0, i;
	u64 typer;
	u32 size;

	if (length < SZ_128K)
		return 0;
	do {
		void *frame = ioremap(base, SZ_128K);

		typer = readq(frame + GICR_TYPER);
		check(ARCH_REV(readl(frame + PIDR2_64K)) >= 3, "redistributor at %#lx: PIDR2", (long)base);
		i = mpidr_to_cpu(mpidr_uncompress(typer >> 32));
		if (i >= 0 && i < nr)
			found[i]++;
		/* VLPIs: two frames more (IHI 0069, 12.10) */
		size = typer & 2 ? 2 * SZ_128K : SZ_128K;
		base += size;
		length -= MIN(size, length);
		n++;
	} while (!(typer & GICR_TYPER_LAST) && length >= SZ_128K);
	check(typer & GICR_TYPER_LAST, "the redistributor at %#lx says that it is the last of its region", (long)base - size);
	return n;
}

static void check_gicv3(void)
{
	static u8 found[NR_CPUS];
	struct acpi_madt_generic_redistributor *gicr;
	struct acpi_madt_generic_interrupt *gicc;
	int regions = 0, frames = 0, missing = 0, cpu;

	memset(found, 0, sizeof(found));
	for_each_madt(madt(), ACPI_MADT_TYPE_GENERIC_REDISTRIBUTOR, gicr) {
		regions++;
		frames += walk_redists(gicr->base_address, gicr->length, found, NR_CPUS);
	}
	if (!regions)
		for_each_madt(madt(), ACPI_MADT_TYPE_GENERIC_INTERRUPT, gicc)
			frames += walk_redists(gicc->gicr_base_address, SZ_128K, found, NR_CPUS);
	for_each_present_cpu(cpu)
		missing += found[cpu] != 1;
	check_eq(missing, 0, "CPUs without exactly one redistributor (%d regions, %d frames)", regions, frames);
}

static void check_gicv2(struct acpi_madt_generic_distributor *d)
{
	struct acpi_madt_generic_interrupt *gicc;
	u64 cpu_base = 0;

	for_each_madt(madt(), ACPI_MADT_TYPE_GENERIC_INTERRUPT, gicc) {
		if (!cpu_base)
			cpu_base = gicc->base_address;
		check_eq(gicc->base_address, cpu_base, "UID %u: the CPU interface is the one of all", gicc->uid);
	}
	assert_msg(cpu_base, "no CPU interface");
	check_eq(readl(ioremap(cpu_base, SZ_8K) + GICC_IIDR) >> 16 & 0xf, d->version, "GICC_IIDR: architecture");
}

/* Distributor and redistributors, or CPU interface, answer where the MADT has them. */
void acpi_hw_gic(void)
{
	struct acpi_madt_generic_distributor *d = gicd();
	struct acpi_madt_generic_interrupt *gicc;
	void *base;

	if (!d)
		return;
	check_eq(d->global_irq_base, 0, "the distributor's first INTID");
	check(d->version == 2 || d->version == 3 || d->version == 4, "GIC version %u", d->version);
	base = ioremap(d->base_address, d->version == 2 ? SZ_4K : SZ_64K);
	check_eq(ARCH_REV(readl(base + (d->version == 2 ? PIDR2_4K : PIDR2_64K))), d->version,
		 "GICD_PIDR2 has the version of the MADT");
	check(GICD_TYPER_IRQS(readl(base + GICD_TYPER)) > GIC_FIRST_SPI, "GICD_TYPER has SPIs");
	if (d->version == 2)
		check_gicv2(d);
	else
		check_gicv3();

	/* 5.2.12.14: the maintenance interrupt is that of a hypervisor */
	for_each_madt(madt(), ACPI_MADT_TYPE_GENERIC_INTERRUPT, gicc)
		if (at_el2() ? gicc->vgic_interrupt < 16 || gicc->vgic_interrupt > 31 : gicc->vgic_interrupt > 31) {
			check(false, "UID %u: maintenance interrupt %u", gicc->uid, gicc->vgic_interrupt);
			return;
		}
	check(true, "maintenance interrupts are %s", at_el2() ? "PPIs" : "PPIs or 0");
}

/* ITS and GICv2m frames */
void acpi_hw_msi(void)
{
	struct acpi_madt_generic_msi_frame *frame;
	struct acpi_madt_generic_translator *its;
	int n = 0;

	for_each_madt(madt(), ACPI_MADT_TYPE_GENERIC_TRANSLATOR, its) {
		void *base = ioremap(its->base_address, SZ_64K);

		n++;
		check(ARCH_REV(readl(base + PIDR2_64K)) >= 3, "ITS %u: PIDR2", its->translation_id);
		check(readq(base + GITS_TYPER) & GITS_TYPER_PLPIS, "ITS %u: TYPER has physical LPIs", its->translation_id);
	}
	for_each_madt(madt(), ACPI_MADT_TYPE_GENERIC_MSI_FRAME, frame) {
		/* MSI_TYPER: first SPI in bits 25:16, number in 9:0 (SBSA, appendix E) */
		u32 typer = readl(ioremap(frame->base_address, SZ_4K) + 8);

		n++;
		check_eq(frame->spi_base, typer >> 16 & 0x3ff, "MSI frame %u: first SPI", frame->msi_frame_id);
		check_eq(frame->spi_count, typer & 0x3ff, "MSI frame %u: number of SPIs", frame->msi_frame_id);
	}
	if (!n)
		report_skip("the MADT has neither ITS nor MSI frame");
}

static u32 pending_ppis(void)
{
	return readl((gic_version() == 2 ? gicv2_dist_base() : gicv3_sgi_base()) + GICD_ISPENDR) & 0xffff0000;
}

static void clear_ppis(void)
{
	writel(0xffff0000, (gic_version() == 2 ? gicv2_dist_base() : gicv3_sgi_base()) + GICD_ICPENDR);
}

static u32 wait_for_ppis(u32 want)
{
	u32 got = pending_ppis();

	for (int i = 0; got != want && i < POLLS; i++) {
		udelay(100);
		got = pending_ppis();
	}
	return got;
}

#define TIMER_WRITERS(t)									\
static void write_##t##_ctl(u64 v) { write_sysreg(v, cnt##t##_ctl_el0); isb(); }		\
static void write_##t##_cval(u64 v) { write_sysreg(v, cnt##t##_cval_el0); isb(); }

TIMER_WRITERS(p)
TIMER_WRITERS(v)

/* EL1's timers as EL2 with E2H reaches them: CNTP_CTL_EL02 ... */
#define CNT_EL02(crm, op2)	sys_reg(3, 5, 14, crm, op2)
static void write_p02_ctl(u64 v) { write_sysreg_s(v, CNT_EL02(2, 1)); isb(); }
static void write_p02_cval(u64 v) { write_sysreg_s(v, CNT_EL02(2, 2)); isb(); }
static void write_v02_ctl(u64 v) { write_sysreg_s(v, CNT_EL02(3, 1)); isb(); }
static void write_v02_cval(u64 v) { write_sysreg_s(v, CNT_EL02(3, 2)); isb(); }

/* A timer whose condition is met raises its INTID and no other, for as long as its trigger mode says. */
static void check_timer(const char *name, u32 irq, u32 flags, void (*ctl)(u64), void (*cval)(u64))
{
	u32 bit, got;

	if (irq < 16 || irq > 31) {
		check(false, "%s: INTID %u is a PPI", name, irq);
		return;
	}
	bit = 1u << irq;
	ctl(ARCH_TIMER_CTL_IMASK);
	clear_ppis();
	got = wait_for_ppis(0);
	check_eq(got, 0, "%s: PPIs pending before", name);
	cval(0);
	ctl(ARCH_TIMER_CTL_ENABLE);
	got = wait_for_ppis(bit);
	check_eq(got, bit, "%s: pending PPIs when its condition is met (INTID %u)", name, irq);
	ctl(ARCH_TIMER_CTL_ENABLE | ARCH_TIMER_CTL_IMASK);
	got = wait_for_ppis(flags & ACPI_GTDT_EDGE ? bit : 0);
	check_eq(got, flags & ACPI_GTDT_EDGE ? bit : 0, "%s: pending PPIs when it is masked (%s triggered)", name,
		 flags & ACPI_GTDT_EDGE ? "edge" : "level");
	ctl(ARCH_TIMER_CTL_IMASK);
	clear_ppis();
}

void acpi_hw_timers(void)
{
	struct acpi_table_gtdt *gtdt = find_acpi_table_addr(GTDT_SIGNATURE);

	assert_msg(gtdt, "no GTDT");
	gic_enable_defaults();
	if (!at_el2()) {
		check_timer("EL1 physical", gtdt->non_secure_el1_interrupt, gtdt->non_secure_el1_flags, write_p_ctl,
			    write_p_cval);
		check_timer("virtual", gtdt->virtual_timer_interrupt, gtdt->virtual_timer_flags, write_v_ctl,
			    write_v_cval);
		return;
	}
	/* with E2H the names of EL1's timers reach those of EL2 */
	check_timer("EL2 physical", gtdt->non_secure_el2_interrupt, gtdt->non_secure_el2_flags, write_p_ctl,
		    write_p_cval);
	check_timer("EL1 physical", gtdt->non_secure_el1_interrupt, gtdt->non_secure_el1_flags, write_p02_ctl,
		    write_p02_cval);
	check_timer("virtual", gtdt->virtual_timer_interrupt, gtdt->virtual_timer_flags, write_v02_ctl, write_v02_cval);
	if (gtdt->length < sizeof(*gtdt))
		report_skip("EL2 virtual: the GTDT is older than revision 3");
	else
		check_timer("EL2 virtual", gtdt->virtual_el2_timer_interrupt, gtdt->virtual_el2_timer_flags, write_v_ctl,
			    write_v_cval);
}

/* The performance interrupt of the MADT is what an overflow raises (Arm ARM D12.5). */
void acpi_hw_pmu(void)
{
	struct acpi_madt_generic_interrupt *gicc;
	u32 version = read_sysreg(id_aa64dfr0_el1) >> 8 & 0xf, irq = 0, got;
	u64 mpidr = get_mpidr() & MPIDR_HWID_BITMASK;

	for_each_madt(madt(), ACPI_MADT_TYPE_GENERIC_INTERRUPT, gicc)
		if (gicc->arm_mpidr == mpidr)
			irq = gicc->performance_interrupt;
	if (version == 0 || version == 0xf) {
		check_eq(irq, 0, "performance interrupt of a CPU without PMU");
		return;
	}
	if (!irq) {
		report_skip("the CPU has a PMU, but the MADT has no performance interrupt for it");
		return;
	}
	check(irq >= 16, "performance interrupt is a PPI or an SPI (%u)", irq);
	if (irq < 16 || irq > 31)
		return;
	gic_enable_defaults();
	clear_ppis();
	write_sysreg(1ul << 31, pmintenset_el1);
	write_sysreg(read_sysreg(pmcr_el0) | 1, pmcr_el0);
	write_sysreg(1ul << 31, pmovsset_el0);
	isb();
	got = wait_for_ppis(1u << irq);
	check_eq(got, 1u << irq, "pending PPIs after an overflow (INTID %u)", irq);
	write_sysreg(1ul << 31, pmovsclr_el0);
	write_sysreg(1ul << 31, pmintenclr_el1);
	write_sysreg(read_sysreg(pmcr_el0) & ~1ul, pmcr_el0);
	isb();
	check_eq(wait_for_ppis(0), 0, "pending PPIs after it is cleared");
	clear_ppis();
}

#define UART_RIS	0x3c
#define UART_IMSC	0x38
#define UART_ICR	0x44
#define UART_DR		0x00
#define UART_TX		(1 << 5)

/* The console of the SPCR is a PL011 that raises the SPCR's interrupt. */
void acpi_hw_uart(void)
{
	struct spcr_descriptor *spcr = find_acpi_table_addr(SPCR_SIGNATURE);
	enum gic_irq_state idle, raised = GIC_IRQ_STATE_INACTIVE, after;
	u32 id = 0, mask;
	void *u;

	if (!spcr) {
		report_skip("no SPCR");
		return;
	}
	check_eq(spcr->serial_port.space_id, 0, "address space of the console: memory");
	if (spcr->interface_type != ACPI_DBG2_ARM_PL011) {
		report_skip("the console is no PL011 but of type %u", spcr->interface_type);
		return;
	}
	u = ioremap(spcr->serial_port.address, SZ_4K);
	for (int i = 0; i < 3; i++)
		id |= (readl(u + 0xfe0 + 4 * i) & 0xff) << 8 * i;
	check_eq(id & 0x0fffff, 0x041011, "PeriphID of the console at %#lx", (long)spcr->serial_port.address);
	check(spcr->interrupt_type & 8, "the console has a GIC interrupt");
	check(spcr->interrupt >= 32 && spcr->interrupt < 1020, "it is an SPI (%u)", spcr->interrupt);
	if (spcr->interrupt < 32 || spcr->interrupt >= 1020)
		return;

	gic_enable_defaults();
	gic_disable_irq(spcr->interrupt);
	/* nothing is printed while the console raises interrupts */
	mask = readl(u + UART_IMSC);
	writel(0, u + UART_IMSC);
	idle = gic_irq_state(spcr->interrupt);
	writel('\n', u + UART_DR);
	for (int i = 0; i < POLLS && !(readl(u + UART_RIS) & UART_TX); i++)
		udelay(100);
	writel(UART_TX, u + UART_IMSC);
	for (int i = 0; i < POLLS && raised != GIC_IRQ_STATE_PENDING; i++) {
		raised = gic_irq_state(spcr->interrupt);
		udelay(100);
	}
	writel(0, u + UART_IMSC);
	writel(UART_TX, u + UART_ICR);
	after = gic_irq_state(spcr->interrupt);
	writel(mask, u + UART_IMSC);
	check_eq(idle, GIC_IRQ_STATE_INACTIVE, "INTID %u before", spcr->interrupt);
	check_eq(raised, GIC_IRQ_STATE_PENDING, "INTID %u when the transmitter raises it", spcr->interrupt);
	check_eq(after, GIC_IRQ_STATE_INACTIVE, "INTID %u when it is cleared", spcr->interrupt);
}

/* Configuration space where the MCFG has it: a function 0 of device 0 on the first bus */
void acpi_hw_ecam(void)
{
	struct acpi_table_mcfg *mcfg = find_acpi_table_addr(MCFG_SIGNATURE);
	u32 n;

	if (!mcfg) {
		report_skip("no MCFG");
		return;
	}
	n = (mcfg->length - sizeof(*mcfg)) / sizeof(mcfg->allocation[0]);
	check(n > 0, "the MCFG has an entry");
	for (u32 i = 0; i < n; i++) {
		struct acpi_mcfg_allocation *a = &mcfg->allocation[i];
		void *config;
		u32 id;

		check(a->end_bus >= a->start_bus, "segment %u: buses %u to %u", a->segment, a->start_bus, a->end_bus);
		config = ioremap(a->address + ((u64)a->start_bus << 20), SZ_4K);
		id = readl(config);
		check(id != 0 && id != ~0u, "segment %u: a host bridge answers (ID %#x)", a->segment, id);
		check_eq(readl(config + 8) >> 16, 0x0600, "segment %u: its class", a->segment);
	}
}
