// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Pseudo-random numbers from repeated SHA-256 (FIPS 180-4, sections 4.1.2, 4.2.2,
 * 5.3.3 and 6.2.2). The inputs fit one block.
 */
#include <libcflat.h>
#include <rand.h>

/* First 32 bits of the fractional parts of the cube roots of the first 64 primes. */
static const u32 k[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
	0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
	0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
	0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
	0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
	0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
	0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
	0xc67178f2,
};

static u32 rotr(u32 x, int n)
{
	return x >> n | x << (32 - n);
}

/* The digest of @nr words, at most 13, taken as big-endian bytes. */
static void sha256(const u32 *words, int nr, u32 digest[8])
{
	u32 h[8] = {
		0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
		0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
	};
	u32 w[64] = { 0 }, v[8];

	for (int t = 0; t < nr; t++)
		w[t] = words[t];
	w[nr] = 0x80000000;
	w[15] = nr * 32;
	for (int t = 16; t < 64; t++) {
		u32 a = w[t - 15], b = w[t - 2];

		w[t] = w[t - 16] + w[t - 7] + (rotr(a, 7) ^ rotr(a, 18) ^ a >> 3) +
		       (rotr(b, 17) ^ rotr(b, 19) ^ b >> 10);
	}

	memcpy(v, h, sizeof(v));
	for (int t = 0; t < 64; t++) {
		u32 choice = (v[4] & v[5]) ^ (~v[4] & v[6]);
		u32 majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
		u32 t1 = v[7] + (rotr(v[4], 6) ^ rotr(v[4], 11) ^ rotr(v[4], 25)) + choice +
			 k[t] + w[t];
		u32 t2 = (rotr(v[0], 2) ^ rotr(v[0], 13) ^ rotr(v[0], 22)) + majority;

		for (int i = 7; i; i--)
			v[i] = v[i - 1];
		v[4] += t1;
		v[0] = t1 + t2;
	}
	for (int i = 0; i < 8; i++)
		digest[i] = h[i] + v[i];
}

prng_state prng_init(uint64_t seed)
{
	u32 words[2] = { seed >> 32, seed };
	prng_state ps = { .used = 0 };

	sha256(words, 2, ps.state);
	return ps;
}

uint32_t prng32(prng_state *ps)
{
	if (ps->used == ARRAY_SIZE(ps->state)) {
		u32 old[ARRAY_SIZE(ps->state)];

		memcpy(old, ps->state, sizeof(old));
		sha256(old, ARRAY_SIZE(old), ps->state);
		ps->used = 0;
	}
	return ps->state[ps->used++];
}

uint64_t prng64(prng_state *ps)
{
	u64 high = prng32(ps);

	return high << 32 | prng32(ps);
}
