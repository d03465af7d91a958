/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Run-time abstraction services (LoPAPR, chapter 7). pseries only.
 */
#ifndef _ASMPPC64_RTAS_H_
#define _ASMPPC64_RTAS_H_

#include <libcflat.h>

#define RTAS_UNKNOWN_SERVICE	(-1)
#define RTAS_MSR_MASK		0xfffffffffffffffeUL	/* RTAS runs big endian */

/* The argument block; all words before "rets" are big endian. */
struct rtas_args {
	u32 token;
	u32 nargs;
	u32 nret;
	u32 args[16];		/* inputs, then outputs */
	u32 *rets;		/* where the outputs begin */
};

void rtas_init(void);

/* Look a service up; 0, or RTAS_UNKNOWN_SERVICE. */
int rtas_token(const char *service, uint32_t *token);

/*
 * Call a service: @nargs 32-bit inputs follow @outputs, which gets the outputs
 * but the first (the status), which is returned. Not from problem state.
 */
int rtas_call(int token, int nargs, int nret, int *outputs, ...);

/* The same on the caller's block, without the lock; the block is filled here. */
int rtas_call_unlocked(struct rtas_args *args, int token, int nargs, int nret,
		       int *outputs, ...);

/* Hand a filled block to RTAS as it is. */
void enter_rtas(unsigned long args);

void rtas_power_off(void);
void rtas_stop_self(void);

#endif /* _ASMPPC64_RTAS_H_ */
