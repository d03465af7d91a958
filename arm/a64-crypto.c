// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * a64-crypto: AES, SHA-1, SHA-2, SHA-3, SM3 and SM4 instructions of A64 against models in C (Arm
 * ARM C7.2). Random state and state with few bits set; all registers are compared.
 */
#include <libcflat.h>
#include <subtest.h>
#include <asm/processor.h>

#include "crypto-model.h"
#include "insn.h"

/* Operands: v0 is the destination, v1 n, v2 m, v3 a */
#define NM	(2 << 16 | 1 << 5)
#define NMA	(NM | 3 << 10)
#define N	(1 << 5)

static const struct row {
	const char *name;
	u32 insn;
	crypto_fn fn;
	u8 shift, min;		/* where in ID_AA64ISAR0_EL1, and the value that has it */
	u8 imm_shift;		/* of the immediate or index; 0: none */
	u8 imms;		/* its number of values */
} rows[] = {
	{ "AESE", 0x4e284800 | N, crypto_aese, 4, 1 },
	{ "AESD", 0x4e285800 | N, crypto_aesd, 4, 1 },
	{ "AESMC", 0x4e286800 | N, crypto_aesmc, 4, 1 },
	{ "AESIMC", 0x4e287800 | N, crypto_aesimc, 4, 1 },
	{ "SHA1C", 0x5e000000 | NM, crypto_sha1c, 8, 1 },
	{ "SHA1P", 0x5e001000 | NM, crypto_sha1p, 8, 1 },
	{ "SHA1M", 0x5e002000 | NM, crypto_sha1m, 8, 1 },
	{ "SHA1SU0", 0x5e003000 | NM, crypto_sha1su0, 8, 1 },
	{ "SHA1H", 0x5e280800 | N, crypto_sha1h, 8, 1 },
	{ "SHA1SU1", 0x5e281800 | N, crypto_sha1su1, 8, 1 },
	{ "SHA256H", 0x5e004000 | NM, crypto_sha256h, 12, 1 },
	{ "SHA256H2", 0x5e005000 | NM, crypto_sha256h2, 12, 1 },
	{ "SHA256SU1", 0x5e006000 | NM, crypto_sha256su1, 12, 1 },
	{ "SHA256SU0", 0x5e282800 | N, crypto_sha256su0, 12, 1 },
	{ "SHA512H", 0xce608000 | NM, crypto_sha512h, 12, 2 },
	{ "SHA512H2", 0xce608400 | NM, crypto_sha512h2, 12, 2 },
	{ "SHA512SU1", 0xce608800 | NM, crypto_sha512su1, 12, 2 },
	{ "SHA512SU0", 0xcec08000 | N, crypto_sha512su0, 12, 2 },
	{ "EOR3", 0xce000000 | NMA, crypto_eor3, 32, 1 },
	{ "BCAX", 0xce200000 | NMA, crypto_bcax, 32, 1 },
	{ "RAX1", 0xce608c00 | NM, crypto_rax1, 32, 1 },
	{ "XAR", 0xce800000 | NM, crypto_xar, 32, 1, 10, 64 },
	{ "SM3SS1", 0xce400000 | NMA, crypto_sm3ss1, 36, 1 },
	{ "SM3TT1A", 0xce408000 | NM, crypto_sm3tt1a, 36, 1, 12, 4 },
	{ "SM3TT1B", 0xce408400 | NM, crypto_sm3tt1b, 36, 1, 12, 4 },
	{ "SM3TT2A", 0xce408800 | NM, crypto_sm3tt2a, 36, 1, 12, 4 },
	{ "SM3TT2B", 0xce408c00 | NM, crypto_sm3tt2b, 36, 1, 12, 4 },
	{ "SM3PARTW1", 0xce60c000 | NM, crypto_sm3partw1, 36, 1 },
	{ "SM3PARTW2", 0xce60c400 | NM, crypto_sm3partw2, 36, 1 },
	{ "SM4E", 0xcec08400 | N, crypto_sm4e, 40, 1 },
	{ "SM4EKEY", 0xce60c800 | NM, crypto_sm4ekey, 40, 1 },
};

static union vec vec_of(const struct insn_regs *r, unsigned int n)
{
	return (union vec){ .d = { r->v[n][0], r->v[n][1] } };
}

