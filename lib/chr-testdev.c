// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * QEMU's chr-testdev.
 */
#include <libcflat.h>
#include <chr-testdev.h>
#include <virtio.h>
#include <asm/barrier.h>
#include <asm/spinlock.h>

/* Queues of a console without multiport (virtio 1.2, 5.3.2) */
enum { QUEUE_IN, QUEUE_OUT, NR_QUEUES };

static struct virtio_device *vcon;
static struct virtqueue *queues[NR_QUEUES];
static struct spinlock lock;

static void send(char *text)
{
	if (virtqueue_add_outbuf(queues[QUEUE_OUT], text, strlen(text)))
		return;
	virtqueue_kick(queues[QUEUE_OUT]);
	while (!virtqueue_get_buf(queues[QUEUE_OUT], NULL))
		cpu_relax();
}

void chr_testdev_exit(int code)
{
	static char text[16];

	spin_lock(&lock);
	if (vcon) {
		snprintf(text, sizeof(text), "%dq", code);
		send(text);
	}
	spin_unlock(&lock);
}

void chr_testdev_init(void)
{
	static const char *names[NR_QUEUES] = { "input", "output" };

	vcon = virtio_bind(VIRTIO_ID_CONSOLE);
	if (!vcon)
		return;
	if (vcon->config->find_vqs(vcon, NR_QUEUES, queues, NULL, names) < 0) {
		printf("%s: chr-testdev: can't init virtqueues\n", __func__);
		vcon = NULL;
	}
}
