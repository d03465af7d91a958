// SPDX-License-Identifier: LGPL-2.1-or-later
/* isa_vec: models of the packed integer and shuffle instructions, and the table of them. SDM volume 2. */
#include "isa-vec.h"

/* An element-wise operation: x and y are the elements of the two sources, the result is cut to the element. */
#define EACH(name, type, expr)								\
static void name(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)			\
{											\
	const type *xs = (const type *)a, *ys = (const type *)b;			\
	type *rs = (type *)d;								\
											\
	for (int i = 0; i < n / (int)sizeof(type); i++) {				\
		s64 x = xs[i], y = ys[i];						\
											\
		(void)x;								\
		(void)y;								\
		rs[i] = (expr);								\
	}										\
}

static s64 saturate(s64 v, s64 low, s64 high)
{
	return v < low ? low : v > high ? high : v;
}

#define SAT8(v)		saturate(v, -128, 127)
#define SAT16(v)	saturate(v, -32768, 32767)
#define SATU8(v)	saturate(v, 0, 255)
#define SATU16(v)	saturate(v, 0, 65535)
#define LARGER(a, b)	((a) > (b) ? (a) : (b))
#define SMALLER(a, b)	((a) < (b) ? (a) : (b))

EACH(m_paddb, u8, x + y)
EACH(m_paddw, u16, x + y)
EACH(m_paddd, u32, x + y)
EACH(m_paddq, u64, (u64)x + (u64)y)
EACH(m_psubb, u8, x - y)
EACH(m_psubw, u16, x - y)
EACH(m_psubd, u32, x - y)
EACH(m_psubq, u64, (u64)x - (u64)y)
EACH(m_paddsb, s8, SAT8(x + y))
EACH(m_paddsw, s16, SAT16(x + y))
EACH(m_paddusb, u8, SATU8(x + y))
EACH(m_paddusw, u16, SATU16(x + y))
EACH(m_psubsb, s8, SAT8(x - y))
EACH(m_psubsw, s16, SAT16(x - y))
EACH(m_psubusb, u8, SATU8(x - y))
EACH(m_psubusw, u16, SATU16(x - y))
EACH(m_pavgb, u8, (x + y + 1) / 2)
EACH(m_pavgw, u16, (x + y + 1) / 2)
EACH(m_pminub, u8, SMALLER(x, y))
EACH(m_pminuw, u16, SMALLER(x, y))
EACH(m_pminud, u32, SMALLER(x, y))
EACH(m_pminsb, s8, SMALLER(x, y))
EACH(m_pminsw, s16, SMALLER(x, y))
EACH(m_pminsd, s32, SMALLER(x, y))
EACH(m_pmaxub, u8, LARGER(x, y))
EACH(m_pmaxuw, u16, LARGER(x, y))
EACH(m_pmaxud, u32, LARGER(x, y))
EACH(m_pmaxsb, s8, LARGER(x, y))
EACH(m_pmaxsw, s16, LARGER(x, y))
EACH(m_pmaxsd, s32, LARGER(x, y))
EACH(m_pcmpeqb, u8, x == y ? -1 : 0)
EACH(m_pcmpeqw, u16, x == y ? -1 : 0)
EACH(m_pcmpeqd, u32, x == y ? -1 : 0)
EACH(m_pcmpeqq, u64, x == y ? -1 : 0)
EACH(m_pcmpgtb, s8, x > y ? -1 : 0)
EACH(m_pcmpgtw, s16, x > y ? -1 : 0)
EACH(m_pcmpgtd, s32, x > y ? -1 : 0)
EACH(m_pcmpgtq, s64, x > y ? -1 : 0)
EACH(m_pand, u64, x & y)
EACH(m_pandn, u64, ~x & y)
EACH(m_por, u64, x | y)
EACH(m_pxor, u64, x ^ y)
EACH(m_pmullw, u16, x * y)
EACH(m_pmulld, u32, (u64)x * (u64)y)
EACH(m_pmulhw, s16, (x * y) >> 16)
EACH(m_pmulhuw, u16, (x * y) >> 16)
EACH(m_pmulhrsw, s16, ((x * y >> 14) + 1) >> 1)
EACH(m_pmuludq, u64, (u64)(u32)x * (u32)y)
EACH(m_pmuldq, s64, (s64)(s32)x * (s32)y)
EACH(m_pabsb, s8, y < 0 ? -y : y)
EACH(m_pabsw, s16, y < 0 ? -y : y)
EACH(m_pabsd, s32, y < 0 ? -y : y)
EACH(m_psignb, s8, y < 0 ? -x : y ? x : 0)
EACH(m_psignw, s16, y < 0 ? -x : y ? x : 0)
EACH(m_psignd, s32, y < 0 ? -x : y ? x : 0)
EACH(m_move, u64, y)

