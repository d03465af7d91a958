/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The cryptographic instructions (Arm ARM, shared pseudocode; FIPS 180-4, FIPS 197, FIPS 202,
 * GB/T 32905 and 32907), shared by the tests of A64 and A32.
 */
#ifndef _ARM_CRYPTO_MODEL_H_
#define _ARM_CRYPTO_MODEL_H_

#include <libcflat.h>

union vec {
	u8 b[16];
	u32 w[4];
	u64 d[2];
};

/* *d is destination and operand; imm is an immediate or an index */
typedef void (*crypto_fn)(union vec *d, union vec n, union vec m, union vec a, unsigned int imm);

#define CRYPTO_OPS(X)								\
	X(aese) X(aesd) X(aesmc) X(aesimc)					\
	X(sha1c) X(sha1p) X(sha1m) X(sha1h) X(sha1su0) X(sha1su1)		\
	X(sha256h) X(sha256h2) X(sha256su0) X(sha256su1)			\
	X(sha512h) X(sha512h2) X(sha512su0) X(sha512su1)			\
	X(eor3) X(bcax) X(rax1) X(xar)						\
	X(sm3ss1) X(sm3tt1a) X(sm3tt1b) X(sm3tt2a) X(sm3tt2b) X(sm3partw1) X(sm3partw2)	\
	X(sm4e) X(sm4ekey)

#define CRYPTO_DECLARE(name)							\
	extern void crypto_##name(union vec *d, union vec n, union vec m, union vec a, unsigned int imm);
CRYPTO_OPS(CRYPTO_DECLARE)

#endif /* _ARM_CRYPTO_MODEL_H_ */
