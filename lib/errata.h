// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Known defects of hypervisors. The environment says which are fixed on this
 * host: ERRATA_<id>=y, <id> being a commit listed in errata.txt. Tests whose
 * failure would harm an unfixed host ask before they run.
 */
#ifndef _ERRATA_H_
#define _ERRATA_H_

#include <libcflat.h>

/* Take every defect as fixed: at build time, or ERRATA_FORCE in the environment. */
extern bool errata_force(void);
/* Fixed, if the environment says so. */
extern bool errata(const char *name);
/* Fixed, unless the environment says it is not. */
extern bool errata_relaxed(const char *name);

#define ERRATA(id)		errata("ERRATA_" #id)
#define ERRATA_RELAXED(id)	errata_relaxed("ERRATA_" #id)

#endif
