// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Service calls: one request at a time, completed by a service-signal external
 * interruption; what the machine has in memory, CPUs and features.
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <alloc_phys.h>
#include <asm/barrier.h>
#include <asm/facility.h>
#include <asm/interrupt.h>
#include <asm/page.h>
#include <asm/spinlock.h>
#include <sclp.h>

extern unsigned long stacktop;

/* Kept apart: the scratch block is overwritten by every print. */
static uint8_t read_info_block[2 * PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));
static ReadInfo *read_info;

char _sccb[PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));
struct sclp_facilities sclp_facilities;

static uint64_t storage_increment_size;
static uint64_t ram_size, max_ram_size;

static volatile bool sclp_busy;
static struct spinlock sclp_lock;

void sclp_setup_int(void)
{
	ctl_set_bit(0, CTL0_SERVICE_SIGNAL);
	psw_mask_set_bits(PSW_MASK_EXT);
}

void sclp_handle_ext(void)
{
	ctl_clear_bit(0, CTL0_SERVICE_SIGNAL);
	sclp_clear_busy();
}

void sclp_wait_busy(void)
{
	while (sclp_busy)
		mb();
}

void sclp_mark_busy(void)
{
	/*
	 * Several CPUs may want to print. Only one of them may go on when the
	 * one that printed is done.
	 */
	for (;;) {
		sclp_wait_busy();
		spin_lock(&sclp_lock);
		if (!sclp_busy) {
			sclp_busy = true;
			spin_unlock(&sclp_lock);
			return;
		}
		spin_unlock(&sclp_lock);
	}
}

void sclp_clear_busy(void)
{
	spin_lock(&sclp_lock);
	sclp_busy = false;
	spin_unlock(&sclp_lock);
}

int sclp_service_call(unsigned int command, void *sccb)
{
	int cc;

	sclp_setup_int();
	cc = servc(command, __pa(sccb));
	if (cc == 2 || cc == 3) {
		ctl_clear_bit(0, CTL0_SERVICE_SIGNAL);
		sclp_clear_busy();
		return -1;
	}
	sclp_wait_busy();
	return 0;
}

/* Try one form of READ SCP INFO; whether it is done, well or badly. */
static bool try_read_info(unsigned int command, uint16_t length)
{
	ReadInfo *info = (void *)read_info_block;

	sclp_mark_busy();
	memset(info, 0, sizeof(read_info_block));
	info->h.length = length;
	info->h.control_mask[2] = SCLP_CM2_VARIABLE_LENGTH_RESPONSE;
	if (sclp_service_call(command, info))
		return false;
	return info->h.response_code == SCLP_RC_NORMAL_READ_COMPLETION;
}

void sclp_read_info(void)
{
	static const unsigned int commands[] = {
		SCLP_CMDW_READ_SCP_INFO_FORCED, SCLP_CMDW_READ_SCP_INFO,
	};
	/* the extended-length SCCB facility */
	uint16_t length = test_facility(140) ? 2 * PAGE_SIZE : PAGE_SIZE;
	ReadInfo *info = (void *)read_info_block;

	for (unsigned int i = 0; i < ARRAY_SIZE(commands); i++) {
		if (try_read_info(commands[i], length)) {
			read_info = info;
			return;
		}
		if (info->h.response_code != SCLP_RC_INVALID_SCLP_COMMAND)
			break;
	}
	report_abort("READ_SCP_INFO failed: response code %#x", info->h.response_code);
}

int sclp_get_cpu_num(void)
{
	/* exit() comes here, too, and it may be early */
	return read_info ? read_info->entries_cpu : 1;
}

CPUEntry *sclp_get_cpu_entries(void)
{
	assert(read_info);
	return (CPUEntry *)((char *)read_info + read_info->offset_cpu);
}

static bool feature(int byte, int bit)
{
	return ((uint8_t *)read_info)[byte] & (0x80 >> bit);
}

void sclp_facilities_setup(void)
{
	uint16_t boot_cpu = stap();
	CPUEntry *cpu;

	assert(read_info);
	cpu = sclp_get_cpu_entries();

	sclp_facilities.has_sop = feature(80, SCLP_FEAT_80_BIT_SOP);
	sclp_facilities.has_gsls = feature(85, SCLP_FEAT_85_BIT_GSLS);
	sclp_facilities.has_esop = feature(85, SCLP_FEAT_85_BIT_ESOP);
	sclp_facilities.has_kss = feature(98, SCLP_FEAT_98_BIT_KSS);
	sclp_facilities.has_64bscao = feature(116, SCLP_FEAT_116_BIT_64BSCAO);
	sclp_facilities.has_cmma = feature(116, SCLP_FEAT_116_BIT_CMMA);
	sclp_facilities.has_esca = feature(116, SCLP_FEAT_116_BIT_ESCA);
	sclp_facilities.has_pfmfi = feature(117, SCLP_FEAT_117_BIT_PFMFI);
	sclp_facilities.has_ibs = feature(117, SCLP_FEAT_117_BIT_IBS);
	/* the byte is there only if the CPU entries begin behind it */
	if (read_info->offset_cpu > 134)
		sclp_facilities.has_diag318 = read_info->byte_134_diag318;

	for (int i = 0; i < read_info->entries_cpu; i++, cpu++) {
		if (cpu->address != boot_cpu)
			continue;
		sclp_facilities.has_sief2 = cpu->feat_sief2;
		sclp_facilities.has_skeyi = cpu->feat_skeyi;
		sclp_facilities.has_siif = cpu->feat_siif;
		sclp_facilities.has_sigpif = cpu->feat_sigpif;
		sclp_facilities.has_ib = cpu->feat_ib;
		sclp_facilities.has_cei = cpu->feat_cei;
	}
}

/* Can the byte be accessed? TEST PROTECTION faults where there is no memory. */
static bool is_memory(unsigned long addr)
{
	int cc;

	expect_pgm_int();
	cc = tprot(addr, 0);
	return !clear_pgm_int() && cc == 0;
}

void sclp_memory_setup(void)
{
	uint64_t rnmax, rnsize;
	phys_addr_t free_start = (phys_addr_t)&stacktop;
	phys_addr_t base, top;

	assert(read_info);
	rnsize = read_info->rnsize ? read_info->rnsize : read_info->rnsize2;
	rnmax = read_info->rnmax ? read_info->rnmax : read_info->rnmax2;

	storage_increment_size = rnsize << 20;
	max_ram_size = rnmax * storage_increment_size;
	ram_size = storage_increment_size;
	while (ram_size < max_ram_size && is_memory(ram_size + storage_increment_size - 1))
		ram_size += storage_increment_size;

	phys_alloc_init(free_start, ram_size - free_start);
	phys_alloc_get_unused(&base, &top);
	base = PAGE_ALIGN(base) >> PAGE_SHIFT;
	top = top >> PAGE_SHIFT;
	page_alloc_init_area(AREA_ANY_NUMBER, base, top);
	page_alloc_ops_enable();
}

uint64_t get_ram_size(void)
{
	return ram_size;
}

uint64_t get_max_ram_size(void)
{
	return max_ram_size;
}

uint64_t sclp_get_stsi_mnest(void)
{
	assert(read_info);
	return read_info->stsi_parm;
}
