# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh disable=SC2034,SC2153
# migrate.sh: the migration harness. The guest asks on its console (lib/migrate.h), the harness moves it from one VM to the
# next over QMP, spoken through QEMU's pipe chardev and two fifos.
#
# VM number N has the files vmN.* in $KUT_WORK: con (console fifo), log (its text), key (stdin fifo), mon.in and mon.out (QMP).
# One reader for each console and each QMP line sends one-line events "N WORD" to the fifo ev, which the harness alone
# reads: no polling. VMs with odd numbers use fd 4 (keys) and 5 (QMP), those with even ones 6 and 7; the fifo ev is fd 3.

# kut_vm_start N ARG...: starts VM N with its readers
kut_vm_start() {
	kut_vm=$1 kut_base=$KUT_WORK/vm$1
	shift
	mkfifo "$kut_base.con" "$kut_base.key" "$kut_base.mon.in" "$kut_base.mon.out" || return 1
	case $kut_vm in
	*[13579]) exec 4<>"$kut_base.key" 5<>"$kut_base.mon.in" ;;
	*) exec 6<>"$kut_base.key" 7<>"$kut_base.mon.in" ;;
	esac
	: >"$kut_base.log"
	(kut_vm_console "$kut_vm") <"$kut_base.con" 4>&- 5>&- 6>&- 7>&- 9>&- &
	echo $! >"$kut_base.reader"
	(kut_vm_qmp "$kut_vm") <>"$kut_base.mon.out" 4>&- 5>&- 6>&- 7>&- 9>&- &
	echo $! >"$kut_base.qmp.pid"
	sh -c "$KUT_SPAWN" sh "$kut_base.pid" 0 "$@" -chardev "pipe,id=kutmon,path=$kut_base.mon" \
		-mon chardev=kutmon,mode=control <"$kut_base.key" >"$kut_base.con" 2>>"$KUT_WORK/stderr" \
		3>&- 4>&- 5>&- 6>&- 7>&- 9>&- &
	echo $! >"$kut_base.wait"
	kut_qmp "$kut_vm" '{"execute":"qmp_capabilities"}'
}

# kut_qmp N JSON: a command to VM N
kut_qmp() {
	case $1 in
	*[13579]) printf '%s\n' "$2" >&5 ;;
	*) printf '%s\n' "$2" >&7 ;;
	esac
}

# kut_key N: a newline on the console input of VM N
kut_key() {
	case $1 in
	*[13579]) echo >&4 ;;
	*) echo >&6 ;;
	esac
}

# kut_vm_console N: reader of the console of VM N
kut_vm_console() {
	kut_n=0
	while IFS= read -r kut_line; do
		printf '%s\n' "$kut_line"
		kut_n=$((kut_n + ${#kut_line} + 1))
		case $kut_line in
		*'Now migrate the VM'*) echo "$1 migrate" >&3 ;;
		*'Begin continuous migration'*) echo "$1 begin" >&3 ;;
		*'End continuous migration (quiet)'*) echo "$1 endquiet" >&3 ;;
		*'End continuous migration'*) echo "$1 end" >&3 ;;
		*'Skipped VM migration'*) echo "$1 skip" >&3 ;;
		esac
		if [ $kut_n -ge "$KUT_QUOTA" ]; then
			echo "$1 flood" >&3
			break
		fi
	done >>"$KUT_WORK/vm$1.log"
	# a line cut by the migration goes on in the log of the next VM
	printf '%s' "$kut_line" >>"$KUT_WORK/vm$1.log"
	echo "$1 gone" >&3
}

# kut_vm_qmp N: reader of the QMP lines of VM N
kut_vm_qmp() {
	while IFS= read -r kut_line; do
		case $kut_line in
		*'"event": "MIGRATION"'*'"status": "completed"'*) echo "$1 completed" >&3 ;;
		*'"event": "MIGRATION"'*'"status": "failed"'*) echo "$1 failed" >&3 ;;
		*'"event": "RESUME"'*) echo "$1 resumed" >&3 ;;
		*'"event": "GUEST_PANICKED"'*) echo "$1 panicked" >&3 ;;
		*'"error"'*)
			printf 'QMP: %s\n' "$kut_line" >>"$KUT_WORK/stderr"
			echo "$1 failed" >&3
			;;
		*'"id": "incoming"'*) echo "$1 listening" >&3 ;;
		esac
	done
}

