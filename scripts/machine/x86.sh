# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# x86.sh: the QEMU machine for x86 guests: debug-exit port, test devices, serial line on stdio.

# machine_x86 [OPTION...]: calls $kut_next with the whole command line
machine_x86() {
	set -- -kernel "$KUT_IMAGE" "$@"
	if [ -n "$KUT_ACCEL_PROPS" ]; then
		# -machine has no accelerator properties
		[ -z "$MACHINE" ] || set -- -machine "$MACHINE" "$@"
		set -- -accel "$KUT_ACCEL$KUT_ACCEL_PROPS" "$@"
	else
		set -- -machine "${MACHINE:+$MACHINE,}accel=$KUT_ACCEL" "$@"
	fi
	case $MACHINE in
	microvm*)
		# no PCI and no PIT with a lost-tick policy there
		"$kut_next" "$KUT_VMM_PATH" --no-reboot -nodefaults -device isa-debug-exit,iobase=0xf4,iosize=0x4 \
			-display none -serial stdio "$@"
		return
		;;
	esac
	[ "$KUT_QEMU_PCI_TESTDEV" != yes ] || set -- -device pci-testdev "$@"
	"$kut_next" "$KUT_VMM_PATH" --no-reboot -nodefaults -global kvm-pit.lost_tick_policy=discard -device pc-testdev \
		-device isa-debug-exit,iobase=0xf4,iosize=0x4 -display none -serial stdio "$@"
}
