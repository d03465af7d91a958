// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Virtio over MMIO, found through device tree nodes "virtio,mmio" or ACPI devices LNRO0005.
 */
#include <libcflat.h>
#include <acpi.h>
#include <alloc.h>
#include <alloc_page.h>
#include <devicetree.h>
#include <virtio.h>
#include <virtio-mmio.h>
#include <asm/io.h>
#include <asm/page.h>

static u32 reg_read(struct virtio_mmio_device *d, int reg)
{
	return readl(d->base + reg);
}

static void reg_write(struct virtio_mmio_device *d, int reg, u32 val)
{
	writel(val, d->base + reg);
}

static void add_status(struct virtio_mmio_device *d, u32 bits)
{
	reg_write(d, VIRTIO_MMIO_STATUS, reg_read(d, VIRTIO_MMIO_STATUS) | bits);
}

static void vm_get(struct virtio_device *vdev, unsigned int offset, void *buf, unsigned int len)
{
	struct virtio_mmio_device *d = to_virtio_mmio_device(vdev);

	for (unsigned int i = 0; i < len; i++)
		((u8 *)buf)[i] = readb(d->base + VIRTIO_MMIO_CONFIG + offset + i);
}

static void vm_set(struct virtio_device *vdev, unsigned int offset, const void *buf,
		   unsigned int len)
{
	struct virtio_mmio_device *d = to_virtio_mmio_device(vdev);

	for (unsigned int i = 0; i < len; i++)
		writeb(((const u8 *)buf)[i], d->base + VIRTIO_MMIO_CONFIG + offset + i);
}

static bool vm_notify(struct virtqueue *vq)
{
	reg_write(to_virtio_mmio_device(vq->vdev), VIRTIO_MMIO_QUEUE_NOTIFY, vq->index);
	return true;
}

/* Physically contiguous, zeroed memory, whichever allocator is active. */
static void *queue_memory(void)
{
	void *mem;

	if (page_alloc_initialized())
		return memalign_pages(VIRTIO_MMIO_PAGE, VIRTIO_MMIO_QUEUE_SIZE);
	mem = memalign(VIRTIO_MMIO_PAGE, VIRTIO_MMIO_QUEUE_SIZE);
	memset(mem, 0, VIRTIO_MMIO_QUEUE_SIZE);
	return mem;
}

static void write_address(struct virtio_mmio_device *d, int reg, const void *p)
{
	phys_addr_t addr = virt_to_phys(p);

	reg_write(d, reg, addr);
	reg_write(d, reg + 4, addr >> 32);
}

/* 4.2.3.2 and, for version 1, 4.2.4.3 */
static struct virtqueue *setup_vq(struct virtio_mmio_device *d, unsigned int index,
				  vq_callback_t *callback, const char *name)
{
	unsigned int num = VIRTIO_MMIO_QUEUE_NUM_MIN, max;
	struct vring_virtqueue *vq;
	void *mem;

	reg_write(d, VIRTIO_MMIO_QUEUE_SEL, index);
	if (reg_read(d, d->version == 1 ? VIRTIO_MMIO_QUEUE_PFN : VIRTIO_MMIO_QUEUE_READY))
		return NULL;
	max = reg_read(d, VIRTIO_MMIO_QUEUE_NUM_MAX);
	num = MIN(num, max);
	if (!num)
		return NULL;
	assert(vring_size(num, VIRTIO_MMIO_PAGE) <= VIRTIO_MMIO_QUEUE_SIZE);
	vq = calloc(1, sizeof(*vq) + num * sizeof(vq->data[0]));
	mem = queue_memory();
	if (!mem)
		return NULL;
	vring_init_virtqueue(vq, index, num, VIRTIO_MMIO_PAGE, &d->vdev, mem, vm_notify,
			     callback, name);
	reg_write(d, VIRTIO_MMIO_QUEUE_NUM, num);
	if (d->version == 1) {
		reg_write(d, VIRTIO_MMIO_QUEUE_ALIGN, VIRTIO_MMIO_PAGE);
		reg_write(d, VIRTIO_MMIO_QUEUE_PFN, virt_to_phys(mem) / VIRTIO_MMIO_PAGE);
	} else {
		write_address(d, VIRTIO_MMIO_QUEUE_DESC_LOW, vq->vring.desc);
		write_address(d, VIRTIO_MMIO_QUEUE_DRIVER_LOW, vq->vring.avail);
		write_address(d, VIRTIO_MMIO_QUEUE_DEVICE_LOW, vq->vring.used);
		reg_write(d, VIRTIO_MMIO_QUEUE_READY, 1);
	}
	return &vq->vq;
}

