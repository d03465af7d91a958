// SPDX-License-Identifier: LGPL-2.1-or-later
/* ITS commands: encoding and the queue (IHI 0069, chapter 5.3). */
#include <libcflat.h>
#include <asm/delay.h>
#include <asm/gic.h>
#include <asm/io.h>

#define CMD_QUEUE_SIZE		SZ_64K

/* Queue one command and wait until CREADR has passed it, at most a second. */
static void its_send_command(const char *name, u64 dw0, u64 dw1, u64 dw2, u64 dw3)
{
	struct its_cmd_block *cmd = its_data.cmd_write++;
	u64 offset;
	int tries = 100000;

	cmd->raw_cmd[0] = cpu_to_le64(dw0);
	cmd->raw_cmd[1] = cpu_to_le64(dw1);
	cmd->raw_cmd[2] = cpu_to_le64(dw2);
	cmd->raw_cmd[3] = cpu_to_le64(dw3);

	if ((u8 *)its_data.cmd_write == (u8 *)its_data.cmd_base + CMD_QUEUE_SIZE)
		its_data.cmd_write = its_data.cmd_base;
	offset = (u8 *)its_data.cmd_write - (u8 *)its_data.cmd_base;

	writeq(offset, gicv3_its_base() + GITS_CWRITER);
	while (readq(gicv3_its_base() + GITS_CREADR) != offset) {
		assert_msg(--tries, "ITS command %s is not taken", name);
		udelay(10);
	}
}

static u64 dw0(u8 code, u32 device_id)
{
	return (u64)device_id << 32 | code;
}

void __its_send_mapd(struct its_device *dev, int valid, bool verbose)
{
	if (verbose)
		printf("ITS: MAPD devid=%#x size = %d itt=%p valid=%d\n",
		       dev->device_id, dev->nr_ites, dev->itt, valid);
	its_send_command("MAPD", dw0(GITS_CMD_MAPD, dev->device_id), dev->nr_ites - 1,
			 (u64)!!valid << 63 | (virt_to_phys(dev->itt) & 0xfffffffffff00UL), 0);
}

void __its_send_mapc(struct its_collection *col, int valid, bool verbose)
{
	if (verbose)
		printf("ITS: MAPC col_id=%d target_addr = %#lx valid=%d\n",
		       col->col_id, (ulong)col->target_address, valid);
	its_send_command("MAPC", GITS_CMD_MAPC, 0,
			 (u64)!!valid << 63 | col->target_address | col->col_id, 0);
}

void __its_send_mapti(struct its_device *dev, u32 irq_id, u32 event_id,
		      struct its_collection *col, bool verbose)
{
	if (verbose)
		printf("ITS: MAPTI dev_id=%#x event_id=%d -> phys_id=%d, col_id=%d\n",
		       dev->device_id, event_id, irq_id, col->col_id);
	its_send_command("MAPTI", dw0(GITS_CMD_MAPTI, dev->device_id),
			 (u64)irq_id << 32 | event_id, col->col_id, 0);
}

void __its_send_mapi(struct its_device *dev, u32 irq_id, struct its_collection *col,
		     bool verbose)
{
	if (verbose)
		printf("ITS: MAPI dev_id=%#x event_id=phys_id=%d, col_id=%d\n",
		       dev->device_id, irq_id, col->col_id);
	its_send_command("MAPI", dw0(GITS_CMD_MAPI, dev->device_id), irq_id, col->col_id, 0);
}

void __its_send_int(struct its_device *dev, u32 event_id, bool verbose)
{
	if (verbose)
		printf("ITS: INT dev_id=%#x event_id=%d\n", dev->device_id, event_id);
	its_send_command("INT", dw0(GITS_CMD_INT, dev->device_id), event_id, 0, 0);
}

void __its_send_inv(struct its_device *dev, u32 event_id, bool verbose)
{
	if (verbose)
		printf("ITS: INV dev_id=%#x event_id=%d\n", dev->device_id, event_id);
	its_send_command("INV", dw0(GITS_CMD_INV, dev->device_id), event_id, 0, 0);
}

void __its_send_discard(struct its_device *dev, u32 event_id, bool verbose)
{
	if (verbose)
		printf("ITS: DISCARD dev_id=%#x event_id=%d\n", dev->device_id, event_id);
	its_send_command("DISCARD", dw0(GITS_CMD_DISCARD, dev->device_id), event_id, 0, 0);
}

void __its_send_clear(struct its_device *dev, u32 event_id, bool verbose)
{
	if (verbose)
		printf("ITS: CLEAR dev_id=%#x event_id=%d\n", dev->device_id, event_id);
	its_send_command("CLEAR", dw0(GITS_CMD_CLEAR, dev->device_id), event_id, 0, 0);
}

void __its_send_invall(struct its_collection *col, bool verbose)
{
	if (verbose)
		printf("ITS: INVALL col_id=%d\n", col->col_id);
	its_send_command("INVALL", GITS_CMD_INVALL, 0, col->col_id, 0);
}

void __its_send_movi(struct its_device *dev, struct its_collection *col, u32 id, bool verbose)
{
	if (verbose)
		printf("ITS: MOVI dev_id=%#x event_id = %d col_id=%d\n",
		       dev->device_id, id, col->col_id);
	its_send_command("MOVI", dw0(GITS_CMD_MOVI, dev->device_id), id, col->col_id, 0);
}

void __its_send_movall(struct its_collection *from, struct its_collection *to, bool verbose)
{
	if (verbose)
		printf("ITS: MOVALL %#lx -> %#lx\n", (ulong)from->target_address,
		       (ulong)to->target_address);
	its_send_command("MOVALL", GITS_CMD_MOVALL, 0, from->target_address,
			 to->target_address);
}

void __its_send_sync(struct its_collection *col, bool verbose)
{
	if (verbose)
		printf("ITS: SYNC target_addr = %#lx\n", (ulong)col->target_address);
	its_send_command("SYNC", GITS_CMD_SYNC, 0, col->target_address, 0);
}
