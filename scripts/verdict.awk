# SPDX-License-Identifier: LGPL-2.1-or-later
#
# verdict.awk: one finished run (or one that was not started) into a verdict. Runs in mawk, gawk and busybox awk.
#
#   awk -v tap=FILE -v json=FILE -f verdict.awk [part=exp EXPECTATIONS] [part=err STDERR] [part=con CONSOLE]
#
# CONSOLE has only printable characters and ends with a line whose last characters are "\001END". What is known of the
# run stands in the environment, KV_*: NAME RC (the VMM's status) QUOTA (the
# console's limit in bytes, 0 for none) MODE (device: the status is the guest's, console: the
# EXIT line is) TIMEDOUT (the limit, if it passed) FLOOD (a harness met the quota) SKIP and ERROR (the
# reason why it was not started) HARNESS (what a harness has to say: fail TEXT, pass TEXT, skip TEXT, lab TEXT, as OUTCOME
# STATUS TEXT) and the facts for the
# conditions and the JSON line. EXPECT=off takes no notice of the expectations.
#
# Prints four lines: verdict (pass fail skip error), exit status, text for the human line, "stack" if there is a stack
# to translate. tap gets unnumbered TAP lines, json one line.

BEGIN {
	nlines = 0; nentries = 0; nerr = 0; summary = ""; exit_line = ""; stack = ""; half = ""; con_bytes = 0
	name = ENVIRON["KV_NAME"]
	expect = ENVIRON["KV_EXPECT"] != "off"
	exp_name = ENVIRON["KV_EXPECTATIONS"]
	exp_error = ""
	nglobs = 0
}

# ---- expectations.cfg ---------------------------------------------------------------------------------

function exp_fail(text) {
	if (exp_error == "")
		exp_error = exp_name ":" FNR ": " text
}

function trim(s) {
	sub(/^[ \t\r]+/, "", s)
	sub(/[ \t\r]+$/, "", s)
	return s
}

# glob(text, pattern): * is any text, ? any character, all else itself
function glob(text, pat,   n, part, i, at) {
	if (index(pat, "?"))
		return glob_slow(text, pat)
	n = split(pat, part, "*")
	if (n == 1)
		return text == pat
	if (substr(text, 1, length(part[1])) != part[1])
		return 0
	text = substr(text, length(part[1]) + 1)
	for (i = 2; i < n; i++) {
		at = index(text, part[i])
		if (!at)
			return 0
		text = substr(text, at + length(part[i]))
	}
	return length(text) >= length(part[n]) && substr(text, length(text) - length(part[n]) + 1) == part[n]
}

function glob_slow(text, pat,   ti, pi, star, mark, c) {
	ti = 1; pi = 1; star = 0; mark = 0
	while (ti <= length(text)) {
		c = substr(pat, pi, 1)
		if (c == "*") {
			star = pi++
			mark = ti
		} else if (c != "" && (c == "?" || c == substr(text, ti, 1))) {
			pi++; ti++
		} else if (star) {
			pi = star + 1
			ti = ++mark
		} else {
			return 0
		}
	}
	while (substr(pat, pi, 1) == "*")
		pi++
	return pi > length(pat)
}

