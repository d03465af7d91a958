// SPDX-License-Identifier: LGPL-2.1-or-later
/* Results and flags of the integer instructions, written from their definitions. */
#include "alu-model.h"

u64 alu_mask(int bits)
{
	return bits == 64 ? ~0ull : (1ull << bits) - 1;
}

static u64 sign_of(int bits)
{
	return 1ull << (bits - 1);
}

/* SF, ZF, PF of a result */
ulong alu_szp(int bits, u64 r)
{
	ulong f = 0;
	unsigned int i, ones = 0;

	for (i = 0; i < 8; i++)
		ones += r >> i & 1;
	if (!(ones & 1))
		f |= PF;
	if (!(r & alu_mask(bits)))
		f |= ZF;
	if (r & sign_of(bits))
		f |= SF;
	return f;
}

static u64 sum(int bits, u64 a, u64 b, bool carry, ulong *flags)
{
	u64 r = (a + b + carry) & alu_mask(bits), s = sign_of(bits);

	*flags = alu_szp(bits, r);
	if (((a & b) | ((a | b) & ~r)) & s)
		*flags |= CF;
	if ((a ^ r) & (b ^ r) & s)
		*flags |= OF;
	if ((a ^ b ^ r) & 0x10)
		*flags |= AF;
	return r;
}

static u64 difference(int bits, u64 a, u64 b, bool borrow, ulong *flags)
{
	u64 r = (a - b - borrow) & alu_mask(bits), s = sign_of(bits);

	*flags = alu_szp(bits, r);
	if (((~a & b) | (~(a ^ b) & r)) & s)
		*flags |= CF;
	if ((a ^ b) & (a ^ r) & s)
		*flags |= OF;
	if ((a ^ b ^ r) & 0x10)
		*flags |= AF;
	return r;
}

u64 model_add(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	return sum(bits, a, b, false, flags);
}

u64 model_adc(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	return sum(bits, a, b, *flags & CF, flags);
}

u64 model_sub(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	return difference(bits, a, b, false, flags);
}

u64 model_sbb(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	return difference(bits, a, b, *flags & CF, flags);
}

u64 model_cmp(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	difference(bits, a, b, false, flags);
	return a;
}

static u64 logic(int bits, u64 r, ulong *flags, ulong *known)
{
	*flags = alu_szp(bits, r);
	*known &= ~(ulong)AF;
	return r;
}

u64 model_and(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	return logic(bits, a & b, flags, known);
}

u64 model_or(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	return logic(bits, a | b, flags, known);
}

u64 model_xor(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	return logic(bits, a ^ b, flags, known);
}

u64 model_test(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	logic(bits, a & b, flags, known);
	return a;
}

u64 model_inc(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	ulong cf = *flags & CF;
	u64 r = sum(bits, a, 1, false, flags);

	*flags = (*flags & ~(ulong)CF) | cf;
	return r;
}

u64 model_dec(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	ulong cf = *flags & CF;
	u64 r = difference(bits, a, 1, false, flags);

	*flags = (*flags & ~(ulong)CF) | cf;
	return r;
}

u64 model_neg(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	return difference(bits, 0, a, false, flags);
}

u64 model_not(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	return ~a & alu_mask(bits);
}

static unsigned int count_of(int bits, u64 b)
{
	return b & (bits == 64 ? 63 : 31);
}

/* OF is defined for shifts and rotations by 1 only. */
static void set(ulong *flags, ulong bit, bool on)
{
	*flags = on ? *flags | bit : *flags & ~bit;
}

u64 model_shl(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	unsigned int n = count_of(bits, b);
	u64 r;

	if (!n)
		return a;
	r = n < bits ? a << n & alu_mask(bits) : 0;
	*flags = alu_szp(bits, r);
	set(flags, CF, n <= bits && a >> (bits - n) & 1);
	set(flags, OF, !(r & sign_of(bits)) != !(*flags & CF));
	*known &= ~(ulong)AF;
	if (n >= bits)
		*known &= ~(ulong)CF;
	if (n != 1)
		*known &= ~(ulong)OF;
	return r;
}

