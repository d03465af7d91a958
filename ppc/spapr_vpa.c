// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * spapr_vpa: registration of the virtual processor area and its companions
 * (LoPAPR 14.11.3.2), and what the hypervisor writes into it.
 *
 * -v	prints the area
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <devicetree.h>
#include <subtest.h>
#include <asm/hcall.h>
#include <asm/io.h>
#include <asm/processor.h>
#include <asm/setup.h>
#include <asm/time.h>
#include <asm/vpa.h>

/* Sub-functions, bits 47:45 of the flags */
#define FLAGS(n)		((unsigned long)(n) << 45)
#define REGISTER_VPA		FLAGS(1)
#define REGISTER_DTL		FLAGS(2)
#define REGISTER_SLB_SHADOW	FLAGS(3)
#define DEREGISTER_VPA		FLAGS(5)
#define DEREGISTER_DTL		FLAGS(6)
#define DEREGISTER_SLB_SHADOW	FLAGS(7)
#define NO_SERVER		0xbadbadUL

static bool verbose;
static unsigned long server;

static const char *needs_pseries(void)
{
	return machine_is_pseries() ? NULL : "not pseries";
}

static long reg(unsigned long flags, unsigned long cpu, const volatile void *addr)
{
	return hcall(H_REGISTER_VPA, flags, cpu, addr);
}

/* LoPAPR 14.11.3.2 does not tell how address 0 is refused: QEMU says H_HARDWARE, KVM H_PARAMETER. */
static bool refused(long rc)
{
	return rc == H_HARDWARE || rc == H_PARAMETER;
}

static struct vpa *new_area(void)
{
	struct vpa *vpa = memalign_pages(SZ_4K, SZ_4K);

	assert(vpa);
	memset(vpa, 0, SZ_4K);
	vpa->size = cpu_to_be16(sizeof(*vpa));
	return vpa;
}

static void print_area(const struct vpa *vpa)
{
	if (!verbose)
		return;
	printf("VPA at %p:\n", vpa);
	for (unsigned int i = 0; i < sizeof(*vpa); i += 16) {
		printf("  %03x:", i);
		for (unsigned int j = 0; j < 16; j++)
			printf(" %02x", ((const u8 *)vpa)[i + j]);
		printf("\n");
	}
}

static void registration(void)
{
	struct vpa *vpa = new_area();
	char *base = (char *)vpa;
	long rc;

	check_eq(reg(FLAGS(0), server, vpa), H_PARAMETER, "sub-function 0");
	check_eq(reg(FLAGS(4), server, vpa), H_PARAMETER, "sub-function 4");
	check_eq(reg(REGISTER_VPA, NO_SERVER, vpa), H_PARAMETER, "register for a CPU that does not exist");
	check_eq(reg(REGISTER_VPA, server, base + 8), H_PARAMETER, "register 8 bytes off a cache line");
	memcpy(base + 4096 - 128, vpa, 16);
	check_eq(reg(REGISTER_VPA, server, base + 4096 - 128), H_PARAMETER, "register over a 4 KiB boundary");
	vpa->size = cpu_to_be16(632);
	check_eq(reg(REGISTER_VPA, server, vpa), H_PARAMETER, "register with a size of 632 bytes");
	vpa->size = cpu_to_be16(0);
	check_eq(reg(REGISTER_VPA, server, vpa), H_PARAMETER, "register with a size of 0 bytes");
	vpa->size = cpu_to_be16(sizeof(*vpa));
	check_eq(reg(REGISTER_VPA, server, (void *)(unsigned long)PHYSICAL_END), H_PARAMETER, "register behind memory");
	rc = reg(REGISTER_VPA, server, NULL);
	check(refused(rc), "register at address 0 is refused: %ld", rc);
	check_eq(reg(REGISTER_VPA, server, vpa), H_SUCCESS, "register");
	check_eq(vpa->status & 2, 2, "status: shared processor");
	check_eq(reg(DEREGISTER_VPA, server, NULL), H_SUCCESS, "deregister");
	check_eq(reg(DEREGISTER_VPA, server, NULL), H_SUCCESS, "deregister again");
	check_eq(reg(DEREGISTER_VPA, NO_SERVER, NULL), H_PARAMETER, "deregister for a CPU that does not exist");
	free_pages(vpa);
}

