# SPDX-License-Identifier: LGPL-2.1-or-later
#
# parse-cfg.awk: the one parser of unittests.cfg. Runs in mawk, gawk and busybox awk.
#
#   awk -v mode=MODE [-v VAR=VALUE ...] -f parse-cfg.awk FILE
#
# mode=names    names of the tests that apply to -v arch=ARCH (all without arch), one a line
# mode=list     as names, with TAB, file, TAB, groups
# mode=records  for each test one record in the folder -v out=DIR (DIR/NAME.rec) and one line of
#               DIR/index: "NAME VCPUS EXCLUSIVE GROUPS..."; without out, the records on stdout
# mode=check    only the errors
# mode=section  the text of section -v name=NAME, unchanged (for a standalone script)
#
# The environment selects tests for mode=records: KUT_PICK and KUT_DROP are patterns, one a line (* ? [...] as in a shell);
# KUT_PICK_GROUP is a group. A pattern that fits no test is an error.
#
# With -v pv=1, for a tree with a host-key document (s390x), each test that is neither TCG's alone nor in the group migration has
# a second one behind it, NAME_PV, with the protected image (x.elf: x.pv.bin) and the group pv.
#
# Variables of mode=records: name (only this test), arch, arch_name, target (VMM: qemu, bochs,
# kvmtool), accel, machine, config_efi, host, max_smp, now (Unix time).
#
# A value is data: quotes and backslashes split it into words as a shell would, and four forms
# are expanded here: $VARIABLE (MAX_SMP TARGET ARCH ARCH_NAME ACCEL MACHINE CONFIG_EFI HOST),
# $((arithmetic)), $(date [-u] [-d DATE] +%s) and the same in backquotes. Everything else that a
# shell would act upon is an error. Errors go to stderr as "kvm-unit-tests: FILE:LINE: what"; the
# status is 2 and nothing else is printed.
#
# A record is lines "KEY TEXT"; a line "KEY+ TEXT" continues the text of the line before after a
# newline. Keys: test line file smp vcpus append qemu kvmtool bochs (one per word) groups arch
# machine accel timeout check (one per item) disabled_if disabled (0, 1) exclusive (0, 1) end.

BEGIN {
	errors = 0; ntests = 0; in_value = 0
	blank = "[ \t\r]"
	split("file smp test_args qemu_params extra_params kvmtool_params bochs_params groups " \
	      "arch machine check accel timeout disabled_if exclusive", tmp, " ")
	for (i in tmp)
		known[tmp[i]] = 1
	split("qemu_params extra_params kvmtool_params bochs_params test_args", tmp, " ")
	for (i in tmp)
		multi[tmp[i]] = 1
	if (max_smp == "")
		max_smp = 1
	npick = patterns(ENVIRON["KUT_PICK"], pick)
	ndrop = patterns(ENVIRON["KUT_DROP"], drop)
	pick_group = ENVIRON["KUT_PICK_GROUP"]
}

function fail(line, text) {
	errors++
	print "kvm-unit-tests: " FILENAME ":" line ": " text > "/dev/stderr"
}

function warn(line, text) {
	print "kvm-unit-tests: " FILENAME ":" line ": warning: " text > "/dev/stderr"
}

function trim(s) {
	sub("^" blank "+", "", s)
	sub(blank "+$", "", s)
	return s
}

