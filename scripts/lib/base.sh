# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh disable=SC2034
# base.sh: messages, kut.conf, the private work folder. See README.md for the names shared by the fragments.

# kut_warn TEXT: a message on stderr
kut_warn() {
	printf 'kvm-unit-tests: %s\n' "$1" >&2
}

# kut_die TEXT: a message on stderr, the end with status 2
kut_die() {
	kut_warn "$1"
	exit 2
}

# kut_conf_read FILE: the KEY=VALUE lines of kut.conf into KUT_KEY; nothing is evaluated
kut_conf_read() {
	while IFS= read -r kut_line || [ -n "$kut_line" ]; do
		kut_value=${kut_line#*=}
		case $kut_line in
		ARCH=*) KUT_ARCH=$kut_value ;;
		ARCH_NAME=*) KUT_ARCH_NAME=$kut_value ;;
		FAMILY=*) KUT_FAMILY=$kut_value ;;
		SRCDIR=*) KUT_SRCDIR=$kut_value ;;
		BUILDDIR=*) KUT_BUILDDIR=$kut_value ;;
		QEMU_NAME=*) KUT_QEMU_NAME=$kut_value ;;
		IMAGE_SUFFIX=*) KUT_IMAGE_SUFFIX=$kut_value ;;
		DEFAULT_QEMU_CPU=*) KUT_DEFAULT_QEMU_CPU=$kut_value ;;
		PAGE_SIZE=*) KUT_PAGE_SIZE=$kut_value ;;
		ERRATATXT=*) KUT_ERRATATXT=$kut_value ;;
		VERSION=*) KUT_VERSION=$kut_value ;;
		ADDR2LINE=*) KUT_ADDR2LINE=$kut_value ;;
		HOST_ARCH=*) KUT_HOST_ARCH=$kut_value ;;
		FIRMWARE=*) KUT_FIRMWARE=$kut_value ;;
		BUILD_HEAD=*) KUT_BUILD_HEAD=$kut_value ;;
		ENVIRON_DEFAULT=*) KUT_ENVIRON_DEFAULT=$kut_value ;;
		HOST_KEY=*) KUT_HOST_KEY=$kut_value ;;
		PV=*) KUT_PV=$kut_value ;;
		SE_HEADER=*) KUT_SE_HEADER=$kut_value ;;
		EFI=*) KUT_EFI=$kut_value ;;
		EFI_DIRECT=*) KUT_EFI_DIRECT=$kut_value ;;
		TARGET_CPU=*) KUT_TARGET_CPU=$kut_value ;;
		esac
	done <"$1"
}

# kut_conf_arch ARCH: the same for a run without a build tree (--arch)
kut_conf_arch() {
	KUT_ARCH=$1 KUT_ARCH_NAME=$1 KUT_IMAGE_SUFFIX=.flat
	case $1 in
	i386 | x86_64) KUT_FAMILY=x86 ;;
	arm) KUT_FAMILY=arm KUT_DEFAULT_QEMU_CPU=cortex-a15 ;;
	arm64) KUT_FAMILY=arm KUT_ARCH_NAME=aarch64 KUT_DEFAULT_QEMU_CPU=max ;;
	ppc64 | ppc64le) KUT_FAMILY=ppc KUT_ARCH_NAME=ppc64 KUT_IMAGE_SUFFIX=.elf ;;
	s390x) KUT_FAMILY=s390x KUT_IMAGE_SUFFIX=.elf ;;
	riscv32 | riscv64) KUT_FAMILY=riscv KUT_DEFAULT_QEMU_CPU=max ;;
	*) kut_die "unknown architecture '$1'" ;;
	esac
	KUT_QEMU_NAME=qemu-system-$KUT_ARCH_NAME
}

