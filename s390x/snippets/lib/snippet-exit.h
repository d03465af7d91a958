/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How a snippet gives control back to the host, see lib/s390x/snippet-exit.h. */
#ifndef _S390X_SNIPPET_LIB_EXIT_H_
#define _S390X_SNIPPET_LIB_EXIT_H_

#include <asm/arch_def.h>
#include <asm/barrier.h>

static inline void force_exit(void)
{
	mb();
	diag44();
	mb();
}

/* force_exit_value() - same, with a value for the host */
static inline void force_exit_value(uint64_t val)
{
	mb();
	diag500(val);
	mb();
}

#endif