/* The dispatch count is even while the processor runs, odd while it does not. */
static void dispatch(void)
{
	struct vpa *vpa = new_area();
	volatile struct vpa *v = vpa;
	u32 before, after;

	if (!check_eq(reg(REGISTER_VPA, server, vpa), H_SUCCESS, "register"))
		return;
	msleep(1);
	before = be32_to_cpu(v->vp_dispatch_count);
	check_eq(before & 1, 0, "parity of the dispatch count while running");
	msleep(100);
	after = be32_to_cpu(v->vp_dispatch_count);
	check_ne(after, before, "dispatch count after 100 ms of H_CEDE");
	check_eq(after & 1, 0, "parity of the dispatch count while running");
	print_area(vpa);
	check_eq(reg(DEREGISTER_VPA, server, NULL), H_SUCCESS, "deregister");
	before = be32_to_cpu(v->vp_dispatch_count);
	msleep(20);
	check_eq(be32_to_cpu(v->vp_dispatch_count), before, "dispatch count 20 ms after it was deregistered");
	free_pages(vpa);
}

/* The log and the SLB shadow buffer need a VPA, and go before it. */
static void companions(void)
{
	struct vpa *vpa = new_area();
	u32 *dtl = memalign_pages(SZ_4K, SZ_4K), *slb = memalign_pages(SZ_4K, SZ_4K);
	long rc;

	memset(dtl, 0, SZ_4K);
	memset(slb, 0, SZ_4K);
	dtl[1] = cpu_to_be32(SZ_4K);
	slb[1] = cpu_to_be32(SZ_4K);
	check_eq(reg(REGISTER_DTL, server, dtl), H_RESOURCE, "dispatch trace log without a VPA");
	check_eq(reg(REGISTER_SLB_SHADOW, server, slb), H_RESOURCE, "SLB shadow buffer without a VPA");
	check_eq(reg(REGISTER_VPA, server, vpa), H_SUCCESS, "VPA");

	dtl[1] = cpu_to_be32(47);
	check_eq(reg(REGISTER_DTL, server, dtl), H_PARAMETER, "dispatch trace log of 47 bytes");
	dtl[1] = cpu_to_be32(SZ_4K);
	rc = reg(REGISTER_DTL, server, NULL);
	check(refused(rc), "dispatch trace log at address 0 is refused: %ld", rc);
	check_eq(reg(REGISTER_DTL, server, dtl), H_SUCCESS, "dispatch trace log");
	check_eq(reg(DEREGISTER_VPA, server, NULL), H_RESOURCE, "VPA deregistered before the log");
	check_eq(reg(DEREGISTER_DTL, server, NULL), H_SUCCESS, "dispatch trace log deregistered");

	slb[1] = cpu_to_be32(4);
	check_eq(reg(REGISTER_SLB_SHADOW, server, slb), H_PARAMETER, "SLB shadow buffer of 4 bytes");
	slb[1] = cpu_to_be32(SZ_4K);
	check_eq(reg(REGISTER_SLB_SHADOW, server, slb), H_SUCCESS, "SLB shadow buffer");
	check_eq(reg(DEREGISTER_VPA, server, NULL), H_RESOURCE, "VPA deregistered before the SLB shadow buffer");
	check_eq(reg(DEREGISTER_SLB_SHADOW, server, NULL), H_SUCCESS, "SLB shadow buffer deregistered");
	check_eq(reg(REGISTER_DTL, NO_SERVER, dtl), H_PARAMETER, "log for a CPU that does not exist");
	check_eq(reg(DEREGISTER_VPA, server, NULL), H_SUCCESS, "VPA deregistered");
	free_pages(vpa);
	free_pages(dtl);
	free_pages(slb);
}

/* LoPAPR does not forbid another area in place of the first. */
static void moved(void)
{
	struct vpa *a = new_area(), *b = new_area();
	u32 count;

	check_eq(reg(REGISTER_VPA, server, a), H_SUCCESS, "first area");
	msleep(10);
	check_eq(reg(REGISTER_VPA, server, b), H_SUCCESS, "second area");
	count = be32_to_cpu(*(volatile u32 *)&a->vp_dispatch_count);
	msleep(10);
	msleep(10);
	check_eq(be32_to_cpu(*(volatile u32 *)&a->vp_dispatch_count), count, "dispatch count of the first area afterwards");
	check_ne(be32_to_cpu(*(volatile u32 *)&b->vp_dispatch_count), 0, "dispatch count of the second area");
	check_eq(reg(DEREGISTER_VPA, server, NULL), H_SUCCESS, "deregister");
	free_pages(a);
	free_pages(b);
}

static const struct subtest subtests[] = {
	{ "registration", registration, needs_pseries },
	{ "dispatch", dispatch, needs_pseries },
	{ "companions", companions, needs_pseries },
	{ "moved", moved, needs_pseries },
	{ }
};

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		verbose |= !strcmp(argv[i], "-v");
	server = fdt_boot_cpuid_phys(dt_fdt());
	report_prefix_push("spapr_vpa");
	return run_subtests(subtests, argc, argv);
}
