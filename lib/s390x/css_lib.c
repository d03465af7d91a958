// SPDX-License-Identifier: LGPL-2.1-or-later
/* Subchannels: finding, enabling, starting, and checking how it went. */
#include <libcflat.h>
#include <alloc_page.h>
#include <asm/arch_def.h>
#include <asm/barrier.h>
#include <asm/page.h>
#include <asm/time.h>
#include <bitops.h>
#include <css.h>
#include <interrupt.h>
#include <malloc_io.h>

struct schib schib;
struct chsc_scsc *chsc_scsc;

/* Result of the last TEST SUBCHANNEL */
static struct irb irb;

static const char *const chsc_errors[CHSC_RSP_MAX + 1] = {
	"error", "ok", "invalid length or reserved bits", "request error",
	"unknown command", "no data", "31-bit address only", "unsupported format",
	"invalid CSSID", "unsupported response format", "invalid SSID", "busy",
};

bool chsc(void *p, uint16_t code, uint16_t len)
{
	struct chsc_header *request = p, *response;
	int cc;

	request->code = code;
	request->len = len;
	cc = _chsc(p);
	switch (cc) {
	case 0:
		break;
	case 3:
		report_fail("CHSC: the facility is not operational");
		return false;
	default:
		report_fail("CHSC: cc %d", cc);
		return false;
	}
	response = p + len;
	if (response->code == CHSC_RSP_OK)
		return true;
	if (response->code > CHSC_RSP_MAX)
		report_fail("CHSC: response code %#x", response->code);
	else
		report_fail("CHSC: response code %#x: %s", response->code,
			    chsc_errors[response->code]);
	return false;
}

static void print_features(const char *title, const uint64_t *bits, int count)
{
	char text[512];
	int n = 0;

	for (int i = 0; i < count && n < (int)sizeof(text) - 16; i++)
		if (test_bit_inv(i, bits))
			n += snprintf(text + n, sizeof(text) - n, "%d,", i);
	report_info("%s features: %s", title, n ? text : "none");
}

bool get_chsc_scsc(void)
{
	if (chsc_scsc)
		return true;
	chsc_scsc = alloc_page();
	if (!chsc_scsc) {
		report_abort("could not allocate chsc_scsc page!");
		return false;
	}
	if (!chsc(chsc_scsc, CHSC_SCSC, CHSC_SCSC_LEN))
		return false;
	print_features("General", chsc_scsc->general_char, CSS_GENERAL_FEAT_BITLEN);
	print_features("CHSC", chsc_scsc->chsc_char, CSS_CHSC_FEAT_BITLEN);
	return true;
}

int css_enumerate(void)
{
	struct pmcw *pmcw = &schib.pmcw;
	int first = 0, devices = 0, scn, cc;

	for (scn = 0; scn < 0x10000; scn++) {
		cc = stsch(scn | SCHID_ONE, &schib);
		if (cc == 3)
			break;	/* no subchannel from here on */
		if (cc)
			report_abort("Unexpected cc=%d on subchannel number 0x%x", cc, scn);
		/* I/O subchannels with a device only */
		if (PMCW_CHANNEL_TYPE(pmcw) != 0 || !(pmcw->flags & PMCW_DNV))
			continue;
		if (!first)
			first = scn | SCHID_ONE;
		devices++;
		report_info("Found subchannel %08x", scn | SCHID_ONE);
	}
	report_info("Tested subchannels: %d, I/O subchannels: %d", scn, devices);
	return first;
}

/* Is @schid set to what css_enable() was asked for? -1 if it cannot be read */
static bool enabled_as_wanted(int isc)
{
	return (schib.pmcw.flags & (PMCW_ISC_MASK | PMCW_ENABLE)) ==
	       (PMCW_ENABLE | (isc << PMCW_ISC_SHIFT));
}

bool css_enabled(int schid)
{
	int cc = stsch(schid, &schib);

	if (cc) {
		report_info("stsch: updating sch %08x failed with cc=%d", schid, cc);
		return false;
	}
	if (!(schib.pmcw.flags & PMCW_ENABLE)) {
		report_info("stsch: sch %08x not enabled", schid);
		return false;
	}
	return true;
}

int css_enable(int schid, int isc)
{
	int cc = stsch(schid, &schib);

	if (cc) {
		report_info("stsch: sch %08x failed with cc=%d", schid, cc);
		return cc;
	}
	if (enabled_as_wanted(isc)) {
		report_info("stsch: sch %08x already enabled", schid);
		return 0;
	}
	for (int retry = 0; retry < MAX_ENABLE_RETRIES; retry++) {
		schib.pmcw.flags &= ~PMCW_ISC_MASK;
		schib.pmcw.flags |= PMCW_ENABLE | (isc << PMCW_ISC_SHIFT);
		cc = msch(schid, &schib);
		/* busy or status pending may pass, "not operational" does not */
		if (cc == 3) {
			report_info("msch: sch %08x failed with cc=%d", schid, cc);
			return cc;
		}
		cc = stsch(schid, &schib);
		if (cc) {
			report_info("stsch: updating sch %08x failed with cc=%d", schid, cc);
			return cc;
		}
		if (enabled_as_wanted(isc)) {
			report_info("stsch: sch %08x successfully modified after %d retries",
				    schid, retry);
			return 0;
		}
		mdelay(10);
	}
	report_info("msch: modifying sch %08x failed after %d retries. pmcw flags: %04x",
		    schid, MAX_ENABLE_RETRIES, schib.pmcw.flags);
	return -1;
}