/* Counts in the low 64 bits of the second operand, or in the immediate */
#define SHIFTS(suffix, type, stype)							\
static void shift_##suffix(u8 *d, const u8 *a, u64 count, int how, int n)		\
{											\
	const int bits = 8 * sizeof(type);						\
											\
	for (int i = 0; i < n / (int)sizeof(type); i++) {				\
		type v = ((const type *)a)[i], r = 0;					\
											\
		if (how == 2)								\
			r = (stype)v >> (count < bits ? count : bits - 1);		\
		else if (count < bits)							\
			r = how ? v >> count : v << count;				\
		((type *)d)[i] = r;							\
	}										\
}											\
static void m_psll##suffix(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)		\
{											\
	shift_##suffix(d, a, *(const u64 *)b, 0, n);					\
}											\
static void m_psrl##suffix(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)		\
{											\
	shift_##suffix(d, a, *(const u64 *)b, 1, n);					\
}											\
static void m_psll##suffix##_imm(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)	\
{											\
	shift_##suffix(d, b, imm, 0, n);						\
}											\
static void m_psrl##suffix##_imm(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)	\
{											\
	shift_##suffix(d, b, imm, 1, n);						\
}

#define ARITHMETIC(suffix)								\
static void m_psra##suffix(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)		\
{											\
	shift_##suffix(d, a, *(const u64 *)b, 2, n);					\
}											\
static void m_psra##suffix##_imm(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)	\
{											\
	shift_##suffix(d, b, imm, 2, n);						\
}

SHIFTS(w, u16, s16)
SHIFTS(d, u32, s32)
SHIFTS(q, u64, s64)
ARITHMETIC(w)
ARITHMETIC(d)

static void m_pslldq(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)
{
	for (int i = 0; i < 16; i++)
		d[i] = i >= imm ? b[i - imm] : 0;
}

static void m_psrldq(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)
{
	for (int i = 0; i < 16; i++)
		d[i] = i + imm < 16 ? b[i + imm] : 0;
}

/* Interleave the lower or the upper halves of the sources by @size bytes. */
static void interleave(u8 *d, const u8 *a, const u8 *b, int size, bool high, int n)
{
	int i, from = high ? n / 2 : 0;

	for (i = 0; i < n / 2; i += size) {
		memcpy(d + 2 * i, a + from + i, size);
		memcpy(d + 2 * i + size, b + from + i, size);
	}
}

#define UNPACK(name, size, high)							\
static void name(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)			\
{											\
	interleave(d, a, b, size, high, n);						\
}
UNPACK(m_punpcklbw, 1, false)
UNPACK(m_punpcklwd, 2, false)
UNPACK(m_punpckldq, 4, false)
UNPACK(m_punpcklqdq, 8, false)
UNPACK(m_punpckhbw, 1, true)
UNPACK(m_punpckhwd, 2, true)
UNPACK(m_punpckhdq, 4, true)
UNPACK(m_punpckhqdq, 8, true)

#define PACK(name, from, to, sat)							\
static void name(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)			\
{											\
	int i, half = n / sizeof(from);							\
											\
	for (i = 0; i < half; i++) {							\
		((to *)d)[i] = sat((s64)((const from *)a)[i]);				\
		((to *)d)[half + i] = sat((s64)((const from *)b)[i]);			\
	}										\
}
PACK(m_packsswb, s16, s8, SAT8)
PACK(m_packssdw, s32, s16, SAT16)
PACK(m_packuswb, s16, u8, SATU8)
PACK(m_packusdw, s32, u16, SATU16)

static void m_pmaddwd(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)
{
	const s16 *x = (const s16 *)a, *y = (const s16 *)b;

	for (int i = 0; i < n / 4; i++)
		((u32 *)d)[i] = (s64)x[2 * i] * y[2 * i] + (s64)x[2 * i + 1] * y[2 * i + 1];
}

static void m_pmaddubsw(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)
{
	for (int i = 0; i < n / 2; i++)
		((s16 *)d)[i] = SAT16((s64)a[2 * i] * (s8)b[2 * i] + (s64)a[2 * i + 1] * (s8)b[2 * i + 1]);
}

static void m_psadbw(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)
{
	for (int i = 0; i < n; i += 8) {
		u64 sum = 0;

		for (int j = i; j < i + 8; j++)
			sum += a[j] > b[j] ? a[j] - b[j] : b[j] - a[j];
		*(u64 *)(d + i) = sum;
	}
}

