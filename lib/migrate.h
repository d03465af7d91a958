// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Talking to the migration harness over the console: one line asks, one
 * newline on the input answers, on the VM that goes on.
 */
#ifndef _MIGRATE_H_
#define _MIGRATE_H_

/* Ask for one migration and wait for it. */
extern void migrate(void);
/* The same without an INFO line; the harness hides the request. */
extern void migrate_quiet(void);
/* migrate() at the first call, nothing afterwards. */
extern void migrate_once(void);
/* Tell, once, that no migration is coming. */
extern void migrate_skip(void);
/* Let the harness migrate again and again until the end is asked for. */
extern void migrate_begin_continuous(void);
extern void migrate_end_continuous(void);

#endif
