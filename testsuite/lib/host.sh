# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# host.sh: compiles a test of the guest library for the build machine and runs it. Sourced by testsuite/lib-*.test.
#
# host_test TEST.c SOURCE...: the test, with library sources (below lib/, without .c); then it is run with $host_args

src=${top_srcdir:-.}
tmp=$(mktemp -d "${TMPDIR:-/tmp}/kut-test.XXXXXX") || exit 99
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

host_args=
: "${HOSTCC:=cc}"

# A compiler for this machine, with sanitizers if they work
host_compiler()
{
	[ -z "${host_san+set}" ] || return 0
	printf '#include <stdio.h>\nint main(void) { return puts("x") < 0; }\n' > "$tmp/try.c"
	for host_san in '-fsanitize=address,undefined -fno-sanitize-recover=undefined' ''; do
		# shellcheck disable=SC2086
		$HOSTCC $host_san -o "$tmp/try" "$tmp/try.c" > /dev/null 2>&1 && "$tmp/try" > /dev/null 2>&1 && return
	done
	echo '1..0 # SKIP no C compiler for this machine: set HOSTCC'
	exit 0
}

host_test()
{
	host_name=$1
	shift
	host_compiler
	echo 'TAP version 13'
	set -- "$@" printf string strtol text cpulock report abort contain subtest check stack
	host_files="$src/testsuite/lib/test-$host_name.c $src/testsuite/lib/host/guest.c"
	for host_source; do
		host_files="$host_files $src/lib/$host_source.c"
	done
	# Lists of words by design.
	# shellcheck disable=SC2086
	{
		$HOSTCC $host_san -g -O1 -std=gnu99 -Wall -c -o "$tmp/harness.o" "$src/testsuite/lib/host/harness.c" &&
		$HOSTCC $host_san -g -O1 -std=gnu99 -Wall -Wno-format -ffreestanding -fno-strict-aliasing -fno-omit-frame-pointer \
			-include "$src/testsuite/lib/host/rename.h" -I"$src/testsuite/lib/host" -I"$src/lib" $host_flags \
			-o "$tmp/test" $host_files "$tmp/harness.o" $host_libs
	} > "$tmp/cc.log" 2>&1 || {
		sed 's/^/# /' "$tmp/cc.log"
		echo 'Bail out! the test does not compile'
		exit 1
	}
	sed 's/^/# /' "$tmp/cc.log"
	# shellcheck disable=SC2086
	ASAN_OPTIONS=detect_leaks=0 "$tmp/test" $host_args 2>&1 || echo 'Bail out! the test program failed'
}

host_flags='' host_libs=''