/* Neighbours of the first source, then those of the second */
#define HORIZONTAL(name, type, expr)							\
static void name(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)			\
{											\
	int i, half = n / sizeof(type) / 2;						\
											\
	for (i = 0; i < 2 * half; i++) {						\
		const type *s = (const type *)(i < half ? a : b) + 2 * (i % half);	\
		s64 x = s[0], y = s[1];							\
											\
		((type *)d)[i] = (expr);						\
	}										\
}
HORIZONTAL(m_phaddw, s16, x + y)
HORIZONTAL(m_phaddd, s32, x + y)
HORIZONTAL(m_phaddsw, s16, SAT16(x + y))
HORIZONTAL(m_phsubw, s16, x - y)
HORIZONTAL(m_phsubd, s32, x - y)
HORIZONTAL(m_phsubsw, s16, SAT16(x - y))

static void m_pshufb(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)
{
	for (int i = 0; i < n; i++)
		d[i] = b[i] & 0x80 ? 0 : a[b[i] & (n - 1)];
}

static void m_palignr(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)
{
	for (int i = 0; i < n; i++) {
		int at = i + imm;

		d[i] = at < n ? b[at] : at < 2 * n ? a[at - n] : 0;
	}
}

static void m_pshufd(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)
{
	for (int i = 0; i < 4; i++)
		((u32 *)d)[i] = ((const u32 *)b)[imm >> 2 * i & 3];
}

static void shuffle_words(u8 *d, const u8 *b, u8 imm)
{
	for (int i = 0; i < 4; i++)
		((u16 *)d)[i] = ((const u16 *)b)[imm >> 2 * i & 3];
}

static void m_pshuflw(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)
{
	shuffle_words(d, b, imm);
	if (n == 16)
		memcpy(d + 8, b + 8, 8);
}

static void m_pshufhw(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)
{
	memcpy(d, b, 8);
	shuffle_words(d + 8, b + 8, imm);
}

static void m_shufps(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)
{
	for (int i = 0; i < 4; i++)
		((u32 *)d)[i] = ((const u32 *)(i < 2 ? a : b))[imm >> 2 * i & 3];
}

static void m_shufpd(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)
{
	((u64 *)d)[0] = ((const u64 *)a)[imm & 1];
	((u64 *)d)[1] = ((const u64 *)b)[imm >> 1 & 1];
}

static void m_movsldup(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)
{
	m_pshufd(d, a, b, 0xa0, n);
}

static void m_movshdup(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)
{
	m_pshufd(d, a, b, 0xf5, n);
}

static void m_movddup(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)
{
	m_pshufd(d, a, b, 0x44, n);
}

/* Bit i of the immediate takes element i of the second source. */
static void blend(u8 *d, const u8 *a, const u8 *b, u8 imm, int size)
{
	for (int i = 0; i < 16; i += size)
		memcpy(d + i, (imm >> i / size & 1 ? b : a) + i, size);
}

static void m_blendps(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)
{
	blend(d, a, b, imm, 4);
}

static void m_blendpd(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)
{
	blend(d, a, b, imm, 8);
}

static void m_pblendw(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)
{
	blend(d, a, b, imm, 2);
}

#define EXTEND(name, from, to)								\
static void name(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)			\
{											\
	for (int i = 0; i < n / (int)sizeof(to); i++)					\
		((to *)d)[i] = ((const from *)b)[i];					\
}
EXTEND(m_pmovsxbw, s8, s16)
EXTEND(m_pmovsxbd, s8, s32)
EXTEND(m_pmovsxbq, s8, s64)
EXTEND(m_pmovsxwd, s16, s32)
EXTEND(m_pmovsxwq, s16, s64)
EXTEND(m_pmovsxdq, s32, s64)
EXTEND(m_pmovzxbw, u8, u16)
EXTEND(m_pmovzxbd, u8, u32)
EXTEND(m_pmovzxbq, u8, u64)
EXTEND(m_pmovzxwd, u16, u32)
EXTEND(m_pmovzxwq, u16, u64)
EXTEND(m_pmovzxdq, u32, u64)

static void m_phminposuw(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)
{
	const u16 *w = (const u16 *)b;
	int i, at = 0;

	for (i = 1; i < 8; i++)
		if (w[i] < w[at])
			at = i;
	memset(d, 0, 16);
	((u16 *)d)[0] = w[at];
	((u16 *)d)[1] = at;
}

static void m_mpsadbw(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)
{
	const u8 *x = a + (imm >> 2 & 1) * 4, *y = b + (imm & 3) * 4;

	for (int i = 0; i < 8; i++) {
		u16 sum = 0;

		for (int j = 0; j < 4; j++)
			sum += x[i + j] > y[j] ? x[i + j] - y[j] : y[j] - x[i + j];
		((u16 *)d)[i] = sum;
	}
}

static void m_insertps(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)
{
	u32 v = ((const u32 *)b)[imm >> 6];

	memcpy(d, a, 16);
	((u32 *)d)[imm >> 4 & 3] = v;
	for (int i = 0; i < 4; i++)
		if (imm >> i & 1)
			((u32 *)d)[i] = 0;
}

