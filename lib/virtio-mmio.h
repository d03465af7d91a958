// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Virtio over MMIO: the register layout of versions 1 (legacy) and 2 (virtio
 * 1.2, 4.2.2 and 4.2.4).
 */
#ifndef _VIRTIO_MMIO_H_
#define _VIRTIO_MMIO_H_

#include <libcflat.h>
#include <virtio.h>

#define VIRTIO_MMIO_MAGIC_VALUE		0x000	/* "virt" */
#define VIRTIO_MMIO_VERSION		0x004
#define VIRTIO_MMIO_DEVICE_ID		0x008
#define VIRTIO_MMIO_VENDOR_ID		0x00c
#define VIRTIO_MMIO_HOST_FEATURES	0x010
#define VIRTIO_MMIO_HOST_FEATURES_SEL	0x014
#define VIRTIO_MMIO_GUEST_FEATURES	0x020
#define VIRTIO_MMIO_GUEST_FEATURES_SEL	0x024
#define VIRTIO_MMIO_GUEST_PAGE_SIZE	0x028	/* version 1 */
#define VIRTIO_MMIO_QUEUE_SEL		0x030
#define VIRTIO_MMIO_QUEUE_NUM_MAX	0x034
#define VIRTIO_MMIO_QUEUE_NUM		0x038
#define VIRTIO_MMIO_QUEUE_ALIGN		0x03c	/* version 1 */
#define VIRTIO_MMIO_QUEUE_PFN		0x040	/* version 1 */
#define VIRTIO_MMIO_QUEUE_READY		0x044	/* version 2 */
#define VIRTIO_MMIO_QUEUE_NOTIFY	0x050
#define VIRTIO_MMIO_INTERRUPT_STATUS	0x060
#define VIRTIO_MMIO_INTERRUPT_ACK	0x064
#define VIRTIO_MMIO_STATUS		0x070
#define VIRTIO_MMIO_QUEUE_DESC_LOW	0x080	/* version 2 */
#define VIRTIO_MMIO_QUEUE_DESC_HIGH	0x084
#define VIRTIO_MMIO_QUEUE_DRIVER_LOW	0x090
#define VIRTIO_MMIO_QUEUE_DRIVER_HIGH	0x094
#define VIRTIO_MMIO_QUEUE_DEVICE_LOW	0x0a0
#define VIRTIO_MMIO_QUEUE_DEVICE_HIGH	0x0a4
#define VIRTIO_MMIO_CONFIG		0x100

#define VIRTIO_MMIO_INT_VRING		(1 << 0)
#define VIRTIO_MMIO_INT_CONFIG		(1 << 1)

#define VIRTIO_MMIO_MAGIC		0x74726976

/* Entries of a queue; it fits two of these pages. */
#define VIRTIO_MMIO_QUEUE_NUM_MIN	128
#define VIRTIO_MMIO_PAGE		4096
#define VIRTIO_MMIO_QUEUE_SIZE		(2 * VIRTIO_MMIO_PAGE)

struct virtio_mmio_device {
	struct virtio_device vdev;
	void *base;
	u32 version;
};

#define to_virtio_mmio_device(vdev_ptr) \
	container_of(vdev_ptr, struct virtio_mmio_device, vdev)

extern struct virtio_device *virtio_mmio_bind(u32 devid);

#endif
