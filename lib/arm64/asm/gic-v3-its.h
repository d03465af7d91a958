/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Interrupt Translation Service (IHI 0069, chapters 5 and 12.19). */
#ifndef _ASMARM64_GIC_V3_ITS_H_
#define _ASMARM64_GIC_V3_ITS_H_

#ifndef _ASMARM_GIC_H_
#error "include <asm/gic.h>"
#endif

#include <linux/const.h>

/* Registers */
#define GITS_CTLR			0x0000
#define GITS_IIDR			0x0004
#define GITS_TYPER			0x0008
#define GITS_CBASER			0x0080
#define GITS_CWRITER			0x0088
#define GITS_CREADR			0x0090
#define GITS_BASER			0x0100
#define GITS_TRANSLATER			0x10040

#define GITS_CTLR_ENABLE		(1U << 0)
#define GITS_CTLR_QUIESCENT		(1U << 31)

#define GITS_TYPER_PLPIS		_BITUL(0)
#define GITS_TYPER_VLPIS		_BITUL(1)
#define GITS_TYPER_ITT_ENTRY_SIZE	(_AC(0xf, UL) << 4)
#define GITS_TYPER_ITT_ENTRY_SIZE_SHIFT	4
#define GITS_TYPER_IDBITS		(_AC(0x1f, UL) << 8)
#define GITS_TYPER_IDBITS_SHIFT		8
#define GITS_TYPER_DEVBITS		(_AC(0x1f, UL) << 13)
#define GITS_TYPER_DEVBITS_SHIFT	13
#define GITS_TYPER_PTA			_BITUL(19)
#define GITS_TYPER_CIDBITS		(_AC(0xf, UL) << 32)
#define GITS_TYPER_CIDBITS_SHIFT	32
#define GITS_TYPER_CIL			_BITUL(36)

#define GITS_CBASER_VALID		_BITUL(63)

#define GITS_BASER_NR_REGS		8
#define GITS_BASER_VALID		_BITUL(63)
#define GITS_BASER_INDIRECT		_BITUL(62)
#define GITS_BASER_TYPE_SHIFT		56
#define GITS_BASER_TYPE(r)		(((r) >> GITS_BASER_TYPE_SHIFT) & 7)
#define GITS_BASER_ENTRY_SIZE_SHIFT	48
#define GITS_BASER_ENTRY_SIZE(r)	((((r) >> GITS_BASER_ENTRY_SIZE_SHIFT) & 0x1f) + 1)
#define GITS_BASER_PAGE_SIZE_SHIFT	8
#define GITS_BASER_PAGE_SIZE_4K		(_AC(0, UL) << GITS_BASER_PAGE_SIZE_SHIFT)
#define GITS_BASER_PAGE_SIZE_16K	(_AC(1, UL) << GITS_BASER_PAGE_SIZE_SHIFT)
#define GITS_BASER_PAGE_SIZE_64K	(_AC(2, UL) << GITS_BASER_PAGE_SIZE_SHIFT)
#define GITS_BASER_PAGE_SIZE_MASK	(_AC(3, UL) << GITS_BASER_PAGE_SIZE_SHIFT)
#define GITS_BASER_PAGES_MAX		256
#define GITS_BASER_PAGES_SHIFT		0
#define GITS_BASER_NR_PAGES(r)		(((r) & 0xff) + 1)
#define GITS_BASER_PHYS_ADDR_MASK	0xfffffffff000UL
#define GITS_BASER_TYPE_NONE		0
#define GITS_BASER_TYPE_DEVICE		1
#define GITS_BASER_TYPE_COLLECTION	4

/* Commands */
#define GITS_CMD_MOVI			0x01
#define GITS_CMD_INT			0x03
#define GITS_CMD_CLEAR			0x04
#define GITS_CMD_SYNC			0x05
#define GITS_CMD_MAPD			0x08
#define GITS_CMD_MAPC			0x09
#define GITS_CMD_MAPTI			0x0a
#define GITS_CMD_MAPI			0x0b
#define GITS_CMD_INV			0x0c
#define GITS_CMD_INVALL			0x0d
#define GITS_CMD_MOVALL			0x0e
#define GITS_CMD_DISCARD		0x0f

#define GITS_MAX_DEVICES		8
#define GITS_MAX_COLLECTIONS		8

#ifndef __ASSEMBLER__
#include <libcflat.h>

/* GITS_TYPER, fields that count minus one corrected. */
struct its_typer {
	unsigned int ite_size;
	unsigned int eventid_bits;
	unsigned int deviceid_bits;
	unsigned int collid_bits;
	bool pta;
	bool phys_lpi;
	bool virt_lpi;
};

struct its_baser {
	int index;
	size_t psz;
	int esz;
	bool indirect;
	void *table_addr;
};

struct its_cmd_block {
	u64 raw_cmd[4];
};

