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