/* A memory operand is one element: the selection does not count. */
static void m_insertps_mem(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)
{
	m_insertps(d, a, b, imm & 0x3f, n);
}

static void m_permilps(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)
{
	for (int i = 0; i < 4; i++)
		((u32 *)d)[i] = ((const u32 *)a)[((const u32 *)b)[i] & 3];
}

static void m_permilpd(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)
{
	for (int i = 0; i < 2; i++)
		((u64 *)d)[i] = ((const u64 *)a)[((const u64 *)b)[i] >> 1 & 1];
}

static void m_permilpd_imm(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)
{
	for (int i = 0; i < 2; i++)
		((u64 *)d)[i] = ((const u64 *)b)[imm >> i & 1];
}

/* A count for each element */
EACH(m_psllvd, u32, (u64)y < 32 ? (u64)x << y : 0)
EACH(m_psllvq, u64, (u64)y < 64 ? (u64)x << y : 0)
EACH(m_psrlvd, u32, (u64)y < 32 ? (u64)x >> y : 0)
EACH(m_psrlvq, u64, (u64)y < 64 ? (u64)x >> y : 0)
EACH(m_psravd, s32, x >> ((u64)(u32)y < 32 ? y : 31))

/* AES (FIPS 197): the S-box from its definition, the steps by the standard. */
static u8 gf_mul(u8 a, u8 b)
{
	u8 r = 0;

	for (; b; b >>= 1) {
		if (b & 1)
			r ^= a;
		a = a << 1 ^ (a & 0x80 ? 0x1b : 0);
	}
	return r;
}

static u8 sbox(u8 v)
{
	u8 inverse = 0, r = 0x63;
	int i;

	for (i = 1; v && i < 256; i++)
		if (gf_mul(v, i) == 1)
			inverse = i;
	for (i = 0; i < 5; i++)
		r ^= inverse << i | inverse >> (8 - i);
	return r;
}

static u8 sboxes[2][256];

static void fill_sboxes(void)
{
	if (sboxes[0][0])
		return;
	for (int i = 0; i < 256; i++) {
		sboxes[0][i] = sbox(i);
		sboxes[1][sbox(i)] = i;
	}
}

static void mix_column(u8 *c, bool inverse)
{
	static const u8 m[2][4] = { { 2, 3, 1, 1 }, { 14, 11, 13, 9 } };
	u8 in[4];

	memcpy(in, c, 4);
	for (int i = 0; i < 4; i++) {
		c[i] = 0;
		for (int j = 0; j < 4; j++)
			c[i] ^= gf_mul(in[j], m[inverse][(j - i) & 3]);
	}
}

static void aes_round(u8 *d, const u8 *a, const u8 *b, bool inverse, bool last)
{
	int row, col;

	fill_sboxes();
	for (row = 0; row < 4; row++)
		for (col = 0; col < 4; col++)
			d[4 * col + row] = sboxes[inverse][a[4 * ((col + (inverse ? -row : row)) & 3) + row]];
	for (col = 0; col < 4 && !last; col++)
		mix_column(d + 4 * col, inverse);
	for (row = 0; row < 16; row++)
		d[row] ^= b[row];
}

#define AES(name, inverse, last)							\
static void name(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)			\
{											\
	aes_round(d, a, b, inverse, last);						\
}
AES(m_aesenc, false, false)
AES(m_aesenclast, false, true)
AES(m_aesdec, true, false)
AES(m_aesdeclast, true, true)

static void m_aesimc(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)
{
	memcpy(d, b, 16);
	for (int col = 0; col < 4; col++)
		mix_column(d + 4 * col, true);
}

static void m_aeskeygenassist(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)
{
	fill_sboxes();
	for (int i = 0; i < 2; i++) {
		const u8 *w = b + 4 + 8 * i;
		u8 *to = d + 8 * i;

		for (int j = 0; j < 4; j++) {
			to[j] = sboxes[0][w[j]];
			to[4 + j] = sboxes[0][w[(j + 1) & 3]];
		}
		to[4] ^= imm;
	}
}

static void m_pclmulqdq(u8 *d, const u8 *a, const u8 *b, u8 imm, int n)
{
	u64 x = ((const u64 *)a)[imm & 1], y = ((const u64 *)b)[imm >> 4 & 1], low = 0, high = 0;

	for (int i = 0; i < 64; i++) {
		if (!(y >> i & 1))
			continue;
		low ^= x << i;
		high ^= i ? x >> (64 - i) : 0;
	}
	((u64 *)d)[0] = low;
	((u64 *)d)[1] = high;
}

