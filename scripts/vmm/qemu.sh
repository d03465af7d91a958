# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh disable=SC2034
# qemu.sh: the QEMU driver. README.md tells the interface that every driver has.

# vmm_qemu_setup: finds the binary (KUT_VMM_PATH) and asks it once what it is; status 1 with KUT_REASON if there is none
vmm_qemu_setup() {
	KUT_REASON=
	KUT_VMM_PATH=
	for kut_word in ${QEMU:+"$QEMU"} "$KUT_QEMU_NAME" qemu-kvm /usr/libexec/qemu-kvm; do
		[ -n "$kut_word" ] || continue
		if kut_path=$(command -v "$kut_word" 2>/dev/null) && [ -x "$kut_path" ]; then
			KUT_VMM_PATH=$kut_path
			break
		fi
		[ -z "$QEMU" ] || break
	done
	if [ -z "$KUT_VMM_PATH" ]; then
		KUT_REASON="A QEMU binary was not found (${QEMU:-$KUT_QEMU_NAME}); name one with QEMU="
		return 1
	fi
	vmm_qemu_ask
	[ -z "$KUT_EFI" ] || vmm_qemu_firmware
}

# vmm_qemu_firmware: images are for UEFI: KUT_UEFI is the firmware's file (EFI_UEFI, or where distributions have it),
# KUT_UEFI_KIND what describes the machine to the guest: uefi (a device tree), uefi-acpi; status 1 with KUT_REASON if none
vmm_qemu_firmware() {
	KUT_UEFI='' KUT_UEFI_KIND=uefi
	case $EFI_USE_ACPI in
	1 | y | Y | yes) KUT_UEFI_KIND=uefi-acpi ;;
	esac
	if [ "$EFI_UEFI" = none ]; then
		KUT_UEFI_KIND=none
		return 0
	fi
	for kut_path in ${EFI_UEFI:+"$EFI_UEFI"} /usr/share/qemu-efi-aarch64/QEMU_EFI.fd /usr/share/AAVMF/AAVMF_CODE.fd \
		/usr/share/edk2/aarch64/QEMU_EFI.silent.fd /usr/share/edk2/aarch64/QEMU_EFI.fd \
		/usr/share/edk2-aarch64/QEMU_EFI.fd /usr/share/qemu/edk2-aarch64-code.fd; do
		if [ -f "$kut_path" ]; then
			KUT_UEFI=$kut_path
			return 0
		fi
		[ -z "$EFI_UEFI" ] || break
	done
	KUT_VMM_PATH=
	KUT_REASON="UEFI firmware was not found (${EFI_UEFI:-package qemu-efi-aarch64}); name its file with EFI_UEFI="
	return 1
}

# vmm_qemu_volume ARG...: calls $kut_next with a command line that was meant to have -kernel, with a volume in its place: the
# UEFI shell starts what its startup.nsh says. -append and -initrd go there.
vmm_qemu_volume() {
	kut_dir=$KUT_WORK/efi
	mkdir -p "$kut_dir" && ln -f "$KUT_IMAGE" "$kut_dir/image.efi" 2>/dev/null || cp "$KUT_IMAGE" "$kut_dir/image.efi" || return 1
	kut_append='' kut_initrd='' kut_key='' kut_n=$#
	while [ "$kut_n" -gt 0 ]; do
		kut_n=$((kut_n - 1))
		kut_word=$1
		shift
		case $kut_key in
		-append) kut_append=$kut_word ;;
		-initrd) kut_initrd=$kut_word ;;
		-kernel) ;;
		*)
			case $kut_word in
			-append | -initrd | -kernel) ;;
			*) set -- "$@" "$kut_word" ;;
			esac
			;;
		esac
		kut_key=$kut_word
	done
	{
		printf '@echo -off\r\nfs0:\r\n'
		if [ -n "$EFI_DTB" ]; then
			cp "$EFI_DTB" "$kut_dir/dtb" || return 1
			printf 'setvar fdtfile -guid 97ef3e03-7329-4a6a-b9ba-6c1fdcc5f823 -rt =L"dtb"\r\n'
		fi
		if [ -n "$kut_initrd" ]; then
			cp "$kut_initrd" "$kut_dir/environ" || return 1
			printf 'initrd environ\r\n'
		fi
		printf 'image.efi %s\r\n' "$kut_append"
	} >"$kut_dir/startup.nsh"
	"$kut_next" "$@" -drive "if=none,id=volume,format=raw,readonly=on,file=fat:$kut_dir" -device virtio-blk-device,drive=volume
}