# kut_defaults: every shared variable has a value from here on
kut_defaults() {
	LC_ALL=C
	export LC_ALL
	# mawk starts in half of gawk's time
	[ -n "${KUT_AWK:-}" ] || { command -v mawk >/dev/null 2>&1 && KUT_AWK='mawk'; } || KUT_AWK='awk'
	: "${KUT_ARCH:=}" "${KUT_ARCH_NAME:=$KUT_ARCH}" "${KUT_FAMILY:=}" "${KUT_SRCDIR:=}" "${KUT_BUILDDIR:=}"
	: "${KUT_QEMU_NAME:=}" "${KUT_IMAGE_SUFFIX:=}" "${KUT_DEFAULT_QEMU_CPU:=}" "${KUT_PAGE_SIZE:=}"
	: "${KUT_ERRATATXT:=}" "${KUT_VERSION:=unknown}" "${KUT_ADDR2LINE:=}" "${KUT_HOST_ARCH:=}" "${KUT_FIRMWARE:=}"
	: "${KUT_BUILD_HEAD:=}" "${KUT_ENVIRON_DEFAULT:=yes}" "${KUT_HOST_KEY:=}" "${KUT_TARGET_CPU:=${TARGET_CPU:-}}"
	: "${KUT_PV:=}" "${KUT_SE_HEADER:=}" "${KUT_EFI:=}" "${KUT_EFI_DIRECT:=yes}"
	: "${KUT_LIB:=$KUT_SRCDIR/scripts}" "${KUT_CACHE:=}" "${KUT_LOGDIR:=}" "${KUT_EXPECTATIONS:=}"
	: "${KUT_QUOTA:=16777216}" "${KUT_ALL:=no}" "${KUT_GROUP:=}" "${KUT_IMAGES:=$KUT_BUILDDIR/$KUT_FAMILY}"
	: "${ACCEL:=}" "${ACCEL_PROPS:=}" "${MACHINE:=}" "${TIMEOUT:=}" "${CHECK:=}" "${QEMU:=}" "${VMM:=qemu}"
	: "${MAX_SMP:=}" "${KUT_ENV:=${KVM_UNIT_TESTS_ENV:-}}" "${CONFIG_EFI:=$KUT_EFI}" "${EL2:=}" "${KUT_HOST:=}"
	: "${EFI_UEFI:=}" "${EFI_USE_ACPI:=}" "${EFI_DIRECT:=$KUT_EFI_DIRECT}" "${EFI_DTB:=}"
	kut_word=$(uname -r -m)
	KUT_KERNEL=${kut_word% *}
	[ -n "$KUT_HOST_ARCH" ] || KUT_HOST_ARCH=${kut_word##* }
	case $KUT_ERRATATXT in
	'' | /*) ;;
	*) KUT_ERRATATXT=$KUT_SRCDIR/$KUT_ERRATATXT ;;
	esac
	case $VMM in
	qemu | bochs | kvmtool) ;;
	*) kut_die "VMM=$VMM: unknown; qemu, bochs and kvmtool are known" ;;
	esac
	case $TIMEOUT in
	'') ;;
	*[!0-9.smhd]* | *.*.* | *[smhd]?* | [!0-9]*) kut_die "TIMEOUT=$TIMEOUT: not a number with an optional s, m, h or d" ;;
	esac
	case $MAX_SMP in
	*[!0-9]*) kut_die "MAX_SMP=$MAX_SMP: not a number" ;;
	esac
	case $KUT_QUOTA in
	'' | *[!0-9]*) kut_die "KUT_QUOTA=$KUT_QUOTA: not a number of bytes" ;;
	esac
}

# kut_cpus: KUT_CPUS is the number of online CPUs of the host
kut_cpus() {
	[ -n "${KUT_CPUS:-}" ] || KUT_CPUS=$(getconf _NPROCESSORS_ONLN 2>/dev/null || nproc 2>/dev/null || echo 1)
	[ -n "$MAX_SMP" ] || MAX_SMP=$KUT_CPUS
}

# kut_work_make: KUT_WORK is a new private folder below TMPDIR
kut_work_make() {
	kut_tmp=${TMPDIR:-/tmp}
	if [ ! -d "$kut_tmp" ] || [ ! -w "$kut_tmp" ]; then
		kut_die "TMPDIR=$kut_tmp: not a folder that can be written; set TMPDIR to one"
	fi
	kut_n=0
	while KUT_WORK=$kut_tmp/kut.$$.${KUT_WORK_TAG:-}$kut_n; ! (umask 077 && mkdir "$KUT_WORK") 2>/dev/null; do
		kut_n=$((kut_n + 1))
		[ $kut_n -lt 100 ] || kut_die "no private folder can be made in $kut_tmp"
	done
}

# kut_uptime: KUT_UPTIME is a time in milliseconds that only grows
kut_uptime() {
	if read -r kut_up kut_rest 2>/dev/null </proc/uptime; then
		# two digits after the point; the 1 in front keeps 08 from being read as octal
		KUT_UPTIME=$((${kut_up%%.*} * 1000 + 1${kut_up#*.}0 - 1000))
		return
	fi
	KUT_UPTIME=$(($(date +%s) * 1000))
}

# kut_quote ARG...: KUT_QUOTED is the command line as a person can paste it
kut_quote() {
	KUT_QUOTED=
	for kut_arg; do
		case $kut_arg in
		'' | *[!A-Za-z0-9_./:,=@%+-]*)
			kut_rest=$kut_arg
			kut_arg=
			while case $kut_rest in *\'*) ;; *) false ;; esac do
				kut_arg=$kut_arg${kut_rest%%\'*}"'\\''"
				kut_rest=${kut_rest#*\'}
			done
			kut_arg="'$kut_arg$kut_rest'"
			;;
		esac
		KUT_QUOTED="$KUT_QUOTED${KUT_QUOTED:+ }$kut_arg"
	done
}

# kut_signal NUMBER: KUT_SIGNAL is its name
kut_signal() {
	case $1 in
	1) KUT_SIGNAL=SIGHUP ;;
	2) KUT_SIGNAL=SIGINT ;;
	3) KUT_SIGNAL=SIGQUIT ;;
	4) KUT_SIGNAL=SIGILL ;;
	6) KUT_SIGNAL=SIGABRT ;;
	7) KUT_SIGNAL=SIGBUS ;;
	8) KUT_SIGNAL=SIGFPE ;;
	9) KUT_SIGNAL=SIGKILL ;;
	11) KUT_SIGNAL=SIGSEGV ;;
	13) KUT_SIGNAL=SIGPIPE ;;
	15) KUT_SIGNAL=SIGTERM ;;
	24) KUT_SIGNAL=SIGXCPU ;;
	25) KUT_SIGNAL=SIGXFSZ ;;
	*) KUT_SIGNAL="signal $1" ;;
	esac
}

# kut_find_build DIR...: reads the kut.conf of the first DIR that has one; status 1 if none has. Relative folders in it, as
# an installed one has them, are seen from where it is.
kut_find_build() {
	for kut_dir; do
		if [ -f "$kut_dir/kut.conf" ]; then
			kut_conf_read "$kut_dir/kut.conf"
			case ${KUT_SRCDIR:=.} in
			/*) ;;
			*) KUT_SRCDIR=$kut_dir/$KUT_SRCDIR ;;
			esac
			case ${KUT_BUILDDIR:=.} in
			/*) ;;
			*) KUT_BUILDDIR=$kut_dir/$KUT_BUILDDIR ;;
			esac
			return 0
		fi
	done
	return 1
}