#define INT	(V_VEX | V_256)
#define INTM	(V_VEX | V_256 | V_MMX)
#define FLT	(V_VEX | V_256_AVX)

static const struct vec_op sse2[] = {
	{ "punpcklbw", 0x66, MAP_0F, 0x60, m_punpcklbw, INTM }, { "punpcklwd", 0x66, MAP_0F, 0x61, m_punpcklwd, INTM },
	{ "punpckldq", 0x66, MAP_0F, 0x62, m_punpckldq, INTM }, { "packsswb", 0x66, MAP_0F, 0x63, m_packsswb, INTM },
	{ "pcmpgtb", 0x66, MAP_0F, 0x64, m_pcmpgtb, INTM }, { "pcmpgtw", 0x66, MAP_0F, 0x65, m_pcmpgtw, INTM },
	{ "pcmpgtd", 0x66, MAP_0F, 0x66, m_pcmpgtd, INTM }, { "packuswb", 0x66, MAP_0F, 0x67, m_packuswb, INTM },
	{ "punpckhbw", 0x66, MAP_0F, 0x68, m_punpckhbw, INTM }, { "punpckhwd", 0x66, MAP_0F, 0x69, m_punpckhwd, INTM },
	{ "punpckhdq", 0x66, MAP_0F, 0x6a, m_punpckhdq, INTM }, { "packssdw", 0x66, MAP_0F, 0x6b, m_packssdw, INTM },
	{ "punpcklqdq", 0x66, MAP_0F, 0x6c, m_punpcklqdq, INT }, { "punpckhqdq", 0x66, MAP_0F, 0x6d, m_punpckhqdq, INT },
	{ "pcmpeqb", 0x66, MAP_0F, 0x74, m_pcmpeqb, INTM }, { "pcmpeqw", 0x66, MAP_0F, 0x75, m_pcmpeqw, INTM },
	{ "pcmpeqd", 0x66, MAP_0F, 0x76, m_pcmpeqd, INTM },
	{ "psrlw", 0x66, MAP_0F, 0xd1, m_psrlw, INTM | V_COUNT }, { "psrld", 0x66, MAP_0F, 0xd2, m_psrld, INTM | V_COUNT },
	{ "psrlq", 0x66, MAP_0F, 0xd3, m_psrlq, INTM | V_COUNT }, { "paddq", 0x66, MAP_0F, 0xd4, m_paddq, INTM },
	{ "pmullw", 0x66, MAP_0F, 0xd5, m_pmullw, INTM }, { "psubusb", 0x66, MAP_0F, 0xd8, m_psubusb, INTM },
	{ "psubusw", 0x66, MAP_0F, 0xd9, m_psubusw, INTM }, { "pminub", 0x66, MAP_0F, 0xda, m_pminub, INTM },
	{ "pand", 0x66, MAP_0F, 0xdb, m_pand, INTM }, { "paddusb", 0x66, MAP_0F, 0xdc, m_paddusb, INTM },
	{ "paddusw", 0x66, MAP_0F, 0xdd, m_paddusw, INTM }, { "pmaxub", 0x66, MAP_0F, 0xde, m_pmaxub, INTM },
	{ "pandn", 0x66, MAP_0F, 0xdf, m_pandn, INTM }, { "pavgb", 0x66, MAP_0F, 0xe0, m_pavgb, INTM },
	{ "psraw", 0x66, MAP_0F, 0xe1, m_psraw, INTM | V_COUNT }, { "psrad", 0x66, MAP_0F, 0xe2, m_psrad, INTM | V_COUNT },
	{ "pavgw", 0x66, MAP_0F, 0xe3, m_pavgw, INTM }, { "pmulhuw", 0x66, MAP_0F, 0xe4, m_pmulhuw, INTM },
	{ "pmulhw", 0x66, MAP_0F, 0xe5, m_pmulhw, INTM }, { "psubsb", 0x66, MAP_0F, 0xe8, m_psubsb, INTM },
	{ "psubsw", 0x66, MAP_0F, 0xe9, m_psubsw, INTM }, { "pminsw", 0x66, MAP_0F, 0xea, m_pminsw, INTM },
	{ "por", 0x66, MAP_0F, 0xeb, m_por, INTM }, { "paddsb", 0x66, MAP_0F, 0xec, m_paddsb, INTM },
	{ "paddsw", 0x66, MAP_0F, 0xed, m_paddsw, INTM }, { "pmaxsw", 0x66, MAP_0F, 0xee, m_pmaxsw, INTM },
	{ "pxor", 0x66, MAP_0F, 0xef, m_pxor, INTM },
	{ "psllw", 0x66, MAP_0F, 0xf1, m_psllw, INTM | V_COUNT }, { "pslld", 0x66, MAP_0F, 0xf2, m_pslld, INTM | V_COUNT },
	{ "psllq", 0x66, MAP_0F, 0xf3, m_psllq, INTM | V_COUNT }, { "pmuludq", 0x66, MAP_0F, 0xf4, m_pmuludq, INTM },
	{ "pmaddwd", 0x66, MAP_0F, 0xf5, m_pmaddwd, INTM }, { "psadbw", 0x66, MAP_0F, 0xf6, m_psadbw, INTM },
	{ "psubb", 0x66, MAP_0F, 0xf8, m_psubb, INTM }, { "psubw", 0x66, MAP_0F, 0xf9, m_psubw, INTM },
	{ "psubd", 0x66, MAP_0F, 0xfa, m_psubd, INTM }, { "psubq", 0x66, MAP_0F, 0xfb, m_psubq, INTM },
	{ "paddb", 0x66, MAP_0F, 0xfc, m_paddb, INTM }, { "paddw", 0x66, MAP_0F, 0xfd, m_paddw, INTM },
	{ "paddd", 0x66, MAP_0F, 0xfe, m_paddd, INTM },
	{ "pshufd", 0x66, MAP_0F, 0x70, m_pshufd, INT | V_ONE | V_IMM },
	{ "pshufhw", 0xf3, MAP_0F, 0x70, m_pshufhw, INT | V_ONE | V_IMM },
	{ "pshuflw", 0xf2, MAP_0F, 0x70, m_pshuflw, INT | V_ONE | V_IMM },
	{ "psrlw imm", 0x66, MAP_0F, 0x71, m_psrlw_imm, INTM | V_GROUP | V_IMM, 2 },
	{ "psraw imm", 0x66, MAP_0F, 0x71, m_psraw_imm, INTM | V_GROUP | V_IMM, 4 },
	{ "psllw imm", 0x66, MAP_0F, 0x71, m_psllw_imm, INTM | V_GROUP | V_IMM, 6 },
	{ "psrld imm", 0x66, MAP_0F, 0x72, m_psrld_imm, INTM | V_GROUP | V_IMM, 2 },
	{ "psrad imm", 0x66, MAP_0F, 0x72, m_psrad_imm, INTM | V_GROUP | V_IMM, 4 },
	{ "pslld imm", 0x66, MAP_0F, 0x72, m_pslld_imm, INTM | V_GROUP | V_IMM, 6 },
	{ "psrlq imm", 0x66, MAP_0F, 0x73, m_psrlq_imm, INTM | V_GROUP | V_IMM, 2 },
	{ "psrldq", 0x66, MAP_0F, 0x73, m_psrldq, INT | V_GROUP | V_IMM, 3 },
	{ "psllq imm", 0x66, MAP_0F, 0x73, m_psllq_imm, INTM | V_GROUP | V_IMM, 6 },
	{ "pslldq", 0x66, MAP_0F, 0x73, m_pslldq, INT | V_GROUP | V_IMM, 7 },
	{ "shufps", 0, MAP_0F, 0xc6, m_shufps, FLT | V_IMM },
	{ "shufpd", 0x66, MAP_0F, 0xc6, m_shufpd, FLT | V_IMM, .imm_shift = 2 },
	{ "unpcklps", 0, MAP_0F, 0x14, m_punpckldq, FLT }, { "unpcklpd", 0x66, MAP_0F, 0x14, m_punpcklqdq, FLT },
	{ "unpckhps", 0, MAP_0F, 0x15, m_punpckhdq, FLT }, { "unpckhpd", 0x66, MAP_0F, 0x15, m_punpckhqdq, FLT },
	{ "andps", 0, MAP_0F, 0x54, m_pand, FLT }, { "andpd", 0x66, MAP_0F, 0x54, m_pand, FLT },
	{ "andnps", 0, MAP_0F, 0x55, m_pandn, FLT }, { "andnpd", 0x66, MAP_0F, 0x55, m_pandn, FLT },
	{ "orps", 0, MAP_0F, 0x56, m_por, FLT }, { "orpd", 0x66, MAP_0F, 0x56, m_por, FLT },
	{ "xorps", 0, MAP_0F, 0x57, m_pxor, FLT }, { "xorpd", 0x66, MAP_0F, 0x57, m_pxor, FLT },
	{ "movups", 0, MAP_0F, 0x10, m_move, FLT | V_ONE }, { "movupd", 0x66, MAP_0F, 0x10, m_move, FLT | V_ONE },
	{ "movaps", 0, MAP_0F, 0x28, m_move, FLT | V_ONE }, { "movapd", 0x66, MAP_0F, 0x28, m_move, FLT | V_ONE },
	{ "movdqa", 0x66, MAP_0F, 0x6f, m_move, FLT | V_ONE }, { "movdqu", 0xf3, MAP_0F, 0x6f, m_move, FLT | V_ONE },
};