u64 model_shr(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	unsigned int n = count_of(bits, b);
	u64 r;

	if (!n)
		return a;
	r = n < bits ? a >> n : 0;
	*flags = alu_szp(bits, r);
	set(flags, CF, a >> (n - 1) & 1);
	set(flags, OF, a & sign_of(bits));
	*known &= ~(ulong)AF;
	if (n >= bits)
		*known &= ~(ulong)CF;
	if (n != 1)
		*known &= ~(ulong)OF;
	return r;
}

u64 model_sar(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	unsigned int n = count_of(bits, b), i;
	u64 r = a;
	bool last = false;

	if (!n)
		return a;
	for (i = 0; i < n; i++) {
		last = r & 1;
		r = r >> 1 | (a & sign_of(bits));
	}
	*flags = alu_szp(bits, r);
	set(flags, CF, last);
	*known &= ~(ulong)AF;
	if (n != 1)
		*known &= ~(ulong)OF;
	return r;
}

u64 model_rol(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	unsigned int n = count_of(bits, b), i;

	if (!n)
		return a;
	for (i = 0; i < n; i++)
		a = (a << 1 | a >> (bits - 1)) & alu_mask(bits);
	set(flags, CF, a & 1);
	set(flags, OF, !(a & sign_of(bits)) != !(a & 1));
	if (n != 1)
		*known &= ~(ulong)OF;
	return a;
}

u64 model_ror(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	unsigned int n = count_of(bits, b), i;

	if (!n)
		return a;
	for (i = 0; i < n; i++)
		a = (a >> 1 | a << (bits - 1)) & alu_mask(bits);
	set(flags, CF, a & sign_of(bits));
	set(flags, OF, !(a & sign_of(bits)) != !(a & sign_of(bits) >> 1));
	if (n != 1)
		*known &= ~(ulong)OF;
	return a;
}

u64 model_rcl(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	unsigned int n = count_of(bits, b), i;
	bool c = *flags & CF, out;

	if (n != 1)
		*known &= ~(ulong)OF;
	for (i = 0; i < n; i++) {
		out = a & sign_of(bits);
		a = (a << 1 | c) & alu_mask(bits);
		c = out;
	}
	set(flags, CF, c);
	set(flags, OF, !(a & sign_of(bits)) != !c);
	return a;
}

u64 model_rcr(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	unsigned int n = count_of(bits, b), i;
	bool c = *flags & CF, out;

	if (n != 1)
		*known &= ~(ulong)OF;
	for (i = 0; i < n; i++) {
		set(flags, OF, !(a & sign_of(bits)) != !c);
		out = a & 1;
		a = a >> 1 | (c ? sign_of(bits) : 0);
		c = out;
	}
	set(flags, CF, c);
	return a;
}

/* The high half of a 64 x 64 product, by halves. */
u64 alu_high_half(u64 a, u64 b)
{
	u64 al = (u32)a, ah = a >> 32, bl = (u32)b, bh = b >> 32;
	u64 mid = ah * bl + (al * bl >> 32), mid2 = al * bh + (u32)mid;

	return ah * bh + (mid >> 32) + (mid2 >> 32);
}

u64 model_mul(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	u64 high = bits == 64 ? alu_high_half(a, b) : bits == 32 ? a * b >> 32 : (a * b >> bits) & alu_mask(bits);

	*flags = high ? CF | OF : 0;
	*known = CF | OF;
	return bits == 8 ? a * b & 0xff : a * b & alu_mask(bits);
}

s64 alu_extend(int bits, u64 v)
{
	return (s64)(v << (64 - bits)) >> (64 - bits);
}

u64 model_imul(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	s64 x = alu_extend(bits, a), y = alu_extend(bits, b);
	u64 low = (u64)x * (u64)y & alu_mask(bits), high;
	bool fits;

	if (bits == 64) {
		high = alu_high_half(a, b) - (x < 0 ? b : 0) - (y < 0 ? a : 0);
		fits = high == (low >> 63 ? ~0ull : 0);
	} else {
		fits = (s64)((u64)x * (u64)y) == alu_extend(bits, low);
	}
	*flags = fits ? 0 : CF | OF;
	*known = CF | OF;
	return low;
}
