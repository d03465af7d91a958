# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh disable=SC2034
# panic.sh: the panic harness: the guest passes when it panics, which QEMU tells as an event. Uses the VMs of migrate.sh.

# kut_panic ARG...: runs the command line; sets KUT_RC and KUT_HARNESS, and makes $KUT_WORK/console
kut_panic() {
	: >"$KUT_WORK/stderr"
	mkfifo "$KUT_WORK/ev" || return
	exec 3<>"$KUT_WORK/ev"
	kut_panicked=no
	kut_vm_start 1 "$@" -S
	kut_qmp 1 '{"execute":"cont"}'
	while read -r kut_a kut_b <&3; do
		case $kut_b in
		panicked)
			kut_panicked=yes
			kut_qmp 1 '{"execute":"quit"}'
			;;
		flood)
			KUT_FLOOD=$KUT_QUOTA
			kut_qmp 1 '{"execute":"quit"}'
			;;
		gone) break ;;
		esac
	done
	kut_vm_wait 1 kill
	exec 3>&- 4>&- 5>&-
	cat "$KUT_WORK/vm1.log" >"$KUT_WORK/console"
	if [ "$kut_panicked" = yes ]; then
		KUT_HARNESS='pass guest panicked' KUT_RC=1
	elif [ -s "$KUT_WORK/vm1.log" ] || [ "$KUT_RC" -ne 1 ]; then
		KUT_HARNESS='fail guest did not panic' KUT_RC=3
	fi
}
