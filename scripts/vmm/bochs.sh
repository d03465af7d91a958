# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh disable=SC2034,SC2153,SC2154
# bochs.sh: the Bochs driver, x86 only: nested VMX without hardware. README.md tells the interface that every driver has.
#
# Bochs has no -kernel: the image boots from a CD made here, through GRUB. It has no exit device either: what the guest writes to
# port 0xf4 shows in Bochs' log as a write to an unmapped port, and the characters "Shutdown" on port 0x8900 end it.
#
# bochs_params of unittests.cfg are words NAME=VALUE: model=CPU_MODEL, memory=MIB, cpuid=OPTION[:OPTION...]. BOCHS names the binary,
# BOCHS_SHARE the folder of its BIOS.

# vmm_bochs_setup: finds the binary and what boots an image; status 1 with KUT_REASON if something is missing
vmm_bochs_setup() {
	KUT_REASON='' KUT_VMM_PATH='' KUT_VMM_VERSION=''
	# an accelerator is QEMU's
	ACCEL=
	: "${BOCHS_SHARE:=/usr/share/bochs}"
	for kut_word in ${BOCHS:+"$BOCHS"} bochs-bin bochs; do
		if kut_path=$(command -v "$kut_word" 2>/dev/null); then
			KUT_VMM_PATH=$kut_path
			break
		fi
		[ -z "${BOCHS:-}" ] || break
	done
	if [ -z "$KUT_VMM_PATH" ]; then
		KUT_REASON="a Bochs binary was not found (${BOCHS:-bochs-bin}); name one with BOCHS="
		return 1
	fi
	for kut_word in grub-mkimage xorriso; do
		command -v "$kut_word" >/dev/null 2>&1 || {
			KUT_REASON="$kut_word was not found; Bochs boots through a GRUB CD (packages grub-common grub-pc-bin xorriso)"
			KUT_VMM_PATH=
			return 1
		}
	done
	if [ ! -f "$BOCHS_SHARE/BIOS-bochs-latest" ]; then
		KUT_REASON="$BOCHS_SHARE/BIOS-bochs-latest is not there (package bochsbios); name its folder with BOCHS_SHARE="
		KUT_VMM_PATH=
		return 1
	fi
	KUT_VMM_VERSION_STRING=$("$KUT_VMM_PATH" --help 2>&1 </dev/null | sed -n 's/.*Bochs x86 Emulator \([0-9.]*\).*/Bochs \1/p' | sed -n 1p)
	KUT_VMM_VERSION=${KUT_VMM_VERSION_STRING#Bochs }
}

# vmm_bochs_accels NAME: it only emulates, in its own way
vmm_bochs_accels() {
	[ "$1" = bochs ]
}

vmm_bochs_default_accel() {
	echo bochs
}

vmm_bochs_exit_mode() {
	KUT_EXIT_MODE=device
}

# vmm_bochs_test FUNCTION: calls FUNCTION with the command line of the loaded record
vmm_bochs_test() {
	kut_record_call bochs vmm_bochs_start "$1"
}

# vmm_bochs_start FUNCTION [NAME=VALUE...]: makes CD and configuration in $KUT_WORK, then calls FUNCTION with the command line
vmm_bochs_start() {
	kut_next=$1
	shift
	kut_model=corei7_skylake_x kut_memory=512 kut_cpuid=''
	for kut_word; do
		case $kut_word in
		model=*) kut_model=${kut_word#model=} ;;
		memory=*) kut_memory=${kut_word#memory=} ;;
		cpuid=*) kut_cpuid=${kut_word#cpuid=} ;;
		*) kut_die "bochs_params: '$kut_word': known are model=, memory= and cpuid=" ;;
		esac
	done
	vmm_bochs_cd "$KUT_WORK/cd" "${KT_APPEND:-}" "${KT_SMP%%,*}" "$kut_memory" || {
		kut_warn "no CD could be made for $KUT_IMAGE: $(cat "$KUT_WORK/stderr")"
		return 1
	}
	vmm_bochs_rc "${KT_SMP%%,*}" "$kut_model" "$kut_memory" "$kut_cpuid" >"$KUT_WORK/bochsrc"
	# an interpreter: slower than TCG by ten
	[ -n "$TIMEOUT" ] || KUT_LIMIT=300s
	# its debugger starts stopped
	echo c >"$KUT_WORK/go"
	TERM=vt100
	export TERM
	"$kut_next" "$KUT_VMM_PATH" -q -f "$KUT_WORK/bochsrc" -rc "$KUT_WORK/go"
}