# vmm_qemu_ask: KUT_VMM_VERSION, KUT_VMM_VERSION_STRING, KUT_QEMU_ACCELS and KUT_QEMU_PCI_TESTDEV; remembered in
# KUT_CACHE (a folder, if set) by path, size and time of the binary
vmm_qemu_ask() {
	kut_id=$(stat -L -c '%n %s %Y' "$KUT_VMM_PATH" 2>/dev/null || ls -lnL "$KUT_VMM_PATH")
	KUT_VMM_VERSION='' KUT_VMM_VERSION_STRING='' KUT_QEMU_ACCELS='' KUT_QEMU_PCI_TESTDEV=no
	kut_cached=
	if [ -n "$KUT_CACHE" ]; then
		kut_cached=$KUT_CACHE/qemu-${KUT_VMM_PATH##*/}
		if [ -f "$kut_cached" ] && vmm_qemu_recall "$kut_cached" "$kut_id"; then
			return 0
		fi
	fi
	KUT_VMM_VERSION_STRING=$(timeout -s KILL 20 "$KUT_VMM_PATH" --version </dev/null 2>/dev/null | sed -n 1p)
	kut_word=$(timeout -s KILL 20 "$KUT_VMM_PATH" -accel help </dev/null 2>/dev/null)
	for kut_n in kvm tcg hvf xen whpx; do
		case "
$kut_word
" in
		*"
$kut_n
"*) KUT_QEMU_ACCELS="$KUT_QEMU_ACCELS $kut_n" ;;
		esac
	done
	case $(timeout -s KILL 20 "$KUT_VMM_PATH" -device help </dev/null 2>&1) in
	*'"pci-testdev"'*) KUT_QEMU_PCI_TESTDEV=yes ;;
	esac
	vmm_qemu_version
	if [ -n "$kut_cached" ] && mkdir -p "$KUT_CACHE" 2>/dev/null; then
		# a cache that cannot be written is no error, and a half-written one is never seen
		{
			printf 'id %s\n' "$kut_id"
			printf 'version %s\n' "$KUT_VMM_VERSION_STRING"
			printf 'accels %s\n' "$KUT_QEMU_ACCELS"
			printf 'pci-testdev %s\n' "$KUT_QEMU_PCI_TESTDEV"
			echo end
		} >"$kut_cached.$$" 2>/dev/null && mv -f "$kut_cached.$$" "$kut_cached" 2>/dev/null
	fi
	return 0
}

# vmm_qemu_recall FILE ID: the cached answers, if they are of this binary
vmm_qemu_recall() {
	kut_seen=no
	while IFS= read -r kut_line; do
		kut_value=${kut_line#* }
		case $kut_line in
		id\ *) [ "$kut_value" = "$2" ] || return 1 ;;
		version\ *) KUT_VMM_VERSION_STRING=$kut_value ;;
		accels\ *) KUT_QEMU_ACCELS=$kut_value ;;
		pci-testdev\ *) KUT_QEMU_PCI_TESTDEV=$kut_value ;;
		end) kut_seen=yes ;;
		esac
	done <"$1"
	vmm_qemu_version
	[ $kut_seen = yes ]
}

# vmm_qemu_version: the number in "QEMU emulator version 7.2.22 (Debian ...)"
vmm_qemu_version() {
	case $KUT_VMM_VERSION_STRING in
	*version\ *)
		KUT_VMM_VERSION=${KUT_VMM_VERSION_STRING#*version }
		KUT_VMM_VERSION=${KUT_VMM_VERSION%%[!0-9.]*}
		;;
	esac
}

# vmm_qemu_accels NAME: is the accelerator built in?
vmm_qemu_accels() {
	kut_word_in "$1" "$KUT_QEMU_ACCELS"
}

vmm_qemu_default_accel() {
	echo tcg
}

# vmm_qemu_exit_mode: KUT_EXIT_MODE tells where the guest's exit status comes out
vmm_qemu_exit_mode() {
	case $KUT_FAMILY in
	x86 | arm) KUT_EXIT_MODE=device ;;
	*) KUT_EXIT_MODE=console ;;
	esac
}

# vmm_qemu_test FUNCTION: calls FUNCTION with the command line of the loaded record
vmm_qemu_test() {
	if [ "$KT_HAS_APPEND" = yes ]; then
		kut_record_call qemu vmm_qemu_start "$1" -smp "$KT_SMP" -append "$KT_APPEND"
	else
		kut_record_call qemu vmm_qemu_start "$1" -smp "$KT_SMP"
	fi
}

# vmm_qemu_start FUNCTION [OPTION...]: calls FUNCTION with the command line for $KUT_IMAGE, the OPTIONs coming last
vmm_qemu_start() {
	kut_next=$1
	shift
	[ -z "$KUT_ENVIRON" ] || set -- "$@" -initrd "$KUT_ENVIRON"
	"machine_$KUT_FAMILY" "$@"
}

# vmm_qemu_describe ARG...: KUT_MACHINE and KUT_CPU, the last -machine/-M type and -cpu of a command line
vmm_qemu_describe() {
	KUT_MACHINE='' KUT_CPU='' kut_key=
	for kut_arg; do
		case $kut_key in
		-machine | -M | --machine)
			kut_word=${kut_arg%%,*}
			case $kut_word in
			type=*) KUT_MACHINE=${kut_word#type=} ;;
			*=*) ;;
			*) KUT_MACHINE=$kut_word ;;
			esac
			;;
		-cpu | --cpu) KUT_CPU=$kut_arg ;;
		esac
		kut_key=$kut_arg
	done
}

# vmm_qemu_finish: its console and status need no translation
vmm_qemu_finish() {
	:
}

# vmm_qemu_environ: for the guest's environment: its version line
vmm_qemu_environ() {
	KE_QEMU=$KUT_VMM_VERSION_STRING
}
