// SPDX-License-Identifier: LGPL-2.1-or-later
/* Which DIAGNOSE did a guest issue? */
#include <libcflat.h>
#include <sie-icpt.h>

struct diag_itext sblk_ip_as_diag(struct kvm_s390_sie_block *sblk)
{
	union {
		uint64_t val;
		struct diag_itext diag;
	} text = { .val = (uint64_t)sblk->ipa << 48 | (uint64_t)sblk->ipb << 16 };

	return text.diag;
}

bool sie_is_diag_icpt(struct vm *vm, unsigned int diag)
{
	struct diag_itext insn = sblk_ip_as_diag(vm->sblk);
	uint8_t icptcode;
	uint64_t code;

	switch (diag) {
	case 0x44:
	case 0x9c:
	case 0x288:
	case 0x308:
		icptcode = ICPT_PV_NOTIFY;
		break;
	case 0x500:
		icptcode = ICPT_PV_INSTR;
		break;
	default:
		/* nobody has thought about this code: whether it notifies is unknown */
		assert_msg(false, "unknown diag 0x%x", diag);
	}

	if (sie_is_pv(vm)) {
		/* the Ultravisor replaces the operands by fixed ones */
		if (insn.r_1 != 0 || insn.r_2 != 2 || insn.r_base != 5 || insn.displace != 0)
			return false;
	} else {
		icptcode = ICPT_INST;
	}
	if (vm->sblk->icptcode != icptcode || insn.opcode != 0x83 || insn.zero != 0)
		return false;

	code = insn.r_base ? vm->save_area.guest.grs[insn.r_base] : 0;
	code = (code + insn.displace) & 0xffff;
	return code == diag;
}