# kut_vm_end N: VM N is told to quit, and has to; KUT_RC is its status
kut_vm_end() {
	[ -f "$KUT_WORK/vm$1.wait" ] || return 0
	kut_qmp "$1" '{"execute":"quit"}'
	kut_vm_wait "$1" kill
}

# kut_vm_wait N [kill]: collects VM N, after two seconds by force if kill is given; KUT_RC is its status
kut_vm_wait() {
	read -r kut_pid <"$KUT_WORK/vm$1.wait"
	kut_guard=
	if [ -n "${2:-}" ]; then
		(
			sleep 2
			kill -KILL "$kut_pid"
			# killed before it had opened its console, which the reader then waits for
			: <>"$KUT_WORK/vm$1.con"
		) >/dev/null 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 9>&- &
		kut_guard=$!
	fi
	{ wait "$kut_pid"; } 2>/dev/null
	KUT_RC=$?
	[ -z "$kut_guard" ] || kill "$kut_guard" 2>/dev/null
	read -r kut_pid <"$KUT_WORK/vm$1.reader"
	wait "$kut_pid"
	read -r kut_pid <"$KUT_WORK/vm$1.qmp.pid"
	kill "$kut_pid" 2>/dev/null
	wait "$kut_pid" 2>/dev/null
	rm -f "$KUT_WORK/vm$1.pid" "$KUT_WORK/vm$1.wait" "$KUT_WORK/vm$1.qmp.pid"
}

# kut_migrate_fail STATUS TEXT: the harness gives up
kut_migrate_fail() {
	KUT_HARNESS="fail $2"
	kut_fail_status=$1
}

# kut_destination ARG...: the next VM, waiting for a migration
kut_destination() {
	kut_last=$((kut_last + 1))
	kut_dst=$kut_last kut_listening=no
	kut_vm_start "$kut_dst" "$@" -incoming defer
	kut_qmp "$kut_dst" "{\"execute\":\"migrate-incoming\",\"arguments\":{\"uri\":\"unix:$KUT_WORK/in$kut_dst\"},\"id\":\"incoming\"}"
}

# kut_migrate_go ARG...: begins the migration as soon as there is a destination that listens
kut_migrate_go() {
	[ -n "$kut_dst" ] || kut_destination "$@"
	[ "$kut_listening" = yes ] || return 0
	kut_moving=yes kut_sent=no kut_resumed=no kut_wanted=no
	kut_qmp "$kut_src" '{"execute":"migrate-set-capabilities","arguments":{"capabilities":[{"capability":"events","state":true}]}}'
	kut_qmp "$kut_src" "{\"execute\":\"migrate\",\"arguments\":{\"uri\":\"unix:$KUT_WORK/in$kut_dst\"}}"
}

# kut_migrate_done ARG...: source sent, destination runs: it is the source from now on
kut_migrate_done() {
	kut_vm_end "$kut_src"
	kut_src=$kut_dst kut_dst='' kut_moving=no
	kut_moves=$((kut_moves + 1))
	if [ "$kut_continuous" = yes ]; then
		kut_wanted=yes
		kut_migrate_go "$@"
	else
		kut_key "$kut_src"
	fi
}

