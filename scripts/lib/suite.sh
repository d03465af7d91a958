# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh disable=SC2034,SC2153,SC2154,SC2317
# suite.sh: many tests: selection, order, side by side, results, progress, clean end.

# kut_lock_logs: one run at a time owns a log folder; a second run in the same tree gets a folder of its own
kut_lock_logs() {
	KUT_LOCK=$KUT_LOGDIR.lock
	while ! ln -s "$$" "$KUT_LOCK" 2>/dev/null; do
		kut_word=$(readlink "$KUT_LOCK" 2>/dev/null)
		if [ -z "$kut_word" ]; then
			if [ ! -d "${KUT_LOGDIR%/*}" ] || [ ! -w "${KUT_LOGDIR%/*}" ]; then
				kut_suite_end "$KUT_LOGDIR: cannot be made"
			fi
			continue
		fi
		if kill -0 "$kut_word" 2>/dev/null; then
			kut_warn "$KUT_LOGDIR is in use by process $kut_word; this run writes to $KUT_LOGDIR.$$"
			KUT_LOGDIR=$KUT_LOGDIR.$$
			KUT_LOCK=$KUT_LOGDIR.lock
			continue
		fi
		rm -f "$KUT_LOCK"
	done
	printf '%s\n' "$KUT_LOCK" >"$KUT_WORK/lock"
}

# kut_suite_end TEXT: an end before the first test
kut_suite_end() {
	kut_warn "$1"
	kut_keeper_alarm
	exit 2
}

# kut_logs_make: a fresh log folder; the one before becomes .old
kut_logs_make() {
	case $KUT_LOGDIR in
	/*) ;;
	*) KUT_LOGDIR=$PWD/$KUT_LOGDIR ;;
	esac
	kut_lock_logs
	if [ -e "$KUT_LOGDIR" ]; then
		[ -d "$KUT_LOGDIR" ] || kut_suite_end "$KUT_LOGDIR: not a folder"
		[ ! -f "$KUT_LOGDIR/results.jsonl" ] || [ "$kut_total" -eq 1 ] || kut_durations "$KUT_LOGDIR/results.jsonl" >"$KUT_WORK/durations"
		rm -rf "$KUT_LOGDIR.old"
		mv "$KUT_LOGDIR" "$KUT_LOGDIR.old" 2>/dev/null || kut_suite_end "$KUT_LOGDIR: cannot be moved away"
	fi
	mkdir -p "$KUT_LOGDIR" 2>/dev/null || kut_suite_end "$KUT_LOGDIR: cannot be made"
	{ printf 'BUILD_HEAD=%s\n' "$KUT_BUILD_HEAD"; } 2>/dev/null >"$KUT_LOGDIR/SUMMARY" || kut_suite_end "$KUT_LOGDIR: cannot be written"
	: >"$KUT_LOGDIR/results.jsonl"
}

# kut_durations RESULTS: "NAME MILLISECONDS" of each line
kut_durations() {
	sed -n 's/^{"name":"\([^"]*\)".*"duration":\([0-9.]*\),"verdict".*/\1 \2/p' "$1"
}

# kut_select: the parser's choice of the tests: $KUT_WORK/records/NAME.rec and the index; kut_total is their number
kut_select() {
	KUT_PICK=$kut_patterns KUT_DROP=$kut_excluded KUT_PICK_GROUP=$KUT_GROUP \
		kut_parse records "$KUT_CONFIG" -v out="$KUT_WORK/records" -v now="$(date +%s)" || return 1
	kut_total=0
	[ -f "$KUT_WORK/records/index" ] || : >"$KUT_WORK/records/index"
	while read -r kut_word; do
		kut_total=$((kut_total + 1))
	done <"$KUT_WORK/records/index"
}

# kut_order: with several at a time, the longest of the last run first, the exclusive ones last
kut_order() {
	[ -f "$KUT_WORK/durations" ] || : >"$KUT_WORK/durations"
	awk -v last="$KUT_WORK/durations" '
		BEGIN { while ((getline line < last) > 0) { split(line, f, " "); ms[f[1]] = f[2] } }
		{ printf "%d %.3f %d %s\n", $3 == 1, ($1 in ms) ? ms[$1] : 9, NR, $0 }' "$KUT_WORK/records/index" |
		sort -k1,1n -k2,2rn -k3,3n | sed 's/^[^ ]* [^ ]* [^ ]* //'
}

