# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# stacks.sh: STACK lines into functions and source lines, once per run and only when there is one.

# kut_stacks CONSOLE IMAGE: the translated stacks on stdout; silent where there is no debug file or no addr2line
kut_stacks() {
	case $2 in
	*.flat) kut_debug=${2%.flat}.elf ;;
	*.efi) kut_debug=${2%.efi}.elf ;;
	*) kut_debug=$2 ;;
	esac
	kut_tool=${KUT_ADDR2LINE:-addr2line}
	if [ ! -f "$kut_debug" ] || ! command -v "$kut_tool" >/dev/null 2>&1; then
		return 0
	fi
	tr -d '\000\r' <"$1" | sed -n 's/^[	 ]*STACK: //p' | while IFS= read -r kut_line; do
		case $kut_line in
		*[!0-9a-fA-F@x\ ]*) continue ;;
		esac
		# a return address lies behind its call: one less is inside it; @ marks an exact address
		# shellcheck disable=SC2046,SC2086 # hexadecimal numbers only, checked above
		set -- $(printf '%s\n' $kut_line | awk 'function less(h,  d, i) {
				for (i = length(h); i > 0; i--) {
					d = index("0123456789abcdef", substr(h, i, 1)) - 1
					if (d > 0)
						return substr(h, 1, i - 1) substr("0123456789abcdef", d, 1) substr(h, i + 1)
					h = substr(h, 1, i - 1) "f" substr(h, i + 1)
				}
				return h
			}
			{ $0 = tolower($0); sub(/0x/, ""); if (sub(/^@/, "")) print; else if ($0 != "") print less($0) }')
		[ $# -gt 0 ] || continue
		printf 'STACK: %s\n' "$kut_line"
		"$kut_tool" -e "$kut_debug" -i -f --pretty --address "$@" 2>/dev/null |
			awk -v src="$KUT_SRCDIR/" '{ at = index($0, src); if (at) $0 = substr($0, 1, at - 1) substr($0, at + length(src)) }
				{ print "\t" $0 }
				match($0, /[^ ]+:[0-9]+/) { where = substr($0, RSTART, RLENGTH); n = where; sub(/.*:/, "", n)
					file = where; sub(/:[0-9]+$/, "", file); if (substr(file, 1, 1) != "/") file = src file
					for (i = 1; i <= n + 1 && (getline line < file) > 0; i++)
						if (i >= n - 1) print "\t\t" (i == n ? "> " : "  ") line
					close(file) }'
	done
}
