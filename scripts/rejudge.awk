# SPDX-License-Identifier: LGPL-2.1-or-later
#
# rejudge.awk: one record of results.jsonl back into what verdict.awk takes: facts on stdout, NAME=VALUE, the name first, and
# the report lines into the file -v con=FILE.

# text(string): what stands at the start of a JSON string, without its quotes
function text(s) {
	if (!match(s, /^([^"\\]|\\.)*/))
		return ""
	s = substr(s, 1, RLENGTH)
	gsub(/\\t/, " ", s)
	gsub(/\\\\/, "\001", s)
	gsub(/\\/, "", s)
	gsub("\001", "\\", s)
	return s
}

# field(key): the record's string or number
function field(key,   at) {
	at = index($0, "\"" key "\":")
	if (!at)
		return ""
	at += length(key) + 3
	if (substr($0, at, 1) == "\"")
		return text(substr($0, at + 1))
	match(substr($0, at), /^[0-9.]*/)
	return substr($0, at, RLENGTH)
}

function fact(name, value) {
	print "KV_" name "=" value
}

{
	fact("NAME", field("name"))
	n = split("ARCH IMAGE VMM VMM_VERSION ACCEL MACHINE CPU KERNEL HOST_ARCH HOST_CPU BUILD GROUPS COMMAND LOG START HOST", key, " ")
	for (i = 1; i <= n; i++)
		fact(key[i], field(tolower(key[i])))
	verdict = field("verdict"); outcome = field("outcome"); reason = field("reason"); status = field("status")
	fact("EXPECT", "on")
	fact("DIGEST", field("image_digest"))
	fact("MS", int(field("duration") * 1000))
	fact("RC", field("vmm_status"))
	fact("FIRMWARE", "none")
	fact("MODE", "device")
	fact("QUOTA", 0)
	fact("TIMEDOUT", "")
	fact("FLOOD", "")
	started = !(verdict == "skip" && status == 2 || verdict == "error" && outcome == "")
	fact("SKIP", !started && verdict == "skip" ? reason : "")
	fact("ERROR", !started && verdict == "error" ? reason : "")
	fact("HARNESS", started ? "as " (outcome == "" ? "-" : outcome) " " (status == 77 || outcome != "" ? status : 0) " " reason : "")
	at = index($0, "\"lines\":[")
	rest = at ? substr($0, at + 9) : ""
	while (match(rest, /^,?\{"verdict":"[a-z ]+","text":"/)) {
		kind = substr(rest, 1, RLENGTH)
		rest = substr(rest, RLENGTH + 1)
		sub(/^,?\{"verdict":"/, "", kind)
		sub(/".*/, "", kind)
		print (kind == "unexpected pass" ? "PASS" : toupper(kind)) ": " text(rest) > con
		match(rest, /^([^"\\]|\\.)*"[^}]*}/)
		rest = substr(rest, RLENGTH + 1)
	}
	if (field("summary") != "")
		print "SUMMARY: " field("summary") > con
}