# kut_worker N NAME: one test in a process of its own; its files are in $KUT_WORK/t.N of the suite
kut_worker() {
	trap 'trap "" INT TERM HUP; kut_keeper_alarm; exit 143' TERM
	trap 'trap "" INT TERM HUP; kut_keeper_alarm; exit 129' HUP
	exec 9>&- 8>&-
	KUT_KEEPER=
	kut_record_load "$KUT_WORK/records/$2.rec"
	KUT_WORK=$KUT_WORK/t.$1
	mkdir "$KUT_WORK" || exit 2
	kut_keeper_start
	kut_run_record
	printf '%s\n' "$KUT_LOG_FAILED" >"$KUT_WORK/logfailed"
	kut_keeper_release
	exit 0
}

# kut_launch NAME WEIGHT: starts the next worker
kut_launch() {
	kut_count=$((kut_count + 1))
	kut_active=$((kut_active + 1))
	kut_load=$((kut_load + $2))
	kut_names="$kut_names $1"
	(
		kut_worker "$kut_count" "$1" &
		kut_child=$!
		trap 'kill -TERM $kut_child 2>/dev/null' TERM HUP
		wait $kut_child
		kut_n=$?
		case $kut_n in
		143 | 129) wait $kut_child 2>/dev/null ;;
		esac
		printf 'done %s %s %s\n' "$kut_count" "$1" "$2" >&8
	) 9>&- &
	printf '%s\n' $! >"$KUT_WORK/w$kut_count.pid"
}

# kut_collect N NAME WEIGHT: a worker has ended: its output in one piece, its result line kept
kut_collect() {
	kut_active=$((kut_active - 1))
	kut_load=$((kut_load - $3))
	kut_word="$kut_names "
	kut_names=${kut_word%%" $2 "*}
	kut_word=${kut_word#"$kut_names $2"}
	kut_names=$kut_names${kut_word% }
	read -r kut_word <"$KUT_WORK/w$1.pid"
	wait "$kut_word" 2>/dev/null
	kut_dir=$KUT_WORK/t.$1
	KT_NAME=$2
	if [ -s "$kut_dir/verdict" ] && [ -s "$kut_dir/json" ]; then
		{
			read -r KUT_VERDICT
			read -r KUT_STATUS
			IFS= read -r KUT_TEXT
		} <"$kut_dir/verdict"
		if cat "$KUT_LOGDIR/results.jsonl" "$kut_dir/json" >"$KUT_LOGDIR/.results.new" 2>/dev/null &&
			mv -f "$KUT_LOGDIR/.results.new" "$KUT_LOGDIR/results.jsonl"; then
			:
		else
			rm -f "$KUT_LOGDIR/.results.new"
			kut_log_trouble=yes
			kut_warn "$KUT_LOGDIR/results.jsonl: the result of $2 could not be written"
		fi
		read -r kut_word <"$kut_dir/logfailed" || kut_word=no
		[ "$kut_word" != yes ] || kut_log_trouble=yes
	else
		KUT_VERDICT=error KUT_STATUS=2 KUT_TEXT='the runner of this test ended without a verdict'
		printf 'not ok - %s: %s\n' "$2" "$KUT_TEXT" >"$KUT_WORK/tap.$1"
		mkdir -p "$kut_dir" && mv "$KUT_WORK/tap.$1" "$kut_dir/tap"
	fi
	kut_finished=$((kut_finished + 1))
	case $KUT_VERDICT in
	pass) kut_passed=$((kut_passed + 1)) ;;
	skip) kut_skipped=$((kut_skipped + 1)) ;;
	*) kut_failed=$((kut_failed + 1)) kut_failures="$kut_failures $2" ;;
	esac
	kut_progress_clear
	[ ! -f "$kut_dir/verbose" ] || sed 's/^/# /' "$kut_dir/verbose"
	if [ "$KUT_TAP" = yes ]; then
		kut_tap_number "$kut_tap_next" "$kut_dir/tap" "$2"
		kut_tap_next=$((kut_tap_next + $(grep -c '' <"$kut_dir/tap")))
	else
		kut_human_line
	fi
	rm -rf "$kut_dir" "$KUT_WORK/w$1.pid"
}

