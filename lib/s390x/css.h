/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Channel subsystem (PoP chapters 13 to 17). */
#ifndef _S390X_CSS_H_
#define _S390X_CSS_H_

#include <libcflat.h>

/* Subsystem id words have bit 47 set. */
#define SCHID_ONE	0x00010000

#define CCW_F_CD	0x80	/* chain data */
#define CCW_F_CC	0x40	/* chain command */
#define CCW_F_SLI	0x20	/* suppress incorrect length */
#define CCW_F_SKP	0x10	/* skip */
#define CCW_F_PCI	0x08	/* program-controlled interruption */
#define CCW_F_IDA	0x04	/* indirect data address */
#define CCW_F_S		0x02	/* suspend */
#define CCW_F_MIDA	0x01	/* modified indirect data address */

#define CCW_C_NOP		0x03
#define CCW_C_TIC		0x08
#define CCW_CMD_SENSE_ID	0xe4

#define CSS_SENSEID_COMMON_LEN	8

struct ccw1 {
	uint8_t code;
	uint8_t flags;
	uint16_t count;
	uint32_t data_address;
} __attribute__ ((aligned(8)));

#define ORB_CTRL_KEY	0xf0000000
#define ORB_CTRL_SPND	0x08000000
#define ORB_CTRL_STR	0x04000000
#define ORB_CTRL_MOD	0x02000000
#define ORB_CTRL_SYNC	0x01000000
#define ORB_CTRL_FMT	0x00800000
#define ORB_CTRL_PFCH	0x00400000
#define ORB_CTRL_ISIC	0x00200000
#define ORB_CTRL_ALCC	0x00100000
#define ORB_CTRL_SSIC	0x00080000
#define ORB_CTRL_CPTC	0x00040000
#define ORB_CTRL_C64	0x00020000
#define ORB_CTRL_I2K	0x00010000
#define ORB_CTRL_LPM	0x0000ff00
#define ORB_CTRL_ILS	0x00000080
#define ORB_CTRL_MIDAW	0x00000040
#define ORB_CTRL_ORBX	0x00000001

#define ORB_LPM_DFLT	0x00008000

struct orb {
	uint32_t intparm;
	uint32_t ctrl;
	uint32_t cpa;
	uint32_t prio;
	uint32_t reserved[4];
} __attribute__ ((aligned(4)));

#define SCSW_SC_PENDING		0x00000001
#define SCSW_SC_SECONDARY	0x00000002
#define SCSW_SC_PRIMARY		0x00000004
#define SCSW_SC_INTERMEDIATE	0x00000008
#define SCSW_SC_ALERT		0x00000010
#define SCSW_FC_CLEAR		0x00001000
#define SCSW_FC_HALT		0x00002000
#define SCSW_FC_START		0x00004000

#define SCSW_DEVS_DEV_END	0x04
#define SCSW_DEVS_SCH_END	0x08
#define SCSW_SCHS_PCI		0x80
#define SCSW_SCHS_IL		0x40

struct scsw {
	uint32_t ctrl;
	uint32_t ccw_addr;
	uint8_t dev_stat;
	uint8_t sch_stat;
	uint16_t count;
};

#define PMCW_DNV		0x0001
#define PMCW_ENABLE		0x0080
#define PMCW_MBUE		0x0010
#define PMCW_DCTME		0x0008
#define PMCW_ISC_MASK		0x3800
#define PMCW_ISC_SHIFT		11
#define PMCW_MBF1		0x0004
#define PMCW_CHANNEL_TYPE(pmcw)	((pmcw)->flags2 >> 21)

struct pmcw {
	uint32_t intparm;
	uint16_t flags;
	uint16_t devnum;
	uint8_t lpm;
	uint8_t pnom;
	uint8_t lpum;
	uint8_t pim;
	uint16_t mbi;
	uint8_t pom;
	uint8_t pam;
	uint8_t chpid[8];
	uint32_t flags2;
};

struct schib {
	struct pmcw pmcw;
	struct scsw scsw;
	uint64_t mbo;
	uint8_t md[4];
} __attribute__ ((aligned(4)));
extern struct schib schib;	/* scratch of the library */

struct irb {
	struct scsw scsw;
	uint32_t esw[5];
	uint32_t ecw[8];
	uint32_t emw[8];
} __attribute__ ((aligned(4)));