static int vm_find_vqs(struct virtio_device *vdev, unsigned int nr, struct virtqueue *vqs[],
		       vq_callback_t *callbacks[], const char *names[])
{
	struct virtio_mmio_device *d = to_virtio_mmio_device(vdev);

	for (unsigned int i = 0; i < nr; i++) {
		vqs[i] = setup_vq(d, i, callbacks ? callbacks[i] : NULL,
				  names ? names[i] : "");
		if (!vqs[i]) {
			add_status(d, VIRTIO_STATUS_FAILED);
			return -1;
		}
	}
	add_status(d, VIRTIO_STATUS_DRIVER_OK);
	return 0;
}

static const struct virtio_config_ops vm_ops = {
	.get = vm_get,
	.set = vm_set,
	.find_vqs = vm_find_vqs,
};

/* Reset, then say what we are and which features we take (3.1.1). */
static bool handshake(struct virtio_mmio_device *d)
{
	reg_write(d, VIRTIO_MMIO_STATUS, 0);
	add_status(d, VIRTIO_STATUS_ACKNOWLEDGE);
	add_status(d, VIRTIO_STATUS_DRIVER);
	reg_write(d, VIRTIO_MMIO_GUEST_FEATURES_SEL, 0);
	reg_write(d, VIRTIO_MMIO_GUEST_FEATURES, 0);
	if (d->version == 1) {
		reg_write(d, VIRTIO_MMIO_GUEST_PAGE_SIZE, VIRTIO_MMIO_PAGE);
		return true;
	}
	if (__BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__)
		return false;
	reg_write(d, VIRTIO_MMIO_GUEST_FEATURES_SEL, VIRTIO_F_VERSION_1 / 32);
	reg_write(d, VIRTIO_MMIO_GUEST_FEATURES, 1u << (VIRTIO_F_VERSION_1 % 32));
	add_status(d, VIRTIO_STATUS_FEATURES_OK);
	return reg_read(d, VIRTIO_MMIO_STATUS) & VIRTIO_STATUS_FEATURES_OK;
}

static bool is_device(void *base, u32 devid)
{
	return readl(base + VIRTIO_MMIO_MAGIC_VALUE) == VIRTIO_MMIO_MAGIC &&
	       readl(base + VIRTIO_MMIO_DEVICE_ID) == devid;
}

/* The driver's side of the transport at @addr, if that has such a device and takes it. */
static struct virtio_device *bind(phys_addr_t addr, phys_addr_t size, u32 devid)
{
	struct virtio_mmio_device *d;
	void *base = ioremap(addr, size);

	if (!is_device(base, devid))
		return NULL;
	d = calloc(1, sizeof(*d));
	d->base = base;
	d->version = reg_read(d, VIRTIO_MMIO_VERSION);
	d->vdev.id.device = devid;
	d->vdev.id.vendor = reg_read(d, VIRTIO_MMIO_VENDOR_ID);
	d->vdev.config = &vm_ops;
	if ((d->version == 1 || d->version == 2) && handshake(d))
		return &d->vdev;
	add_status(d, VIRTIO_STATUS_FAILED);
	free(d);
	return NULL;
}

static struct virtio_device *bind_acpi(u32 devid)
{
	struct virtio_device *vdev = NULL;
	u64 base, size;

	for (int n = 0; !vdev && acpi_dev_find("LNRO0005", n, &base, &size, NULL); n++)
		vdev = bind(base, size, devid);
	return vdev;
}

struct virtio_device *virtio_mmio_bind(u32 devid)
{
	const void *fdt = dt_fdt();
	struct virtio_device *vdev = NULL;
	struct dt_pbus_reg reg;
	int node;

	if (!dt_available())
		return bind_acpi(devid);
	for (node = fdt_node_offset_by_compatible(fdt, -1, "virtio,mmio"); node >= 0 && !vdev;
	     node = fdt_node_offset_by_compatible(fdt, node, "virtio,mmio"))
		if (!dt_pbus_translate_node(node, 0, &reg))
			vdev = bind(reg.addr, reg.size, devid);
	return vdev;
}
