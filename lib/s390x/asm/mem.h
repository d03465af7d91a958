/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Storage keys and page-frame management (PoP chapters 3 and 10). */
#ifndef _ASMS390X_MEM_H_
#define _ASMS390X_MEM_H_

#include <asm/arch_def.h>

/* A pointer to absolute address x that the compiler knows nothing about */
#define OPAQUE_PTR(x) ({				\
	void *__opaque = (void *)(unsigned long)(x);	\
	asm("" : "+a" (__opaque));			\
	__opaque;					\
})

#define SKEY_ACC	0xf0
#define SKEY_FP		0x08
#define SKEY_RF		0x04
#define SKEY_CH		0x02

union skey {
	struct {
		uint8_t acc : 4;
		uint8_t fp : 1;
		uint8_t rf : 1;
		uint8_t ch : 1;
		uint8_t pad : 1;
	} str;
	struct {
		uint8_t acc : 4;
		uint8_t fp : 1;
		uint8_t rf : 1;
		uint8_t ch : 1;
		uint8_t pad : 1;
	};
	uint8_t val;
};

/*
 * set_storage_key() - SET STORAGE KEY EXTENDED
 * @addr: absolute address in the page
 * @nq: use the nonquiescing form
 */
static inline void set_storage_key(void *addr, unsigned char skey, int nq)
{
	if (nq)
		asm volatile(".insn	rrf,0xb22b0000,%0,%1,8,0"
			     : : "d" (skey), "a" (addr) : "memory");
	else
		asm volatile("sske	%0,%1" : : "d" (skey), "a" (addr) : "memory");
}

/* set_storage_key_mb() - multiple-block SSKE; returns the updated address */
static inline void *set_storage_key_mb(void *addr, unsigned char skey)
{
	asm volatile(".insn	rrf,0xb22b0000,%[skey],%[addr],1,0"
		     : [addr] "+a" (addr) : [skey] "d" (skey) : "memory");
	return addr;
}

/* get_storage_key() - INSERT STORAGE KEY EXTENDED */
static inline unsigned char get_storage_key(void *addr)
{
	unsigned long skey = 0;

	asm volatile("iske	%0,%1" : "+d" (skey) : "a" (addr) : "memory");
	return skey;
}

/* reset_reference_bit() - RESET REFERENCE BIT EXTENDED; returns the condition code */
static inline unsigned char reset_reference_bit(void *addr)
{
	int cc;

	asm volatile(
		"	rrbe	0,%1\n"
		"	ipm	%0\n"
		"	srl	%0,28\n"
		: "=d" (cc) : "a" (addr) : "cc", "memory");
	return cc;
}

#define PFMF_FSC_4K	0
#define PFMF_FSC_1M	1
#define PFMF_FSC_2G	2

/* First operand of PERFORM FRAME MANAGEMENT FUNCTION */
union pfmf_r1 {
	struct {
		unsigned long pad0 : 32;
		unsigned long pad1 : 12;
		unsigned long pad_fmfi : 2;
		unsigned long sk : 1;	/* set key */
		unsigned long cf : 1;	/* clear frame */
		unsigned long ui : 1;	/* usage indication */
		unsigned long fsc : 3;	/* frame size */
		unsigned long pad2 : 1;
		unsigned long mr : 1;
		unsigned long mc : 1;
		unsigned long pad3 : 1;
		unsigned long key : 8;
	} reg;
	unsigned long val;
};

/* pfmf() - PERFORM FRAME MANAGEMENT FUNCTION; returns the updated address */
static inline void *pfmf(unsigned long r1, void *paddr)
{
	asm volatile(".insn	rre,0xb9af0000,%[r1],%[addr]"
		     : [addr] "+a" (paddr) : [r1] "d" (r1) : "memory");
	return paddr;
}

#endif