static void one(void)
{
	const struct row *r = subtest_row();
	static struct insn_regs in, out, want;
	u64 seed = 0x1234567;
	bool ok = true;

	if (((read_sysreg(id_aa64isar0_el1) >> r->shift) & 0xf) < r->min) {
		report_skip("not implemented");
		return;
	}
	insn_regs_init(&in);
	for (unsigned int imm = 0; imm < (r->imms ?: 1) && ok; imm++) {
		const u32 *code = insn_place(r->insn | (r->imm_shift ? imm << r->imm_shift : 0));

		for (unsigned int i = 0; i < (r->imms ? 8 : 64) && ok; i++) {
			union vec d;

			for (unsigned int v = 0; v < 8; v++) {
				seed = seed * 6364136223846793005 + 1442695040888963407;
				in.v[v / 2][v & 1] = i & 1 ? seed ^ seed >> 29 : i & 2 ? 1ULL << (seed >> 58) : ~0ULL << (seed >> 58);
			}
			out = want = in;
			d = vec_of(&in, 0);
			r->fn(&d, vec_of(&in, 1), vec_of(&in, 2), vec_of(&in, 3), imm);
			want.v[0][0] = d.d[0];
			want.v[0][1] = d.d[1];
			ok = insn_run_fp(code, &in, &out) == TRAP_NONE && insn_regs_equal(&out, &want, &in, true);
		}
	}
	check(ok, "%s", r->name);
}

/* FIPS 197, appendix B: the models and the instructions might share a misunderstanding. */
static const u32 *aes_round(void)
{
	/* aese v0.16b, v1.16b; aesmc v0.16b, v0.16b */
	static const u32 insns[] = { 0x4e284820, 0x4e286800 };

	return insn_place_n(insns, 2);
}

static void aes_vector(void)
{
	static const u8 key[16] = {
		0x2b, 0x7e, 0x15, 0x16, 0x28, 0xae, 0xd2, 0xa6, 0xab, 0xf7, 0x15, 0x88, 0x09, 0xcf, 0x4f, 0x3c,
	};
	static const u8 plain[16] = {
		0x32, 0x43, 0xf6, 0xa8, 0x88, 0x5a, 0x30, 0x8d, 0x31, 0x31, 0x98, 0xa2, 0xe0, 0x37, 0x07, 0x34,
	};
	static const u8 cipher[16] = {
		0x39, 0x25, 0x84, 0x1d, 0x02, 0xdc, 0x09, 0xfb, 0xdc, 0x11, 0x85, 0x97, 0x19, 0x6a, 0x0b, 0x32,
	};
	static struct insn_regs r, o;
	union vec k, state;
	u8 rcon = 1;

	insn_regs_init(&r);
	memcpy(k.b, key, 16);
	memcpy(state.b, plain, 16);
	for (unsigned int round = 0; round < 10; round++) {
		union vec sub = { .w = { k.w[3], k.w[3], k.w[3], k.w[3] } }, zero = { .d = { 0, 0 } };

		r.v[0][0] = state.d[0];
		r.v[0][1] = state.d[1];
		r.v[1][0] = k.d[0];
		r.v[1][1] = k.d[1];
		insn_run_fp(round < 9 ? aes_round() : insn_place(0x4e284820), &r, &o);
		state = vec_of(&o, 0);
		/* the next round key; with four equal columns ShiftRows does nothing */
		crypto_aese(&sub, zero, zero, zero, 0);
		k.w[0] ^= (sub.w[0] >> 8 | sub.w[0] << 24) ^ rcon;
		for (unsigned int i = 1; i < 4; i++)
			k.w[i] ^= k.w[i - 1];
		rcon = rcon << 1 ^ (rcon >> 7 ? 0x1b : 0);
	}
	state.d[0] ^= k.d[0];
	state.d[1] ^= k.d[1];
	check_mem(state.b, cipher, 16, "AES-128 of FIPS 197, appendix B");
}

static const char *needs_aes(void)
{
	return (read_sysreg(id_aa64isar0_el1) >> 4) & 0xf ? NULL : "no FEAT_AES";
}

static const struct subtest subtests[] = {
	{ "instructions", one, SUBTEST_ROWS(rows) },
	{ "aes-vector", aes_vector, needs_aes },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