# kut_migrate_event N WORD ARG...: one event
kut_migrate_event() {
	kut_from=$1 kut_event=$2
	shift 2
	case $kut_event in
	migrate)
		[ "$kut_from" = "$kut_src" ] && [ "$kut_continuous" = no ] || return 0
		kut_wanted=yes
		kut_migrate_go "$@"
		;;
	begin)
		if [ "$kut_continuous" = yes ]; then
			kut_migrate_fail 3 'ERROR: Continuous migration begun twice.'
			return
		fi
		kut_continuous=yes kut_wanted=yes
		kut_key "$kut_src"
		# the guest has to read it here, what is on its way is not migrated
		sleep 0.2
		kut_migrate_go "$@"
		;;
	end | endquiet)
		if [ "$kut_continuous" = no ]; then
			[ "$kut_event" = endquiet ] || kut_migrate_fail 3 'ERROR: Continuous migration ended without a begin.'
			return
		fi
		kut_continuous=no kut_wanted=no
		# a migration on its way ends with the newline
		[ "$kut_moving" = yes ] || kut_key "$kut_src"
		;;
	skip)
		if [ "$kut_continuous" = yes ]; then
			kut_migrate_fail 3 'ERROR: Migration skipped in continuous mode.'
			return
		fi
		kut_skipped_migration=yes
		kut_key "$kut_src"
		if [ "$kut_moving" = no ] && [ -n "$kut_dst" ]; then
			kut_vm_end "$kut_dst"
			kut_dst=
		fi
		;;
	listening)
		[ "$kut_from" = "$kut_dst" ] || return 0
		kut_listening=yes
		[ "$kut_wanted" = no ] || kut_migrate_go "$@"
		;;
	completed | resumed)
		[ "$kut_moving" = yes ] || return 0
		if [ "$kut_from" = "$kut_src" ] && [ "$kut_event" = completed ]; then
			kut_sent=yes
		elif [ "$kut_from" = "$kut_dst" ] && [ "$kut_event" = resumed ]; then
			kut_resumed=yes
		fi
		[ "$kut_sent$kut_resumed" != yesyes ] || kut_migrate_done "$@"
		;;
	failed)
		[ "$kut_from" = "$kut_src" ] || [ "$kut_from" = "$kut_dst" ] || return 0
		kut_migrate_fail 2 'ERROR: Migration failed.'
		;;
	flood) KUT_FLOOD=$KUT_QUOTA kut_fail_status=1 ;;
	gone)
		if [ "$kut_from" = "$kut_dst" ]; then
			kut_migrate_fail 2 'ERROR: The destination of the migration ended.'
		elif [ "$kut_from" != "$kut_src" ]; then
			return 0
		elif [ "$kut_moving" = yes ]; then
			kut_migrate_fail 2 'ERROR: Migration failed: the source ended.'
		else
			kut_over=yes
		fi
		;;
	esac
}

# kut_migrate ARG...: runs the command line under the harness; sets KUT_RC and KUT_HARNESS, and makes $KUT_WORK/console
kut_migrate() {
	kut_continuous=no kut_wanted=no kut_moving=no kut_listening=no kut_sent=no kut_resumed=no kut_skipped_migration=no
	kut_over=no kut_moves=0 kut_fail_status='' kut_src=1 kut_dst='' kut_last=1
	if [ ${#KUT_WORK} -gt 90 ]; then
		KUT_HARNESS="fail ERROR: the path of TMPDIR is too long for a socket" KUT_RC=2
		return
	fi
	: >"$KUT_WORK/stderr"
	mkfifo "$KUT_WORK/ev" || return
	exec 3<>"$KUT_WORK/ev"
	kut_vm_start 1 "$@"
	kut_destination "$@"
	while [ "$kut_over" = no ] && [ -z "$kut_fail_status" ] && read -r kut_a kut_b <&3; do
		kut_migrate_event "$kut_a" "$kut_b" "$@"
	done
	# what is left ends; the status is that of the last source
	[ -z "$kut_dst" ] || kut_vm_end "$kut_dst"
	if [ -n "$kut_fail_status" ]; then
		kut_vm_end "$kut_src"
		KUT_RC=$kut_fail_status
	else
		kut_vm_wait "$kut_src"
		if [ $kut_moves = 0 ] && [ $kut_skipped_migration = no ]; then
			# a VMM that could not even start says why itself
			if grep -q . "$KUT_WORK/vm1.log"; then
				KUT_HARNESS='fail ERROR: Test exit before migration point.' KUT_RC=3
			fi
		fi
	fi
	exec 3>&- 4>&- 5>&- 6>&- 7>&-
	kut_n=1
	: >"$KUT_WORK/console"
	while [ $kut_n -le "$kut_last" ]; do
		cat "$KUT_WORK/vm$kut_n.log"
		kut_n=$((kut_n + 1))
	done | grep -v '(quiet)' >"$KUT_WORK/console"
}