# vmm_bochs_cd FOLDER ARGS CPUS MEMORY: FOLDER.iso boots the image with ARGS and the environment
vmm_bochs_cd() {
	mkdir -p "$1" || return 1
	cp "$KUT_IMAGE" "$1/image" || return 1
	{
		[ -z "$KUT_ENVIRON" ] || cat "$KUT_ENVIRON"
		# there is no fw_cfg to ask, and no pc-testdev
		printf 'NR_CPUS=%s\nMEMSIZE=%s\nTEST_DEVICE=0\n' "$3" "$4"
	} >"$1/env"
	# GRUB's quoting: a single-quoted text, its quotes outside
	kut_words=$(printf '%s' "$2" | sed "s/'/'\\\\''/g")
	{
		echo 'terminal_output console'
		echo 'set root=(cd)'
		echo "multiboot /image ${KT_FILE:-image} $kut_words"
		echo 'module /env env'
		echo boot
	} >"$1/grub.cfg"
	grub-mkimage -O i386-pc-eltorito -o "$1/boot.img" -c "$1/grub.cfg" -p / biosdisk iso9660 multiboot terminal boot echo \
		2>>"$KUT_WORK/stderr" &&
		xorriso -as mkisofs -quiet -R -o "$1.iso" -b boot.img -no-emul-boot -boot-load-size 4 -boot-info-table "$1" \
			>/dev/null 2>>"$KUT_WORK/stderr" || return 1
	rm -rf "$1"
	: >"$KUT_WORK/stderr"
}

# vmm_bochs_rc CPUS MODEL MEMORY CPUID: the configuration
vmm_bochs_rc() {
	cat <<END
config_interface: textconfig
display_library: term
plugin_ctrl: unmapped=1, biosdev=1, speaker=0, extfpuirq=1, parallel=0, serial=1, iodebug=0, gameport=0
cpu: model=$2, count=$1, ips=1000000, reset_on_triple_fault=0, ignore_bad_msrs=1
memory: guest=$3, host=$3
romimage: file=$BOCHS_SHARE/BIOS-bochs-latest, options=fastboot
vgaromimage: file=${BOCHS_VGABIOS:-$BOCHS_SHARE/VGABIOS-lgpl-latest}
pci: enabled=1, chipset=i440fx
ata0: enabled=1
ata0-master: type=cdrom, path=$KUT_WORK/cd.iso, status=inserted
ata1: enabled=0
boot: cdrom
clock: sync=none
log: $KUT_WORK/bochs.log
panic: action=fatal
error: action=report
info: action=report
debug: action=ignore, unmapped=report
com1: enabled=1, mode=file, dev=$KUT_WORK/com1
mouse: enabled=0
END
	[ -z "$4" ] || printf 'cpuid: %s\n' "$4" | tr ':' ','
}

# vmm_bochs_finish: after the run: the console, and the guest's exit code in KUT_RC as an exit device would give it
vmm_bochs_finish() {
	if [ -f "$KUT_WORK/com1" ]; then
		mv -f "$KUT_WORK/com1" "$KUT_WORK/console"
	else
		: >"$KUT_WORK/console"
	fi
	rm -f "$KUT_WORK/cd.iso"
	: >"$KUT_WORK/stderr"
	[ "$KUT_RC" -ne 153 ] || return 0
	kut_word=$(sed -n 's/.*write to.* 00f4 .*= *\(0x\)\{0,1\}\([0-9a-fA-F]*\).*/\2/p' "$KUT_WORK/bochs.log" 2>/dev/null | sed -n 1p)
	if [ -n "$kut_word" ]; then
		KUT_RC=$(((0x$kut_word << 1 | 1) & 255))
		return 0
	fi
	# no code: a hang that was ended, or a panic of the emulator
	grep -a -i 'panic' "$KUT_WORK/bochs.log" | grep -v -i 'shutdown port' | sed -n 1,3p >"$KUT_WORK/stderr" 2>/dev/null
	[ "$KUT_RC" -gt 1 ] || KUT_RC=2
}

# vmm_bochs_describe ARG...: KUT_MACHINE and KUT_CPU
vmm_bochs_describe() {
	KUT_MACHINE=i440fx
	KUT_CPU=$(sed -n 's/^cpu: model=\([^,]*\),.*/\1/p' "$KUT_WORK/bochsrc")
}

# vmm_bochs_environ: it has no version line for the guest's environment
vmm_bochs_environ() {
	KE_QEMU=
}
