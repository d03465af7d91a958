/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* GICv3 and LPIs (IHI 0069). */
#ifndef _ASMARM_GIC_V3_H_
#define _ASMARM_GIC_V3_H_

#ifndef _ASMARM_GIC_H_
#error "include <asm/gic.h>"
#endif

/* Distributor, as seen with two security states merged or from the non-secure one */
#define GICD_CTLR_RWP			(1U << 31)
#define GICD_CTLR_nASSGIreq		(1U << 8)
#define GICD_CTLR_DS			(1U << 6)
#define GICD_CTLR_ARE_NS		(1U << 4)
#define GICD_CTLR_ENABLE_G1A		(1U << 1)
#define GICD_CTLR_ENABLE_G1		(1U << 0)

#define GICD_TYPER2_nASSGIcap		(1U << 8)

/* Redistributor, frame RD_base */
#define GICR_CTLR			0x0000
#define GICR_IIDR			0x0004
#define GICR_TYPER			0x0008
#define GICR_WAKER			0x0014
#define GICR_PROPBASER			0x0070
#define GICR_PENDBASER			0x0078

#define GICR_CTLR_ENABLE_LPIS		(1UL << 0)
#define GICR_CTLR_CES			(1UL << 1)
#define GICR_CTLR_RWP			(1UL << 3)
#define GICR_CTLR_UWP			(1UL << 31)
#define GICR_TYPER_LAST			(1UL << 4)
#define GICR_WAKER_ProcessorSleep	(1UL << 1)
#define GICR_WAKER_ChildrenAsleep	(1UL << 2)
#define GICR_PENDBASER_PTZ		(1ULL << 62)

/* Redistributor, frame SGI_base */
#define GICR_IGROUPR0			GICD_IGROUPR
#define GICR_ISENABLER0			GICD_ISENABLER
#define GICR_ICENABLER0			GICD_ICENABLER
#define GICR_ISPENDR0			GICD_ISPENDR
#define GICR_ICPENDR0			GICD_ICPENDR
#define GICR_ISACTIVER0			GICD_ISACTIVER
#define GICR_ICACTIVER0			GICD_ICACTIVER
#define GICR_IPRIORITYR0		GICD_IPRIORITYR
#define GICR_ICFGR0			GICD_ICFGR

/* ICC_SGI1R_EL1 */
#define ICC_SGI1R_AFFINITY_1_SHIFT	16
#define ICC_SGI1R_AFFINITY_2_SHIFT	32
#define ICC_SGI1R_AFFINITY_3_SHIFT	48
#define MPIDR_TO_SGI_AFFINITY(cluster_id, level) \
	(MPIDR_AFFINITY_LEVEL((u64)(cluster_id), level) << ICC_SGI1R_AFFINITY_## level ## _SHIFT)

/* LPIs and their configuration table */
#define LPI_ID_BASE			8192
#define LPI(lpi)			((lpi) + LPI_ID_BASE)
#define LPI_OFFSET(intid)		((intid) - LPI_ID_BASE)

#define LPI_PROP_GROUP1			(1 << 1)
#define LPI_PROP_ENABLED		(1 << 0)
#define LPI_PROP_DEFAULT_PRIO		GICD_INT_DEF_PRI
#define GICD_INT_DEF_PRI		0xa0
#define LPI_PROP_DEFAULT		(LPI_PROP_DEFAULT_PRIO | LPI_PROP_GROUP1 | LPI_PROP_ENABLED)

#include <asm/arch_gicv3.h>

#ifndef __ASSEMBLER__
#include <cpumask.h>
#include <asm/setup.h>
#include <asm/processor.h>
#include <asm/smp.h>
#include <asm/io.h>

/* Redistributor regions the library can keep */
#define GICV3_NR_REDISTS		8

struct gicv3_data {
	void *dist_base;
	void *redist_bases[GICV3_NR_REDISTS];	/* regions */
	void *redist_base[NR_CPUS];		/* RD_base of each CPU */
	u8 *lpi_prop;
	void *lpi_pend[NR_CPUS];
	unsigned int irq_nr;
};
extern struct gicv3_data gicv3_data;

#define gicv3_dist_base()	(gicv3_data.dist_base)
#define gicv3_redist_base()	(gicv3_data.redist_base[smp_processor_id()])
#define gicv3_sgi_base()	(gicv3_data.redist_base[smp_processor_id()] + SZ_64K)

extern void gicv3_enable_defaults(void);
extern u32 gicv3_iar_irqnr(u32 iar);
extern void gicv3_ipi_send_single(int irq, int cpu);
extern void gicv3_ipi_send_mask(int irq, const cpumask_t *dest);
/* Find this CPU's redistributor; stride is the distance between two of a region, in bytes. */
extern void gicv3_set_redist_base(size_t stride);

/* Property table, shared, and a zeroed pending table for each online CPU. */
extern void gicv3_lpi_alloc_tables(void);
extern void gicv3_lpi_set_config(int n, u8 val);
extern u8 gicv3_lpi_get_config(int n);
/* Edit the pending table in memory; the redistributor's LPIs have to be disabled. */
extern void gicv3_lpi_set_clr_pending(int rdist, int n, bool set);
extern void gicv3_lpi_rdist_enable(int redist);
extern void gicv3_lpi_rdist_disable(int redist);

/* Wait for register writes in progress; abort after a second. */
extern void gicv3_do_wait_for_rwp(void *base);
extern void gicv3_redist_wait_for_uwp(void);
#define gicv3_dist_wait_for_rwp()	gicv3_do_wait_for_rwp(gicv3_dist_base())
#define gicv3_redist_wait_for_rwp()	gicv3_redist_wait_for_uwp()

/* MPIDR affinity with Aff3 moved down to bits [31:24], as GICR_TYPER[63:32] has it, and back */
static inline u32 mpidr_compress(u64 mpidr)
{
	u64 compressed = mpidr & MPIDR_HWID_BITMASK;

	return ((compressed >> 8) & 0xff000000) | (compressed & 0xffffff);
}

static inline u64 mpidr_uncompress(u32 compressed)
{
	return ((u64)(compressed & 0xff000000) << 8) | (compressed & 0xffffff);
}

#endif /* !__ASSEMBLER__ */
#endif /* _ASMARM_GIC_V3_H_ */
