// SPDX-License-Identifier: LGPL-2.1-or-later
/* Which hypervisor runs us, by STORE SYSTEM INFORMATION. */
#include <libcflat.h>
#include <alloc_page.h>
#include <asm/arch_def.h>
#include <hardware.h>
#include <stsi.h>

unsigned long stsi_get_fc(void)
{
	register unsigned long r0 asm("0") = 0;
	register unsigned long r1 asm("1") = 0;
	int cc;

	asm volatile(
		"	stsi	0\n"
		"	ipm	%[cc]\n"
		"	srl	%[cc],28\n"
		: "+d" (r0), [cc] "=d" (cc) : "d" (r1) : "cc", "memory");
	assert(!cc);
	return (r0 & 0xffffffffUL) >> 28;
}

static enum s390_host ask_host(void)
{
	/* EBCDIC */
	static const uint8_t qemu[] = { 0xd8, 0xc5, 0xd4, 0xe4 };
	static const uint8_t kvm[] = { 0xd2, 0xe5, 0xd4, 0x61 };
	enum s390_host host = HOST_IS_UNKNOWN;
	unsigned long level = stsi_get_fc();
	uint8_t *sysib;

	if (level == 2)
		return HOST_IS_LPAR;
	if (level != 3)
		return HOST_IS_UNKNOWN;

	sysib = alloc_page();
	assert(sysib);
	if (!stsi(sysib, 1, 1, 1) && !memcmp(sysib + 32, qemu, sizeof(qemu))) {
		host = HOST_IS_TCG;
	} else if (!stsi(sysib, 3, 2, 2)) {
		struct sysinfo_3_2_2 *info = (void *)sysib;

		if (!memcmp(info->vm[0].cpi, kvm, sizeof(kvm)))
			host = HOST_IS_KVM;
	}
	free_page(sysib);
	return host;
}

enum s390_host detect_host(void)
{
	static enum s390_host host;
	static bool known;

	if (!known) {
		host = ask_host();
		known = true;
	}
	return host;
}
