# SPDX-License-Identifier: LGPL-2.1-or-later
#
# environ.awk: the guest's environment (KEY=VALUE lines, given to the guest as initrd).
#
#   awk -f environ.awk part=user USERFILE part=errata errata.txt part=end /dev/null
#
# From the process environment: KE_TARGET, KE_ACCEL, KE_QEMU (first line of the version; empty for other VMMs), KE_KERNEL
# (uname -r), KE_FORCE (yes: all errata) and every ERRATA_*. A malformed errata.txt: message on stderr, status 2.

function put(key, val) {
	if (!(key in seen))
		print key "=" val
	seen[key] = 1
}

function digits(s) {
	return match(s, /^[0-9]+/) ? substr(s, 1, RLENGTH) : ""
}

BEGIN {
	accel = ENVIRON["KE_ACCEL"]
	put("TARGET", ENVIRON["KE_TARGET"])
	if (ENVIRON["KE_TARGET"] == "qemu") {
		put("QEMU_ACCEL", accel)
		text = ENVIRON["KE_QEMU"]
		put("QEMU_VERSION_STRING", text)
		if (match(text, /[0-9]+\.[0-9]+\.[0-9]+/)) {
			split(substr(text, RSTART, RLENGTH), q, ".")
			put("QEMU_MAJOR", q[1])
			put("QEMU_MINOR", q[2])
			put("QEMU_MICRO", q[3])
		}
	}
	kernel = ENVIRON["KE_KERNEL"]
	extra = index(kernel, "-") ? substr(kernel, index(kernel, "-") + 1) : ""
	base = index(kernel, "-") ? substr(kernel, 1, index(kernel, "-") - 1) : kernel
	split(base, k, ".")
	host[1] = digits(k[1]); host[2] = digits(k[2]); host[3] = digits(k[3]); host[4] = digits(extra)
	put("KERNEL_VERSION_STRING", kernel)
	put("KERNEL_VERSION", host[1])
	put("KERNEL_PATCHLEVEL", host[2])
	put("KERNEL_SUBLEVEL", host[3])
	put("KERNEL_EXTRAVERSION", host[4])
	for (key in ENVIRON)
		if (key ~ /^ERRATA_[A-Za-z0-9_]*$/)
			errata[key] = ENVIRON[key]
}

part == "user" {
	sub(/^[ \t]+/, "")
	if (match($0, /^[A-Za-z_][A-Za-z0-9_]*=/))
		put(substr($0, 1, RLENGTH - 1), substr($0, RLENGTH + 1))
	next
}

# at_least(minimum): is the host's kernel at least this?
function at_least(min,   m, f, n, i) {
	n = split(min, f, /[.-]/)
	for (i = 1; i <= 4; i++)
		m[i] = i <= n ? f[i] + 0 : 0
	if (host[1] + 0 != m[1])
		return host[1] + 0 > m[1]
	if (host[2] + 0 != m[2])
		return host[2] + 0 > m[2]
	for (i = 3; i <= 4; i++) {
		if (m[i] && host[i] == "")
			return 0
		if (host[i] != "" && i <= n && host[i] + 0 != m[i])
			return host[i] + 0 > m[i]
	}
	return 1
}

part == "errata" {
	sub(/#.*/, "")
	gsub(/[ \t\r]/, "")
	if ($0 == "" || accel == "tcg")
		next
	n = split($0, f, ":")
	if (f[1] !~ /^[0-9a-f]+$/ || length(f[1]) != 12 || f[2] !~ /^[0-9]+\.[0-9]+(\.[0-9]+)?(-[0-9]+)?$/) {
		print "kvm-unit-tests: " FILENAME ":" FNR ": Bad minimum kernel version in '" $0 "'" > "/dev/stderr"
		bad = 1
		next
	}
	key = "ERRATA_" f[1]
	if (!(key in errata) && !(key in seen))
		errata[key] = at_least(f[2]) ? "y" : "n"
}

END {
	if (bad)
		exit 2
	if (accel == "tcg" || ENVIRON["KE_FORCE"] == "yes")
		if (!("ERRATA_FORCE" in errata))
			errata["ERRATA_FORCE"] = "y"
	for (key in errata)
		put(key, errata[key])
}
