// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Console: text goes out as ASCII console data and as line-mode messages,
 * whichever the machine takes; characters come in as ASCII data or as an
 * operator command.
 */
#include <libcflat.h>
#include <string.h>
#include <asm/arch_def.h>
#include <asm/page.h>
#include <hardware.h>
#include <sclp.h>

/* EBCDIC code page 037 for ASCII 0x20-0x7e */
static const uint8_t ebcdic_printable[] = {
	0x40, 0x5a, 0x7f, 0x7b, 0x5b, 0x6c, 0x50, 0x7d, 0x4d, 0x5d, 0x5c, 0x4e, 0x6b, 0x60, 0x4b, 0x61,
	0xf0, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0x7a, 0x5e, 0x4c, 0x7e, 0x6e, 0x6f,
	0x7c, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xd1, 0xd2, 0xd3, 0xd4, 0xd5, 0xd6,
	0xd7, 0xd8, 0xd9, 0xe2, 0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9, 0xba, 0xe0, 0xbb, 0xb0, 0x6d,
	0x79, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96,
	0x97, 0x98, 0x99, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7, 0xa8, 0xa9, 0xc0, 0x4f, 0xd0, 0xa1,
};

#define EBCDIC_UNKNOWN	0x3f	/* SUB */
#define EBCDIC_TAB	0x05

#define LINE_MAX	119
#define STRING_MAX	2048

static char line_buffer[LINE_MAX];
static unsigned int line_length;

/* Characters that came with an event and nobody has asked for yet */
static unsigned char input[256];
static unsigned int input_head, input_count;

/* What the machine takes from us; both until it has told */
static sccb_mask_t machine_receives = SCLP_EVENT_MASK_MSG_ASCII | SCLP_EVENT_MASK_MSG;

static uint8_t to_ebcdic(char c)
{
	unsigned char u = c;

	if (u == '\t')
		return EBCDIC_TAB;
	if (u < 0x20 || u - 0x20 >= sizeof(ebcdic_printable))
		return EBCDIC_UNKNOWN;
	return ebcdic_printable[u - 0x20];
}

static int from_ebcdic(uint8_t c)
{
	for (unsigned int i = 0; i < sizeof(ebcdic_printable); i++)
		if (ebcdic_printable[i] == c)
			return 0x20 + i;
	return c == EBCDIC_TAB ? '\t' : '?';
}

static void queue_input(int c)
{
	if (input_count < sizeof(input)) {
		input[(input_head + input_count) % sizeof(input)] = c;
		input_count++;
	}
}

static bool host_is_machine(void)
{
	return stsi_get_fc() == 2;
}

static void print_ascii(const char *str)
{
	static bool screen_reset;
	WriteEventData *sccb = (void *)_sccb;
	unsigned int room = PAGE_SIZE - offsetof(WriteEventData, msg), len = 0;
	bool lpar = host_is_machine();

	sclp_mark_busy();
	memset(sccb, 0, sizeof(*sccb));
	/* the terminal of a hardware console wants a reset and carriage returns */
	if (lpar && !screen_reset) {
		sccb->msg.data[len++] = 0x1b;
		sccb->msg.data[len++] = 'c';
		screen_reset = true;
	}
	for (; *str && len < room - 1; str++) {
		sccb->msg.data[len++] = *str;
		if (lpar && *str == '\n')
			sccb->msg.data[len++] = '\r';
	}
	sccb->h.length = offsetof(WriteEventData, msg) + len;
	sccb->h.function_code = SCLP_FC_NORMAL_WRITE;
	sccb->ebh.length = sizeof(EventBufferHeader) + len;
	sccb->ebh.type = SCLP_EVENT_ASCII_CONSOLE_DATA;
	sclp_service_call(SCLP_CMD_WRITE_EVENT_DATA, sccb);
}

static void flush_line(void)
{
	WriteEventData *sccb = (void *)_sccb;
	struct mdb *mdb = &sccb->msg.mdb;
	uint8_t *text = (uint8_t *)(mdb + 1);

	sclp_mark_busy();
	memset(sccb, 0, sizeof(*sccb));
	sccb->h.length = sizeof(*sccb) + line_length;
	sccb->h.function_code = SCLP_FC_NORMAL_WRITE;
	sccb->ebh.type = EVTYP_MSG;
	sccb->ebh.length = sccb->h.length - sizeof(SCCBHeader);
	mdb->header.type = 1;
	mdb->header.tag = EBC_MDB;
	mdb->header.revision_code = 1;
	mdb->header.length = sccb->ebh.length - sizeof(EventBufferHeader);
	mdb->go.length = sizeof(mdb->go);
	mdb->go.type = MDBTYP_GO;
	mdb->mto.length = sizeof(mdb->mto) + line_length;
	mdb->mto.type = MDBTYP_MTO;
	mdb->mto.line_type_flags = LNTPFLGS_ENDTEXT;
	for (unsigned int i = 0; i < line_length; i++)
		text[i] = to_ebcdic(line_buffer[i]);
	line_length = 0;
	sclp_service_call(SCLP_CMD_WRITE_EVENT_DATA, sccb);
}

static void print_line_mode(const char *str)
{
	for (; *str; str++) {
		if (*str == '\n') {
			flush_line();
			continue;
		}
		line_buffer[line_length++] = *str;
		if (line_length == LINE_MAX)
			flush_line();
	}
}

