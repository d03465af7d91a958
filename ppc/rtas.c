// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * rtas: run-time abstraction services of a PAPR guest (LoPAPR, chapter 7): the
 * time of day, and the answers to calls that are wrong.
 *
 * get-time-of-day wants date=SECONDS, the host's time when the run began, and
 * takes slack=SECONDS, how much later this guest may have started (30).
 */
#include <libcflat.h>
#include <subtest.h>
#include <asm/io.h>
#include <asm/processor.h>
#include <asm/rtas.h>
#include <asm/setup.h>
#include <asm/smp.h>
#include <asm/time.h>

#define RTAS_PARAMETER	(-3)

static const char *needs_pseries(void)
{
	return machine_is_pseries() ? NULL : "not pseries";
}

struct date {
	int year, month, day, hour, minute, second, ns;
};

/* Days of the proleptic Gregorian calendar; the year begins in March. */
static u64 to_seconds(const struct date *d)
{
	long y = d->month > 2 ? d->year : d->year - 1;
	long m = (d->month + 9) % 12;
	long days = 365 * y + y / 4 - y / 100 + y / 400 + (m * 306 + 5) / 10 + d->day - 1;

	return ((days - 719468) * 24 + d->hour) * 3600UL + d->minute * 60 + d->second;
}

static int get_date(u32 token, struct date *d)
{
	return rtas_call(token, 0, 8, (int *)d);
}

/* The clock must advance by a second while this CPU counts as long. */
static void check_runs(u32 token, u64 start)
{
	uint64_t begin = get_tb();
	struct date d;
	u64 now = start;

	while (now < start + 1 && get_tb() - begin < 4 * tb_hz)
		if (get_date(token, &d) == 0)
			now = to_seconds(&d);
	check_ge(now, start + 1, "clock within 4 s");
}

static void get_time_of_day(void)
{
	struct date d;
	u32 token;
	u64 now, want = subtest_arg_long("date", 0);

	if (!subtest_arg("date"))
		report_abort("get-time-of-day needs date=SECONDS");
	if (!check_eq(rtas_token("get-time-of-day", &token), 0, "get-time-of-day token"))
		return;
	check_eq(get_date(token, &d), 0, "get-time-of-day: status");
	now = to_seconds(&d);
	check(d.second >= 0 && d.second <= 59, "second %d", d.second);
	check(d.minute >= 0 && d.minute <= 59, "minute %d", d.minute);
	check(d.hour >= 0 && d.hour <= 23, "hour %d", d.hour);
	check(d.day >= 1 && d.day <= 31, "day %d", d.day);
	check(d.month >= 1 && d.month <= 12, "month %d", d.month);
	check(d.year >= 1970, "year %d", d.year);
	check(d.ns >= 0 && d.ns < 1000000000, "nanosecond %d", d.ns);
	check_ge(now, want, "clock against the host's at the start");
	check_lt(now - want, (u64)subtest_arg_long("slack", 30), "seconds since the host took its time");
	check_runs(token, now);
}

static void set_time_of_day(void)
{
	const struct date day = { 2000, 2, 28, 23, 59, 59 };
	struct date d;
	u32 get, set;
	u64 start = to_seconds(&day);

	if (!check_eq(rtas_token("set-time-of-day", &set), 0, "set-time-of-day token") ||
	    !check_eq(rtas_token("get-time-of-day", &get), 0, "get-time-of-day token"))
		return;
	check_eq(rtas_call(set, 7, 1, NULL, day.year, day.month, day.day, day.hour, day.minute,
			   day.second, 0), 0, "set-time-of-day: status");
	check_eq(get_date(get, &d), 0, "get-time-of-day: status");
	check_lt(to_seconds(&d) - start, 2, "seconds between what was set and what is read");
	check_runs(get, start);
	get_date(get, &d);
	check_eq(d.month * 100 + d.day, 229, "month and day after 28 February 2000, 23:59:59");

	/* A date before, to see that the clock goes both ways; then dates that are none. */
	check_eq(rtas_call(set, 7, 1, NULL, 1999, 1, 1, 0, 0, 0, 0), 0, "set-time-of-day to 1999: status");
	get_date(get, &d);
	check_eq(d.year, 1999, "year after that");
	check_eq(rtas_call(set, 6, 1, NULL, 2000, 1, 1, 0, 0, 0), RTAS_PARAMETER,
		 "set-time-of-day with six inputs: status");
	check_eq(rtas_call(set, 7, 2, NULL, 2000, 1, 1, 0, 0, 0, 0), RTAS_PARAMETER,
		 "set-time-of-day with two outputs: status");
	check_eq(rtas_call(get, 0, 7, (int *)&d), RTAS_PARAMETER, "get-time-of-day with seven outputs: status");
	get_date(get, &d);
	check_eq(d.year, 1999, "year after calls that failed");
}