struct senseid {
	uint8_t reserved;	/* always 0xff */
	uint16_t cu_type;
	uint8_t cu_model;
	uint16_t dev_type;
	uint8_t dev_model;
	uint8_t unused;
	uint8_t padding[256 - 8];
} __attribute__ ((aligned(4))) __attribute__ ((packed));

#define __CSS_CC_ASM(insn_text)			\
	"	" insn_text "\n"		\
	"	ipm	%[cc]\n"		\
	"	srl	%[cc],28\n"

/*
 * The I/O instructions. @schid is the subsystem identification word; each
 * returns the condition code.
 */
#define __CSS_INSN_OP(name, type)						\
static inline int name(unsigned long schid, type *addr)			\
{										\
	register unsigned long r1 asm("1") = schid;				\
	uint64_t bogus_cc = 2;							\
	int cc;									\
										\
	asm volatile(								\
		"	tmll	%[bogus],3\n"					\
		__CSS_CC_ASM(#name "	0(%[a])")				\
		: [cc] "=d" (cc)						\
		: "d" (r1), [a] "a" (addr), [bogus] "d" (bogus_cc)		\
		: "cc", "memory");						\
	return cc;								\
}

#define __CSS_INSN_PLAIN(name)							\
static inline int name(unsigned long schid)					\
{										\
	register unsigned long r1 asm("1") = schid;				\
	uint64_t bogus_cc = 1;							\
	int cc;									\
										\
	asm volatile(								\
		"	tmll	%[bogus],3\n"					\
		__CSS_CC_ASM(#name)						\
		: [cc] "=d" (cc)						\
		: "d" (r1), [bogus] "d" (bogus_cc)				\
		: "cc", "memory");						\
	return cc;								\
}

__CSS_INSN_OP(ssch, struct orb)
__CSS_INSN_OP(stsch, struct schib)
__CSS_INSN_OP(msch, struct schib)
__CSS_INSN_OP(tsch, struct irb)
__CSS_INSN_PLAIN(hsch)
__CSS_INSN_PLAIN(xsch)
__CSS_INSN_PLAIN(csch)
__CSS_INSN_PLAIN(rsch)
__CSS_INSN_PLAIN(rchp)	/* takes a channel-path id instead */

/* stcrw() - STORE CHANNEL REPORT WORD */
static inline int stcrw(uint32_t *crw)
{
	uint64_t bogus_cc = 3;
	int cc;

	asm volatile(
		"	tmll	%[bogus],3\n"
		__CSS_CC_ASM("stcrw	%[crw]")
		: [cc] "=d" (cc), [crw] "=Q" (*crw)
		: [bogus] "d" (bogus_cc)
		: "cc", "memory");
	return cc;
}

#define SCHM_DCTM	1	/* device-connect-time measurement */
#define SCHM_MBU	2	/* measurement-block update */

/* schm() - SET CHANNEL MONITOR */
static inline void schm(void *mbo, unsigned int flags)
{
	register void *r2 asm("2") = mbo;
	register unsigned long r1 asm("1") = flags;

	asm volatile("schm" : : "d" (r2), "d" (r1));
}

/* Debug printing */
char *dump_pmcw_flags(uint16_t f);
char *dump_scsw_flags(uint32_t f);
void dump_scsw(struct scsw *scsw);
void dump_irb(struct irb *irbp);
void dump_pmcw(struct pmcw *p);
void dump_schib(struct schib *sch);
void dump_ccw(struct ccw1 *cp);
void dump_orb(struct orb *op);

/*
 * css_enumerate() - print every subchannel that has a device
 * Returns the id word of the first one, or 0.
 */
int css_enumerate(void);

#define MAX_ENABLE_RETRIES	5
#define IO_SCH_ISC		3

/* css_enable() - enable a subchannel with an interruption subclass; 0, cc or -1 */
int css_enable(int schid, int isc);
bool css_enabled(int schid);

/* css_irq_io() - I/O interruption function: test the subchannel, end the wait */
void css_irq_io(void);

/* start_ccw1_chain() - start a format-1 channel program; returns SSCH's cc */
int start_ccw1_chain(unsigned int sid, struct ccw1 *ccw);

/* ccw_alloc() - one CCW in I/O memory, NULL if @data does not fit 31 bits */
struct ccw1 *ccw_alloc(int code, void *data, int count, unsigned char flags);

/* css_residual_count() - of the last I/O, -1 if it means nothing */
int css_residual_count(unsigned int schid);

/* enable_io_isc() - CR6; the leftmost bit of @isc_bits is subclass 0 */
void enable_io_isc(uint8_t isc_bits);

/* wait_and_check_io_completion() - 0, or -1 after reporting what is wrong */
int wait_and_check_io_completion(int schid);

/* CHANNEL SUBSYSTEM CALL */
struct chsc_header {
	uint16_t len;
	uint16_t code;
};

#define CHSC_SCSC	0x0010
#define CHSC_SCSC_LEN	0x0010

#define CHSC_ERROR	0x0000
#define CHSC_RSP_OK	0x0001
#define CHSC_RSP_INVAL	0x0002
#define CHSC_RSP_REQERR	0x0003
#define CHSC_RSP_ENOCMD	0x0004
#define CHSC_RSP_NODATA	0x0005
#define CHSC_RSP_SUP31B	0x0006
#define CHSC_RSP_EFRMT	0x0007
#define CHSC_RSP_ECSSID	0x0008
#define CHSC_RSP_ERFRMT	0x0009
#define CHSC_RSP_ESSID	0x000A
#define CHSC_RSP_EBUSY	0x000B
#define CHSC_RSP_MAX	0x000B

#define CSS_GENERAL_FEAT_BITLEN	(255 * 64)
#define CSS_CHSC_FEAT_BITLEN	(254 * 64)
#define CSSC_EXTENDED_MEASUREMENT_BLOCK	48

struct chsc_scsc {
	struct chsc_header req;
	uint16_t req_fmt;
	uint8_t cssid;
	uint8_t reserved[9];
	struct chsc_header res;
	uint32_t res_fmt;
	uint64_t general_char[255];
	uint64_t chsc_char[254];
};
extern struct chsc_scsc *chsc_scsc;

/* _chsc() - the bare instruction; returns the condition code */
static inline int _chsc(void *p)
{
	int cc;

	asm volatile(
		__CSS_CC_ASM(".insn	rre,0xb25f0000,%[p],0")
		: [cc] "=d" (cc)
		: [p] "a" (p)
		: "cc", "memory");
	return cc;
}

/* chsc() - @code with a request of @len bytes; reports why it failed */
bool chsc(void *p, uint16_t code, uint16_t len);

/* get_chsc_scsc() - fetch the characteristics once, print them */
bool get_chsc_scsc(void);

#define css_test_general_feature(bit) test_bit_inv(bit, chsc_scsc->general_char)
#define css_test_chsc_feature(bit) test_bit_inv(bit, chsc_scsc->chsc_char)

/* Channel monitoring */
struct measurement_block_format0 {
	uint16_t ssch_rsch_count;
	uint16_t sample_count;
	uint32_t device_connect_time;
	uint32_t function_pending_time;
	uint32_t device_disconnect_time;
	uint32_t cu_queuing_time;
	uint32_t device_active_only_time;
	uint32_t device_busy_time;
	uint32_t initial_cmd_resp_time;
};

struct measurement_block_format1 {
	uint32_t ssch_rsch_count;
	uint32_t sample_count;
	uint32_t device_connect_time;
	uint32_t function_pending_time;
	uint32_t device_disconnect_time;
	uint32_t cu_queuing_time;
	uint32_t device_active_only_time;
	uint32_t device_busy_time;
	uint32_t initial_cmd_resp_time;
	uint32_t irq_delay_time;
	uint32_t irq_prio_delay_time;
};

/* css_enable_mb() - measurement for a subchannel: block origin or index, format */
bool css_enable_mb(int sid, uint64_t mb, uint16_t mbi, uint16_t flags, bool fmt1);
bool css_disable_mb(int schid);

/* css_find_installed_chpid() - first installed path of a subchannel; 0 or -1 */
int css_find_installed_chpid(int sid, uint8_t *chpid_out);

/* css_generate_crw() - leave a channel report pending by RCHP; 0 or -1 */
int css_generate_crw(int sid);

#endif
