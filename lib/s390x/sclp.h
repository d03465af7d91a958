/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Service-call logical processor: commands, response codes and block layouts. */
#ifndef _S390X_SCLP_H_
#define _S390X_SCLP_H_

#include <libcflat.h>

#define SCLP_CMD_CODE_MASK			0xffff00ff

#define SCLP_READ_CPU_INFO			0x00010001
#define SCLP_CMDW_READ_CPU_INFO			0x00010001
#define SCLP_CMDW_READ_SCP_INFO			0x00020001
#define SCLP_CMDW_READ_SCP_INFO_FORCED		0x00120001
#define SCLP_READ_STORAGE_ELEMENT_INFO		0x00040001
#define SCLP_ATTACH_STORAGE_ELEMENT		0x00080001
#define SCLP_ASSIGN_STORAGE			0x000d0001
#define SCLP_CMDW_DECONFIGURE_CPU		0x00100001
#define SCLP_CMDW_CONFIGURE_CPU			0x00110001
#define SCLP_CMDW_CONFIGURE_IOA			0x001a0001
#define SCLP_CMDW_DECONFIGURE_IOA		0x001b0001
#define SCLP_CMD_WRITE_EVENT_DATA		0x00760005
#define SCLP_CMD_READ_EVENT_DATA		0x00770005
#define SCLP_CMD_WRITE_EVENT_MASK		0x00780005

#define SCLP_RC_NORMAL_READ_COMPLETION		0x0010
#define SCLP_RC_NORMAL_COMPLETION		0x0020
#define SCLP_RC_SCCB_BOUNDARY_VIOLATION		0x0100
#define SCLP_RC_NO_ACTION_REQUIRED		0x0120
#define SCLP_RC_INVALID_SCLP_COMMAND		0x01f0
#define SCLP_RC_INSUFFICIENT_SCCB_LENGTH	0x0300
#define SCLP_RC_CONTAINED_EQUIPMENT_CHECK	0x0340
#define SCLP_RC_STANDBY_READ_COMPLETION		0x0410
#define SCLP_RC_ADAPTER_IN_RESERVED_STATE	0x05f0
#define SCLP_RC_ADAPTER_TYPE_NOT_RECOGNIZED	0x06f0
#define SCLP_RC_ADAPTER_ID_NOT_RECOGNIZED	0x09f0
#define SCLP_RC_INVALID_FUNCTION		0x40f0
#define SCLP_RC_NO_EVENT_BUFFERS_STORED		0x60f0
#define SCLP_RC_INVALID_SELECTION_MASK		0x70f0
#define SCLP_RC_INCONSISTENT_LENGTHS		0x72f0
#define SCLP_RC_EVENT_BUFFER_SYNTAX_ERROR	0x73f0
#define SCLP_RC_INVALID_MASK_LENGTH		0x74f0

#define SCLP_FC_ASSIGN_ATTACH_READ_STOR		0xE00000000000ULL
#define SCLP_STARTING_SUBINCREMENT_ID		0x10001
#define SCLP_INCREMENT_UNIT			0x10000
#define MAX_AVAIL_SLOTS				32
#define MAX_STORAGE_INCREMENTS			1020

#define SCLP_HAS_CPU_INFO			0x0C00000000000000ULL
#define SCLP_HAS_IOA_RECONFIG			0x40000000
#define SCLP_RECONFIG_PCI_ATYPE			2

#define SCLP_CM2_VARIABLE_LENGTH_RESPONSE	0x80
#define SCLP_FC_NORMAL_WRITE			0
#define SCLP_FC_SINGLE_INCREMENT_ASSIGN		0x40
#define SCLP_FC_DUMP_INDICATOR			0x80

#define SCLP_EVENT_BUFFER_ACCEPTED		0x80
#define SCLP_EVENT_OP_CMD			0x01
#define EVTYP_MSG				0x02
#define SCLP_EVENT_ASCII_CONSOLE_DATA		0x1a
#define SCLP_EVENT_SIGNAL_QUIESCE		0x1d
#define SCLP_EVENT_ASCII_TYPE_DATA_STREAM_FOLLOWS 0

#define SCLP_EVENT_MASK_SIGNAL_QUIESCE		0x00000008
#define SCLP_EVENT_MASK_MSG_ASCII		0x00000040
#define SCLP_EVENT_MASK_MSG			0x40000000
#define SCLP_EVENT_MASK_OPCMD			0x80000000

#define SCLP_UNCONDITIONAL_READ			0x00
#define SCLP_SELECTIVE_READ			0x01

/* Line-mode messages: objects of a message data block */
#define MDBTYP_GO				0x0001
#define MDBTYP_MTO				0x0004
#define EBC_MDB					0xd4c4c240
#define LNTPFLGS_CNTLTEXT			0x8000
#define LNTPFLGS_LABELTEXT			0x4000
#define LNTPFLGS_DATATEXT			0x2000
#define LNTPFLGS_ENDTEXT			0x1000
#define LNTPFLGS_PROMPTTEXT			0x0800

