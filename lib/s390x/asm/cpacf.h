/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* CP Assist for Cryptographic Functions: message-security-assist instructions. */
#ifndef _ASMS390X_CPACF_H_
#define _ASMS390X_CPACF_H_

#include <asm/facility.h>
#include <linux/compiler.h>

#define CPACF_KMAC		0xb91e
#define CPACF_KM		0xb92e
#define CPACF_KMC		0xb92f
#define CPACF_KIMD		0xb93e
#define CPACF_KLMD		0xb93f
#define CPACF_PCKMO		0xb928	/* MSA3 */
#define CPACF_KMF		0xb92a	/* MSA4 */
#define CPACF_KMO		0xb92b
#define CPACF_PCC		0xb92c
#define CPACF_KMCTR		0xb92d
#define CPACF_PRNO		0xb93c	/* MSA5 */
#define CPACF_KMA		0xb929	/* MSA8 */

#define CPACF_ENCRYPT		0x00
#define CPACF_DECRYPT		0x80

#define CPACF_KM_QUERY		0x00
#define CPACF_KM_DEA		0x01
#define CPACF_KM_TDEA_128	0x02
#define CPACF_KM_TDEA_192	0x03
#define CPACF_KM_AES_128	0x12
#define CPACF_KM_AES_192	0x13
#define CPACF_KM_AES_256	0x14
#define CPACF_KM_PAES_128	0x1a
#define CPACF_KM_PAES_192	0x1b
#define CPACF_KM_PAES_256	0x1c
#define CPACF_KM_XTS_128	0x32
#define CPACF_KM_XTS_256	0x34
#define CPACF_KM_PXTS_128	0x3a
#define CPACF_KM_PXTS_256	0x3c

#define CPACF_KMC_QUERY		0x00
#define CPACF_KMC_DEA		0x01
#define CPACF_KMC_TDEA_128	0x02
#define CPACF_KMC_TDEA_192	0x03
#define CPACF_KMC_AES_128	0x12
#define CPACF_KMC_AES_192	0x13
#define CPACF_KMC_AES_256	0x14
#define CPACF_KMC_PAES_128	0x1a
#define CPACF_KMC_PAES_192	0x1b
#define CPACF_KMC_PAES_256	0x1c
#define CPACF_KMC_PRNG		0x43

#define CPACF_KMCTR_QUERY	0x00
#define CPACF_KMCTR_DEA		0x01
#define CPACF_KMCTR_TDEA_128	0x02
#define CPACF_KMCTR_TDEA_192	0x03
#define CPACF_KMCTR_AES_128	0x12
#define CPACF_KMCTR_AES_192	0x13
#define CPACF_KMCTR_AES_256	0x14
#define CPACF_KMCTR_PAES_128	0x1a
#define CPACF_KMCTR_PAES_192	0x1b
#define CPACF_KMCTR_PAES_256	0x1c

#define CPACF_KIMD_QUERY	0x00
#define CPACF_KIMD_SHA_1	0x01
#define CPACF_KIMD_SHA_256	0x02
#define CPACF_KIMD_SHA_512	0x03
#define CPACF_KIMD_GHASH	0x41

#define CPACF_KLMD_QUERY	0x00
#define CPACF_KLMD_SHA_1	0x01
#define CPACF_KLMD_SHA_256	0x02
#define CPACF_KLMD_SHA_512	0x03

#define CPACF_KMAC_QUERY	0x00
#define CPACF_KMAC_DEA		0x01
#define CPACF_KMAC_TDEA_128	0x02
#define CPACF_KMAC_TDEA_192	0x03

#define CPACF_PCKMO_QUERY		0x00
#define CPACF_PCKMO_ENC_DES_KEY		0x01
#define CPACF_PCKMO_ENC_TDES_128_KEY	0x02
#define CPACF_PCKMO_ENC_TDES_192_KEY	0x03
#define CPACF_PCKMO_ENC_AES_128_KEY	0x12
#define CPACF_PCKMO_ENC_AES_192_KEY	0x13
#define CPACF_PCKMO_ENC_AES_256_KEY	0x14

#define CPACF_KMF_QUERY		0x00
#define CPACF_KMO_QUERY		0x00
#define CPACF_PCC_QUERY		0x00
#define CPACF_KMA_QUERY		0x00

