/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What sie-dat and its host agree on. */
#ifndef _S390X_SNIPPETS_SIE_DAT_H_
#define _S390X_SNIPPETS_SIE_DAT_H_

#define GUEST_TEST_PAGE_COUNT	10
#define GUEST_TOTAL_PAGE_COUNT	256

#endif
