# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# ppc.sh: the QEMU machines for ppc64 guests: pseries with our boot ROM, or powernv; the exit status comes by the console.

# machine_ppc [OPTION...]: calls $kut_next with the whole command line
machine_ppc() {
	kut_machine=${MACHINE:-${KT_MACHINE:-pseries}}
	set -- -display none -serial stdio -kernel "$KUT_IMAGE" "$@"
	case $kut_machine in
	pseries*)
		case $KUT_ACCEL in
		tcg) kut_machine=$kut_machine,cap-cfpc=broken,cap-sbbc=broken,cap-ibs=broken,cap-ccf-assist=off ;;
		kvm) kut_machine=$kut_machine,cap-ccf-assist=off ;;
		esac
		kut_word=${FIRMWARE_OVERRIDE:-$KUT_FIRMWARE}
		case $kut_word in
		'' | /*) ;;
		*) kut_word=$KUT_BUILDDIR/$kut_word ;;
		esac
		[ -z "$kut_word" ] || set -- -bios "$kut_word" "$@"
		;;
	powernv*)
		[ "$KUT_ACCEL" != kvm ] || kut_die 'the powernv machine does not run with KVM'
		set -- -device ipmi-bmc-sim,id=bmc0 -device isa-ipmi-bt,bmc=bmc0,irq=10 "$@"
		;;
	esac
	"$kut_next" "$KUT_VMM_PATH" -nodefaults -accel "$KUT_ACCEL$KUT_ACCEL_PROPS" -machine "$kut_machine" "$@"
}