struct its_device {
	u32 device_id;
	u32 nr_ites;		/* number of EventID bits, as MAPD takes it */
	void *itt;
};

struct its_collection {
	u64 target_address;
	u16 col_id;
};

struct its_data {
	void *base;
	struct its_typer typer;
	struct its_baser device_baser;
	struct its_baser coll_baser;
	struct its_cmd_block *cmd_base;
	struct its_cmd_block *cmd_write;
	struct its_device devices[GITS_MAX_DEVICES];
	u32 nr_devices;
	struct its_collection collections[GITS_MAX_COLLECTIONS];
	u32 nr_collections;
};
extern struct its_data its_data;

#define gicv3_its_base()	(its_data.base)

/* Decode GITS_TYPER into its_data.typer. */
extern void its_parse_typer(void);
/* Find the GITS_BASER of a type: 0, or -1 when there is none. */
extern int its_baser_lookup(int type, struct its_baser *baser);
/* Find the ITS and give it tables and a command queue; nothing happens without one. */
extern void its_init(void);
/* After gic_enable_defaults() on all CPUs: LPI tables, LPIs on all online CPUs, the ITS on. */
extern void its_enable_defaults(void);

/* Descriptors, at most 8 each. nr_ites is the number of EventID bits. */
extern struct its_device *its_create_device(u32 dev_id, int nr_ites);
extern struct its_collection *its_create_collection(u16 col_id, u32 target_pe);
/* Look one up; the device or collection has to exist. */
extern struct its_device *its_get_device(u32 id);
extern struct its_collection *its_get_collection(u16 id);

/* Queue one command and wait until the ITS has taken it; print it when verbose. */
extern void __its_send_mapd(struct its_device *dev, int valid, bool verbose);
extern void __its_send_mapc(struct its_collection *col, int valid, bool verbose);
extern void __its_send_mapti(struct its_device *dev, u32 irq_id, u32 event_id,
			     struct its_collection *col, bool verbose);
extern void __its_send_mapi(struct its_device *dev, u32 irq_id,
			    struct its_collection *col, bool verbose);
extern void __its_send_int(struct its_device *dev, u32 event_id, bool verbose);
extern void __its_send_inv(struct its_device *dev, u32 event_id, bool verbose);
extern void __its_send_discard(struct its_device *dev, u32 event_id, bool verbose);
extern void __its_send_clear(struct its_device *dev, u32 event_id, bool verbose);
extern void __its_send_invall(struct its_collection *col, bool verbose);
extern void __its_send_movi(struct its_device *dev, struct its_collection *col,
			    u32 id, bool verbose);
extern void __its_send_movall(struct its_collection *from, struct its_collection *to,
			      bool verbose);
extern void __its_send_sync(struct its_collection *col, bool verbose);

#define its_send_mapd(dev, valid)		__its_send_mapd(dev, valid, true)
#define its_send_mapc(col, valid)		__its_send_mapc(col, valid, true)
#define its_send_mapti(dev, irq, event, col)	__its_send_mapti(dev, irq, event, col, true)
#define its_send_mapi(dev, irq, col)		__its_send_mapi(dev, irq, col, true)
#define its_send_int(dev, event)		__its_send_int(dev, event, true)
#define its_send_inv(dev, event)		__its_send_inv(dev, event, true)
#define its_send_discard(dev, event)		__its_send_discard(dev, event, true)
#define its_send_clear(dev, event)		__its_send_clear(dev, event, true)
#define its_send_invall(col)			__its_send_invall(col, true)
#define its_send_movi(dev, col, event)		__its_send_movi(dev, col, event, true)
#define its_send_movall(from, to)		__its_send_movall(from, to, true)
#define its_send_sync(col)			__its_send_sync(col, true)

#define its_send_mapd_nv(dev, valid)		__its_send_mapd(dev, valid, false)
#define its_send_mapc_nv(col, valid)		__its_send_mapc(col, valid, false)
#define its_send_mapti_nv(dev, irq, event, col)	__its_send_mapti(dev, irq, event, col, false)
#define its_send_mapi_nv(dev, irq, col)		__its_send_mapi(dev, irq, col, false)
#define its_send_int_nv(dev, event)		__its_send_int(dev, event, false)
#define its_send_inv_nv(dev, event)		__its_send_inv(dev, event, false)
#define its_send_discard_nv(dev, event)		__its_send_discard(dev, event, false)
#define its_send_clear_nv(dev, event)		__its_send_clear(dev, event, false)
#define its_send_invall_nv(col)			__its_send_invall(col, false)
#define its_send_movi_nv(dev, col, event)	__its_send_movi(dev, col, event, false)
#define its_send_movall_nv(from, to)		__its_send_movall(from, to, false)
#define its_send_sync_nv(col)			__its_send_sync(col, false)

#endif /* !__ASSEMBLER__ */
#endif /* _ASMARM64_GIC_V3_ITS_H_ */