void sclp_print(const char *str)
{
	if (strlen(str) > STRING_MAX)
		str = "Warning: Printing is limited to 2KB of data.\n";
	if (!*str)
		return;
	if (machine_receives & SCLP_EVENT_MASK_MSG_ASCII)
		print_ascii(str);
	if (machine_receives & SCLP_EVENT_MASK_MSG)
		print_line_mode(str);
}

/* Tell the machine which events we take and make; true if it agreed. */
static bool set_event_mask(sccb_mask_t receive, sccb_mask_t send, sccb_mask_t *theirs)
{
	WriteEventMask *sccb = (void *)_sccb;
	uint16_t response;

	sclp_mark_busy();
	memset(sccb, 0, sizeof(*sccb));
	sccb->h.length = sizeof(*sccb);
	sccb->h.function_code = SCLP_FC_NORMAL_WRITE;
	sccb->h.control_mask[2] = SCLP_CM2_VARIABLE_LENGTH_RESPONSE;
	sccb->mask_length = sizeof(sccb_mask_t);
	sccb->cp_receive_mask = receive;
	sccb->cp_send_mask = send;
	if (sclp_service_call(SCLP_CMD_WRITE_EVENT_MASK, sccb))
		return false;
	response = sccb->h.response_code;
	if (theirs)
		*theirs = sccb->receive_mask;
	return response == SCLP_RC_NORMAL_COMPLETION;
}

void sclp_console_setup(void)
{
	sccb_mask_t theirs = 0;
	const sccb_mask_t both = SCLP_EVENT_MASK_MSG_ASCII | SCLP_EVENT_MASK_MSG;

	/* Without a console nobody would see a message about it. */
	assert(set_event_mask(0, both, &theirs));
	machine_receives = theirs & both ? theirs & both : both;
}

/* The text command nested in general data streams, NULL if there is none */
static const struct gds_subvector *find_text(const uint8_t *p, const uint8_t *end)
{
	static const uint16_t path[] = { GDS_ID_MDSMU, GDS_ID_CPMSU, GDS_ID_TEXTCMD };
	static const uint8_t keys[] = { GDS_KEY_SELFDEFTEXTMSG, 0x30 };

	for (unsigned int i = 0; i < ARRAY_SIZE(path); i++) {
		const struct gds_vector *v = NULL;

		while (p + sizeof(*v) <= end) {
			v = (const void *)p;
			if (v->length < sizeof(*v) || p + v->length > end)
				return NULL;
			if (v->gds_id == path[i])
				break;
			p += v->length;
			v = NULL;
		}
		if (!v)
			return NULL;
		end = p + v->length;
		p += sizeof(*v);
	}
	for (unsigned int i = 0; i < ARRAY_SIZE(keys); i++) {
		const struct gds_subvector *v = NULL;

		while (p + sizeof(*v) <= end) {
			v = (const void *)p;
			if (v->length < sizeof(*v) || p + v->length > end)
				return NULL;
			if (v->key == keys[i])
				break;
			p += v->length;
			v = NULL;
		}
		if (!v)
			return NULL;
		end = p + v->length;
		p += sizeof(*v);
		if (i == ARRAY_SIZE(keys) - 1)
			return v;
	}
	return NULL;
}

static void take_events(const uint8_t *p, const uint8_t *end)
{
	while (p + sizeof(EventBufferHeader) <= end) {
		const EventBufferHeader *ebh = (const void *)p;
		const uint8_t *event_end = p + ebh->length;

		if (ebh->length < sizeof(*ebh) || event_end > end)
			return;
		if (ebh->type == SCLP_EVENT_ASCII_CONSOLE_DATA) {
			const ReadEventDataAsciiConsole *ascii = (const void *)p;

			if (ascii->type == SCLP_EVENT_ASCII_TYPE_DATA_STREAM_FOLLOWS)
				for (p = (const uint8_t *)ascii->data; p < event_end; p++)
					queue_input(*p);
		} else if (ebh->type == SCLP_EVENT_OP_CMD) {
			const struct gds_subvector *text = find_text((const uint8_t *)(ebh + 1), event_end);

			if (text) {
				const uint8_t *c = (const uint8_t *)(text + 1);

				for (int n = text->length - sizeof(*text); n > 0; n--)
					queue_input(from_ebcdic(*c++));
				/* an empty command is a pressed key, too */
				queue_input('\n');
			}
		}
		p = event_end;
	}
}

static void read_events(void)
{
	SCCB *sccb = (void *)_sccb;

	sclp_mark_busy();
	memset(sccb, 0, SCCB_SIZE);
	sccb->h.length = SCCB_SIZE;
	sccb->h.function_code = SCLP_UNCONDITIONAL_READ;
	sccb->h.control_mask[2] = SCLP_CM2_VARIABLE_LENGTH_RESPONSE;
	if (sclp_service_call(SCLP_CMD_READ_EVENT_DATA, sccb))
		return;
	if (sccb->h.response_code == SCLP_RC_NORMAL_COMPLETION)
		take_events((const uint8_t *)sccb->data, (const uint8_t *)sccb + sccb->h.length);
}

int __getchar(void)
{
	const sccb_mask_t ours = SCLP_EVENT_MASK_MSG_ASCII | SCLP_EVENT_MASK_MSG;
	int c;

	if (!input_count) {
		set_event_mask(SCLP_EVENT_MASK_MSG_ASCII | SCLP_EVENT_MASK_OPCMD, ours, NULL);
		read_events();
		set_event_mask(0, ours, NULL);
	}
	if (!input_count)
		return -1;
	c = input[input_head];
	input_head = (input_head + 1) % sizeof(input);
	input_count--;
	return c;
}