void css_irq_io(void)
{
	unsigned int sid = lowcore.subsys_id_word;
	int cc;

	report_prefix_pushf("Interrupt");
	/* start_ccw1_chain() makes the id the parameter */
	if (lowcore.io_int_param != sid)
		report_fail("io_int_param: %x differs from subsys_id_word: %x",
			    lowcore.io_int_param, sid);

	report_prefix_pushf("tsch");
	cc = tsch(sid, &irb);
	switch (cc) {
	case 0:
		break;
	case 1:
		dump_irb(&irb);
		report_fail("tsch reports sch %08x as not status pending", sid);
		break;
	case 2:
		report_fail("tsch returns unexpected CC 2");
		break;
	default:
		report_fail("tsch reporting sch %08x as not operational", sid);
	}
	report_prefix_pop();
	report_prefix_pop();
	lowcore.io_old_psw.mask &= ~PSW_MASK_WAIT;
}

int start_ccw1_chain(unsigned int sid, struct ccw1 *ccw)
{
	struct orb orb = {
		.intparm = sid,
		.ctrl = ORB_CTRL_ISIC | ORB_CTRL_FMT | ORB_LPM_DFLT,
		.cpa = (unsigned int)(unsigned long)ccw,
	};

	return ssch(sid, &orb);
}

struct ccw1 *ccw_alloc(int code, void *data, int count, unsigned char flags)
{
	struct ccw1 *ccw;

	if ((unsigned long)data >= SZ_2G)
		return NULL;
	ccw = alloc_io_mem(sizeof(*ccw), 0);
	if (!ccw)
		return NULL;
	ccw->code = code;
	ccw->flags = flags;
	ccw->count = count;
	ccw->data_address = (unsigned long)data;
	return ccw;
}

void enable_io_isc(uint8_t isc_bits)
{
	/* CR6 bits 32-39 are subclasses 0-7 */
	lctlg(6, (uint64_t)isc_bits << 24);
}

int wait_and_check_io_completion(int schid)
{
	int ret = -1;

	wait_for_interrupt(PSW_MASK_IO);
	mb();

	report_prefix_push("check I/O completion");
	if (lowcore.io_int_param != (unsigned int)schid) {
		report_fail("interrupt parameter: expected %08x got %08x", schid,
			    lowcore.io_int_param);
	} else if (!(irb.scsw.ctrl & SCSW_SC_PENDING)) {
		report_fail("expecting status pending: scsw %08x", irb.scsw.ctrl);
	} else if (!(irb.scsw.ctrl & (SCSW_SC_SECONDARY | SCSW_SC_PRIMARY))) {
		report_fail("primary or secondary status expected: scsw %08x", irb.scsw.ctrl);
	} else if (!(irb.scsw.dev_stat & (SCSW_DEVS_DEV_END | SCSW_DEVS_SCH_END))) {
		report_fail("channel end or device end expected: device status %02x",
			    irb.scsw.dev_stat);
	} else if (irb.scsw.sch_stat & ~SCSW_SCHS_IL) {
		report_fail("no subchannel status but incorrect length expected: %02x",
			    irb.scsw.sch_stat);
	} else {
		ret = 0;
	}
	report_prefix_pop();
	return ret;
}

int css_residual_count(unsigned int schid)
{
	if (!(irb.scsw.ctrl & (SCSW_SC_PENDING | SCSW_SC_PRIMARY)))
		return -1;
	if (irb.scsw.dev_stat & ~(SCSW_DEVS_DEV_END | SCSW_DEVS_SCH_END))
		return -1;
	if (irb.scsw.sch_stat & ~(SCSW_SCHS_PCI | SCSW_SCHS_IL))
		return -1;
	return irb.scsw.count;
}

/* Repeat MSCH until STSCH shows what @wanted says of the flags. */
static bool modify_mb(int schid, uint16_t mask, uint16_t wanted, uint64_t mb, uint16_t mbi, bool fmt1)
{
	for (int retry = 0; retry < MAX_ENABLE_RETRIES; retry++) {
		if (stsch(schid, &schib))
			return false;
		schib.pmcw.flags = (schib.pmcw.flags & ~mask) | wanted;
		if (wanted) {
			if (fmt1)
				schib.mbo = mb;
			else
				schib.pmcw.mbi = mbi;
			schib.pmcw.flags2 = (schib.pmcw.flags2 & ~PMCW_MBF1) | (fmt1 ? PMCW_MBF1 : 0);
		}
		if (msch(schid, &schib) == 0 && !stsch(schid, &schib) &&
		    (schib.pmcw.flags & mask) == wanted)
			return true;
		mdelay(10);
	}
	return false;
}

bool css_enable_mb(int schid, uint64_t mb, uint16_t mbi, uint16_t flags, bool fmt1)
{
	return modify_mb(schid, flags, flags, mb, mbi, fmt1);
}

bool css_disable_mb(int schid)
{
	return modify_mb(schid, PMCW_MBUE | PMCW_DCTME, 0, 0, 0, false);
}

int css_find_installed_chpid(int sid, uint8_t *chpid_out)
{
	int cc = stsch(sid, &schib);

	if (cc) {
		report_fail("%s: sch %08x failed with cc=%d", __func__, sid, cc);
		return -1;
	}
	for (int i = 0; i < 8; i++) {
		if (schib.pmcw.pim & (0x80 >> i)) {
			*chpid_out = schib.pmcw.chpid[i];
			return 0;
		}
	}
	return -1;
}

int css_generate_crw(int sid)
{
	uint8_t chpid;
	int cc;

	report_prefix_push("Generate CRW");
	if (css_find_installed_chpid(sid, &chpid)) {
		report_fail("No CHPID found: schid=%x", sid);
		report_prefix_pop();
		return -1;
	}
	cc = rchp(chpid);
	if (cc)
		report_fail("rchp cc=%d", cc);
	report_prefix_pop();
	return cc ? -1 : 0;
}
