// SPDX-License-Identifier: LGPL-2.1-or-later
/* isa: encoding, execution and comparison. */
#include "isa.h"

#define AREA_SIZE	(512 * 1024)
/* No sequence is longer. */
#define MAX_SEQUENCE	1024

struct isa_state isa_in, isa_out;
u8 isa_mem[ISA_MEM_SIZE] __attribute__((aligned(64)));
u8 isa_stack[512] __attribute__((aligned(64)));
ulong isa_error_code, isa_fault_offset;
bool isa_force_rex;
unsigned int isa_mem_at;

/* For isa-enter.S */
ulong isa_saved_sp, isa_target;
u32 isa_vecs;
extern void isa_enter(void);
extern char isa_leave[];

_Static_assert(offsetof(struct isa_state, flags) == ISA_FLAGS && offsetof(struct isa_state, vec) == ISA_VECS,
	       "isa-enter.S has these offsets");

/*
 * Each sequence gets bytes of its own: to change code that has run costs an emulator much, and is another test's
 * subject.
 */
static u8 area[AREA_SIZE] __attribute__((aligned(4096)));
static u8 *at = area, *first = area;
static unsigned int vector;
static char text[160];

void isa_begin(void)
{
	if (at > area + AREA_SIZE - MAX_SEQUENCE)
		at = area;
	first = at;
}

void isa_byte(u8 byte)
{
	*at++ = byte;
}

void isa_bytes(const void *bytes, unsigned int n)
{
	memcpy(at, bytes, n);
	at += n;
}

void isa_long(u32 value)
{
	isa_bytes(&value, 4);
}

static ulong way_back = (ulong)isa_leave;

void isa_end(void)
{
	/* jmp *way_back, by absolute address in both modes' encodings */
	isa_byte(0xff);
#ifdef __x86_64__
	isa_byte(0x24);
	isa_byte(0x25);
#else
	isa_byte(0x25);
#endif
	isa_long((u32)(ulong)&way_back);
	assert(at - first <= MAX_SEQUENCE);
}

static void opcode_map(int map)
{
	if (map != MAP_ONE)
		isa_byte(0x0f);
	if (map == MAP_0F38)
		isa_byte(0x38);
	if (map == MAP_0F3A)
		isa_byte(0x3a);
}

static void modrm(int reg, int rm)
{
	if (rm != ISA_MEM) {
		isa_byte(0xc0 | (reg & 7) << 3 | (rm & 7));
		return;
	}
	/* An absolute address: in 64-bit mode through a SIB byte without base and index */
#ifdef __x86_64__
	isa_byte((reg & 7) << 3 | 4);
	isa_byte(0x25);
#else
	isa_byte((reg & 7) << 3 | 5);
#endif
	isa_long((u32)(ulong)isa_mem + isa_mem_at);
}

void isa_modrm(int size, u8 prefix, int map, u8 opcode, int reg, int rm)
{
	u8 rex = 0;

	if (size == 2)
		isa_byte(0x66);
	if (prefix)
		isa_byte(prefix);
	if (size == 8)
		rex |= 8;
	if (reg & 8)
		rex |= 4;
	if (rm != ISA_MEM && (rm & 8))
		rex |= 1;
	if (rex || isa_force_rex)
		isa_byte(0x40 | rex);
	opcode_map(map);
	isa_byte(opcode);
	modrm(reg, rm);
}

void isa_vex(bool l, u8 pp, int map, bool w, u8 opcode, int reg, int vvvv, int rm)
{
	u8 p = pp == 0x66 ? 1 : pp == 0xf3 ? 2 : pp == 0xf2 ? 3 : 0;
	bool b = rm != ISA_MEM && (rm & 8);

	if (map == MAP_0F && !w && !b) {
		isa_byte(0xc5);
		isa_byte((reg & 8 ? 0 : 0x80) | (~vvvv & 15) << 3 | l << 2 | p);
	} else {
		isa_byte(0xc4);
		isa_byte((reg & 8 ? 0 : 0x80) | 0x40 | (b ? 0 : 0x20) | map);
		isa_byte(w << 7 | (~vvvv & 15) << 3 | l << 2 | p);
	}
	isa_byte(opcode);
	modrm(reg, rm);
}

void isa_reset(ulong flags)
{
	unsigned int i, j;

	for (i = 0; i < ISA_NR_GPRS; i++)
		isa_in.gpr[i] = (ulong)0x1122334455667788ull * (2 * i + 3) ^ (ulong)0xa5a5a5a5a5a5a5a5ull;
	isa_in.gpr[RSP] = ISA_STACK_TOP;
	isa_in.flags = flags | X86_EFLAGS_FIXED;
	for (i = 0; i < ISA_NR_VECS; i++)
		for (j = 0; j < 4; j++)
			isa_in.vec[i].q[j] = 0x0123456789abcdefull * (4 * i + j + 1) ^ 0x5a5a5a5a5a5a5a5aull;
}

