# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh disable=SC2034
# keeper.sh: nothing outlives the runner, and no VMM its time limit.
#
# The keeper is a background process that reads a fifo, the lifeline, whose only writer is the runner (fd 9). The word
# 'done' lets it go in peace. End of file without it means that the runner is gone, by whatever signal, SIGKILL included:
# the keeper ends every process whose id stands in WORK/*.pid and removes WORK. After 'limit TIME' it waits no longer than
# TIME for the next word; then it makes WORK/timedout and ends the same processes. Every process of the runner that lives
# longer than a moment is started with 9>&-; a function as (function) 9>&-, because dash keeps a copy of what it redirects
# for a plain function call.

# kut_keeper_start: starts it for $KUT_WORK; the file that WORK/lock names goes with the runner too
kut_keeper_start() {
	mkfifo "$KUT_WORK/life" || kut_die "no fifo can be made in $KUT_WORK"
	# read and write first: no open waits for a partner, who may have been killed meanwhile
	exec 9<>"$KUT_WORK/life"
	(kut_keeper "$KUT_WORK") <"$KUT_WORK/life" >/dev/null 2>&1 9>&- &
	KUT_KEEPER=$!
	exec 9>"$KUT_WORK/life"
}

# kut_keeper_limit TIME: from now on; TIME as timeout(1) takes it, 0 for none
kut_keeper_limit() {
	[ "$1" = 0 ] || printf 'limit %s\n' "$1" >&9
}

# kut_keeper_release: all is well; the keeper goes
kut_keeper_release() {
	echo 'done' >&9
	exec 9>&-
	wait "$KUT_KEEPER" 2>/dev/null
	KUT_KEEPER=
}

# kut_keeper_alarm: the runner is being ended; the keeper ends what runs and removes WORK
kut_keeper_alarm() {
	exec 9>&-
	[ -z "${KUT_KEEPER:-}" ] || wait "$KUT_KEEPER" 2>/dev/null
	[ -z "${KUT_WORK:-}" ] || rm -rf "$KUT_WORK"
}

# kut_keeper WORK: the keeper itself; reads the lifeline on stdin
kut_keeper() {
	trap '' INT TERM HUP QUIT PIPE
	kut_word=
	while read -r kut_word kut_value; do
		case $kut_word in
		'done') return 0 ;;
		limit)
			kut_word=$(timeout -s KILL "$kut_value" cat)
			if [ $? -ge 124 ]; then
				: >"$1/timedout"
				kut_end_all "$1"
				kut_word=$(cat)
			fi
			[ "$kut_word" != 'done' ] || return 0
			break
			;;
		esac
	done
	kut_end_all "$1"
	if [ -f "$1/lock" ] && IFS= read -r kut_word <"$1/lock"; then
		rm -f "$kut_word"
	fi
	rm -rf "$1"
}

# kut_end_all WORK: ends the processes of WORK/*.pid: SIGTERM, SIGKILL two seconds later
kut_end_all() {
	kut_pids=$(cat "$1"/*.pid 2>/dev/null)
	if [ -z "$kut_pids" ]; then
		# perhaps one is just being started
		sleep 0.3
		kut_pids=$(cat "$1"/*.pid 2>/dev/null)
	fi
	[ -n "$kut_pids" ] || return 0
	# shellcheck disable=SC2086 # numbers, one a line
	kill -TERM $kut_pids 2>/dev/null || return 0
	for kut_n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
		# shellcheck disable=SC2086
		kill -0 $kut_pids 2>/dev/null || return 0
		sleep 0.07
	done
	# shellcheck disable=SC2086
	kill -KILL $kut_pids 2>/dev/null
	return 0
}
