# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh disable=SC2034,SC2013
# common.sh: what the tests of the host side share. Each test sources it first:
#	. "${top_srcdir:-.}/testsuite/common.sh"
# It makes a private folder with a blank in its name, goes there, sets up a build tree for the fake VMM and prints TAP.

srcdir=$(cd "${top_srcdir:-.}" && pwd) || exit 99
scripts=$srcdir/scripts
tests=0
failures=0
home=$(mktemp -d "${TMPDIR:-/tmp}/kut test.XXXXXX") || exit 99
trap 'cd / && rm -rf "$home"' EXIT
trap 'exit 130' INT TERM HUP
cd "$home" || exit 99
unset ACCEL ACCEL_PROPS MACHINE TIMEOUT CHECK MAX_SMP VMM KUT_ENV KVM_UNIT_TESTS_ENV KUT_CACHE KUT_LOGDIR KUT_HOST TARGET_CPU \
	unittest_log_dir unittest_run_queues KUT_QUOTA CONFIG_EFI EL2 KUT_EXPECTATIONS MAKEFLAGS MFLAGS
mkdir tmp "$home/tree"
TMPDIR=$home/tmp
KUT_KVM=no
export TMPDIR KUT_KVM
cd tree || exit 99
echo 'TAP version 13'

# pass TEXT, fail TEXT: one TAP line
pass() {
	tests=$((tests + 1))
	printf 'ok %d - %s\n' $tests "$1"
}

fail() {
	tests=$((tests + 1))
	failures=$((failures + 1))
	printf 'not ok %d - %s\n' $tests "$1"
}

# skip TEXT REASON
skip() {
	tests=$((tests + 1))
	printf 'ok %d - %s # SKIP %s\n' $tests "$1" "$2"
}

# check TEXT COMMAND...: passes if the command succeeds
check() {
	check_text=$1
	shift
	if "$@"; then pass "$check_text"; else fail "$check_text"; fi
}

# is TEXT GOT WANTED
is() {
	if [ "$2" = "$3" ]; then
		pass "$1"
	else
		fail "$1"
		printf '%s\n' "wanted: $3" "got: $2" | sed 's/^/# /'
	fi
}

# like TEXT GOT PATTERN: PATTERN as in case
like() {
	# shellcheck disable=SC2254
	case $2 in
	$3) pass "$1" ;;
	*)
		fail "$1"
		printf '%s\n' "wanted: $3" "got: $2" | sed 's/^/# /'
		;;
	esac
}

# finish: the plan; the last line of every test
finish() {
	echo "1..$tests"
	exit 0
}

# tree ARCH FAMILY: a build tree for the fake VMM in the current folder
tree() {
	mkdir -p "$2"
	cat >kut.conf <<END
ARCH=$1
ARCH_NAME=$1
FAMILY=$2
SRCDIR=$srcdir
BUILDDIR=$PWD
QEMU_NAME=qemu-system-$1
IMAGE_SUFFIX=.flat
DEFAULT_QEMU_CPU=
PAGE_SIZE=4096
ERRATATXT=$srcdir/errata.txt
VERSION=0
BUILD_HEAD=12345678
ENVIRON_DEFAULT=yes
END
	echo image >"$2/i.flat"
	QEMU=$srcdir/testsuite/fake-vmm
	export QEMU
}

# cfg NAME BEHAVIOUR [LINE...]: one more section of x86/unittests.cfg
cfg() {
	printf '[%s]\nfile = i.flat\ntest_args = "%s"\n' "$1" "$2" >>x86/unittests.cfg
	shift 2
	for cfg_line; do
		printf '%s\n' "$cfg_line" >>x86/unittests.cfg
	done
}

# run ARG...: run_tests.sh on the current tree; stdout in ./out, stderr in ./err, status in $status
run() {
	status=0
	"$srcdir/run_tests.sh" --config x86/unittests.cfg "$@" >out 2>err || status=$?
}

# one ARG...: run-test on the current tree
one() {
	status=0
	"$scripts/run-test" --config x86/unittests.cfg "$@" >out 2>err || status=$?
}

# line NAME: the result line of a test in ./out
line() {
	sed -n "/^[A-Z]* $1\( (\|\$\)/p" out
}

# leftovers: what is still in TMPDIR, VMMs, and processes of a front that runs in this folder
leftovers() {
	ls -A "$TMPDIR"
	for leftovers_pid in $(cat "$home"/vmm.pids 2>/dev/null); do
		if kill -0 "$leftovers_pid" 2>/dev/null; then echo "process $leftovers_pid"; fi
	done
	for leftovers_proc in $(grep -lsa -e run_tests.sh -e run-test -e arch-run /proc/[0-9]*/cmdline 2>/dev/null); do
		leftovers_proc=${leftovers_proc%/cmdline}
		if [ "$(readlink "$leftovers_proc/cwd")" = "$(pwd -P)" ]; then echo "runner $leftovers_proc"; fi
	done
}

# settle: waits up to three seconds until nothing is left over
settle() {
	for settle_n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
		[ -n "$(leftovers)" ] || return 0
		sleep 0.2
	done
	return 0
}