static void caught(struct ex_regs *regs)
{
	vector = regs->vector == DE_VECTOR ? ISA_DE : regs->vector;
	isa_error_code = regs->error_code;
	isa_fault_offset = regs->rip - (ulong)first;
	regs->rip = (ulong)isa_leave;
}

static const u8 vectors[] = {
	DE_VECTOR, OF_VECTOR, BR_VECTOR, UD_VECTOR, NM_VECTOR, SS_VECTOR, GP_VECTOR, PF_VECTOR, MF_VECTOR, AC_VECTOR,
	XM_VECTOR,
};

void isa_init(void)
{
	write_cr0(read_cr0() & ~(X86_CR0_EM | X86_CR0_TS));
	write_cr4(read_cr4() | X86_CR4_OSFXSR | X86_CR4_OSXMMEXCPT);
	if (this_cpu_has(X86_FEATURE_XSAVE) && this_cpu_has(F_AVX)) {
		write_cr4(read_cr4() | X86_CR4_OSXSAVE);
		write_xcr0(XFEATURE_MASK_FP_SSE | XFEATURE_MASK_YMM);
	}
}

unsigned int isa_run(enum isa_vecs vecs)
{
	handler old[ARRAY_SIZE(vectors)];
	unsigned int i;

	/* The library's own is what stays; installing is cheap. */
	for (i = 0; i < ARRAY_SIZE(vectors); i++)
		old[i] = handle_exception(vectors[i], caught);
	vector = 0;
	isa_vecs = vecs;
	isa_target = (ulong)first;
	isa_enter();
	for (i = 0; i < ARRAY_SIZE(vectors); i++)
		handle_exception(vectors[i], old[i]);
	return vector;
}

u64 isa_get(const struct isa_state *s, int size, int reg)
{
	if (isa_is_high_byte(size, reg))
		return s->gpr[reg - 4] >> 8 & 0xff;
	return s->gpr[reg] & isa_mask(size);
}

void isa_set(struct isa_state *s, int size, int reg, u64 value)
{
	if (isa_is_high_byte(size, reg))
		s->gpr[reg - 4] = (s->gpr[reg - 4] & ~0xff00ul) | (value & 0xff) << 8;
	else if (size == 4)
		/* Writing 32 bits clears the upper half. */
		s->gpr[reg] = (u32)value;
	else
		s->gpr[reg] = (s->gpr[reg] & ~(ulong)isa_mask(size)) | (value & isa_mask(size));
}

u64 isa_get_mem(int size)
{
	u64 v = 0;

	memcpy(&v, isa_mem + isa_mem_at, size);
	return v;
}

void isa_set_mem(int size, u64 value)
{
	memcpy(isa_mem + isa_mem_at, &value, size);
}

const char *isa_difference(void)
{
	return text;
}

bool isa_compare(ulong known, enum isa_vecs vecs)
{
	unsigned int i, n = vecs == ISA_YMM ? 32 : vecs == ISA_XMM ? 16 : 0;

	if (vector) {
		snprintf(text, sizeof(text), "%s", exception_mnemonic(vector & 0xff));
		return false;
	}
	for (i = 0; i < ISA_NR_GPRS; i++) {
		if (isa_in.gpr[i] == isa_out.gpr[i])
			continue;
		snprintf(text, sizeof(text), "register %u: expected %lx, got %lx", i, isa_in.gpr[i], isa_out.gpr[i]);
		return false;
	}
	if ((isa_in.flags ^ isa_out.flags) & known) {
		snprintf(text, sizeof(text), "flags %lx: expected %lx, got %lx", known, isa_in.flags & known,
			 isa_out.flags & known);
		return false;
	}
	for (i = 0; i < (n ? ISA_NR_VECS : 0); i++) {
		const u64 *w = isa_in.vec[i].q, *g = isa_out.vec[i].q;

		if (!memcmp(w, g, n))
			continue;
		if (n == 32 && memcmp(w + 2, g + 2, 16))
			snprintf(text, sizeof(text), "vector %u, upper half: expected %016" PRIx64 "%016" PRIx64 ", got %016"
				 PRIx64 "%016" PRIx64, i, w[3], w[2], g[3], g[2]);
		else
			snprintf(text, sizeof(text), "vector %u: expected %016" PRIx64 "%016" PRIx64 ", got %016" PRIx64
				 "%016" PRIx64, i, w[1], w[0], g[1], g[0]);
		return false;
	}
	return true;
}