/* Services that QEMU and KVM have; the wrong number of arguments is an error. */
static void wrong_arguments(void)
{
	static const struct {
		const char *name;
		int nargs, nret;	/* right ones */
	} services[] = {
		{ "get-time-of-day", 0, 8 },
		{ "set-time-of-day", 7, 1 },
		{ "query-cpu-stopped-state", 1, 2 },
		{ "start-cpu", 3, 1 },
		{ "ibm,set-xive", 3, 1 },
		{ "ibm,get-xive", 1, 3 },
		{ "ibm,int-on", 1, 1 },
		{ "ibm,int-off", 1, 1 },
	};
	struct rtas_args args;
	u32 token;

	for (unsigned int i = 0; i < ARRAY_SIZE(services); i++) {
		int rets[16];

		if (rtas_token(services[i].name, &token)) {
			report_info("no %s here", services[i].name);
			continue;
		}
		check_eq(rtas_call_unlocked(&args, token, services[i].nargs + 1, services[i].nret, rets,
					    0, 0, 0, 0, 0, 0, 0, 0), RTAS_PARAMETER,
			 "%s with an input too many: status", services[i].name);
		check_eq(rtas_call_unlocked(&args, token, services[i].nargs, services[i].nret + 1, rets,
					    0, 0, 0, 0, 0, 0, 0, 0), RTAS_PARAMETER,
			 "%s with an output too many: status", services[i].name);
	}
}

static void unknown_tokens(void)
{
	static const u32 tokens[] = { 0, 1, 0x1fff, 0x2fff, 0x7fffffff, 0x80000000, 0xffffffff };
	struct rtas_args args;

	for (unsigned int i = 0; i < ARRAY_SIZE(tokens); i++)
		check_eq(rtas_call_unlocked(&args, tokens[i], 0, 1, NULL), RTAS_PARAMETER,
			 "token %#x: status", tokens[i]);
	/* The block belongs to the caller but for the outputs. */
	check_eq(be32_to_cpu(args.token), 0xffffffff, "token in the block after the call");
	check_eq(be32_to_cpu(args.nret), 1, "number of outputs in the block after the call");
}

/* LoPAPR 7.3.16: parameters 20 (splpar), 42 (DIAGNOSTICS_RUN_MODE), 48 (UUID). */
static void system_parameters(void)
{
	static u8 buffer[4096] __attribute__((aligned(4096)));
	u32 token;
	unsigned int len;
	long text = 0;

	if (rtas_token("ibm,get-system-parameter", &token)) {
		report_skip("no ibm,get-system-parameter");
		return;
	}
	memset(buffer, 0xee, sizeof(buffer));
	check_eq(rtas_call(token, 3, 1, NULL, 20, (u32)(u64)buffer, sizeof(buffer)), 0,
		 "parameter 20: status");
	len = buffer[0] << 8 | buffer[1];
	check(len > 0 && len < 4000, "parameter 20: length %u", len);
	for (unsigned int i = 0; i + 1 < len; i++)
		text += buffer[2 + i] >= 0x20 && buffer[2 + i] < 0x7f;
	check_ge(text, (long)len - 2, "parameter 20: printable characters of %u", len);
	check_eq(buffer[2 + len], 0xee, "parameter 20: byte behind it");
	check_eq(rtas_call(token, 3, 1, NULL, 42, (u32)(u64)buffer, sizeof(buffer)), 0, "parameter 42: status");
	check_eq(buffer[0] << 8 | buffer[1], 1, "parameter 42: length");
	check_eq(rtas_call(token, 3, 1, NULL, 48, (u32)(u64)buffer, sizeof(buffer)), 0, "parameter 48: status");
	check_eq(rtas_call(token, 3, 1, NULL, 9999, (u32)(u64)buffer, sizeof(buffer)), -3,
		 "unknown parameter: status");

	/* A short buffer gets what fits, and no more. */
	memset(buffer, 0xee, sizeof(buffer));
	rtas_call(token, 3, 1, NULL, 20, (u32)(u64)buffer, 8);
	check_eq(buffer[8], 0xee, "parameter 20 into 8 bytes: byte behind them");
}

