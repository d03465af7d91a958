# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# arm.sh: the QEMU machine for arm and arm64 guests: virt, exit through the chr-testdev on a virtio console (under ACPI,
# which does not tell where that is, through the EXIT line).

# machine_arm [OPTION...]: calls $kut_next with the whole command line
machine_arm() {
	kut_machine=${MACHINE:-virt}
	kut_cpu=$KUT_TARGET_CPU
	case $KUT_ACCEL in
	kvm)
		case $kut_machine in
		virt | virt-*) kut_machine=$kut_machine,gic-version=host ;;
		esac
		;;
	esac
	[ "$KUT_ARCH" != arm ] || kut_machine=$kut_machine,highmem=off
	case $EL2 in
	1 | y | Y) kut_machine=$kut_machine,virtualization=on ;;
	esac
	if [ -z "$kut_cpu" ]; then
		kut_cpu=$KUT_DEFAULT_QEMU_CPU
		case $KUT_ACCEL:$KUT_HOST_ARCH:$KUT_ARCH in
		kvm:aarch64:arm) kut_cpu=host,aarch64=off ;;
		kvm:* | hvf:*) kut_cpu=host ;;
		esac
	fi
	set -- -display none -serial stdio -kernel "$KUT_IMAGE" "$@"
	if [ -n "${KUT_UEFI:-}" ]; then
		set -- -bios "$KUT_UEFI" "$@"
		# with ACPI tables there, the firmware hands over no device tree
		[ "$KUT_UEFI_KIND" = uefi-acpi ] || kut_machine=$kut_machine,acpi=off
		case $EFI_DIRECT in
		0 | n | N | no)
			# the image, its arguments and environment on a volume
			kut_volume_next=$kut_next
			kut_next=machine_arm_volume
			;;
		esac
	fi
	[ "$KUT_QEMU_PCI_TESTDEV" != yes ] || set -- -device pci-testdev "$@"
	"$kut_next" "$KUT_VMM_PATH" -nodefaults -machine "$kut_machine" -accel "$KUT_ACCEL$KUT_ACCEL_PROPS" -cpu "$kut_cpu" \
		-device virtio-serial-device -device virtconsole,chardev=ctd -chardev testdev,id=ctd "$@"
}

# machine_arm_volume ARG...: the same through the UEFI shell
machine_arm_volume() {
	kut_next=$kut_volume_next
	vmm_qemu_volume "$@"
}
