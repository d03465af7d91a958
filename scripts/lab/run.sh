# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
#
# Runs tests inside the lab. Host and lab talk in lines over the channel, away from the kernel's console:
#   @begin NAME    the test starts                   @alive SECONDS   the lab's clock, once a second of it
#   @console TEXT  what its guest says, as it comes  @cut             the last line of that has no end
#   @stderr TEXT   what its VMM says                 @fact KV_X=TEXT  what verdict.awk asks for
#   @end NAME      it is over                        @done            the list is over      @dead WHY   nothing can run
# The host judges. A lab that dies or falls silent gives its running test a failed verdict; the next boot goes on behind it.
# Time limits of tests count in the lab's time: a host that is slow makes no timeout.

# seconds of the host without a word that make a lab dead
lab_grace=${KUT_LAB_GRACE:-600}

# lab_seconds TIME: seconds of a time limit as timeout(1) takes it; 0 is none
lab_seconds()
{
	lse_n=${1%[smhd]}
	lse_n=${lse_n%%.*}
	case $1 in
	*m) lse_n=$((lse_n * 60)) ;;
	*h) lse_n=$((lse_n * 3600)) ;;
	*d) lse_n=$((lse_n * 86400)) ;;
	esac
	echo "${lse_n:-0}"
}

# lab_tests FOLDER: the second archive: runner, cfgs, images of this build tree, and the job that runs FOLDER/list
lab_tests()
{
	lt_src=$(sed -n 's/^SRCDIR=//p' "$build/kut.conf")
	lt_family=$(sed -n 's/^FAMILY=//p' "$build/kut.conf")
	lt_suffix=$(sed -n 's/^IMAGE_SUFFIX=//p' "$build/kut.conf")
	lt_kut=$1/stage/kut
	rm -rf "$1/stage"
	mkdir -p "$lt_kut/src/$lt_family" "$lt_kut/build/$lt_family" || lab_die "cannot write below $1"
	cp -r "$lt_src/scripts" "$lt_kut/src/" &&
		cp "$lt_src/run_tests.sh" "$lt_src/errata.txt" "$lt_kut/src/" &&
		cp "$lt_src/$lt_family"/*.cfg "$lt_kut/src/$lt_family/" &&
		cp "$build/$lt_family"/*"$lt_suffix" "$lt_kut/build/$lt_family/" || lab_die 'cannot stage the tests (disk full?)'
	[ ! -f "$build/$lt_family/boot_rom.bin" ] || cp "$build/$lt_family/boot_rom.bin" "$lt_kut/build/$lt_family/"
	sed -e 's,^SRCDIR=.*,SRCDIR=/kut/src,' -e 's,^BUILDDIR=.*,BUILDDIR=/kut/build,' "$build/kut.conf" > "$lt_kut/build/kut.conf"
	cp "$1/list" "$lt_kut/list"
	cp "$lab_scripts/lab/job" "$lt_kut/job" && chmod 755 "$lt_kut/job"
	{
		# tests may have more vCPUs than the lab has CPUs
		printf 'ACCEL=kvm\nQEMU=/usr/bin/%s\nKUT_HOST=lab\nMAX_SMP=%s\n' "$lab_qemu" "${MAX_SMP:-4}"
		[ -z "$timeout" ] || printf 'TIMEOUT=%s\n' "$timeout"
		case $lab in
		ppc64le) printf 'MACHINE=pseries,cap-cfpc=broken,cap-sbbc=broken,cap-ibs=broken\n' ;;
		esac
		printf 'KUT_LAB_ALL=%s\nKUT_LAB_GROUP=%s\n' "$all" "$group"
		[ -z "${KUT_LAB_ENV:-}" ] || printf '%s\n' "$KUT_LAB_ENV"
	} > "$lt_kut/env"
	lab_cpio "$1/stage" "$1/tests.cpio"
	rm -rf "$1/stage"
}

# lab_judge NAME [WHY]: verdict, line, record and log of a test out of what has come through the channel; WHY tells that the
# lab died, which an entry 'outcome = lab' of expectations.cfg may expect
lab_judge()
{
	KUT_WORK=$lw_dir/judge
	rm -rf "$KUT_WORK"
	mkdir "$KUT_WORK" && cp "$lw_dir/stderr" "$KUT_WORK/stderr" || lab_die 'cannot write a verdict (disk full?)'
	if [ "$lw_cut" = yes ]; then
		printf '%s' "$(cat "$lw_dir/said")"
	else
		cat "$lw_dir/said"
	fi > "$KUT_WORK/console"
	KT_NAME=$1 KV_SKIP='' KV_ERROR='' KUT_QUOTED=$2 KUT_IMAGE='' KUT_LOG=$output/$1.log
	if [ -n "$2" ]; then
		set -- KV_NAME="$1" KV_HARNESS="lab $2" KV_RC=0 KV_MODE=device KV_TIMEDOUT= KV_QUOTA=0 KV_FLOOD= KV_SKIP= KV_ERROR= \
			KV_EXPECTATIONS="${KUT_EXPECTATIONS#"$KUT_SRCDIR/"}" KV_ARCH="$arch" KV_IMAGE= KV_DIGEST= KV_VMM=qemu \
			KV_VMM_VERSION= KV_ACCEL=kvm KV_MACHINE= KV_CPU= KV_KERNEL="$lab_kernel_version" KV_HOST_ARCH="$lab" \
			KV_HOST_CPU= KV_HOST=lab KV_PAGE_SIZE= KV_BUILD= KV_FIRMWARE=none KV_GROUPS= KV_COMMAND= KV_LOG="$1.log" \
			KV_START="$(date -u +%Y-%m-%dT%H:%M:%SZ)" KV_MS=0
	else
		set --
		while IFS= read -r lj_fact; do
			lj_fact=${lj_fact% }
			set -- "$@" "$lj_fact"
			case $lj_fact in
			KV_SKIP=*) KV_SKIP=${lj_fact#*=} ;;
			KV_ERROR=*) KV_ERROR=${lj_fact#*=} ;;
			KV_COMMAND=*) KUT_QUOTED=${lj_fact#*=} ;;
			KV_IMAGE=*) KUT_IMAGE=$build/$KUT_FAMILY/${lj_fact#*=} ;;
			esac
		done < "$lw_dir/facts"
	fi
	kut_judge "$@" KV_EXPECT="$expectations" || lab_die "no verdict for $KT_NAME: awk failed"
	kut_log_write
	if [ "$tap" = yes ]; then
		kut_tap_number 1 "$KUT_WORK/tap" "$KT_NAME"
	else
		kut_human_line
	fi
	lab_record "$(cat "$KUT_WORK/json")"
}

# lab_record JSON: the record, with what is known of the lab, into results.jsonl at once: a run that is ended keeps its verdicts
lab_record()
{
	printf '%s,"host":"lab",%s}\n' "${1%\}}" "$lab_facts" > "$lw_dir/record"
	# labs side by side: one at a time. A lock that is in the way for long is that of a dead one.
	lre_n=0
	until mkdir "$output/.results.lock" 2> /dev/null || [ $lre_n -ge 100 ]; do
		sleep 0.1
		lre_n=$((lre_n + 1))
	done
	cat "$lw_dir/record" >> "$output/results.jsonl" || printf 'kvm-lab: %s cannot be written\n' "$output/results.jsonl" >&2
	rmdir "$output/.results.lock" 2> /dev/null
}

# lab_clear: nothing has been said about a test
lab_clear()
{
	: > "$lw_dir/said"
	: > "$lw_dir/stderr"
	: > "$lw_dir/facts"
	lw_cut=no
	lw_test=''
}

# lab_over NAME: the test needs no other boot
lab_over()
{
	grep -v -x -F -e "$1" "$lw_dir/list" > "$lw_dir/list.new"
	mv "$lw_dir/list.new" "$lw_dir/list"
	lab_clear
}

# lab_word LINE: takes one line of the channel
lab_word()
{
	case $1 in
	'@alive '*)
		lw_clock=${1#@alive } ;;
	'@console '*)
		printf '%s\n' "${1#@console }" >> "$lw_dir/said" ;;
	'@stderr '*)
		printf '%s\n' "${1#@stderr }" >> "$lw_dir/stderr" ;;
	'@fact KV_'*)
		printf '%s\n' "${1#@fact }" >> "$lw_dir/facts" ;;
	'@cut')
		lw_cut=yes ;;
	'@begin '*)
		lab_clear
		lw_test=${1#@begin }
		lw_began=$lw_clock ;;
	'@end '*)
		lab_judge "${1#@end }" ''
		lab_over "${1#@end }"
		lw_deaths=0 ;;
	'@done'*)
		lw_over=yes ;;
	'@dead '*)
		lw_why=${1#@dead } ;;
	esac
}

# lab_follow: reads the channel until the list is over, the lab dies or falls silent; lw_why tells a death
lab_follow()
{
	lw_over=no lw_why='' lw_clock=0 lw_began=0
	lf_part='' lf_cr=$(printf '\r') lf_heard=$(date +%s)
	exec 3< "$lw_dir/channel"
	while :; do
		lf_alive=yes lf_word=no
		kill -0 "$lw_vm" 2> /dev/null || lf_alive=no
		while :; do
			if IFS= read -r lf_line <&3; then
				lf_line=$lf_part$lf_line
				lab_word "${lf_line%"$lf_cr"}"
				lf_part='' lf_word=yes
			else
				lf_part=$lf_part$lf_line
				break
			fi
		done
		[ "$lw_over" = no ] || break
		if [ "$lf_alive" = no ]; then
			[ -n "$lw_why" ] || lw_why="$(grep -v ': warning: ' "$lw_dir/vmm" 2> /dev/null | tail -n 1 | tr -d '"\\\000-\037')"
			[ -n "$lw_why" ] || lw_why="$(grep -a -m 1 -E 'Kernel panic|Oops|BUG:' "$lw_dir/console" | tr -d '"\\\000-\037')"
			if [ -z "$lw_why" ]; then
				wait "$lw_vm" 2> /dev/null
				lf_status=$?
				lw_why="the outer machine ended, status $lf_status"
				[ "$lf_status" -le 128 ] || {
					kut_signal $((lf_status - 128))
					lw_why="the outer machine ended by $KUT_SIGNAL"
				}
			fi
			break
		fi
		lf_now=$(date +%s)
		[ "$lf_word" = no ] || lf_heard=$lf_now
		if [ $((lf_now - lf_heard)) -gt "$lab_grace" ]; then
			lw_why='no sign of life'
			break
		fi
		# the runner inside looks at each test's limit; this is for the case that it does not
		if [ -n "$lw_test" ] && [ "$lab_limit" -gt 0 ] && [ $((lw_clock - lw_began)) -gt "$lab_limit" ]; then
			lw_why="no verdict after $lab_limit seconds"
			break
		fi
		if [ "$lf_now" -gt "$lw_until" ]; then
			lw_why='the deadline of the whole run has come'
			break
		fi
		sleep 0.2
	done
	exec 3<&-
	# a finished lab powers off by itself; any other is ended
	lf_wait=0
	while [ "$lw_over" = yes ] && [ $lf_wait -lt 25 ] && kill -0 "$lw_vm" 2> /dev/null; do
		sleep 0.2
		lf_wait=$((lf_wait + 1))
	done
	# QEMU may not get round to SIGTERM, and there is nothing in it to save
	kill -KILL "$lw_vm" 2> /dev/null
	wait "$lw_vm" 2> /dev/null
	lw_vm=''
}

# lab_group TEST: the kind of outer machine that a test needs: KVM gives its guests only the interrupt controller that it has itself
lab_group()
{
	case $lab in
	arm64)
		if awk -f "$lab_scripts/parse-cfg.awk" -v mode=records -v name="$1" -v arch="$arch" "$lr_cfg" |
			grep -q '^qemu.*gic-version=2'; then
			echo gicv2
			return
		fi ;;
	esac
	echo any
}

# lab_group_machine GROUP: its outer machine, where --machine does not say
lab_group_machine()
{
	case $1 in
	gicv2) printf '%s\n' "$lab_machine" | sed 's/gic-version=3/gic-version=2/' ;;
	*) printf '%s\n' "$lab_machine" ;;
	esac
}

# lab_worker FOLDER: boots labs until FOLDER/list is empty; each test has a record then
lab_worker()
{
	lw_dir=$1 lw_logs=$output lw_vm='' lw_deaths=0
	trap 'kill -KILL "$lw_vm" 2> /dev/null; exit 143' INT TERM HUP
	while [ -s "$lw_dir/list" ]; do
		lab_clear
		lab_tests "$lw_dir"
		lab_prepare "$lw_dir"
		: > "$lw_dir/channel"
		lab_start "file:$lw_dir/console" "$lw_dir/channel" "$lw_dir" > "$lw_dir/vmm" 2>&1 < /dev/null &
		lw_vm=$!
		lab_follow
		cat "$lw_dir/console" >> "$output/lab-console.log" 2> /dev/null
		[ "$lw_over" = no ] || break
		lw_deaths=$((lw_deaths + 1))
		if [ "$(date +%s)" -gt "$lw_until" ] || [ $lw_deaths -ge 3 ]; then
			while read -r lw_left; do
				lab_judge "$lw_left" "lab died: $lw_why"
				lab_clear
			done < "$lw_dir/list"
			return
		fi
		if [ -n "$lw_test" ]; then
			lab_judge "$lw_test" "lab died: $lw_why"
			lab_over "$lw_test"
			lw_deaths=0
		fi
	done
	# tests that the lab did not answer for are failures, never missing
	while read -r lw_left; do
		lab_judge "$lw_left" 'lab ended without a verdict'
	done < "$lw_dir/list"
}

# lab_number TAP: passes lines on; numbers those of TAP (yes) across the labs
lab_number()
{
	[ "$1" = yes ] || exec cat
	awk 'BEGIN { print "TAP version 13" }
		/^TAP version|^1\.\.[0-9]+$/ { next }
		/^(not )?ok / { sub(/ok +[0-9]*( - )?/, "ok " ++n " - "); sub(/ - - /, " - ") }
		{ print; fflush() }
		END { print "1.." n + 0 }'
}

# lab_run TEST...: $output/results.jsonl and $output; status 0 when nothing failed
lab_run()
{
	lr_tmp=$(mktemp -d "${TMPDIR:-/tmp}/kvm-lab.XXXXXX") || lab_die 'no temporary folder: set TMPDIR'
	trap 'rm -rf "$lr_tmp"' EXIT
	trap 'lab_stop 130' INT
	trap 'lab_stop 143' TERM HUP
	mkdir -p "$output" && : > "$output/results.jsonl" || lab_die "cannot write $output"
	rmdir "$output/.results.lock" 2> /dev/null
	# without a word of the user there is time for a slow host
	[ -n "$deadline" ] || deadline=$((3600 + 300 * $#))
	lw_until=$(($(date +%s) + deadline))
	lab_kernel_version=$(if [ -n "$kernel" ]; then echo "own:${kernel##*/}"; else cat "$cache/version"; fi)
	lab_facts=$(printf '"lab":{"kernel":"%s","outer_vmm":"%s","outer_cpu":"%s"}' "$lab_kernel_version" \
		"$("$lab_outer" --version | head -n 1)" "${cpu:-$lab_cpu}")
	# the host's half of the runner: it judges
	kut_conf_read "$build/kut.conf"
	KUT_AWK=awk KUT_LIB=$lab_scripts KUT_EXPECTATIONS=$KUT_SRCDIR/$KUT_FAMILY/expectations.cfg
	! command -v mawk > /dev/null || KUT_AWK=mawk
	kut_color_choose
	lr_cfg=$KUT_SRCDIR/$KUT_FAMILY/unittests.cfg
	lab_limit=90
	if [ -n "$timeout" ]; then
		lab_limit=$(lab_seconds "$timeout")
	else
		for lr_n in $(sed -n 's/^timeout *= *\([0-9.]*[smhd]\{0,1\}\) *$/\1/p' "$lr_cfg"); do
			lr_n=$(lab_seconds "$lr_n")
			[ "$lr_n" -le "$lab_limit" ] || lab_limit=$lr_n
		done
	fi
	[ "$lab_limit" -eq 0 ] || lab_limit=$((lab_limit + 120))
	# folders GROUP.N: worker N boots each group's machine once
	lr_n=0
	for lr_test in "$@"; do
		lr_dir=$lr_tmp/$(lab_group "$lr_test").$((lr_n % jobs))
		mkdir -p "$lr_dir"
		printf '%s\n' "$lr_test" >> "$lr_dir/list"
		lr_n=$((lr_n + 1))
	done
	lr_pids=''
	# the labs' lines come together here; TAP gets its numbers
	mkfifo "$lr_tmp/said" || lab_die "no fifo can be made in $lr_tmp"
	lab_number "$tap" < "$lr_tmp/said" &
	lr_number=$!
	exec 5> "$lr_tmp/said"
	lr_n=0
	while [ $lr_n -lt "$jobs" ]; do
		(
			trap - EXIT
			for lr_dir in "$lr_tmp"/*."$lr_n"; do
				[ -s "$lr_dir/list" ] || continue
				lr_group=${lr_dir##*/}
				lab_machine=$(lab_group_machine "${lr_group%.*}")
				lab_worker "$lr_dir"
			done
		) > "$lr_tmp/said" &
		lr_pids="$lr_pids $!"
		lr_n=$((lr_n + 1))
	done
	for lr_pid in $lr_pids; do
		wait "$lr_pid"
	done
	exec 5>&-
	wait "$lr_number"
	lr_failed=$(grep -c -E '"verdict":"(fail|error)","outcome"' "$output/results.jsonl")
	lr_skipped=$(grep -c '"verdict":"skip","outcome"' "$output/results.jsonl")
	lr_all=$(grep -c '' "$output/results.jsonl")
	[ "$tap" = no ] || printf '# '
	printf '%d tests: %d passed, %d failed, %d skipped; %s\n' "$lr_all" $((lr_all - lr_failed - lr_skipped)) "$lr_failed" \
		"$lr_skipped" "$output/results.jsonl"
	[ "$lr_failed" -eq 0 ]
}

# lab_stop STATUS: ends the workers, which end their machines
lab_stop()
{
	for ls_pid in ${lr_pids:-}; do
		kill "$ls_pid" 2> /dev/null
	done
	for ls_pid in ${lr_pids:-}; do
		wait "$ls_pid" 2> /dev/null
	done
	exit "$1"
}