# patterns(text, list): the lines of text as regular expressions in list; returns their number
function patterns(text, list,   n, i, j, c, line, r, in_set) {
	n = split(text, line, "\n")
	while (n && line[n] == "")
		n--
	for (i = 1; i <= n; i++) {
		list[i, "text"] = line[i]
		if (line[i] !~ /[*?[]/)
			continue
		r = ""; in_set = 0
		for (j = 1; j <= length(line[i]); j++) {
			c = substr(line[i], j, 1)
			if (in_set) {
				if (c == "!" && substr(line[i], j - 1, 1) == "[")
					c = "^"
				in_set = c != "]"
			} else if (c == "*") {
				c = ".*"
			} else if (c == "?") {
				c = "."
			} else if (c == "[" && index(substr(line[i], j + 1), "]") > 1) {
				in_set = 1
			} else if (c ~ /[^A-Za-z0-9_-]/) {
				c = "[" c "]"
			}
			r = r c
		}
		list[i, "regexp"] = "^" r "$"
	}
	return n
}

# fits(s, list, n): does one of the patterns fit s? Notes which did.
function fits(s, list, n,   i, hit) {
	hit = 0
	for (i = 1; i <= n; i++)
		if (((i, "regexp") in list) ? s ~ list[i, "regexp"] : s == list[i, "text"]) {
			list[i, "met"] = 1
			hit = 1
		}
	return hit
}

# selected(t): is test t one of those asked for?
function selected(t,   ok) {
	ok = fits(names[t], pick, npick) || !npick
	if (fits(names[t], drop, ndrop))
		ok = 0
	if (ok && pick_group != "")
		ok = index(" " several(t, "groups") " ", " " pick_group " ") > 0
	return ok
}

# unmet(list, n): the patterns that fit nothing
function unmet(list, n,   i) {
	for (i = 1; i <= n; i++)
		if (!((i, "met") in list) && !errors) {
			print "kvm-unit-tests: no test '" list[i, "text"] "' in " FILENAME > "/dev/stderr"
			errors++
		}
}

# odd number of backslashes at the end of s?
function continued(s,   n) {
	n = 0
	while (n < length(s) && substr(s, length(s) - n, 1) == "\\")
		n++
	return n % 2
}

function set_key(key, val, line) {
	if (key == "extra_params")
		key = "qemu_params"
	if ((ntests, key) in value)
		warn(line, "'" key "' stands twice in [" names[ntests] "]; the last one counts")
	value[ntests, key] = val
	where[ntests, key] = line
}

# a line of a multi-line value
in_value {
	raw = $0
	sub(/\r$/, "", raw)
	closing = 0
	if (match(raw, "\"\"\"" blank "*$")) {
		raw = substr(raw, 1, RSTART - 1)
		closing = 1
	}
	if (continued(buf))
		buf = substr(buf, 1, length(buf) - 1) raw
	else
		buf = buf "\n" raw
	if (closing) {
		in_value = 0
		if (buf_key != "")
			set_key(buf_key, buf, buf_line)
	}
	next
}

{ text = trim($0) }

text == "" || substr(text, 1, 1) == "#" { next }

substr(text, 1, 1) == "[" {
	n = index(text, "]")
	rest = n ? trim(substr(text, n + 1)) : ""
	if (!n || (rest != "" && substr(rest, 1, 1) != "#")) {
		fail(NR, "bad section header '" text "'; it must be [name] alone")
		n = 0
	}
	title = n ? substr(text, 2, n - 2) : "?"
	if (n && (title !~ /^[A-Za-z0-9_.+-]+$/ || substr(title, 1, 1) == "." || substr(title, 1, 1) == "-"))
		fail(NR, "bad test name '" title "'; letters, digits, '_', '.', '+' and '-' only")
	ntests++
	names[ntests] = title
	head[ntests] = NR
	next
}

{
	n = index(text, "=")
	key = n ? trim(substr(text, 1, n - 1)) : ""
	if (!n || key !~ /^[A-Za-z_][A-Za-z0-9_]*$/) {
		fail(NR, "neither a section, a 'key = value' nor a comment: '" text "'")
		next
	}
	val = trim(substr(text, n + 1))
	if (!(key in known))
		fail(NR, "unknown key '" key "'")
	if (!ntests)
		fail(NR, "'" key "' stands before the first section")
	ok = ntests && (key in known)
	if (substr(val, 1, 3) == "\"\"\"") {
		if (!(key in multi))
			fail(NR, "'" key "' cannot be a multi-line value")
		# the text after the opening quotes, its trailing blanks kept
		val = $0
		sub(/\r$/, "", val)
		val = substr(val, index(val, "\"\"\"") + 3)
		if (match(val, "\"\"\"" blank "*$")) {
			val = substr(val, 1, RSTART - 1)
			if (ok)
				set_key(key, val, NR)
		} else {
			in_value = 1
			buf = val
			buf_key = ok ? key : ""
			buf_line = NR
		}
		next
	}
	if (ok)
		set_key(key, val, NR)
	next
}

# ---- words and expansion -------------------------------------------------------------------

# word_error: an error in the value being read; one per value
function word_error(text) {
	if (!bad) {
		bad = 1
		fail(at_line, "'" at_key "': " text)
	}
}

function variable(name) {
	if (name == "MAX_SMP") return max_smp
	if (name == "TARGET") return target
	if (name == "ARCH") return arch
	if (name == "ARCH_NAME") return arch_name
	if (name == "ACCEL") return accel
	if (name == "MACHINE") return machine
	if (name == "CONFIG_EFI") return config_efi
	if (name == "HOST") return host
	word_error("unknown variable '" name "'; known are MAX_SMP TARGET ARCH ARCH_NAME ACCEL MACHINE CONFIG_EFI HOST")
	return ""
}

# expansion(s, i): value of the $ or ` form that starts at s[i]; next_i is the index after it
function expansion(s, i,   c, j, depth, name) {
	c = substr(s, i, 1)
	if (c == "`") {
		j = index(substr(s, i + 1), "`")
		if (!j) {
			word_error("a ` without its partner")
			next_i = length(s) + 1
			return ""
		}
		next_i = i + j + 1
		return command(substr(s, i + 1, j - 1))
	}
	c = substr(s, i + 1, 1)
	if (substr(s, i, 3) == "$((") {
		depth = 2
		for (j = i + 3; j <= length(s) && depth; j++) {
			c = substr(s, j, 1)
			depth += (c == "(") - (c == ")")
		}
		next_i = j
		if (depth || substr(s, j - 2, 2) != "))") {
			word_error("$(( without its ))")
			return ""
		}
		return arithmetic(substr(s, i + 3, j - i - 5))
	}
	if (c == "(") {
		j = closing_paren(s, i + 2)
		if (!j) {
			word_error("$( without its )")
			next_i = length(s) + 1
			return ""
		}
		next_i = j + 1
		return command(substr(s, i + 2, j - i - 2))
	}
	if (c == "{") {
		j = index(substr(s, i), "}")
		name = j ? substr(s, i + 2, j - 3) : ""
		if (name !~ /^[A-Za-z_][A-Za-z0-9_]*$/) {
			word_error("only ${NAME} is understood, no other form of ${...}")
			next_i = length(s) + 1
			return ""
		}
		next_i = i + j
		return variable(name)
	}
	if (match(substr(s, i + 1), /^[A-Za-z_][A-Za-z0-9_]*/)) {
		next_i = i + 1 + RLENGTH
		return variable(substr(s, i + 1, RLENGTH))
	}
	word_error("a $ that begins nothing known; write \\$ or single quotes for the character")
	next_i = i + 1
	return ""
}

# index of the parenthesis that closes a $( whose text starts at i; 0 if none
function closing_paren(s, i,   c, q) {
	q = ""
	for (; i <= length(s); i++) {
		c = substr(s, i, 1)
		if (q == "" && c == ")")
			return i
		if (q == "" && c == "(")
			return 0
		if (c == "\\" && q != "'")
			i++
		else if (q == "" && (c == "'" || c == "\""))
			q = c
		else if (c == q)
			q = ""
	}
	return 0
}

# command(s): the one command understood, date; its result is a Unix time
function command(s,   n, i, w, when, plus) {
	n = command_words(s, w)
	if (n < 1 || w[1] != "date") {
		word_error("a command is never run; only date +%s is understood, not '" s "'")
		return ""
	}
	when = ""; plus = 0
	for (i = 2; i <= n; i++) {
		if (w[i] == "+%s")
			plus = 1
		else if (w[i] == "-u" || w[i] == "--utc")
			continue
		else if ((w[i] == "-d" || w[i] == "--date") && i < n)
			when = w[++i]
		else if (substr(w[i], 1, 7) == "--date=")
			when = substr(w[i], 8)
		else
			plus = -9
	}
	if (plus != 1) {
		word_error("of date only 'date [-u] [-d DATE] +%s' is understood, not '" s "'")
		return ""
	}
	if (when == "") {
		if (now == "")
			return "0"
		return now
	}
	return unix_time(when)
}

# plain words of a command: blanks, quotes, no expansion
function command_words(s, w,   n, i, c, q, cur, have) {
	n = 0; cur = ""; have = 0; q = ""
	for (i = 1; i <= length(s); i++) {
		c = substr(s, i, 1)
		if (q != "") {
			if (c == q)
				q = ""
			else
				cur = cur c
		} else if (c == "'" || c == "\"") {
			q = c
			have = 1
		} else if (c ~ /[ \t\n]/) {
			if (have)
				w[++n] = cur
			cur = ""; have = 0
		} else {
			cur = cur c
			have = 1
		}
	}
	if (have)
		w[++n] = cur
	return n
}

# unix_time("YYYY-MM-DD[ HH:MM[:SS]][ UTC|Z]" or "@N"): seconds since 1970, always UTC
function unix_time(s,   f, d, t, n, y, m, days) {
	if (s ~ /^@-?[0-9]+$/)
		return substr(s, 2)
	sub(/[ \t]*(UTC|GMT|Z)[ \t]*$/, "", s)
	sub(/T/, " ", s)
	n = split(s, f, " ")
	if (n < 1 || n > 2 || f[1] !~ /^[0-9][0-9][0-9][0-9]-[0-9][0-9]?-[0-9][0-9]?$/ ||
	    (n == 2 && f[2] !~ /^[0-9][0-9]?:[0-9][0-9](:[0-9][0-9])?$/)) {
		word_error("date '" s "' is not YYYY-MM-DD [HH:MM[:SS]] [UTC]")
		return ""
	}
	split(f[1], d, "-")
	t[1] = t[2] = t[3] = 0
	if (n == 2)
		split(f[2], t, ":")
	if (d[2] < 1 || d[2] > 12 || d[3] < 1 || d[3] > 31 || t[1] > 23 || t[2] > 59 || t[3] > 60) {
		word_error("no such date: '" s "'")
		return ""
	}
	# civil date to day number, March as first month
	y = d[1] - (d[2] <= 2)
	m = (d[2] + 9) % 12
	days = 365 * y + int(y / 4) - int(y / 100) + int(y / 400) + int((153 * m + 2) / 5) + d[3] - 1 - 719468
	return sprintf("%.0f", days * 86400 + t[1] * 3600 + t[2] * 60 + t[3])
}

# ---- arithmetic: recursive descent over ar_s at ar_i -----------------------------------------

function arithmetic(s,   v) {
	ar_s = s; ar_i = 1; ar_bad = 0; ar_depth = 0
	v = ar_cond()
	ar_skip()
	if (ar_bad || ar_i <= length(ar_s)) {
		word_error(ar_bad == 2 ? "division by zero in $((" s "))" : "bad arithmetic $((" s "))")
		return ""
	}
	return sprintf("%.0f", v)
}

function ar_skip() {
	while (substr(ar_s, ar_i, 1) ~ /[ \t\n]/ && ar_i <= length(ar_s))
		ar_i++
}

function ar_take(op) {
	ar_skip()
	if (substr(ar_s, ar_i, length(op)) != op)
		return 0
	ar_i += length(op)
	return 1
}

function ar_cond(   c, a, b) {
	if (++ar_depth > 50)
		ar_bad = 1
	if (ar_bad)
		return 0
	c = ar_or()
	if (ar_take("?")) {
		a = ar_cond()
		if (!ar_take(":"))
			ar_bad = 1
		b = ar_cond()
		c = c ? a : b
	}
	ar_depth--
	return c
}

function ar_or(   a, b) {
	a = ar_and()
	while (ar_take("||")) {
		b = ar_and()
		a = (a || b) ? 1 : 0
	}
	return a
}

function ar_and(   a, b) {
	a = ar_equal()
	while (ar_take("&&")) {
		b = ar_equal()
		a = (a && b) ? 1 : 0
	}
	return a
}

function ar_equal(   a, b) {
	a = ar_less()
	while (1) {
		if (ar_take("==")) { b = ar_less(); a = a + 0 == b + 0 }
		else if (ar_take("!=")) { b = ar_less(); a = a + 0 != b + 0 }
		else return a
	}
}

function ar_less(   a, b) {
	a = ar_sum()
	while (1) {
		if (ar_take("<=")) { b = ar_sum(); a = a + 0 <= b + 0 }
		else if (ar_take(">=")) { b = ar_sum(); a = a + 0 >= b + 0 }
		else if (ar_take("<")) { b = ar_sum(); a = a + 0 < b + 0 }
		else if (ar_take(">")) { b = ar_sum(); a = a + 0 > b + 0 }
		else return a
	}
}

function ar_sum(   a) {
	a = ar_product()
	while (1) {
		if (ar_take("+")) a = a + ar_product()
		else if (ar_take("-")) a = a - ar_product()
		else return a
	}
}

function ar_product(   a, b, op) {
	a = ar_unary()
	while (1) {
		if (ar_take("*")) { a = a * ar_unary(); continue }
		else if (ar_take("/")) op = "/"
		else if (ar_take("%")) op = "%"
		else return a
		b = ar_unary()
		if (!b) {
			ar_bad = 2
			return 0
		}
		a = op == "/" ? int(a / b) : a - b * int(a / b)
	}
}

function ar_unary(   v, name) {
	if (++ar_depth > 50 || ar_bad) {
		ar_bad = ar_bad ? ar_bad : 1
		return 0
	}
	ar_skip()
	if (substr(ar_s, ar_i, 1) == "!" && substr(ar_s, ar_i, 2) != "!=") {
		ar_i++
		v = !ar_unary()
	} else if (ar_take("-")) {
		v = -ar_unary()
	} else if (ar_take("+")) {
		v = ar_unary()
	} else if (ar_take("(")) {
		v = ar_cond()
		if (!ar_take(")"))
			ar_bad = 1
	} else if (match(substr(ar_s, ar_i), /^[0-9]+/)) {
		v = substr(ar_s, ar_i, RLENGTH) + 0
		ar_i += RLENGTH
	} else if (match(substr(ar_s, ar_i), /^\$?[A-Za-z_][A-Za-z0-9_]*/) ||
		   match(substr(ar_s, ar_i), /^\$[{][A-Za-z_][A-Za-z0-9_]*[}]/)) {
		name = substr(ar_s, ar_i, RLENGTH)
		ar_i += RLENGTH
		gsub(/[${}]/, "", name)
		v = variable(name) + 0
	} else {
		ar_bad = 1
		v = 0
	}
	ar_depth--
	return v
}

# ---- word splitting ----------------------------------------------------------------------------

# words(s, w, operators): shell-like words of s into w[1..n]; returns n. With operators, the words
# && || ( ) outside quotes are returned with a leading \001.
function words(s, w, operators,   n, i, c, d, len, cur, have, j) {
	split("", w)
	if (s !~ /[\\"'$`#;&|<>()]/)
		return split(s, w)
	n = 0; cur = ""; have = 0; len = length(s)
	for (i = 1; i <= len; ) {
		c = substr(s, i, 1)
		if (c ~ /[ \t\r\n]/) {
			if (have)
				w[++n] = cur
			cur = ""; have = 0; i++
		} else if (c == "#" && !have) {
			while (i <= len && substr(s, i, 1) != "\n")
				i++
		} else if (c == "'") {
			j = index(substr(s, i + 1), "'")
			if (!j) {
				word_error("a ' without its partner")
				return n
			}
			cur = cur substr(s, i + 1, j - 1)
			have = 1
			i += j + 1
		} else if (c == "\"") {
			have = 1
			for (i++; i <= len && (c = substr(s, i, 1)) != "\""; ) {
				if (c == "\\") {
					d = substr(s, i + 1, 1)
					if (d == "\n")
						d = ""
					else if (d !~ /[$`"\\]/)
						d = "\\" d
					cur = cur d
					i += 2
				} else if (c == "$" || c == "`") {
					cur = cur expansion(s, i)
					i = next_i
				} else {
					cur = cur c
					i++
				}
				if (bad)
					return n
			}
			if (i > len) {
				word_error("a \" without its partner")
				return n
			}
			i++
		} else if (c == "\\") {
			if (i == len) {
				word_error("a backslash at the end")
				return n
			}
			if (substr(s, i + 1, 1) != "\n") {
				cur = cur substr(s, i + 1, 1)
				have = 1
			}
			i += 2
		} else if (c == "$" || c == "`") {
			cur = cur expansion(s, i)
			have = 1
			i = next_i
			if (bad)
				return n
		} else if (operators && (c == "(" || c == ")" || substr(s, i, 2) == "&&" || substr(s, i, 2) == "||")) {
			if (have)
				w[++n] = cur
			cur = ""; have = 0
			d = (c == "&" || c == "|") ? c c : c
			w[++n] = "\001" d
			i += length(d)
		} else if (c ~ /[;&|<>()]/) {
			word_error("'" c "' outside quotes; a value is data, not a shell command")
			return n
		} else {
			cur = cur c
			have = 1
			i++
		}
	}
	if (have)
		w[++n] = cur
	return n
}

# ---- disabled_if: [[ A = B ]], -n, -z, -eq ..., !, &&, ||, ( ) ------------------------------------

function condition(s,   v) {
	cw_n = words(s, cw, 1)
	if (bad)
		return 0
	cw_i = 1; cw_bad = 0; cw_depth = 0
	v = cd_or()
	if (cw_bad || cw_i <= cw_n)
		word_error("not understood: '" s "'; write [[ \"$VAR\" = word ]] joined by && and ||")
	return v ? 1 : 0
}

function cd_or(   a, b) {
	a = cd_and()
	while (cw_i <= cw_n && cw[cw_i] == "\001||") {
		cw_i++
		b = cd_and()
		a = a || b
	}
	return a
}

function cd_and(   a, b) {
	a = cd_not()
	while (cw_i <= cw_n && cw[cw_i] == "\001&&") {
		cw_i++
		b = cd_not()
		a = a && b
	}
	return a
}

function cd_not(   v, open) {
	if (++cw_depth > 50 || cw_i > cw_n || cw_bad) {
		cw_bad = 1
		return 0
	}
	if (cw[cw_i] == "!") {
		cw_i++
		v = !cd_not()
	} else if (cw[cw_i] == "\001(") {
		cw_i++
		v = cd_or()
		if (cw[cw_i++] != "\001)")
			cw_bad = 1
	} else if (cw[cw_i] == "true" || cw[cw_i] == "false") {
		v = cw[cw_i++] == "true"
	} else if (cw[cw_i] == "[[" || cw[cw_i] == "[") {
		open = cw[cw_i++]
		v = open == "[[" ? cd_test_or() : cd_test()
		if (cw_i > cw_n || cw[cw_i++] != (open == "[[" ? "]]" : "]"))
			cw_bad = 1
	} else {
		cw_bad = 1
		v = 0
	}
	cw_depth--
	return v
}

# inside [[ ]]: tests joined by && and ||
function cd_test_or(   a, b) {
	a = cd_test_and()
	while (cw_i <= cw_n && cw[cw_i] == "\001||") {
		cw_i++
		b = cd_test_and()
		a = a || b
	}
	return a
}

function cd_test_and(   a, b) {
	a = cd_test()
	while (cw_i <= cw_n && cw[cw_i] == "\001&&") {
		cw_i++
		b = cd_test()
		a = a && b
	}
	return a
}

function cd_test(   a, op, b) {
	if (cw_i > cw_n) {
		cw_bad = 1
		return 0
	}
	if (cw[cw_i] == "!") {
		cw_i++
		return !cd_test()
	}
	if ((cw[cw_i] == "-n" || cw[cw_i] == "-z") && cw_i < cw_n) {
		op = cw[cw_i]
		a = cw[cw_i + 1]
		cw_i += 2
		return op == "-n" ? a != "" : a == ""
	}
	a = cw[cw_i]; op = cw[cw_i + 1]; b = cw[cw_i + 2]
	if (cw_i + 2 > cw_n) {
		cw_bad = 1
		return 0
	}
	cw_i += 3
	if (op == "=" || op == "==") return a "" == b ""
	if (op == "!=") return a "" != b ""
	if (op ~ /^-(eq|ne|lt|le|gt|ge)$/ && a ~ /^-?[0-9]+$/ && b ~ /^-?[0-9]+$/) {
		a += 0; b += 0
		if (op == "-eq") return a == b
		if (op == "-ne") return a != b
		if (op == "-lt") return a < b
		if (op == "-le") return a <= b
		if (op == "-gt") return a > b
		return a >= b
	}
	cw_bad = 1
	return 0
}

# ---- output --------------------------------------------------------------------------------------

function emit(key, text,   part, n, i) {
	n = split(text, part, "\n")
	if (n < 1)
		n = 1
	add(key " " part[1])
	for (i = 2; i <= n; i++)
		add(key "+ " part[i])
}

function add(line) { record = record line "\n" }

# one(t, key, default): the value of key as a single word
function one(t, key, dflt,   n, w) {
	if (!((t, key) in value))
		return dflt
	at_key = key; at_line = where[t, key]; bad = 0
	n = words(value[t, key], w)
	if (bad)
		return dflt
	if (n == 0)
		return dflt
	if (n > 1) {
		word_error("must be one word; quote it")
		return dflt
	}
	return w[1]
}

function several(t, key,   n, w, i, s) {
	if (!((t, key) in value))
		return ""
	at_key = key; at_line = where[t, key]; bad = 0
	n = words(value[t, key], w)
	s = ""
	for (i = 1; i <= n; i++)
		s = s (i > 1 ? " " : "") w[i]
	return s
}

function params(t, key, tag,   n, w, i) {
	if (!((t, key) in value))
		return
	at_key = key; at_line = where[t, key]; bad = 0
	n = words(value[t, key], w)
	for (i = 1; i <= n; i++)
		emit(tag, w[i])
}

function applies(t,   n, w, i) {
	if (arch == "" || !((t, "arch") in value))
		return 1
	n = split(several(t, "arch"), w, " ")
	for (i = 1; i <= n; i++)
		if (w[i] == arch)
			return 1
	return n == 0
}

# make_record(t): the record text of test t, checking every value
function make_record(t,   f, v, n, w, i, vcpus, groups) {
	record = ""
	emit("test", names[t])
	add("line " head[t])
	f = one(t, "file", "")
	if (names[t] == "?")
		return
	if (!((t, "file") in value))
		fail(head[t], "[" names[t] "] has no file")
	else if (f !~ /^[A-Za-z0-9_.+\/-]+$/ || f ~ /^\// || ("/" f "/") ~ /\/\.\.\//)
		fail(where[t, "file"], "'file': '" f "' is not a plain path below the image folder")
	emit("file", f)
	v = one(t, "smp", "1")
	if (!match(v, /^[0-9]+/) && v !~ /cpus=[0-9]+/ && !bad)
		fail(where[t, "smp"], "'smp': '" v "' does not begin with a number of CPUs")
	vcpus = v
	if (match(v, /cpus=[0-9]+/) && v !~ /^[0-9]/)
		vcpus = substr(v, RSTART + 5)
	vcpus = int(vcpus)
	emit("smp", v)
	add("vcpus " vcpus)
	if ((t, "test_args") in value)
		emit("append", one(t, "test_args", ""))
	params(t, "qemu_params", "qemu")
	params(t, "kvmtool_params", "kvmtool")
	params(t, "bochs_params", "bochs")
	groups = several(t, "groups")
	if (groups ~ /[^A-Za-z0-9_ .+-]/)
		fail(where[t, "groups"], "'groups': letters, digits, '_', '.', '+' and '-' only")
	add("groups " groups)
	add("arch " several(t, "arch"))
	add("machine " one(t, "machine", ""))
	v = one(t, "accel", "")
	if (v != "" && v !~ /^(kvm|tcg|hvf|xen|whpx|nvmm|bochs|qtest)(,.*)?$/)
		fail(where[t, "accel"], "'accel': unknown accelerator '" v "'")
	emit("accel", v)
	v = one(t, "timeout", "90s")
	if (v !~ /^[0-9]+(\.[0-9]+)?[smhd]?$/)
		fail(where[t, "timeout"], "'timeout': '" v "' is not a number with an optional s, m, h or d")
	add("timeout " v)
	n = split(several(t, "check"), w, " ")
	for (i = 1; i <= n; i++) {
		if (w[i] !~ /^[^=*?\[]+=[^=]*$/)
			fail(where[t, "check"], "'check': '" w[i] "' is not path=value")
		add("check " w[i])
	}
	v = 0
	if ((t, "disabled_if") in value) {
		emit("disabled_if", value[t, "disabled_if"])
		at_key = "disabled_if"; at_line = where[t, "disabled_if"]; bad = 0
		v = condition(value[t, "disabled_if"])
	}
	add("disabled " v)
	v = one(t, "exclusive", "no")
	if (v != "yes" && v != "no")
		fail(where[t, "exclusive"], "'exclusive': yes or no, not '" v "'")
	v = v == "yes" || (" " groups " ") ~ / (migration|exclusive) /
	add("exclusive " v)
	add("end")
	index_line = names[t] " " vcpus " " v " " groups
}

function duplicates(   t, seen, a, n, w, i) {
	for (t = 1; t <= ntests; t++) {
		a = several(t, "arch")
		n = split(a == "" ? "*" : a, w, " ")
		for (i = 1; i <= n; i++) {
			if ((names[t], w[i]) in seen || (names[t], "*") in seen || (w[i] == "*" && names[t] in seen))
				fail(head[t], "[" names[t] "] stands already at line " seen[names[t]])
			seen[names[t], w[i]] = head[t]
		}
		if (!(names[t] in seen))
			seen[names[t]] = head[t]
	}
}

function section(   line, on, title) {
	while ((getline line < FILENAME) > 0) {
		if (line ~ "^" blank "*\\[" && line !~ /"""/) {
			title = line
			sub("^" blank "*\\[", "", title)
			sub(/\].*/, "", title)
			on = title == name || (pv && title "_PV" == name)
		}
		if (on)
			print line
	}
}

# protected_variants(): what pv=1 adds; NAME_PV comes right behind NAME
function protected_variants(   t, n) {
	n = ntests
	for (t = 1; t <= ntests; t++)
		n += has_variant(t)
	for (t = ntests; t >= 1; t--) {
		if (has_variant(t)) {
			copy_section(t, n)
			names[n] = names[t] "_PV"
			if ((n, "file") in value)
				sub(/\.elf[ \t]*$/, ".pv.bin", value[n, "file"])
			value[n, "groups"] = value[n, "groups"] " pv"
			if (!((n, "groups") in where))
				where[n, "groups"] = head[t]
			n--
		}
		copy_section(t, n--)
	}
	for (n in names)
		if (n + 0 > ntests)
			ntests = n + 0
}

function has_variant(t) {
	return one(t, "accel", "") !~ /^tcg/ && (" " several(t, "groups") " ") !~ / migration /
}

function copy_section(from, to,   key) {
	if (from == to)
		return
	names[to] = names[from]
	head[to] = head[from]
	for (key in known) {
		delete value[to, key]
		delete where[to, key]
		if ((from, key) in value) {
			value[to, key] = value[from, key]
			where[to, key] = where[from, key]
		}
	}
}

END {
	if (in_value)
		fail(buf_line, "'" buf_key "': \"\"\" is never closed")
	if (pv && !errors)
		protected_variants()
	duplicates()
	if (mode == "names" || mode == "list") {
		for (t = 1; t <= ntests; t++)
			if (applies(t))
				lines = lines names[t] (mode == "list" ? "\t" one(t, "file", "") "\t" several(t, "groups") : "") "\n"
		if (!errors)
			printf "%s", lines
	} else {
		for (t = 1; t <= ntests; t++) {
			# two sections of one name for two architectures: the one that applies counts
			take = selected(t) && (name == "" || names[t] == name) && (!(names[t] in rank) || applies(t))
			if (take && names[t] in rank)
				texts[rank[names[t]]] = ""
			make_record(t)
			if (take) {
				rank[names[t]] = t
				texts[t] = record
				index_lines[t] = index_line
			}
		}
		unmet(pick, npick)
		unmet(drop, ndrop)
		if (!errors && mode == "records")
			for (t = 1; t <= ntests; t++) {
				if (texts[t] == "")
					continue
				if (out != "") {
					f = out "/" names[t] ".rec"
					printf "%s", texts[t] > f
					close(f)
					print index_lines[t] > (out "/index")
				} else {
					printf "%s", texts[t]
				}
			}
		if (!errors && mode == "section")
			section()
	}
	if (errors)
		exit 2
}