static const struct vec_op sse3[] = {
	{ "movsldup", 0xf3, MAP_0F, 0x12, m_movsldup, FLT | V_ONE }, { "movshdup", 0xf3, MAP_0F, 0x16, m_movshdup, FLT | V_ONE },
	{ "movddup", 0xf2, MAP_0F, 0x12, m_movddup, FLT | V_ONE },
	{ "lddqu", 0xf2, MAP_0F, 0xf0, m_move, FLT | V_ONE | V_NO_REG },
};

static const struct vec_op ssse3[] = {
	{ "pshufb", 0x66, MAP_0F38, 0x00, m_pshufb, INTM }, { "phaddw", 0x66, MAP_0F38, 0x01, m_phaddw, INTM },
	{ "phaddd", 0x66, MAP_0F38, 0x02, m_phaddd, INTM }, { "phaddsw", 0x66, MAP_0F38, 0x03, m_phaddsw, INTM },
	{ "pmaddubsw", 0x66, MAP_0F38, 0x04, m_pmaddubsw, INTM }, { "phsubw", 0x66, MAP_0F38, 0x05, m_phsubw, INTM },
	{ "phsubd", 0x66, MAP_0F38, 0x06, m_phsubd, INTM }, { "phsubsw", 0x66, MAP_0F38, 0x07, m_phsubsw, INTM },
	{ "psignb", 0x66, MAP_0F38, 0x08, m_psignb, INTM }, { "psignw", 0x66, MAP_0F38, 0x09, m_psignw, INTM },
	{ "psignd", 0x66, MAP_0F38, 0x0a, m_psignd, INTM }, { "pmulhrsw", 0x66, MAP_0F38, 0x0b, m_pmulhrsw, INTM },
	{ "pabsb", 0x66, MAP_0F38, 0x1c, m_pabsb, INTM | V_ONE }, { "pabsw", 0x66, MAP_0F38, 0x1d, m_pabsw, INTM | V_ONE },
	{ "pabsd", 0x66, MAP_0F38, 0x1e, m_pabsd, INTM | V_ONE },
	{ "palignr", 0x66, MAP_0F3A, 0x0f, m_palignr, INTM | V_IMM },
};

