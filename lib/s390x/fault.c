// SPDX-License-Identifier: LGPL-2.1-or-later
/* Words for a translation-exception identification. */
#include <libcflat.h>
#include <asm/arch_def.h>
#include <asm/facility.h>
#include <asm/page.h>
#include <fault.h>

static const char *const space_names[] = { "Primary", "Access register", "Secondary", "Home" };

static const char *const prot_names[PROT_NUM_CODES] = {
	[PROT_KEY_OR_LAP] = "KEY or LAP",
	[PROT_DAT] = "DAT",
	[PROT_KEY] = "KEY",
	[PROT_ACC_LIST] = "ACC",
	[PROT_LAP] = "LAP",
	[PROT_IEP] = "IEP",
};

/* Returns whether the rest of the TEID means anything. */
static bool decode_protection(union teid teid)
{
	switch (get_supp_on_prot_facility()) {
	case SOP_NONE:
		printf("Type: ?\n");
		return false;
	case SOP_BASIC:
		if (!teid.sop_teid_predictable) {
			printf("Type: ?\n");
			return false;
		}
		printf("Type: %s\n", teid.sop_acc_list ? "ACC" : "DAT");
		return true;
	case SOP_ENHANCED_1:
		if (teid.sop_teid_predictable) {
			printf("Type: %s\n", teid.sop_acc_list ? "ACC" : "DAT");
			return true;
		}
		printf("Type: KEY or LAP\n");
		return false;
	case SOP_ENHANCED_2:
		printf("Type: %s\n", prot_names[teid_esop2_prot_code(teid)]);
		return true;
	}
	return false;
}

void print_decode_teid(uint64_t raw)
{
	union teid teid = { .val = raw };
	bool dat = lowcore.pgm_old_psw.mask & PSW_MASK_DAT;
	bool meaningful = true;

	printf("Memory exception information:\n");
	printf("DAT: %s\n", dat ? "on" : "off");
	printf("AS: %s\n", dat ? space_names[teid.asce_id] : "Absolute/real");

	switch (lowcore.pgm_int_code) {
	case PGM_INT_CODE_PROTECTION:
		meaningful = decode_protection(teid);
		break;
	case PGM_INT_CODE_SECURE_STOR_ACCESS:
	case PGM_INT_CODE_SECURE_STOR_VIOLATION:
		meaningful = teid.sop_teid_predictable;
	}
	if (!meaningful) {
		printf("Address: unpredictable\n");
		return;
	}
	printf("TEID: %lx\n", raw);
	printf("Address: %lx\n", raw & PAGE_MASK);
}