#define CPACF_PRNO_QUERY		0x00
#define CPACF_PRNO_SHA512_DRNG_GEN	0x03
#define CPACF_PRNO_SHA512_DRNG_SEED	0x83
#define CPACF_PRNO_TRNG_Q_R2C_RATIO	0x70
#define CPACF_PRNO_TRNG			0x72

/* Bit f of IBM numbering says that function f is available. */
typedef struct { unsigned char bytes[16]; } cpacf_mask_t;

/* __cpacf_check_opcode() - is the facility of this instruction installed */
static inline int __cpacf_check_opcode(unsigned int opcode)
{
	switch (opcode) {
	case CPACF_KMAC:
	case CPACF_KM:
	case CPACF_KMC:
	case CPACF_KIMD:
	case CPACF_KLMD:
		return test_facility(17);
	case CPACF_PCKMO:
		return test_facility(76);
	case CPACF_KMF:
	case CPACF_KMO:
	case CPACF_PCC:
	case CPACF_KMCTR:
		return test_facility(77);
	case CPACF_PRNO:
		return test_facility(57);
	case CPACF_KMA:
		return test_facility(146);
	default:
		return 0;
	}
}

/*
 * Function and parameter block live in GR0 and GR1; GR2 to GR7 carry the
 * operands, as the instruction fields below say.
 */
#define __CPACF_OPERANDS(func, param)						\
	register unsigned long r0 asm("0") = (unsigned long)(func);		\
	register unsigned long r1 asm("1") = (unsigned long)(param)

static __always_inline void __cpacf_query(unsigned int opcode, cpacf_mask_t *mask)
{
	__CPACF_OPERANDS(0, mask);

	asm volatile(
		"	.insn	rrf,%[opc]<<16,2,4,6,0\n"
		: "=m" (*mask)
		: "d" (r0), "d" (r1), [opc] "i" (opcode)
		: "cc", "memory");
}

/* cpacf_query() - functions of @opcode, a constant; 0 with a zero mask if it does not exist */
static __always_inline int cpacf_query(unsigned int opcode, cpacf_mask_t *mask)
{
	*mask = (cpacf_mask_t){};
	if (!__cpacf_check_opcode(opcode))
		return 0;
	__cpacf_query(opcode, mask);
	return 1;
}

static inline int cpacf_test_func(cpacf_mask_t *mask, unsigned int func)
{
	return (mask->bytes[func >> 3] & (0x80 >> (func & 7))) != 0;
}

static __always_inline int cpacf_query_func(unsigned int opcode, unsigned int func)
{
	cpacf_mask_t mask;

	return cpacf_query(opcode, &mask) && cpacf_test_func(&mask, func);
}

#define __CPACF_CIPHER(name, opc)						\
static inline int name(unsigned long func, void *param, u8 *dest,		\
		       const u8 *src, long src_len)				\
{										\
	__CPACF_OPERANDS(func, param);						\
	register const u8 *r2 asm("2") = src;					\
	register unsigned long r3 asm("3") = src_len;				\
	register u8 *r4 asm("4") = dest;					\
										\
	asm volatile(								\
		"0:	.insn	rre,%[o]<<16,%[d],%[s]\n"			\
		"	brc	1,0b\n"						\
		: [s] "+a" (r2), "+d" (r3), [d] "+a" (r4)			\
		: "d" (r0), "d" (r1), [o] "i" (opc)				\
		: "cc", "memory");						\
	return src_len - r3;							\
}

/* cpacf_km(), cpacf_kmc() - cipher @src_len bytes; returns the bytes processed */
__CPACF_CIPHER(cpacf_km, CPACF_KM)
__CPACF_CIPHER(cpacf_kmc, CPACF_KMC)