/* Operator commands arrive as nested general data streams. */
#define GDS_ID_MDSMU				0x1310
#define GDS_ID_CPMSU				0x1212
#define GDS_ID_TEXTCMD				0x1320
#define GDS_KEY_SELFDEFTEXTMSG			0x31

#define SCCB_SIZE				4096
#define SCCB_DATA_LEN				(SCCB_SIZE - 8)
#define SCCB_CPU_FEATURE_LEN			6

typedef struct SCCBHeader {
	uint16_t length;
	uint8_t function_code;
	uint8_t control_mask[3];
	uint16_t response_code;
} __attribute__((packed)) SCCBHeader;

typedef struct SCCB {
	SCCBHeader h;
	char data[SCCB_DATA_LEN];
} __attribute__((packed)) SCCB;

/* CPU entry: the feature bits used here, by byte of the entry */
typedef struct CPUEntry {
	uint8_t address;
	uint8_t reserved0;
	uint8_t : 4;
	uint8_t feat_sief2 : 1;
	uint8_t feat_skeyi : 1;
	uint8_t : 2;
	uint8_t : 2;
	uint8_t feat_gpere : 1;
	uint8_t feat_siif : 1;
	uint8_t feat_sigpif : 1;
	uint8_t : 3;
	uint8_t reserved2[3];
	uint8_t : 2;
	uint8_t feat_ib : 1;
	uint8_t feat_cei : 1;
	uint8_t : 4;
	uint8_t reserved3[6];
	uint8_t type;
	uint8_t reserved4;
} __attribute__((packed)) CPUEntry;
_Static_assert(sizeof(CPUEntry) == 16, "CPU entry size");

typedef struct ReadInfo {
	SCCBHeader h;
	uint16_t rnmax;				/* 8 */
	uint8_t rnsize;				/* 10 */
	uint8_t _reserved1[15 - 11];		/* 11 */
	uint8_t stsi_parm;			/* 15: maximum topology nesting */
	uint16_t entries_cpu;			/* 16 */
	uint16_t offset_cpu;			/* 18 */
	uint8_t _reserved2[24 - 20];		/* 20 */
	uint8_t loadparm[8];			/* 24 */
	uint8_t _reserved3[48 - 32];		/* 32 */
	uint64_t facilities;			/* 48 */
	uint8_t _reserved0[76 - 56];		/* 56 */
	uint32_t ibc_val;			/* 76 */
	uint8_t conf_char[99 - 80];		/* 80 */
	uint8_t mha_pow;			/* 99 */
	uint32_t rnsize2;			/* 100 */
	uint64_t rnmax2;			/* 104 */
	uint8_t _reserved6[116 - 112];		/* 112 */
	uint8_t conf_char_ext[120 - 116];	/* 116 */
	uint16_t highest_cpu;			/* 120 */
	uint8_t _reserved5[124 - 122];		/* 122 */
	uint32_t hmfai;				/* 124 */
	uint8_t reserved7[134 - 128];		/* 128 */
	uint8_t byte_134_diag318 : 1;		/* 134 */
	uint8_t : 7;
	struct CPUEntry entries[0];
} __attribute__((packed)) ReadInfo;
_Static_assert(sizeof(ReadInfo) == 135, "read-info size");

typedef struct ReadCpuInfo {
	SCCBHeader h;
	uint16_t nr_configured;
	uint16_t offset_configured;
	uint16_t nr_standby;
	uint16_t offset_standby;
	uint8_t reserved0[24 - 16];
	struct CPUEntry entries[0];
} __attribute__((packed)) ReadCpuInfo;

typedef struct ReadStorageElementInfo {
	SCCBHeader h;
	uint16_t max_id;
	uint16_t assigned;
	uint16_t standby;
	uint8_t _reserved0[16 - 14];
	uint32_t entries[0];
} __attribute__((packed)) ReadStorageElementInfo;

typedef struct AttachStorageElement {
	SCCBHeader h;
	uint8_t _reserved0[10 - 8];
	uint16_t assigned;
	uint8_t _reserved1[16 - 12];
	uint32_t entries[0];
} __attribute__((packed)) AttachStorageElement;

typedef struct AssignStorage {
	SCCBHeader h;
	uint16_t rn;
} __attribute__((packed)) AssignStorage;

typedef struct IoaCfgSccb {
	SCCBHeader header;
	uint8_t atype;
	uint8_t reserved1;
	uint16_t reserved2;
	uint32_t aid;
} __attribute__((packed)) IoaCfgSccb;

typedef uint32_t sccb_mask_t;

typedef struct WriteEventMask {
	SCCBHeader h;
	uint16_t _reserved;
	uint16_t mask_length;
	uint32_t cp_receive_mask;
	uint32_t cp_send_mask;
	uint32_t send_mask;
	uint32_t receive_mask;
} __attribute__((packed)) WriteEventMask;