# kut_progress: the live line on a terminal: done of all, what runs, how long
kut_progress() {
	[ "$KUT_LIVE" = yes ] || return 0
	kut_uptime
	kut_n=$(((KUT_UPTIME - kut_suite_began) / 1000))
	kut_text="[$kut_finished/$kut_total] $((kut_n / 60)):$(((kut_n % 60) / 10))$((kut_n % 10))$kut_names"
	while [ ${#kut_text} -ge "${COLUMNS:-80}" ]; do
		kut_text=${kut_text%?}
	done
	printf '\r%s\033[K' "$kut_text" >&2
}

kut_progress_clear() {
	[ "$KUT_LIVE" = no ] || printf '\r\033[K' >&2
}

# kut_suite_stop STATUS: a signal: every worker is ended, the results so far stay
kut_suite_stop() {
	trap '' INT TERM HUP
	kut_progress_clear
	kut_word=$(cat "$KUT_WORK"/w*.pid 2>/dev/null)
	if [ -n "$kut_word" ]; then
		# shellcheck disable=SC2086 # process ids
		kill -TERM $kut_word 2>/dev/null
		# shellcheck disable=SC2086
		wait $kut_word 2>/dev/null
		rm -f "$KUT_WORK"/w*.pid
	fi
	kut_warn "interrupted: $kut_finished of $kut_total tests done"
	rm -f "$KUT_LOCK"
	kut_keeper_alarm
	exit "$1"
}

# kut_ticker: a tick every second, so that a worker that was killed is noticed and the live line moves
kut_ticker() {
	trap '' INT
	while sleep 1; do
		echo tick >&8
	done
}

# kut_missed: workers that ended without a word
kut_missed() {
	for kut_word in "$KUT_WORK"/w*.pid; do
		[ -f "$kut_word" ] || continue
		read -r kut_value <"$kut_word"
		kill -0 "$kut_value" 2>/dev/null && continue
		kut_n=${kut_word##*/w}
		kut_n=${kut_n%.pid}
		[ -f "$KUT_WORK/missed.$kut_n" ] || {
			# its word may still be in the fifo: it counts from the second look on
			: >"$KUT_WORK/missed.$kut_n"
			continue
		}
		while read -r kut_a kut_b kut_c; do
			[ "$kut_a" = "$kut_n" ] || continue
			kut_collect "$kut_a" "$kut_b" "$kut_c"
			break
		done <"$KUT_WORK/launched"
	done
}

# kut_suite: runs what is selected; the exit status is that of the run
kut_suite() {
	kut_count=0 kut_active=0 kut_load=0 kut_names='' kut_finished=0 kut_passed=0 kut_failed=0 kut_skipped=0 kut_failures=''
	kut_tap_next=1 kut_log_trouble=no
	kut_uptime
	kut_suite_began=$KUT_UPTIME
	KUT_LIVE=no
	if [ -t 2 ] && [ -t 1 ] && [ "${TERM:-dumb}" != dumb ]; then
		KUT_LIVE=yes
	fi
	mkfifo "$KUT_WORK/events" || kut_suite_end 'no fifo can be made'
	exec 8<>"$KUT_WORK/events"
	[ "$KUT_TAP" = no ] || echo 'TAP version 13'
	if [ "$KUT_JOBS" -gt 1 ] && [ "$kut_total" -gt 1 ]; then
		kut_order >"$KUT_WORK/order"
	else
		mv "$KUT_WORK/records/index" "$KUT_WORK/order"
	fi
	(kut_ticker) 9>&- >/dev/null 2>&1 &
	kut_ticker_pid=$!
	printf '%s\n' $kut_ticker_pid >"$KUT_WORK/ticker.pid"
	exec 7<"$KUT_WORK/order"
	kut_next_name=
	while :; do
		if [ -z "$kut_next_name" ] && read -r kut_next_name kut_vcpus kut_alone kut_rest <&7; then
			kut_weight=$kut_vcpus
			[ "$kut_alone" = 0 ] || kut_weight=$KUT_JOBS
			[ "$kut_weight" -le "$KUT_JOBS" ] || kut_weight=$KUT_JOBS
			[ "$kut_weight" -gt 0 ] || kut_weight=1
		fi
		if [ -n "$kut_next_name" ] && [ $((kut_load + kut_weight)) -le "$KUT_JOBS" ] && [ "$kut_stopping" = no ]; then
			printf '%s %s %s\n' $((kut_count + 1)) "$kut_next_name" "$kut_weight" >>"$KUT_WORK/launched"
			kut_launch "$kut_next_name" "$kut_weight"
			kut_next_name=
			kut_progress
			continue
		fi
		[ $kut_active -gt 0 ] || break
		if read -r kut_word kut_a kut_b kut_c <&8; then
			case $kut_word in
			'done')
				kut_collect "$kut_a" "$kut_b" "$kut_c"
				[ "$kut_failfast" = no ] || [ $kut_failed -eq 0 ] || kut_stopping=yes
				;;
			tick) kut_missed ;;
			esac
		fi
		kut_progress
	done
	exec 7<&-
	kill "$kut_ticker_pid" 2>/dev/null
	rm -f "$KUT_WORK/ticker.pid"
	kut_progress_clear
	kut_uptime
	kut_n=$(((KUT_UPTIME - kut_suite_began) / 100))
	if [ "$KUT_TAP" = yes ]; then
		echo "1..$((kut_tap_next - 1))"
	fi
	[ "$KUT_TAP" = no ] || printf '# '
	printf '%d tests: %d passed, %d failed, %d skipped; %d.%d s; %s\n' "$kut_finished" $kut_passed $kut_failed \
		$kut_skipped $((kut_n / 10)) $((kut_n % 10)) "$KUT_LOGDIR/results.jsonl"
	[ $kut_failed -eq 0 ] || return 1
	[ $kut_log_trouble = no ] || return 2
	return 0
}

# kut_list_tests: the selected names; with -v their file, groups and why they would be skipped
kut_list_tests() {
	while read -r kut_name kut_rest; do
		if [ "$KUT_VERBOSE" = no ]; then
			printf '%s\n' "$kut_name"
			continue
		fi
		kut_record_load "$KUT_WORK/records/$kut_name.rec"
		kut_skip_reason
		if [ -z "$KUT_REASON" ] && [ ! -f "$KUT_IMAGES/$KT_FILE" ]; then
			KUT_REASON="test file '$KUT_IMAGES/$KT_FILE' not found"
		fi
		printf '%s\t%s\t%s\t%s\n' "$kut_name" "$KT_FILE" "${KT_GROUPS:--}" "${KUT_REASON:+skip: $KUT_REASON}"
	done <"$KUT_WORK/records/index"
}

# kut_probe_maxsmp: MAX_SMP lowered to what the VMM's machine takes, told on stderr
kut_probe_maxsmp() {
	if [ "$VMM" != qemu ]; then
		kut_warn "--probe-maxsmp does nothing with VMM=$VMM"
		return 0
	fi
	KT_ACCEL='' KUT_ENVIRON='' KUT_IMAGE=/nonexistent
	kut_accel_choose
	kut_probe_ask() {
		timeout -s KILL 20 "$@" </dev/null 2>&1 >/dev/null |
			sed -n '/SMP CPUs\|max CPUs/s/.*[( ]\([0-9][0-9]*\)[^0-9]*$/\1/p' >"$KUT_WORK/maxsmp"
	}
	vmm_qemu_start kut_probe_ask -smp "$MAX_SMP"
	if read -r kut_word <"$KUT_WORK/maxsmp" && [ "$kut_word" -lt "$MAX_SMP" ]; then
		printf 'Restricting MAX_SMP from (%s) to the max supported (%s)\n' "$MAX_SMP" "$kut_word" >&2
		MAX_SMP=$kut_word
	fi
}

# kut_lab_run: hands the selection to the KVM lab; the status is that of the run
kut_lab_run() {
	[ -n "$KUT_BUILDDIR" ] || kut_suite_end '--lab needs a build tree'
	kut_logs_make
	set -f
	# shellcheck disable=SC2086 # OPTIONS are words
	set -- --build "$KUT_BUILDDIR" --output "$KUT_LOGDIR" $kut_lab_options
	set +f
	[ -z "$kut_lab_jobs" ] || set -- "$@" -j "$kut_lab_jobs"
	[ -z "${TIMEOUT:-}" ] || set -- "$@" --timeout "${TIMEOUT%s}"
	[ "$KUT_TAP" = no ] || set -- "$@" --tap
	[ "$KUT_ALL" = no ] || set -- "$@" --all
	[ -z "$KUT_GROUP" ] || set -- "$@" --group "$KUT_GROUP"
	[ "$KUT_EXPECT" = on ] || set -- "$@" --expectations=off
	set -- "$@" --
	while read -r kut_name kut_rest; do
		[ -z "$kut_name" ] || set -- "$@" "$kut_name"
	done <"$KUT_WORK/records/index"
	/bin/sh "$KUT_LIB/kvm-lab" run "$@" 9>&- &
	kut_child=$!
	printf '%s\n' $kut_child >"$KUT_WORK/w1.pid"
	kut_finished=0 kut_total=all
	wait $kut_child
	kut_n=$?
	rm -f "$KUT_WORK/w1.pid" "$KUT_LOCK"
	kut_keeper_release
	rm -rf "$KUT_WORK"
	return $kut_n
}
