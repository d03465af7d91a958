# SPDX-License-Identifier: LGPL-2.1-or-later
# Turns the marker lines that lib/kbuild.h leaves in compiler output into #define lines.
# A marker is an assembler line holding  ->NAME VALUE  or  ->#TEXT  (comment) or  ->  (blank line),
# the value possibly with the target's immediate prefix ($ or #).

BEGIN {
	print "/* made by scripts/asm-offsets.awk */"
	print "#ifndef _ASM_OFFSETS_H_"
	print "#define _ASM_OFFSETS_H_"
}

/->/ {
	line = $0
	sub(/^.*->/, "", line)
	sub(/"?[ \t]*$/, "", line)
	if (line == "") {
		print ""
	} else if (line ~ /^#/) {
		sub(/^#[ \t]*/, "", line)
		print "/* " line " */"
	} else {
		split(line, word, /[ \t]+/)
		value = word[2]
		sub(/^[$#]/, "", value)
		print "#define " word[1] " " value
	}
}

END {
	print "#endif"
}
