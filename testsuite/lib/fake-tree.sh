# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh disable=SC2154
# fake-tree.sh: a source and a build tree with made-up images, and a VMM that does what an image says. Sourced after tap.sh.
#
# With FAKE_SIGNAL set, 'sleep' sends that signal to who started the VMM first; FAKE_PID is a file for its process id.
#
# fake_tree makes $tmp/src and $tmp/build for x86_64 with the tests pass fail skip quit abort hang crash careful, and
# $tmp/bin/qemu-system-x86_64. An image is lines of orders, then a line 'end', then anything:
#   say TEXT, tell TEXT (on stderr), exit STATUS, sleep SECONDS, show kernel|initrd|args, kill SIGNAL

srcdir=$(cd "${top_srcdir:-.}" && pwd)

# image NAME ORDER...: an image with these orders and some bytes that no text tool leaves alone
image()
{
	image_name=$tmp/build/x86/$1.flat
	shift
	{
		printf '%s\n' "$@" end
		printf '\000\001\377\r\n\\0%%s'
		head -c 3000 "$srcdir/COPYING" | tr 'a-z\n' '\200-\231\000'
	} > "$image_name"
}

fake_tree()
{
	mkdir -p "$tmp/src/x86" "$tmp/build/x86" "$tmp/bin"
	ln -s "$srcdir/scripts" "$tmp/src/scripts"
	cp "$srcdir/run_tests.sh" "$srcdir/errata.txt" "$tmp/src/"
	cat > "$tmp/build/kut.conf" <<-END
	ARCH=x86_64
	ARCH_NAME=x86_64
	FAMILY=x86
	SRCDIR=$tmp/src
	BUILDDIR=$tmp/build
	QEMU_NAME=qemu-system-x86_64
	IMAGE_SUFFIX=.flat
	DEFAULT_QEMU_CPU=
	PAGE_SIZE=4096
	ERRATATXT=errata.txt
	ENVIRON_DEFAULT=yes
	VERSION=9.8.7
	ADDR2LINE=
	FIRMWARE=
	BUILD_HEAD=0123abcd
	HOST_KEY=
	END
	image pass 'say PASS: one' 'show kernel' 'show initrd' 'show args' 'say SUMMARY: 1 tests' 'exit 1'
	image fail 'say PASS: one' 'say FAIL: two: expected 6, got 255' 'tell a warning: of the VMM' \
		'say SUMMARY: 2 tests, 1 unexpected failures' 'exit 3'
	image known 'say FAIL: known: it does' 'say SUMMARY: 1 tests, 1 unexpected failures' 'exit 3'
	image skip 'say SKIP: nothing here' 'say SUMMARY: 1 tests, 1 skipped' 'exit 77'
	image abort 'say ABORT: no more' 'exit 127'
	image hang 'say PASS: still here' 'sleep 60' 'exit 1'
	image crash 'say PASS: so far' 'kill SEGV'
	cat > "$tmp/src/x86/unittests.cfg" <<-'END'
	[pass]
	file = pass.flat
	smp = 2
	test_args = "it's a `date -d 2001-09-09 +%s` \"test\" * \$HOME"
	qemu_params = -cpu 'max,+x y' -m 64
	groups = good quick

	[fail]
	file = fail.flat
	groups = bad

	[known]
	file = known.flat

	[skip]
	file = skip.flat
	groups = good

	[abort]
	file = abort.flat

	[hang]
	file = hang.flat
	timeout = 30s

	[crash]
	file = crash.flat

	[careful]
	file = pass.flat
	groups = nodefault good

	[elsewhere]
	file = pass.flat
	check = /nonexistent/file=1

	[unbuilt]
	file = unbuilt.flat
	END
	cat > "$tmp/src/x86/expectations.cfg" <<-'END'
	[known]
	fail = known:*
	when = accel=tcg
	reason = made up for the test
	END
	cat > "$tmp/bin/qemu-system-x86_64" <<-'END'
	#!/bin/sh
	case "$*" in
	*--version*) echo 'QEMU emulator version 7.2.22 (made up)'; exit 0 ;;
	*'-accel help'*) echo tcg; exit 0 ;;
	*'-device help'*) echo 'name "pci-testdev"'; exit 0 ;;
	esac
	args=$* kernel='' initrd=''
	while [ $# -gt 0 ]; do
		case $1 in
		-kernel) kernel=$2 ;;
		-initrd) initrd=$2 ;;
		-append) append=$2 ;;
		esac
		shift
	done
	[ -z "${FAKE_PID-}" ] || echo $$ > "$FAKE_PID"
	while read -r order rest; do
		case $order in
		say) printf '%s\n' "$rest" ;;
		tell) printf '%s\n' "$rest" >&2 ;;
		sleep)
			[ -z "${FAKE_SIGNAL-}" ] || kill -s "$FAKE_SIGNAL" "$PPID"
			exec sleep "$rest" ;;
		exit) exit "$rest" ;;
		kill) kill -"$rest" $$ ;;
		show)
			case $rest in
			kernel) echo "kernel $kernel $(cksum < "$kernel")" ;;
			initrd) sed 's/^/initrd /' "$initrd" ;;
			args) echo "append <$append> of $args" ;;
			esac ;;
		end) exit 9 ;;
		esac
	done < "$kernel"
	END
	chmod +x "$tmp/bin/qemu-system-x86_64"
	PATH=$tmp/bin:$PATH
	ACCEL=tcg
	TMPDIR=$tmp/tmp
	mkdir "$tmp/tmp"
	export PATH ACCEL TMPDIR
	unset QEMU VMM MACHINE TIMEOUT CHECK KUT_ENV KVM_UNIT_TESTS_ENV MAX_SMP ACCEL_PROPS NO_COLOR
}

# shells: those of the three that are here, one a line
shells()
{
	for shell in dash 'busybox sh' bash; do
		! command -v "${shell%% *}" > /dev/null || echo "$shell"
	done
}

# ignored NUMBER: is the signal ignored since before this shell began? No shell can catch it then.
ignored()
{
	mask=$(sed -n 's/^SigIgn:[[:space:]]*//p' "/proc/$$/status" 2> /dev/null)
	[ -n "$mask" ] && [ $((0x$mask >> ($1 - 1) & 1)) -eq 1 ]
}

# unprivileged COMMAND...: as nobody if we are root
unprivileged()
{
	if [ "$(id -u)" -ne 0 ]; then
		"$@"
	else
		chmod 755 "$tmp"
		chmod 1777 "$tmp/tmp"
		setpriv --reuid 65534 --regid 65534 --clear-groups "$@"
	fi
}