/* Event buffers */
struct mto {
	uint16_t length;
	uint16_t type;
	uint16_t line_type_flags;
	uint8_t alarm_control;
	uint8_t _reserved[3];
} __attribute__((packed));

struct go {
	uint16_t length;
	uint16_t type;
	uint32_t domid;
	uint8_t hhmmss_time[8];
	uint8_t th_time[3];
	uint8_t reserved_0;
	uint8_t dddyyyy_date[7];
	uint8_t _reserved_1;
	uint16_t general_msg_flags;
	uint8_t _reserved_2[10];
	uint8_t originating_system_name[8];
	uint8_t job_guest_name[8];
} __attribute__((packed));

struct mdb_header {
	uint16_t length;
	uint16_t type;
	uint32_t tag;
	uint32_t revision_code;
} __attribute__((packed));

struct mdb {
	struct mdb_header header;
	struct go go;
	struct mto mto;
} __attribute__((packed));
_Static_assert(sizeof(struct mdb) == 78, "message data block size");

typedef struct EventBufferHeader {
	uint16_t length;
	uint8_t type;
	uint8_t flags;
	uint16_t _reserved;
} __attribute__((packed)) EventBufferHeader;

typedef struct WriteEventData {
	SCCBHeader h;
	EventBufferHeader ebh;
	union {
		char data[0];
		struct mdb mdb;
	} msg;
} __attribute__((packed)) WriteEventData;

typedef struct ReadEventData {
	SCCBHeader h;
	EventBufferHeader ebh;
	uint32_t mask;
} __attribute__((packed)) ReadEventData;

typedef struct ReadEventDataAsciiConsole {
	EventBufferHeader ebh;
	uint8_t type;
	char data[];
} __attribute__((packed)) ReadEventDataAsciiConsole;

struct ReadEventDataLMConsole {
	SCCBHeader h;
	EventBufferHeader ebh;
	uint8_t v[];
};

struct gds_vector {
	uint16_t length;
	uint16_t gds_id;
} __attribute__((packed));

struct gds_subvector {
	uint8_t length;
	uint8_t key;
} __attribute__((packed));

/* Bits of the configuration characteristics, by byte of the read-info block */
#define SCLP_FEAT_80_BIT_SOP		2
#define SCLP_FEAT_85_BIT_GSLS		0
#define SCLP_FEAT_85_BIT_ESOP		6
#define SCLP_FEAT_98_BIT_KSS		7
#define SCLP_FEAT_116_BIT_64BSCAO	0
#define SCLP_FEAT_116_BIT_CMMA		1
#define SCLP_FEAT_116_BIT_ESCA		4
#define SCLP_FEAT_117_BIT_PFMFI		1
#define SCLP_FEAT_117_BIT_IBS		2

struct sclp_facilities {
	uint64_t has_sief2 : 1;
	uint64_t has_skeyi : 1;
	uint64_t has_gpere : 1;
	uint64_t has_siif : 1;
	uint64_t has_sigpif : 1;
	uint64_t has_ib : 1;
	uint64_t has_cei : 1;

	uint64_t has_diag318 : 1;
	uint64_t has_sop : 1;
	uint64_t has_gsls : 1;
	uint64_t has_esop : 1;
	uint64_t has_cmma : 1;
	uint64_t has_64bscao : 1;
	uint64_t has_esca : 1;
	uint64_t has_kss : 1;
	uint64_t has_pfmfi : 1;
	uint64_t has_ibs : 1;
	uint64_t : 64 - 17;
};

extern struct sclp_facilities sclp_facilities;

/* The library's page-aligned control block; take it with sclp_mark_busy(). */
extern char _sccb[];

void sclp_setup_int(void);
void sclp_handle_ext(void);
void sclp_wait_busy(void);

/* One request at a time: wait for the turn, take it; give it back */
void sclp_mark_busy(void);
void sclp_clear_busy(void);

/*
 * sclp_service_call() - issue a command and wait until it is complete
 * @command: SCLP_*
 * @sccb: control block
 *
 * The caller has called sclp_mark_busy(). Returns 0, or -1 when the command
 * was not accepted; the outcome is in the block's response code.
 */
int sclp_service_call(unsigned int command, void *sccb);

/* Start-up steps, in this order */
void sclp_read_info(void);
void sclp_facilities_setup(void);
void sclp_console_setup(void);
void sclp_memory_setup(void);

/* sclp_get_cpu_num() - configured CPUs; 1 before sclp_read_info() */
int sclp_get_cpu_num(void);
CPUEntry *sclp_get_cpu_entries(void);

/* sclp_print() - text to both kinds of console */
void sclp_print(const char *str);

uint64_t get_ram_size(void);
uint64_t get_max_ram_size(void);

/* sclp_get_stsi_mnest() - deepest topology level STSI 15.1.x offers */
uint64_t sclp_get_stsi_mnest(void);

#endif
