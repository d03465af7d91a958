// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Virtio devices and split virtqueues (Virtual I/O Device version 1.2, sections
 * 2 and 4.2), as much as a console's output needs.
 */
#ifndef _VIRTIO_H_
#define _VIRTIO_H_

#include <libcflat.h>

#define VIRTIO_ID_CONSOLE	3

/* Device status, 2.1 */
#define VIRTIO_STATUS_ACKNOWLEDGE	1
#define VIRTIO_STATUS_DRIVER		2
#define VIRTIO_STATUS_DRIVER_OK		4
#define VIRTIO_STATUS_FEATURES_OK	8
#define VIRTIO_STATUS_FAILED		128

/* Feature bit: the device follows version 1 of the specification, 6 */
#define VIRTIO_F_VERSION_1		32

struct virtqueue;
struct virtio_device;

typedef void vq_callback_t(struct virtqueue *vq);

struct virtio_config_ops {
	/* @len bytes of the device's configuration space */
	void (*get)(struct virtio_device *vdev, unsigned int offset, void *buf, unsigned int len);
	void (*set)(struct virtio_device *vdev, unsigned int offset, const void *buf,
		    unsigned int len);
	/* Set up queues 0 to @nr - 1; @callbacks and @names may be NULL. 0 or -1. */
	int (*find_vqs)(struct virtio_device *vdev, unsigned int nr, struct virtqueue *vqs[],
			vq_callback_t *callbacks[], const char *names[]);
};

struct virtio_device_id {
	u32 device;
	u32 vendor;
};

struct virtio_device {
	struct virtio_device_id id;
	const struct virtio_config_ops *config;
};

struct virtqueue {
	vq_callback_t *callback;
	const char *name;
	struct virtio_device *vdev;
	unsigned int index;
	unsigned int num_free;
	void *priv;
};

/* Descriptor flags, 2.7.5 */
#define VRING_DESC_F_NEXT	1
#define VRING_DESC_F_WRITE	2

struct vring_desc {
	u64 addr;
	u32 len;
	u16 flags;
	u16 next;
};

struct vring_avail {
	u16 flags;
	u16 idx;
	u16 ring[];
};

struct vring_used_elem {
	u32 id;
	u32 len;
};

struct vring_used {
	u16 flags;
	u16 idx;
	struct vring_used_elem ring[];
};

struct vring {
	unsigned int num;
	struct vring_desc *desc;
	struct vring_avail *avail;
	struct vring_used *used;
};

struct vring_virtqueue {
	struct virtqueue vq;
	struct vring vring;
	unsigned int free_head;
	unsigned int num_added;
	u16 last_used_idx;
	bool (*notify)(struct virtqueue *vq);
	/* the caller's buffer of each descriptor chain; vring.num entries */
	void *data[];
};

#define to_vvq(_vq)	container_of(_vq, struct vring_virtqueue, vq)

/* Lay a ring of @num entries out at @p, the used part at a multiple of @align. */
extern void vring_init(struct vring *vr, unsigned int num, void *p, unsigned long align);

/* The bytes that vring_init() spreads over. */
static inline size_t vring_size(unsigned int num, unsigned long align)
{
	size_t size = sizeof(struct vring_desc) * num + sizeof(u16) * (3 + num);

	return ALIGN(size, align) + sizeof(u16) * 3 + sizeof(struct vring_used_elem) * num;
}

extern void vring_init_virtqueue(struct vring_virtqueue *vq, unsigned int index,
				 unsigned int num, unsigned int vring_align,
				 struct virtio_device *vdev, void *pages,
				 bool (*notify)(struct virtqueue *), vq_callback_t *callback,
				 const char *name);

/* Offer @buf for the device to read; 0, or -1 when the queue is full. */
extern int virtqueue_add_outbuf(struct virtqueue *vq, char *buf, unsigned int len);
/* Tell the device. */
extern bool virtqueue_kick(struct virtqueue *vq);
/* Take descriptor chain @head back. */
extern void detach_buf(struct vring_virtqueue *vq, unsigned int head);
/* A buffer that the device has consumed, or NULL while there is none. */
extern void *virtqueue_get_buf(struct virtqueue *vq, unsigned int *len);

/* The first device of kind @devid, or NULL. */
extern struct virtio_device *virtio_bind(u32 devid);

static inline u8 virtio_config_readb(struct virtio_device *vdev, unsigned int offset)
{
	u8 val;

	vdev->config->get(vdev, offset, &val, 1);
	return val;
}

static inline u16 virtio_config_readw(struct virtio_device *vdev, unsigned int offset)
{
	u16 val;

	vdev->config->get(vdev, offset, &val, 2);
	return val;
}

static inline u32 virtio_config_readl(struct virtio_device *vdev, unsigned int offset)
{
	u32 val;

	vdev->config->get(vdev, offset, &val, 4);
	return val;
}

static inline void virtio_config_writeb(struct virtio_device *vdev, unsigned int offset, u8 val)
{
	vdev->config->set(vdev, offset, &val, 1);
}

static inline void virtio_config_writew(struct virtio_device *vdev, unsigned int offset, u16 val)
{
	vdev->config->set(vdev, offset, &val, 2);
}

static inline void virtio_config_writel(struct virtio_device *vdev, unsigned int offset, u32 val)
{
	vdev->config->set(vdev, offset, &val, 4);
}

#endif