static const struct vec_op sse41[] = {
	{ "pmovsxbw", 0x66, MAP_0F38, 0x20, m_pmovsxbw, INT | V_ONE, .ratio = 2 },
	{ "pmovsxbd", 0x66, MAP_0F38, 0x21, m_pmovsxbd, INT | V_ONE, .ratio = 4 },
	{ "pmovsxbq", 0x66, MAP_0F38, 0x22, m_pmovsxbq, INT | V_ONE, .ratio = 8 },
	{ "pmovsxwd", 0x66, MAP_0F38, 0x23, m_pmovsxwd, INT | V_ONE, .ratio = 2 },
	{ "pmovsxwq", 0x66, MAP_0F38, 0x24, m_pmovsxwq, INT | V_ONE, .ratio = 4 },
	{ "pmovsxdq", 0x66, MAP_0F38, 0x25, m_pmovsxdq, INT | V_ONE, .ratio = 2 },
	{ "pmovzxbw", 0x66, MAP_0F38, 0x30, m_pmovzxbw, INT | V_ONE, .ratio = 2 },
	{ "pmovzxbd", 0x66, MAP_0F38, 0x31, m_pmovzxbd, INT | V_ONE, .ratio = 4 },
	{ "pmovzxbq", 0x66, MAP_0F38, 0x32, m_pmovzxbq, INT | V_ONE, .ratio = 8 },
	{ "pmovzxwd", 0x66, MAP_0F38, 0x33, m_pmovzxwd, INT | V_ONE, .ratio = 2 },
	{ "pmovzxwq", 0x66, MAP_0F38, 0x34, m_pmovzxwq, INT | V_ONE, .ratio = 4 },
	{ "pmovzxdq", 0x66, MAP_0F38, 0x35, m_pmovzxdq, INT | V_ONE, .ratio = 2 },
	{ "pmuldq", 0x66, MAP_0F38, 0x28, m_pmuldq, INT }, { "pcmpeqq", 0x66, MAP_0F38, 0x29, m_pcmpeqq, INT },
	{ "movntdqa", 0x66, MAP_0F38, 0x2a, m_move, INT | V_ONE | V_NO_REG },
	{ "packusdw", 0x66, MAP_0F38, 0x2b, m_packusdw, INT },
	{ "pminsb", 0x66, MAP_0F38, 0x38, m_pminsb, INT }, { "pminsd", 0x66, MAP_0F38, 0x39, m_pminsd, INT },
	{ "pminuw", 0x66, MAP_0F38, 0x3a, m_pminuw, INT }, { "pminud", 0x66, MAP_0F38, 0x3b, m_pminud, INT },
	{ "pmaxsb", 0x66, MAP_0F38, 0x3c, m_pmaxsb, INT }, { "pmaxsd", 0x66, MAP_0F38, 0x3d, m_pmaxsd, INT },
	{ "pmaxuw", 0x66, MAP_0F38, 0x3e, m_pmaxuw, INT }, { "pmaxud", 0x66, MAP_0F38, 0x3f, m_pmaxud, INT },
	{ "pmulld", 0x66, MAP_0F38, 0x40, m_pmulld, INT },
	{ "phminposuw", 0x66, MAP_0F38, 0x41, m_phminposuw, V_VEX | V_ONE },
	{ "blendps", 0x66, MAP_0F3A, 0x0c, m_blendps, FLT | V_IMM, .imm_shift = 4 },
	{ "blendpd", 0x66, MAP_0F3A, 0x0d, m_blendpd, FLT | V_IMM, .imm_shift = 2 },
	{ "pblendw", 0x66, MAP_0F3A, 0x0e, m_pblendw, INT | V_IMM },
	{ "insertps", 0x66, MAP_0F3A, 0x21, m_insertps, V_VEX | V_IMM | V_NO_MEM },
	{ "insertps from memory", 0x66, MAP_0F3A, 0x21, m_insertps_mem, V_VEX | V_IMM | V_NO_REG },
	{ "mpsadbw", 0x66, MAP_0F3A, 0x42, m_mpsadbw, INT | V_IMM, .imm_shift = 3 },
};

