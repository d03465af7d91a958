# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# riscv.sh: the QEMU machine for riscv guests: virt under its SBI firmware; the exit status comes by the console.

# machine_riscv [OPTION...]: calls $kut_next with the whole command line
machine_riscv() {
	kut_machine=${MACHINE_OVERRIDE:-${MACHINE:-virt}}
	kut_cpu=${TARGET_CPU_OVERRIDE:-${KUT_TARGET_CPU:-$KUT_DEFAULT_QEMU_CPU}}
	case $kut_cpu:$KUT_ACCEL in
	max:kvm) kut_cpu=host ;;
	max:*)
		# 'max' came with QEMU 8.1; before, the plain model has every extension that it implements
		case $KUT_VMM_VERSION in
		[1-7].* | 8.0.*) kut_cpu=rv${KUT_ARCH#riscv} ;;
		esac
		;;
	esac
	set -- -cpu "$kut_cpu" -kernel "$KUT_IMAGE" "$@"
	kut_word=${FIRMWARE_OVERRIDE:-$KUT_FIRMWARE}
	[ -z "$kut_word" ] || set -- -bios "$kut_word" "$@"
	"$kut_next" "$KUT_VMM_PATH" -nodefaults -nographic -serial mon:stdio -machine "$kut_machine" \
		-accel "$KUT_ACCEL$KUT_ACCEL_PROPS" "$@"
}
