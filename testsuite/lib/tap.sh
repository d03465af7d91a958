# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# tap.sh: what a testsuite/*.test needs to speak TAP. Sourced; gives $tmp, a private folder that goes at the end.

tap_n=0
tmp=$(mktemp -d "${TMPDIR:-/tmp}/kut-test.XXXXXX") || exit 99
trap 'chmod -R u+w "$tmp" 2> /dev/null; rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

echo 'TAP version 13'

# ok NAME COMMAND...: passes if the command succeeds; what it printed follows as a comment if not
ok()
{
	tap_n=$((tap_n + 1))
	tap_name=$1
	shift
	if "$@" > "$tmp/.said" 2>&1; then
		printf 'ok %d - %s\n' "$tap_n" "$tap_name"
	else
		printf 'not ok %d - %s\n' "$tap_n" "$tap_name"
		printf '# failed: %s\n' "$*"
		head -n 30 "$tmp/.said" | sed 's/^/# /'
	fi
}

# is NAME GOT WANT: passes if the two texts are the same
is()
{
	tap_n=$((tap_n + 1))
	if [ "$2" = "$3" ]; then
		printf 'ok %d - %s\n' "$tap_n" "$1"
	else
		printf 'not ok %d - %s: expected %s, got %s\n' "$tap_n" "$1" "$3" "$2"
	fi
}

# skip NAME REASON: a check that cannot be made here
skip()
{
	tap_n=$((tap_n + 1))
	printf 'ok %d - %s # SKIP %s\n' "$tap_n" "$1" "$2"
}

# skip_all REASON: the whole file has nothing to do here
skip_all()
{
	printf '1..0 # SKIP %s\n' "$1"
	exit 0
}

# done_testing: the plan, at the end
done_testing()
{
	printf '1..%d\n' "$tap_n"
}

# status WANT COMMAND...: succeeds if the command's exit status is WANT
status()
{
	tap_want=$1
	shift
	"$@"
	tap_got=$?
	[ "$tap_got" -eq "$tap_want" ] || {
		printf 'status %d instead of %d\n' "$tap_got" "$tap_want"
		return 1
	}
}

# says TEXT COMMAND...: succeeds if the command's output or messages contain TEXT
says()
{
	tap_want=$1
	shift
	"$@" > "$tmp/.out" 2>&1
	grep -qF -e "$tap_want" "$tmp/.out" || {
		printf 'not said: %s\n' "$tap_want"
		cat "$tmp/.out"
		return 1
	}
}

# lacks TEXT FILE: succeeds if FILE does not contain TEXT
lacks()
{
	! grep -F -e "$1" "$2"
}
