# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh disable=SC2034,SC2154
# harness.sh: what a front needs around a run: the drivers, the folders, the results.

# kut_front_setup: after kut.conf and the options; kut_config, kut_images, kut_logs and kut_group are the front's options
kut_front_setup() {
	kut_defaults
	KUT_GROUP=$kut_group
	KUT_CONFIG=${kut_config:-$KUT_SRCDIR/$KUT_FAMILY/unittests.cfg}
	[ -f "$KUT_CONFIG" ] || kut_die "no such file: $KUT_CONFIG"
	case $KUT_CONFIG in
	*/*) ;;
	*) KUT_CONFIG=./$KUT_CONFIG ;;
	esac
	if [ -n "$kut_images" ]; then
		KUT_IMAGES=$kut_images
	elif [ -n "$kut_config" ]; then
		KUT_IMAGES=${KUT_CONFIG%/*}
	fi
	[ -d "$KUT_IMAGES" ] || kut_die "no such folder: $KUT_IMAGES"
	[ -n "$KUT_EXPECTATIONS" ] || KUT_EXPECTATIONS=${KUT_CONFIG%/*}/expectations.cfg
	KUT_LOGDIR=${kut_logs:-${KUT_LOGDIR:-${unittest_log_dir:-${KUT_BUILDDIR:+$KUT_BUILDDIR/}logs}}}
	[ -n "$KUT_CACHE" ] || [ -z "$KUT_BUILDDIR" ] || KUT_CACHE=$KUT_BUILDDIR/.kut-cache
	kut_drivers_load
	kut_cpus
	kut_accel_user_check
	kut_color_choose
}

# kut_drivers_load: the VMM driver and the machine of this run
kut_drivers_load() {
	for kut_fragment in "vmm/$VMM" "machine/$KUT_FAMILY"; do
		[ -f "$KUT_LIB/$kut_fragment.sh" ] || kut_die "$VMM cannot run $KUT_ARCH guests here: no $kut_fragment.sh"
		# shellcheck source=/dev/null
		. "$KUT_LIB/$kut_fragment.sh"
	done
}

# kut_results_keep: the JSON line of a single run goes to LOGDIR/results/NAME.json, complete or not at all
kut_results_keep() {
	if mkdir -p "$KUT_LOGDIR/results" 2>/dev/null && cp "$KUT_WORK/json" "$KUT_LOGDIR/results/.$KT_NAME.$$" 2>/dev/null &&
		mv -f "$KUT_LOGDIR/results/.$KT_NAME.$$" "$KUT_LOGDIR/results/$KT_NAME.json"; then
		return 0
	fi
	rm -f "$KUT_LOGDIR/results/.$KT_NAME.$$" 2>/dev/null
	kut_warn "$KUT_LOGDIR: results cannot be written"
	return 0
}
