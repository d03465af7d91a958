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

# kut_lock_take FILE: waits for a lock of our own: a symbolic link that names our process. A holder that is dead has none.
kut_lock_take() {
	kut_n=0
	until ln -s "$$" "$1" 2>/dev/null; do
		[ -d "${1%/*}" ] && [ -w "${1%/*}" ] || return 1
		kut_n=$((kut_n + 1))
		if [ $((kut_n % 8)) -eq 0 ] && kut_word=$(readlink "$1") && ! kill -0 "$kut_word" 2>/dev/null; then
			rm -f "$1"
			continue
		fi
		sleep 0.1
	done
}

# kut_slots_take WEIGHT: waits until so many of the host's CPUs are free among the tests of this build tree that run under
# make -jN check; who waits holds the turn, so that a test that needs all of them gets them
kut_slots_take() {
	KUT_SLOTS=
	kut_dir=$KUT_BUILDDIR/.kut-slots
	mkdir -p "$kut_dir" 2>/dev/null && kut_lock_take "$kut_dir/turn" || return 0
	while :; do
		kut_free='' kut_n=0 kut_value=1
		while [ "$kut_value" -le "$KUT_CPUS" ] && [ "$kut_n" -lt "$1" ]; do
			if [ ! -L "$kut_dir/$kut_value" ]; then
				kut_free="$kut_free $kut_value"
				kut_n=$((kut_n + 1))
			elif kut_word=$(readlink "$kut_dir/$kut_value") && ! kill -0 "$kut_word" 2>/dev/null; then
				rm -f "$kut_dir/$kut_value"
				continue
			fi
			kut_value=$((kut_value + 1))
		done
		[ "$kut_n" -lt "$1" ] || break
		sleep 0.1
	done
	for kut_value in $kut_free; do
		ln -s "$$" "$kut_dir/$kut_value" && KUT_SLOTS="$KUT_SLOTS $kut_value"
	done
	rm -f "$kut_dir/turn"
}

# kut_slots_give: the CPUs are free again
kut_slots_give() {
	for kut_value in $KUT_SLOTS; do
		rm -f "$KUT_BUILDDIR/.kut-slots/$kut_value"
	done
	KUT_SLOTS=
}

# kut_results_keep: the JSON line of a single run goes to LOGDIR/results/NAME.json, complete or not at all, and
# LOGDIR/results.jsonl is made anew of all of them
kut_results_keep() {
	kut_value=$KUT_LOGDIR/results
	if mkdir -p "$kut_value" 2>/dev/null && cp "$KUT_WORK/json" "$kut_value/.$KT_NAME.$$" 2>/dev/null &&
		mv -f "$kut_value/.$KT_NAME.$$" "$kut_value/$KT_NAME.json" && kut_lock_take "$kut_value/.lock"; then
		if cat "$kut_value"/*.json >"$kut_value/.all" 2>/dev/null; then
			mv -f "$kut_value/.all" "$KUT_LOGDIR/results.jsonl"
		else
			rm -f "$kut_value/.all"
		fi
		rm -f "$kut_value/.lock"
		return 0
	fi
	rm -f "$kut_value/.$KT_NAME.$$" 2>/dev/null
	kut_warn "$KUT_LOGDIR: results cannot be written"
	return 0
}
