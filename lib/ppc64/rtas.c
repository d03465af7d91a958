// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Run-time abstraction services (LoPAPR, chapter 7).
 */
#include <libcflat.h>
#include <devicetree.h>
#include <stdarg.h>
#include <libfdt/libfdt.h>
#include <asm/hcall.h>
#include <asm/io.h>
#include <asm/page.h>
#include <asm/processor.h>
#include <asm/rtas.h>
#include <asm/spinlock.h>
#include "ppc64.h"

static int rtas_node;
static u64 rtas_entry;		/* 0: RTAS is a hypercall */

static int rtas_prop(const char *name, u64 *value)
{
	int len;
	const struct fdt_property *prop;

	prop = fdt_get_property(dt_fdt(), rtas_node, name, &len);
	if (!prop)
		return len;
	if (len == 4)
		*value = fdt32_to_cpu(*(const fdt32_t *)prop->data);
	else if (len == 8)
		*value = fdt64_to_cpu(*(const fdt64_t *)prop->data);
	else
		return -FDT_ERR_BADVALUE;
	return 0;
}

/* Replace "sc 1" in an RTAS that would trap to the host kernel (KVM PR). */
static void rtas_patch_sc1(u64 size)
{
	u32 *insn = (u32 *)rtas_entry;

	for (u64 i = 0; i < size / 4; i++)
		if (insn[i] == cpu_to_be32(SC1))
			insn[i] = cpu_to_be32(SC1_REPLACEMENT);
}

void rtas_init(void)
{
	u64 size = 0;

	if (!dt_available()) {
		printf("rtas: no device tree\n");
		abort();
	}
	rtas_node = fdt_path_offset(dt_fdt(), "/rtas");
	if (rtas_node < 0) {
		printf("rtas: /rtas: %s\n", fdt_strerror(rtas_node));
		abort();
	}
	if (rtas_prop("linux,rtas-entry", &rtas_entry)) {
		rtas_entry = 0;
		return;
	}
	if (hcall_have_broken_sc1() && !rtas_prop("rtas-size", &size))
		rtas_patch_sc1(size);
}

int rtas_token(const char *service, uint32_t *token)
{
	u64 value;

	if (rtas_prop(service, &value))
		return RTAS_UNKNOWN_SERVICE;
	*token = value;
	return 0;
}

void enter_rtas(unsigned long args)
{
	if (rtas_entry)
		enter_rtas_blob(args, rtas_entry, mfmsr() & RTAS_MSR_MASK &
				~(MSR_EE | MSR_IR | MSR_DR));
	else
		hcall(KVMPPC_H_RTAS, args);
}

static int __rtas_call(struct rtas_args *args, int token, int nargs, int nret,
		       int *outputs, va_list list)
{
	assert_msg(!in_usermode(), "RTAS called in problem state");
	assert(nargs >= 0 && nret >= 0 && nargs + nret <= (int)ARRAY_SIZE(args->args));

	args->token = cpu_to_be32(token);
	args->nargs = cpu_to_be32(nargs);
	args->nret = cpu_to_be32(nret);
	args->rets = &args->args[nargs];
	for (int i = 0; i < nargs; i++)
		args->args[i] = cpu_to_be32(va_arg(list, u32));
	for (int i = 0; i < nret; i++)
		args->rets[i] = 0;

	enter_rtas(__pa(args));

	if (outputs)
		for (int i = 1; i < nret; i++)
			outputs[i - 1] = be32_to_cpu(args->rets[i]);
	return nret > 0 ? (int)be32_to_cpu(args->rets[0]) : 0;
}

int rtas_call_unlocked(struct rtas_args *args, int token, int nargs, int nret,
		       int *outputs, ...)
{
	va_list list;
	int ret;

	va_start(list, outputs);
	ret = __rtas_call(args, token, nargs, nret, outputs, list);
	va_end(list);
	return ret;
}

int rtas_call(int token, int nargs, int nret, int *outputs, ...)
{
	static struct spinlock lock;
	static struct rtas_args args;
	va_list list;
	int ret;

	spin_lock(&lock);
	va_start(list, outputs);
	ret = __rtas_call(&args, token, nargs, nret, outputs, list);
	va_end(list);
	spin_unlock(&lock);
	return ret;
}

void rtas_power_off(void)
{
	struct rtas_args args;
	uint32_t token;

	if (rtas_token("power-off", &token)) {
		printf("rtas: no power-off\n");
		return;
	}
	/* Its own block: the lock may be held by a CPU that is dead. */
	if (rtas_call_unlocked(&args, token, 2, 1, NULL, -1, -1))
		printf("rtas: power-off failed\n");
}

void rtas_stop_self(void)
{
	struct rtas_args args;
	uint32_t token;

	if (rtas_token("stop-self", &token)) {
		printf("rtas: no stop-self\n");
		return;
	}
	rtas_call_unlocked(&args, token, 0, 1, NULL);
	printf("rtas: stop-self returned\n");
}