static const struct vec_op sse42[] = {
	{ "pcmpgtq", 0x66, MAP_0F38, 0x37, m_pcmpgtq, INT },
};

static const struct vec_op aes[] = {
	{ "aesenc", 0x66, MAP_0F38, 0xdc, m_aesenc, V_VEX }, { "aesenclast", 0x66, MAP_0F38, 0xdd, m_aesenclast, V_VEX },
	{ "aesdec", 0x66, MAP_0F38, 0xde, m_aesdec, V_VEX }, { "aesdeclast", 0x66, MAP_0F38, 0xdf, m_aesdeclast, V_VEX },
	{ "aesimc", 0x66, MAP_0F38, 0xdb, m_aesimc, V_VEX | V_ONE },
	{ "aeskeygenassist", 0x66, MAP_0F3A, 0xdf, m_aeskeygenassist, V_VEX | V_ONE | V_IMM },
};

static const struct vec_op pclmul[] = {
	{ "pclmulqdq", 0x66, MAP_0F3A, 0x44, m_pclmulqdq, V_VEX | V_IMM },
};

static const struct vec_op avx[] = {
	{ "vpermilps", 0x66, MAP_0F38, 0x0c, m_permilps, FLT | V_VEX_ONLY },
	{ "vpermilpd", 0x66, MAP_0F38, 0x0d, m_permilpd, FLT | V_VEX_ONLY },
	{ "vpermilps imm", 0x66, MAP_0F3A, 0x04, m_pshufd, FLT | V_VEX_ONLY | V_ONE | V_IMM },
	{ "vpermilpd imm", 0x66, MAP_0F3A, 0x05, m_permilpd_imm, FLT | V_VEX_ONLY | V_ONE | V_IMM, .imm_shift = 2 },
};

static const struct vec_op avx2[] = {
	{ "vpsrlvd", 0x66, MAP_0F38, 0x45, m_psrlvd, INT | V_VEX_ONLY },
	{ "vpsrlvq", 0x66, MAP_0F38, 0x45, m_psrlvq, INT | V_VEX_ONLY | V_W },
	{ "vpsravd", 0x66, MAP_0F38, 0x46, m_psravd, INT | V_VEX_ONLY },
	{ "vpsllvd", 0x66, MAP_0F38, 0x47, m_psllvd, INT | V_VEX_ONLY },
	{ "vpsllvq", 0x66, MAP_0F38, 0x47, m_psllvq, INT | V_VEX_ONLY | V_W },
	{ "vpblendd", 0x66, MAP_0F3A, 0x02, m_blendps, INT | V_VEX_ONLY | V_IMM, .imm_shift = 4 },
};

#define SET(name, feature)	{ #name, feature, name, ARRAY_SIZE(name) }

const struct vec_set vec_sets[9] = {
	SET(sse2, X86_FEATURE_XMM2), SET(sse3, F_SSE3), SET(ssse3, F_SSSE3), SET(sse41, F_SSE41), SET(sse42, F_SSE42),
	SET(aes, F_AES), SET(pclmul, F_PCLMUL), SET(avx, F_AVX), SET(avx2, F_AVX2),
};
