# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh disable=SC2034
# accel.sh: which accelerator. ACCEL wins, then the cfg's accel, then KVM where the hardware offers it, else the VMM's own.

# kut_kvm_arch: can this host's KVM run guests of the architecture?
kut_kvm_arch() {
	case $KUT_HOST_ARCH:$KUT_ARCH in
	x86_64:x86_64 | x86_64:i386 | i?86:i386 | aarch64:arm64 | aarch64:arm | arm64:arm64 | armv*:arm) return 0 ;;
	ppc64*:ppc64* | s390x:s390x | riscv64:riscv64 | riscv32:riscv32) return 0 ;;
	esac
	return 1
}

# kut_kvm_present: KUT_KVM is yes (usable, hardware virtualization), soft (usable, without hardware) or no. Asked once.
kut_kvm_present() {
	[ -z "${KUT_KVM:-}" ] || return 0
	KUT_KVM=no
	if ! kut_kvm_arch || [ ! -c /dev/kvm ] || ! (exec 3<>/dev/kvm) 2>/dev/null; then
		return 0
	fi
	KUT_KVM=yes
	case $KUT_HOST_ARCH in
	x86_64 | i?86) grep -q -w -E 'vmx|svm' /proc/cpuinfo 2>/dev/null || KUT_KVM=soft ;;
	s390x) grep -q -w sie /proc/cpuinfo 2>/dev/null || KUT_KVM=soft ;;
	esac
}

# kut_hvf_present: macOS's hypervisor framework for this architecture
kut_hvf_present() {
	case $KUT_HOST_ARCH:$KUT_ARCH in
	x86_64:x86_64 | x86_64:i386 | arm64:arm64 | aarch64:arm64) ;;
	*) return 1 ;;
	esac
	[ "$(sysctl -n kern.hv_support 2>/dev/null)" = 1 ]
}

# kut_accel_user_check: an ACCEL that this host cannot give is an error before anything runs
kut_accel_user_check() {
	case ${ACCEL%%,*} in
	kvm)
		kut_kvm_present
		[ "$KUT_KVM" != no ] || kut_die 'KVM is needed, but not available on this host'
		;;
	hvf) kut_hvf_present || kut_die 'HVF is needed, but not available on this host' ;;
	esac
}

# kut_accel_choose: KUT_ACCEL and KUT_ACCEL_PROPS (with its comma) for the loaded record; KUT_REASON if there is none
kut_accel_choose() {
	KUT_REASON=
	kut_word=${ACCEL:-$KT_ACCEL}
	if [ -z "$kut_word" ]; then
		kut_kvm_present
		if [ "$KUT_KVM" = yes ] && "vmm_${VMM}_accels" kvm; then
			kut_word=kvm
		elif [ "$VMM" = qemu ] && [ "$KUT_KVM" = no ] && [ "$(uname -s)" = Darwin ] && kut_hvf_present; then
			kut_word=hvf
		else
			kut_word=$("vmm_${VMM}_default_accel")
		fi
	elif [ -z "$ACCEL" ]; then
		case ${kut_word%%,*} in
		kvm)
			kut_kvm_present
			[ "$KUT_KVM" = yes ] || KUT_REASON='KVM is needed, but not available on this host'
			;;
		hvf) kut_hvf_present || KUT_REASON='HVF is needed, but not available on this host' ;;
		esac
	fi
	KUT_ACCEL=${kut_word%%,*}
	KUT_ACCEL_PROPS=
	case $kut_word in
	*,*) KUT_ACCEL_PROPS=,${kut_word#*,} ;;
	esac
	[ -z "$ACCEL_PROPS" ] || KUT_ACCEL_PROPS=$KUT_ACCEL_PROPS,${ACCEL_PROPS#,}
}