part == "exp" {
	line = trim($0)
	if (line == "" || substr(line, 1, 1) == "#")
		next
	if (substr(line, 1, 1) == "[") {
		if (line !~ /^\[[^]]+\]([ \t]*#.*)?$/)
			exp_fail("bad section header '" line "'")
		sub(/^\[/, "", line)
		sub(/\].*/, "", line)
		e = ++nentries
		e_name[e] = line; e_line[e] = FNR; e_when[e] = ""; e_reason[e] = ""; e_globs[e] = 0; e_outcome[e] = ""
		next
	}
	eq = index(line, "=")
	key = eq ? trim(substr(line, 1, eq - 1)) : ""
	val = eq ? trim(substr(line, eq + 1)) : ""
	if (key !~ /^(fail|flaky|outcome|when|reason)$/ || val == "") {
		exp_fail("not understood: '" line "'; the keys are fail, flaky, outcome, when and reason")
	} else if (!nentries) {
		exp_fail("'" key "' stands before the first section")
	} else if (key == "fail" || key == "flaky") {
		g = ++nglobs
		g_entry[g] = nentries; g_text[g] = val; g_line[g] = FNR; g_flaky[g] = key == "flaky"
		# a check that holds is reported without the values
		g_stem[g] = ""
		if (match(val, /: expected .*/))
			g_stem[g] = substr(val, 1, RSTART - 1)
		e_globs[nentries]++
	} else if (key == "outcome") {
		if (val !~ /^(timeout|crash|abort|vmm|exit|flood|lab|any)$/)
			exp_fail("unknown outcome '" val "'; one of timeout crash abort vmm exit flood lab any")
		e_outcome[nentries] = val
	} else if (key == "when") {
		e_when[nentries] = e_when[nentries] " " val
	} else {
		e_reason[nentries] = e_reason[nentries] (e_reason[nentries] == "" ? "" : " ") val
	}
	next
}

# version_cmp(a, b): -1, 0 or 1, number by number
function version_cmp(a, b,   x, y, n, m, i) {
	n = split(a, x, /[.]/); m = split(b, y, /[.]/)
	for (i = 1; i <= n || i <= m; i++) {
		if (x[i] + 0 < y[i] + 0) return -1
		if (x[i] + 0 > y[i] + 0) return 1
	}
	return 0
}

# in_range(version, "<9.0", ">=7.2<9"): do all comparisons hold?
function in_range(version, range,   op, num, c) {
	while (range != "") {
		if (!match(range, /^(<=|>=|<|>|==|=)[0-9.]+/))
			return -1
		num = substr(range, 1, RLENGTH)
		range = substr(range, RLENGTH + 1)
		op = num
		sub(/[0-9.]+$/, "", op)
		sub(/^[<>=]+/, "", num)
		if (version == "")
			return 0
		c = version_cmp(version, num)
		if (op == "<" && c >= 0 || op == "<=" && c > 0 || op == ">" && c <= 0 || op == ">=" && c < 0 || op ~ /^=/ && c != 0)
			return 0
	}
	return 1
}

# holds(entry): does its when hold for this run?
function holds(e,   n, w, i) {
	n = split(e_when[e], w, " ")
	for (i = 1; i <= n; i++)
		if (!holds_one(e, w[i]))
			return 0
	return 1
}

function holds_one(e, cond,   key, op, val, have, n, alt, i, hit, r, v) {
	if (!match(cond, /^[a-z_]+/)) {
		exp_error = exp_name ":" e_line[e] ": condition '" cond "' is not NAME=VALUE"
		return 0
	}
	key = substr(cond, 1, RLENGTH)
	val = substr(cond, RLENGTH + 1)
	if (key == "engine") {
		# what carries out the guest's instructions: the accelerator, but in the lab TCG below KVM
		have = ENVIRON["KV_HOST"] == "lab" ? "tcg" : ENVIRON["KV_ACCEL"]
	} else if (("KV_" toupper(key)) in ENVIRON && key ~ /^(accel|vmm|machine|cpu|host_cpu|kernel|arch|host_arch|host|page_size|firmware)$/) {
		have = ENVIRON["KV_" toupper(key)]
	} else {
		exp_error = exp_name ":" e_line[e] ": unknown condition '" cond "'"
		return 0
	}
	if (key == "kernel" && match(have, /^[0-9.]+/) && val ~ /^[<>]/)
		have = substr(have, 1, RLENGTH)
	if (val ~ /^[<>]/) {
		r = in_range(have, val)
		if (r < 0)
			exp_error = exp_name ":" e_line[e] ": bad version range in '" cond "'"
		return r > 0
	}
	if (val !~ /^!?=./) {
		exp_error = exp_name ":" e_line[e] ": condition '" cond "' is not NAME=VALUE"
		return 0
	}
	op = substr(val, 1, 1)
	val = substr(val, op == "!" ? 3 : 2)
	hit = 0
	n = split(val, alt, ",")
	for (i = 1; i <= n; i++) {
		v = alt[i]
		r = 1
		if (key == "vmm" && match(v, /[<>=]/)) {
			r = in_range(ENVIRON["KV_VMM_VERSION"], substr(v, RSTART))
			v = substr(v, 1, RSTART - 1)
			if (r < 0) {
				exp_error = exp_name ":" e_line[e] ": bad version range in '" cond "'"
				return 0
			}
		}
		if (r && glob(have, v))
			hit = 1
	}
	return op == "!" ? !hit : hit
}

# ---- stderr of the VMM -----------------------------------------------------------------------------------

part == "err" {
	sub(/[ \t\r]+$/, "")
	if ($0 == "")
		next
	err_last = $0
	if (tolower($0) !~ /warning/ && $0 !~ /terminating on signal/) {
		fatal[++nerr] = $0
	}
	if (match($0, /terminating on signal [0-9]+/))
		killed = substr($0, RSTART + 22, RLENGTH - 22) + 0
	next
}

# ---- console -----------------------------------------------------------------------------------------------

{
	bytes += length($0) + 1
	sub(/\r+$/, "")
	if (index($0, "\001END")) {
		at = index($0, "\001END")
		$0 = substr($0, 1, at - 1)
		if ($0 == "")
			next
		con_bytes++
		if ($0 ~ /^(PASS|FAIL|SKIP|XFAIL|XPASS|KFAIL|ABORT|SUMMARY):/ || $0 ~ /^(PA(SS?)?|FA(IL?)?|SK(IP?)?|SU(M.*)?)$/)
			half = $0
	}
}

$0 == "" { next }

{ con_bytes++ }

/^(PASS|FAIL|SKIP|XFAIL|XPASS|KFAIL): / {
	at = index($0, ":")
	kind[++nlines] = tolower(substr($0, 1, at - 1))
	msg[nlines] = substr($0, at + 2)
	next
}

/^ABORT: / { abort_text = substr($0, 8); next }
/assert failed/ { if (abort_text == "") abort_text = $0; next }
/SUMMARY: / { summary = $0; sub(/.*SUMMARY: /, "", summary); next }
/^EXIT: STATUS=[0-9]+$/ { exit_line = substr($0, 14) + 0; next }
/STACK: / { if ($0 ~ /^[ \t?]*STACK: @?[0-9a-f]/) stack = "stack"; next }

# ---- verdict -------------------------------------------------------------------------------------------------

function signal_name(n,   s) {
	s = "1 SIGHUP 2 SIGINT 3 SIGQUIT 4 SIGILL 6 SIGABRT 7 SIGBUS 8 SIGFPE 9 SIGKILL 11 SIGSEGV 13 SIGPIPE 15 SIGTERM 25 SIGXFSZ "
	if (match(" " s, " " n " "))
		return substr(s, RSTART + length(n "") + 1, index(substr(s, RSTART + length(n "") + 1), " ") - 1)
	return "signal " n
}

# words(line): what QEMU says, without its name and the option in front
function vmm_words(s) {
	sub(/^[^ ]*(qemu|bochs|lkvm)[^ :]*: /, "", s)
	return s
}

# cannot(line): does the VMM say that it lacks a machine, CPU model, device, property or accelerator?
function cannot(s) {
	return s ~ /unsupported machine type|unable to find CPU model|is not a valid device model name/ ||
	       s ~ /[Pp]roperty '[^']*' not found|Parameter '[^']*' is unexpected|invalid accelerator|invalid object type/ ||
	       s ~ /[Ii]nvalid SMP CPUs|exceeds max CPUs|max CPUs supported|exceeds the maximum cpus|SMP CPUs.*(supported|exceed)/ ||
	       s ~ /(not|n't) (be )?support|[Uu]nsupported|not available|unavailable|requires (KVM|kvm)|requires the use of KVM/ ||
	       s ~ /is only (available|supported)|only (available|supported) (with|in|on|by)|No '[^']*' bus found|not a valid (CPU|machine)/ ||
	       s ~ /[Ii]nvalid (CPU|cpu) (model|type)|unknown (CPU|cpu) (model|type)|[Ii]nvalid GIC version|not usable|not compiled in/ ||
	       s ~ /maximum number of|cannot use .* (with|without)|is not enabled|is missing in this|not permitted on this/
}

# classify(): status, outcome and reason of a run that was started
function classify(   rc, s, w) {
	rc = ENVIRON["KV_RC"] + 0
	outcome = ""; reason = ""; status = 0
	# the limit is set in units of 512 bytes; a VMM that has the signal ignored runs on until the time limit
	if (ENVIRON["KV_FLOOD"] != "" || (ENVIRON["KV_QUOTA"] >= 512 && bytes > ENVIRON["KV_QUOTA"] - 512)) {
		outcome = "flood"; status = 1
		reason = "console output over " ENVIRON["KV_QUOTA"] " bytes; the log is cut there"
		return
	}
	if (ENVIRON["KV_TIMEDOUT"] != "") {
		outcome = "timeout"; status = 124
		reason = "timeout; duration=" ENVIRON["KV_TIMEDOUT"]
		return
	}
	if (ENVIRON["KV_HARNESS"] ~ /^fail /) {
		outcome = "exit"; status = rc
		reason = substr(ENVIRON["KV_HARNESS"], 6)
		return
	}
	if (match(ENVIRON["KV_HARNESS"], /^as [a-z-]+ [0-9]+ /)) {
		# a record of an earlier run, to be judged anew
		reason = substr(ENVIRON["KV_HARNESS"], RLENGTH + 1)
		split(ENVIRON["KV_HARNESS"], w, " ")
		outcome = w[2] == "-" ? "" : w[2]; status = w[3] + 0
		return
	}
	if (ENVIRON["KV_HARNESS"] ~ /^lab /) {
		# the emulated host below KVM ended, not the guest
		outcome = "lab"; status = 2
		reason = substr(ENVIRON["KV_HARNESS"], 5)
		return
	}
	if (ENVIRON["KV_HARNESS"] ~ /^skip /) {
		status = 77
		reason = substr(ENVIRON["KV_HARNESS"], 6)
		return
	}
	if (ENVIRON["KV_HARNESS"] ~ /^pass/)
		return
	if ((rc == 0 || rc == 1) && killed) {
		signalled(128 + killed)
		return
	}
	s = rc
	if (rc == 0 || (ENVIRON["KV_MODE"] == "console" && rc == 1 && !nerr)) {
		if (exit_line == "") {
			outcome = "vmm"; status = 1
			reason = "the VMM ended without the guest's exit status" (nerr ? ": " vmm_words(fatal[nerr]) : "")
			return
		}
		s = exit_line
	} else if (rc == 1 && nerr) {
		reason = vmm_words(fatal[nerr])
		if (!con_bytes)
			for (i = 1; i <= nerr; i++)
				if (cannot(fatal[i])) {
					status = 77
					reason = vmm_words(fatal[i])
					return
				}
		outcome = "vmm"; status = 1
		return
	}
	if (s == 134) {
		outcome = "crash"; status = 134
		reason = "QEMU Aborted" (nerr ? ": " vmm_words(fatal[nerr]) : "")
	} else if (s > 128) {
		signalled(s)
	} else if (s == 1) {
		status = 0
	} else if (s == 3) {
		status = 3
	} else if (s == 77) {
		status = 77
	} else if (s == 127) {
		outcome = "abort"; status = 127
		reason = "aborted" (abort_text != "" ? ": " abort_text : "")
	} else {
		outcome = s % 2 ? "exit" : "vmm"; status = s
		reason = s % 2 ? "guest exit code " int(s / 2) : "exit status " s " of the VMM" (nerr ? ": " vmm_words(fatal[nerr]) : "")
	}
}

function signalled(s) {
	outcome = "crash"
	status = s
	reason = "terminated on " signal_name(s - 128) (nerr ? ": " vmm_words(fatal[nerr]) : "")
}

function tap_text(s) {
	while (match(s, /[^\\]#[ \t]*([tT][oO][dD][oO]|[sS][kK][iI][pP])/))
		s = substr(s, 1, RSTART) "\\" substr(s, RSTART + 1)
	sub(/^#/, "\\#", s)
	return s
}

function tap_line(text) {
	if (tap != "")
		print text > tap
}

function json_text(s,   i, c, r) {
	if (s ~ /["\\\t]/) {
		r = ""
		for (i = 1; i <= length(s); i++) {
			c = substr(s, i, 1)
			r = r (c == "\"" ? "\\\"" : c == "\\" ? "\\\\" : c == "\t" ? "\\t" : c)
		}
		s = r
	}
	gsub(/[[:cntrl:]]/, "?", s)
	return "\"" s "\""
}

function used(e,   id) {
	id = exp_name ":" e_line[e]
	if (!(id in used_set)) {
		used_set[id] = 1
		used_list = used_list (used_list == "" ? "" : ",") json_text(id)
	}
	return id
}

function expected_as(e) { return " # TODO " (e_reason[e] == "" ? "expected" : e_reason[e]) " (" exp_name ":" e_line[e] ")" }

# match_line(text): the first glob that fits, 0 if none
function match_line(text,   g) {
	for (g = 1; g <= nglobs; g++)
		if (g_on[g] && glob(text, g_text[g]))
			return g
	return 0
}

# stem_passed(text): remembers the globs with values whose check held
function stem_passed(text,   g) {
	for (g = 1; g <= nglobs; g++)
		if (g_on[g] && !g_flaky[g] && g_stem[g] != "" && !(g in g_passed) && glob(text, g_stem[g]))
			g_passed[g] = text
}

# stems(): a glob with values of which checks held and none failed has nothing left to name
function stems(   g, text) {
	for (g = 1; g <= nglobs; g++)
		if ((g in g_passed) && !(g in g_failed)) {
			used(g_entry[g])
			xpassed++
			text = "unexpected pass: '" g_passed[g] "'; remove its entry at " exp_name ":" g_line[g]
			if (xpass_text == "")
				xpass_text = text
			tap_line("not ok - " name ": " tap_text(text))
		}
}

# add_line(i): TAP and JSON of report line i
function add_line(i,   g, id, v, at) {
	v = kind[i]
	id = ""
	if (v == "fail") {
		count["fail"]++
		g = match_line(msg[i])
		if (g) {
			id = used(g_entry[g])
			expected++
			g_failed[g]++
			tap_line("not ok - " tap_text(msg[i]) expected_as(g_entry[g]))
		} else {
			unexpected++
			tap_line("not ok - " tap_text(msg[i]))
		}
	} else if (v == "pass") {
		count["pass"]++
		g = match_line(msg[i])
		if (g && !g_flaky[g]) {
			id = used(g_entry[g])
			xpassed++
			if (xpass_text == "")
				xpass_text = "unexpected pass: '" msg[i] "'; remove its entry at " exp_name ":" g_line[g]
			tap_line("not ok - " tap_text(msg[i]) " (unexpected pass: remove its entry at " exp_name ":" g_line[g] ")")
			v = "unexpected pass"
		} else {
			if (g)
				id = used(g_entry[g])
			else
				stem_passed(msg[i])
			tap_line("ok - " tap_text(msg[i]))
		}
	} else if (v == "skip") {
		count["skip"]++
		at = 0
		while (match(substr(msg[i], at + 1), /: /))
			at += RSTART
		if (at)
			tap_line("ok - " tap_text(substr(msg[i], 1, at - 1)) " # SKIP " substr(msg[i], at + 2))
		else
			tap_line("ok - " name " # SKIP " msg[i])
	} else if (v == "xpass") {
		count["xpass"]++
		unexpected++
		tap_line("not ok - " tap_text(msg[i]) " (unexpected pass)")
	} else {
		count[v]++
		tap_line("not ok - " tap_text(msg[i]) " # TODO " (v == "kfail" ? "known failure" : "expected failure"))
	}
	lines = lines (i > 1 ? "," : "") "{\"verdict\":" json_text(v) ",\"text\":" json_text(msg[i]) \
		(id == "" ? "" : ",\"expectation\":" json_text(id)) "}"
}

function env_json(key, var) { return json_text(key) ":" json_text(ENVIRON["KV_" var]) }

function number(s) { return s ~ /^[0-9]+$/ ? s + 0 : 0 }

function write_json(   s, k, i, list) {
	s = "{" env_json("name", "NAME") "," env_json("arch", "ARCH") "," env_json("image", "IMAGE") \
	    "," env_json("image_digest", "DIGEST") "," env_json("vmm", "VMM") "," env_json("vmm_version", "VMM_VERSION") \
	    "," env_json("accel", "ACCEL") "," env_json("machine", "MACHINE") "," env_json("cpu", "CPU") \
	    "," env_json("kernel", "KERNEL") "," env_json("host_arch", "HOST_ARCH") "," env_json("host_cpu", "HOST_CPU") \
	    "," env_json("build", "BUILD") "," env_json("groups", "GROUPS") "," env_json("command", "COMMAND") \
	    "," env_json("log", "LOG") "," env_json("start", "START") \
	    ",\"duration\":" sprintf("%.3f", ENVIRON["KV_MS"] / 1000) \
	    ",\"verdict\":" json_text(verdict) ",\"outcome\":" json_text(outcome) ",\"reason\":" json_text(reason) \
	    ",\"summary\":" json_text(summary) ",\"status\":" status ",\"vmm_status\":" number(ENVIRON["KV_RC"]) ",\"counts\":{"
	list = split("pass fail skip xfail kfail xpass", k, " ")
	for (i = 1; i <= list; i++)
		s = s (i > 1 ? "," : "") "\"" k[i] "\":" (count[k[i]] + 0)
	s = s ",\"expected\":" expected + 0 ",\"unexpected_pass\":" xpassed + 0 "}"
	print s ",\"expectations\":[" used_list "],\"lines\":[" lines "]}" > json
	close(json)
}

# finish(): the outcome of the whole test against the expectations of outcomes
function whole_test(   e, hit) {
	hit = 0
	for (e = 1; e <= nentries; e++) {
		if (!e_on[e] || e_outcome[e] == "")
			continue
		if (outcome != "" && (e_outcome[e] == outcome || e_outcome[e] == "any")) {
			if (!hit)
				hit = e
		} else if (outcome == "" && status != 77) {
			used(e)
			xpassed++
			xpass_text = "unexpected pass: the test ended by itself; remove its entry at " exp_name ":" e_line[e]
			tap_line("not ok - " name ": " xpass_text)
		}
	}
	if (outcome == "")
		return
	if (hit) {
		used(hit)
		expected++
		tap_line("not ok - " name ": " tap_text(reason) expected_as(hit))
		outcome_expected = 1
	} else {
		unexpected++
		tap_line("not ok - " name ": " tap_text(reason))
	}
}

function plural(n, word) { return n " " word (n == 1 ? "" : "s") }

END {
	verdict = "pass"; text = ""; unexpected = 0; expected = 0; xpassed = 0; outcome_expected = 0
	outcome = ""; reason = ""; status = 0; lines = ""; used_list = ""; xpass_text = ""
	for (e = 1; e <= nentries; e++) {
		e_on[e] = expect && glob(name, e_name[e]) && holds(e)
		if (e_reason[e] == "" && exp_error == "")
			exp_error = exp_name ":" e_line[e] ": an entry needs a reason"
		if (!e_globs[e] && e_outcome[e] == "" && exp_error == "")
			exp_error = exp_name ":" e_line[e] ": an entry needs fail, flaky or outcome"
	}
	for (g = 1; g <= nglobs; g++)
		g_on[g] = e_on[g_entry[g]]
	if (ENVIRON["KV_SKIP"] != "") {
		verdict = "skip"; status = 2; text = reason = ENVIRON["KV_SKIP"]
		tap_line("ok - " name " # SKIP " reason)
	} else if (ENVIRON["KV_ERROR"] != "") {
		verdict = "error"; status = 2; text = reason = ENVIRON["KV_ERROR"]
		tap_line("not ok - " name ": " tap_text(reason))
	} else {
		classify()
		for (i = 1; i <= nlines; i++)
			add_line(i)
		stems()
		if (outcome == "" && half != "" && ENVIRON["KV_HARNESS"] == "") {
			outcome = "exit"; status = 1
			reason = "the console ends in the middle of a line: '" half "'"
		}
		if (outcome == "" && status == 3 && !count["fail"] && !count["xpass"]) {
			outcome = "exit"
			reason = "guest exit code 1 without a failed check"
		}
		if (ENVIRON["KV_HARNESS"] ~ /^pass ./) {
			count["pass"]++
			tap_line("ok - " tap_text(substr(ENVIRON["KV_HARNESS"], 6)))
			lines = lines (nlines ? "," : "") "{\"verdict\":\"pass\",\"text\":" json_text(substr(ENVIRON["KV_HARNESS"], 6)) "}"
			nlines++
		}
		whole_test()
		if (status == 77 && outcome == "") {
			verdict = unexpected || xpassed ? "fail" : "skip"
			if (reason == "")
				reason = summary != "" ? summary : count["skip"] ? msg[nlines] : "the guest reported no result"
			text = reason
			if (!nlines)
				tap_line("ok - " name " # SKIP " reason)
		} else if (unexpected || xpassed) {
			verdict = "fail"
		}
		if (verdict == "fail" && status == 0)
			status = 1
		if (verdict == "pass" && status)
			status = 0
		if (verdict == "fail") {
			text = outcome != "" && !outcome_expected ? reason : summary
			if (xpass_text != "")
				text = text (text == "" ? "" : "; ") xpass_text
			if (reason == "")
				reason = xpass_text != "" && unexpected == 0 ? xpass_text : plural(unexpected, "unexpected failure")
			if (text == "")
				text = reason
		} else if (verdict == "pass") {
			text = summary
			if (outcome_expected)
				text = reason " as expected"
			if (expected)
				text = text (text == "" ? "" : "; ") plural(expected, "failure") " expected"
			if (!nlines && !outcome_expected)
				tap_line("ok - " name)
		}
		if (verdict == "fail" && outcome == "lab")
			verdict = "error"
	}
	if (exp_error != "" && expect) {
		verdict = "error"; status = 2; reason = text = exp_error
		tap_line("not ok - " name ": " exp_error)
	}
	gsub(/[[:cntrl:]]/, "?", text)
	if (json != "")
		write_json()
	if (tap != "")
		close(tap)
	print verdict
	print status
	print text
	print stack
}
