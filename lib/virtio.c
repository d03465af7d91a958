// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Split virtqueues (virtio 1.2, 2.7). Numbers in them are little-endian in
 * version 1 and the guest's own before; both are the same on the machines that use this.
 */
#include <libcflat.h>
#include <virtio.h>
#include <virtio-mmio.h>
#include <asm/barrier.h>
#include <asm/io.h>

void vring_init(struct vring *vr, unsigned int num, void *p, unsigned long align)
{
	vr->num = num;
	vr->desc = p;
	vr->avail = p + num * sizeof(struct vring_desc);
	vr->used = (void *)ALIGN((unsigned long)&vr->avail->ring[num] + sizeof(u16), align);
}

void vring_init_virtqueue(struct vring_virtqueue *vq, unsigned int index, unsigned int num,
			  unsigned int vring_align, struct virtio_device *vdev, void *pages,
			  bool (*notify)(struct virtqueue *), vq_callback_t *callback,
			  const char *name)
{
	vring_init(&vq->vring, num, pages, vring_align);
	vq->vq.callback = callback;
	vq->vq.vdev = vdev;
	vq->vq.name = name;
	vq->vq.num_free = num;
	vq->vq.index = index;
	vq->notify = notify;
	vq->last_used_idx = 0;
	vq->num_added = 0;
	vq->free_head = 0;
	for (unsigned int i = 0; i < num; i++) {
		vq->vring.desc[i].next = i + 1;
		vq->data[i] = NULL;
	}
}

int virtqueue_add_outbuf(struct virtqueue *_vq, char *buf, unsigned int len)
{
	struct vring_virtqueue *vq = to_vvq(_vq);
	unsigned int head = vq->free_head;
	struct vring_avail *avail = vq->vring.avail;

	assert(buf);
	assert(len);
	if (!vq->vq.num_free)
		return -1;

	vq->vq.num_free--;
	vq->free_head = vq->vring.desc[head].next;
	vq->vring.desc[head].addr = virt_to_phys(buf);
	vq->vring.desc[head].len = len;
	vq->vring.desc[head].flags = 0;
	vq->data[head] = buf;

	avail->ring[avail->idx % vq->vring.num] = head;
	/* 2.7.13.3: the device may look at the entry once it sees the index. */
	wmb();
	WRITE_ONCE(avail->idx, avail->idx + 1);
	vq->num_added++;
	return 0;
}

bool virtqueue_kick(struct virtqueue *_vq)
{
	struct vring_virtqueue *vq = to_vvq(_vq);

	mb();
	vq->num_added = 0;
	return vq->notify(_vq);
}

void detach_buf(struct vring_virtqueue *vq, unsigned int head)
{
	unsigned int i = head;

	vq->data[head] = NULL;
	while (vq->vring.desc[i].flags & VRING_DESC_F_NEXT) {
		i = vq->vring.desc[i].next;
		vq->vq.num_free++;
	}
	vq->vring.desc[i].next = vq->free_head;
	vq->free_head = head;
	vq->vq.num_free++;
}

void *virtqueue_get_buf(struct virtqueue *_vq, unsigned int *len)
{
	struct vring_virtqueue *vq = to_vvq(_vq);
	struct vring_used *used = vq->vring.used;
	struct vring_used_elem *elem;
	void *buf;

	if (READ_ONCE(used->idx) == vq->last_used_idx)
		return NULL;
	rmb();
	elem = &used->ring[vq->last_used_idx % vq->vring.num];
	assert_msg(elem->id < vq->vring.num && vq->data[elem->id],
		   "the device returns descriptor %u, which it was not given", elem->id);
	if (len)
		*len = elem->len;
	buf = vq->data[elem->id];
	detach_buf(vq, elem->id);
	vq->last_used_idx++;
	return buf;
}

struct virtio_device *virtio_bind(u32 devid)
{
	return virtio_mmio_bind(devid);
}
