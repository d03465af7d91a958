// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Reproducible pseudo-random numbers: SHA-256 (FIPS 180-4) of the seed's eight
 * big-endian bytes, then of each state again; a state is eight numbers.
 */
#ifndef _RAND_H_
#define _RAND_H_

#include <libcflat.h>

typedef struct {
	u32 state[8];
	unsigned int used;
} prng_state;

extern prng_state prng_init(uint64_t seed);
extern uint32_t prng32(prng_state *ps);
/* Two draws, the first is the high half. */
extern uint64_t prng64(prng_state *ps);

#endif