/* cpacf_kmctr() - same with a counter operand as long as the text */
static inline int cpacf_kmctr(unsigned long func, void *param, u8 *dest,
			      const u8 *src, long src_len, u8 *counter)
{
	__CPACF_OPERANDS(func, param);
	register const u8 *r2 asm("2") = src;
	register unsigned long r3 asm("3") = src_len;
	register u8 *r4 asm("4") = dest;
	register u8 *r6 asm("6") = counter;

	asm volatile(
		"0:	.insn	rrf,%[o]<<16,%[d],%[s],%[c],0\n"
		"	brc	1,0b\n"
		: [s] "+a" (r2), "+d" (r3), [d] "+a" (r4), [c] "+a" (r6)
		: "d" (r0), "d" (r1), [o] "i" (CPACF_KMCTR)
		: "cc", "memory");
	return src_len - r3;
}

#define __CPACF_DIGEST(opc)							\
	__CPACF_OPERANDS(func, param);						\
	register const u8 *r2 asm("2") = src;					\
	register unsigned long r3 asm("3") = src_len;				\
										\
	asm volatile(								\
		"0:	.insn	rre,%[o]<<16,0,%[s]\n"				\
		"	brc	1,0b\n"						\
		: [s] "+a" (r2), "+d" (r3)					\
		: "d" (r0), "d" (r1), [o] "i" (opc)				\
		: "cc", "memory")

/* cpacf_kimd(), cpacf_klmd() - intermediate and last message digest */
static inline void cpacf_kimd(unsigned long func, void *param, const u8 *src, long src_len)
{
	__CPACF_DIGEST(CPACF_KIMD);
}

static inline void cpacf_klmd(unsigned long func, void *param, const u8 *src, long src_len)
{
	__CPACF_DIGEST(CPACF_KLMD);
}

/* cpacf_kmac() - message authentication code; returns the bytes processed */
static inline int cpacf_kmac(unsigned long func, void *param, const u8 *src, long src_len)
{
	__CPACF_DIGEST(CPACF_KMAC);
	return src_len - r3;
}

/* cpacf_prno() - perform random number operation */
static inline void cpacf_prno(unsigned long func, void *param, u8 *dest, unsigned long dest_len,
			      const u8 *seed, unsigned long seed_len)
{
	__CPACF_OPERANDS(func, param);
	register u8 *r2 asm("2") = dest;
	register unsigned long r3 asm("3") = dest_len;
	register const u8 *r4 asm("4") = seed;
	register unsigned long r5 asm("5") = seed_len;

	asm volatile(
		"0:	.insn	rre,%[o]<<16,%[d],%[s]\n"
		"	brc	1,0b\n"
		: [d] "+a" (r2), "+d" (r3)
		: "d" (r0), "d" (r1), [s] "a" (r4), "d" (r5), [o] "i" (CPACF_PRNO)
		: "cc", "memory");
}

/* cpacf_trng() - raw and conditioned true random bytes */
static inline void cpacf_trng(u8 *ucbuf, unsigned long ucbuf_len, u8 *cbuf, unsigned long cbuf_len)
{
	register unsigned long r0 asm("0") = CPACF_PRNO_TRNG;
	register u8 *r2 asm("2") = ucbuf;
	register unsigned long r3 asm("3") = ucbuf_len;
	register u8 *r4 asm("4") = cbuf;
	register unsigned long r5 asm("5") = cbuf_len;

	asm volatile(
		"0:	.insn	rre,%[o]<<16,%[u],%[c]\n"
		"	brc	1,0b\n"
		: [u] "+a" (r2), "+d" (r3), [c] "+a" (r4), "+d" (r5)
		: "d" (r0), [o] "i" (CPACF_PRNO)
		: "cc", "memory");
}

/* cpacf_pcc() - perform cryptographic computation */
static inline void cpacf_pcc(unsigned long func, void *param)
{
	__CPACF_OPERANDS(func, param);

	asm volatile(
		"0:	.insn	rre,%[o]<<16,0,0\n"
		"	brc	1,0b\n"
		: : "d" (r0), "d" (r1), [o] "i" (CPACF_PCC)
		: "cc", "memory");
}

/* cpacf_pckmo() - wrap a clear key under the machine's wrapping key */
static inline void cpacf_pckmo(long func, void *param)
{
	__CPACF_OPERANDS(func, param);

	asm volatile(
		"	.insn	rre,%[o]<<16,0,0\n"
		: : "d" (r0), "d" (r1), [o] "i" (CPACF_PCKMO)
		: "cc", "memory");
}

#endif
