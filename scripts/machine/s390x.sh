# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# s390x.sh: the QEMU machine for s390x guests, protected ones included; the exit status comes by the console.

# machine_s390x [OPTION...]: calls $kut_next with the whole command line
machine_s390x() {
	kut_machine=${MACHINE:-s390-ccw-virtio}
	set -- -chardev stdio,id=con0 -device sclpconsole,chardev=con0 -kernel "$KUT_IMAGE" "$@"
	case $KUT_IMAGE:${KT_NAME:-} in
	*.pv.bin:* | *_PV)
		[ "$KUT_ACCEL" != tcg ] || kut_die 'protected virtualization does not run with TCG'
		[ "${MIGRATION:-}" != yes ] || kut_die 'protected guests cannot be migrated'
		set -- -object s390-pv-guest,id=pv0 "$@"
		kut_machine=$kut_machine,confidential-guest-support=pv0
		;;
	esac
	if [ -n "$KUT_ACCEL_PROPS" ]; then
		set -- -machine "$kut_machine" -accel "$KUT_ACCEL$KUT_ACCEL_PROPS" "$@"
	else
		set -- -machine "$kut_machine,accel=$KUT_ACCEL" "$@"
	fi
	"$kut_next" "$KUT_VMM_PATH" -nodefaults -nographic "$@"
}
