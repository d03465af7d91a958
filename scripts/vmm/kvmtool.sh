# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh disable=SC2034,SC2153
# kvmtool.sh: the kvmtool driver (lkvm), arm and riscv guests under KVM. README.md tells the interface that every driver has.
#
# No Debian suite has a kvmtool package, so this driver is only tested with a fake VMM (testsuite/vmm.test): say so when you report.
# KVMTOOL names the binary, KVMTOOL_DEFAULT_OPTS replaces the options that every run gets.

vmm_kvmtool_setup() {
	KUT_REASON='' KUT_VMM_PATH='' KUT_VMM_VERSION='' KUT_VMM_VERSION_STRING=''
	case $KUT_FAMILY in
	arm | riscv) ;;
	*)
		KUT_REASON="kvmtool runs no $KUT_ARCH images of this package"
		return 1
		;;
	esac
	for kut_word in ${KVMTOOL:+"$KVMTOOL"} lkvm vm lkvm-static; do
		if kut_path=$(command -v "$kut_word" 2>/dev/null); then
			KUT_VMM_PATH=$kut_path
			break
		fi
		[ -z "${KVMTOOL:-}" ] || break
	done
	if [ -z "$KUT_VMM_PATH" ]; then
		KUT_REASON="a kvmtool binary was not found (${KVMTOOL:-lkvm}); name one with KVMTOOL="
		return 1
	fi
	KUT_VMM_VERSION_STRING=$("$KUT_VMM_PATH" version </dev/null 2>/dev/null | sed -n 1p)
	KUT_VMM_VERSION=${KUT_VMM_VERSION_STRING##* }
}

# vmm_kvmtool_accels NAME: KVM is all it has
vmm_kvmtool_accels() {
	[ "$1" = kvm ]
}

vmm_kvmtool_default_accel() {
	echo kvm
}

# vmm_kvmtool_exit_mode: the code comes out on the console only
vmm_kvmtool_exit_mode() {
	KUT_EXIT_MODE=console
}

# vmm_kvmtool_test FUNCTION: calls FUNCTION with the command line of the loaded record
vmm_kvmtool_test() {
	if [ "$KT_HAS_APPEND" = yes ]; then
		kut_record_call kvmtool vmm_kvmtool_start "$1" --cpus "${KT_SMP%%,*}" --params "$KT_APPEND"
	else
		kut_record_call kvmtool vmm_kvmtool_start "$1" --cpus "${KT_SMP%%,*}"
	fi
}

# vmm_kvmtool_start FUNCTION [OPTION...]: calls FUNCTION with the command line for $KUT_IMAGE, the OPTIONs coming last
vmm_kvmtool_start() {
	kut_next=$1
	shift
	[ -z "$KUT_ENVIRON" ] || set -- --initrd "$KUT_ENVIRON" "$@"
	case ${EL2:-} in
	1 | y | Y) set -- --nested "$@" ;;
	esac
	[ "$KUT_ARCH:$KUT_HOST_ARCH" != arm:aarch64 ] || set -- --aarch32 "$@"
	set -f
	# shellcheck disable=SC2086 # options are words
	set -- ${KVMTOOL_DEFAULT_OPTS---nodefaults --network mode=none --loglevel=warning} --kernel "$KUT_IMAGE" "$@"
	set +f
	"$kut_next" "$KUT_VMM_PATH" run "$@"
}

vmm_kvmtool_describe() {
	KUT_MACHINE=kvmtool KUT_CPU=host
}

# vmm_kvmtool_finish: it ends with 0 when the guest powers off; verdict.awk takes the code from the EXIT line
vmm_kvmtool_finish() {
	:
}

vmm_kvmtool_environ() {
	KE_QEMU=
}