/* LoPAPR 7.3.10: interrupt sources. */
static void interrupt_sources(void)
{
	u32 set, get, on, off;
	int out[2];

	if (rtas_token("ibm,set-xive", &set) || rtas_token("ibm,get-xive", &get) ||
	    rtas_token("ibm,int-on", &on) || rtas_token("ibm,int-off", &off)) {
		report_skip("no XICS services");
		return;
	}
	check_eq(rtas_call(get, 1, 3, out, 0xffffff), RTAS_PARAMETER, "ibm,get-xive of no source: status");
	check_eq(rtas_call(on, 1, 1, NULL, 0xffffff), RTAS_PARAMETER, "ibm,int-on of no source: status");
	check_eq(rtas_call(off, 1, 1, NULL, 0xffffff), RTAS_PARAMETER, "ibm,int-off of no source: status");
	check_eq(rtas_call(set, 3, 1, NULL, 0xffffff, 0, 5), RTAS_PARAMETER, "ibm,set-xive of no source: status");
	/* Number 2 is the IPI, which is no source of the controller. */
	check_eq(rtas_call(set, 3, 1, NULL, 2, 0, 5), RTAS_PARAMETER, "ibm,set-xive of the IPI: status");
	/* 0x1000: event sources, the first of the platform (hot-plug, EPOW), exist always. */
	if (rtas_call(get, 1, 3, out, 0x1000)) {
		report_skip("no source 0x1000");
		return;
	}
	check_eq(rtas_call(set, 3, 1, NULL, 0x1000, smp_processor_id(), 5), 0, "ibm,set-xive: status");
	check_eq(rtas_call(get, 1, 3, out, 0x1000), 0, "ibm,get-xive: status");
	check_eq(out[0], smp_processor_id(), "ibm,get-xive: server");
	check_eq(out[1], 5, "ibm,get-xive: priority");
	check_eq(rtas_call(set, 3, 1, NULL, 0x1000, 0xbad, 5), RTAS_PARAMETER,
		 "ibm,set-xive with a server that does not exist: status");
	check_eq(rtas_call(off, 1, 1, NULL, 0x1000), 0, "ibm,int-off: status");
	check_eq(rtas_call(get, 1, 3, out, 0x1000), 0, "ibm,get-xive: status");
	check_eq(out[1], 0xff, "ibm,get-xive after ibm,int-off: priority");
	check_eq(rtas_call(on, 1, 1, NULL, 0x1000), 0, "ibm,int-on: status");
	check_eq(rtas_call(get, 1, 3, out, 0x1000), 0, "ibm,get-xive: status");
	check_eq(out[1], 5, "ibm,get-xive after ibm,int-on: priority");
	rtas_call(off, 1, 1, NULL, 0x1000);
}

static const struct subtest subtests[] = {
	{ "get-time-of-day", get_time_of_day, needs_pseries, SUBTEST_NODEFAULT },
	{ "set-time-of-day", set_time_of_day, needs_pseries, SUBTEST_NODEFAULT },
	{ "wrong-arguments", wrong_arguments, needs_pseries },
	{ "unknown-tokens", unknown_tokens, needs_pseries },
	{ "system-parameters", system_parameters, needs_pseries },
	{ "interrupt-sources", interrupt_sources, needs_pseries },
	{ }
};

int main(int argc, char **argv)
{
	report_prefix_push("rtas");
	return run_subtests(subtests, argc, argv);
}
