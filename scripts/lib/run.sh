# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh disable=SC2034,SC2153
# run.sh: one record, one boot, one verdict. Everything of the run stands in $KUT_WORK, a private folder.

# The VMM's own shell: it names its process to the keeper, limits what may be written and becomes the VMM.
# shellcheck disable=SC2016
KUT_SPAWN='echo $$ >"$1"; ulimit -c 0; [ "$2" = 0 ] || ulimit -f "$2"; shift 2; exec "$@"'

# kut_environ_make: KUT_ENVIRON is the file given to the guest as its environment, or empty
kut_environ_make() {
	KUT_ENVIRON=
	if [ "$KUT_ENVIRON_DEFAULT" != yes ]; then
		[ -z "$KUT_ENV" ] || [ ! -f "$KUT_ENV" ] || KUT_ENVIRON=$KUT_ENV
		return 0
	fi
	KE_QEMU=
	"vmm_${VMM}_environ"
	set --
	if [ -n "$KUT_ENV" ]; then
		[ -f "$KUT_ENV" ] || kut_die "environment file '$KUT_ENV' not found"
		set -- part=user "$KUT_ENV"
	fi
	if [ -n "$KUT_ERRATATXT" ]; then
		[ -f "$KUT_ERRATATXT" ] || kut_die "errata file '$KUT_ERRATATXT' not found"
		set -- "$@" part=errata "$KUT_ERRATATXT"
	fi
	KE_TARGET=$VMM KE_ACCEL=$KUT_ACCEL KE_QEMU=$KE_QEMU KE_KERNEL=$KUT_KERNEL KE_FORCE=$KUT_ALL \
		"$KUT_AWK" -f "$KUT_LIB/environ.awk" "$@" part=end /dev/null >"$KUT_WORK/environ" || return 1
	KUT_ENVIRON=$KUT_WORK/environ
}

# kut_efi_limit: firmware takes its time before the test begins
kut_efi_limit() {
	case ${KUT_UEFI:-}:$KUT_LIMIT in
	:* | *:0 | *[!0-9s]) ;;
	*:*[!0-9]*[!0-9]*) ;;
	*) KUT_LIMIT=$((${KUT_LIMIT%s} + 10))s ;;
	esac
}

# kut_image_digest FILE: its SHA-256 (or POSIX checksum), as the tool prints it
kut_image_digest() {
	if command -v sha256sum >/dev/null 2>&1; then
		exec sha256sum <"$1"
	fi
	printf 'cksum:'
	exec cksum <"$1"
}

# kut_run_record: runs the loaded record; leaves verdict, tap and json in $KUT_WORK and writes the log
kut_run_record() {
	KV_SKIP='' KV_ERROR='' KUT_RC=0 KUT_MS=0 KUT_TIMEDOUT='' KUT_FLOOD='' KUT_HARNESS='' KUT_QUOTED='' KUT_DIGEST=''
	KUT_MACHINE='' KUT_CPU='' KUT_ACCEL='' KUT_EXIT_MODE=device KUT_LIMIT=${TIMEOUT:-$KT_TIMEOUT}
	KUT_START=$(date -u +%Y-%m-%dT%H:%M:%SZ)
	KUT_IMAGE=$KUT_IMAGES/$KT_FILE
	case $KUT_LIMIT in
	0 | 0[smhd] | 0.0*) KUT_LIMIT=0 ;;
	esac
	: >"$KUT_WORK/console"
	: >"$KUT_WORK/stderr"
	kut_skip_reason
	KV_SKIP=$KUT_REASON
	if [ -z "$KV_SKIP" ] && [ ! -f "$KUT_IMAGE" ]; then
		KV_ERROR="test file '$KUT_IMAGE' not found"
	fi
	if [ -z "$KV_SKIP$KV_ERROR" ] && [ -z "${KUT_VMM_PATH:-}" ] && ! "vmm_${VMM}_setup"; then
		KV_ERROR=$KUT_REASON
	fi
	if [ -z "$KV_SKIP$KV_ERROR" ]; then
		kut_efi_limit
		kut_accel_choose
		KV_SKIP=$KUT_REASON
		if [ -z "$KV_SKIP" ] && kut_in_group pv && [ "$KUT_ACCEL" = tcg ]; then
			KV_SKIP='protected virtualization does not run with TCG'
		fi
	fi
	if [ -z "$KV_SKIP$KV_ERROR" ] && ! kut_environ_make; then
		KV_ERROR='the errata file is malformed; see the message on stderr'
	fi
	if [ -z "$KV_SKIP$KV_ERROR" ]; then
		"vmm_${VMM}_exit_mode"
		"vmm_${VMM}_test" kut_boot
	fi
	kut_conclude
}

# kut_quote_command ARG...: KUT_QUOTED is the command line as it can be pasted: what is temporary is behind a comment sign
kut_quote_command() {
	kut_quote -initrd "$KUT_ENVIRON"
	kut_text=$KUT_QUOTED
	kut_quote "$@"
	if [ -n "$KUT_ENVIRON" ] && [ "$KUT_ENVIRON" != "$KUT_ENV" ]; then
		case $KUT_QUOTED in
		*" $kut_text") KUT_QUOTED="${KUT_QUOTED%" $kut_text"} # $kut_text" ;;
		esac
	fi
}

# kut_boot ARG...: starts the VMM with this command line and waits for its end
kut_boot() {
	kut_quote_command "$@"
	"vmm_${VMM}_describe" "$@"
	if [ "$KUT_VERBOSE" = yes ]; then
		printf '%s\n' "$KUT_QUOTED" >"$KUT_WORK/verbose"
	fi
	(kut_image_digest "$KUT_IMAGE") >"$KUT_WORK/digest" 2>/dev/null 9>&- &
	kut_digest_pid=$!
	kut_uptime
	kut_began=$KUT_UPTIME
	kut_keeper_limit "$KUT_LIMIT"
	if kut_in_group migration && kut_harness_known migrate; then
		kut_migrate "$@"
	elif kut_in_group panic && kut_harness_known panic; then
		kut_panic "$@"
	else
		sh -c "$KUT_SPAWN" sh "$KUT_WORK/vmm.pid" $((KUT_QUOTA / 512)) "$@" </dev/null >"$KUT_WORK/console" \
			2>"$KUT_WORK/stderr" 9>&- &
		{ wait $!; } 2>/dev/null
		KUT_RC=$?
		"vmm_${VMM}_finish"
	fi
	: >"$KUT_WORK/vmm.pid"
	kut_uptime
	KUT_MS=$((KUT_UPTIME - kut_began))
	[ ! -e "$KUT_WORK/timedout" ] || KUT_TIMEDOUT=$KUT_LIMIT
	wait "$kut_digest_pid"
	read -r KUT_DIGEST kut_rest <"$KUT_WORK/digest"
	case $KUT_DIGEST in
	cksum:* | '') ;;
	*) KUT_DIGEST=sha256:$KUT_DIGEST ;;
	esac
}

# kut_harness_known NAME: does this VMM have that harness for this family?
kut_harness_known() {
	[ "$VMM" = qemu ] || return 1
	case $1:$KUT_FAMILY in
	migrate:arm | migrate:riscv | migrate:ppc | migrate:s390x | panic:s390x) return 0 ;;
	esac
	return 1
}

# kut_conclude: the verdict of the run (verdict.awk), and its log; with KUT_FACTS=yes what is known of the run goes to
# $KUT_WORK/facts instead, as lines NAME=VALUE, and somebody else is the judge
kut_conclude() {
	[ -n "${KUT_HOST_CPU:-}" ] || kut_host_cpu
	KUT_LOG=
	[ -z "$KUT_LOGDIR" ] || KUT_LOG=$KUT_LOGDIR/$KT_NAME.log
	set -- KV_NAME="$KT_NAME" KV_RC="$KUT_RC" KV_MODE="$KUT_EXIT_MODE" KV_TIMEDOUT="$KUT_TIMEDOUT" KV_QUOTA="$KUT_QUOTA" \
		KV_FLOOD="$KUT_FLOOD" KV_SKIP="$KV_SKIP" KV_ERROR="$KV_ERROR" KV_HARNESS="$KUT_HARNESS" KV_EXPECT="$KUT_EXPECT" \
		KV_EXPECTATIONS="$KUT_FAMILY/${KUT_EXPECTATIONS##*/}" KV_ARCH="$KUT_ARCH" KV_IMAGE="$KT_FILE" \
		KV_DIGEST="$KUT_DIGEST" KV_VMM="$VMM" KV_VMM_VERSION="${KUT_VMM_VERSION:-}" KV_ACCEL="$KUT_ACCEL" \
		KV_MACHINE="$KUT_MACHINE" KV_CPU="$KUT_CPU" KV_KERNEL="$KUT_KERNEL" KV_HOST_ARCH="$KUT_HOST_ARCH" \
		KV_HOST_CPU="$KUT_HOST_CPU" KV_HOST="$KUT_HOST" KV_PAGE_SIZE="$KUT_PAGE_SIZE" KV_BUILD="$KUT_BUILD_HEAD" \
		KV_FIRMWARE="${KUT_UEFI_KIND:-none}" KV_GROUPS="$KT_GROUPS" KV_COMMAND="$KUT_QUOTED" \
		KV_LOG="${KUT_LOG##*/}" KV_START="$KUT_START" KV_MS="$KUT_MS"
	if [ "${KUT_FACTS:-}" = yes ]; then
		for kut_word; do
			printf '%s\n' "$kut_word" | tr '\n' ' '
			echo
		done >"$KUT_WORK/facts"
		return
	fi
	kut_judge "$@" || kut_die "no verdict for $KT_NAME: awk failed"
	kut_log_write
}

# kut_judge NAME=VALUE...: the verdict from these facts and $KUT_WORK/console and stderr: KUT_VERDICT, KUT_STATUS, KUT_TEXT,
# KUT_STACK, and the files verdict, tap and json
kut_judge() {
	kut_console_clean | (
		for kut_word; do
			export "${kut_word?}"
		done
		set --
		[ -z "$KUT_EXPECTATIONS" ] || [ ! -f "$KUT_EXPECTATIONS" ] || set -- part=exp "$KUT_EXPECTATIONS"
		exec "$KUT_AWK" -v tap="$KUT_WORK/tap" -v json="$KUT_WORK/json" -f "$KUT_LIB/verdict.awk" "$@" \
			part=err "$KUT_WORK/stderr" part=con -
	) >"$KUT_WORK/verdict"
	{
		read -r KUT_VERDICT
		read -r KUT_STATUS
		IFS= read -r KUT_TEXT
		read -r KUT_STACK
	} <"$KUT_WORK/verdict"
}

# kut_console_clean: the console with each unprintable byte as '?', and the mark of its end
kut_console_clean() {
	tr '\000-\010\013\014\016-\037\177-\377' '[?*]' <"$KUT_WORK/console"
	printf '\001END\n'
}

# kut_log_write: $KUT_LOG gets the command line, the console, the VMM's messages and the translated stacks
kut_log_write() {
	KUT_LOG_FAILED=no
	[ -n "$KUT_LOG" ] || return 0
	{
		if [ -n "$KV_SKIP$KV_ERROR" ]; then
			printf '%s %s (%s)\n' "$KUT_VERDICT" "$KT_NAME" "$KUT_TEXT"
		else
			printf '%s\n' "$KUT_QUOTED" && cat "$KUT_WORK/console" "$KUT_WORK/stderr" && printf '\n'
		fi
		if [ "$KUT_STACK" = stack ]; then
			kut_stacks "$KUT_WORK/console" "$KUT_IMAGE"
		fi
	} 2>/dev/null >"$KUT_LOG" || {
		KUT_LOG_FAILED=yes
		kut_warn "$KUT_LOG: the log could not be written"
	}
}

# kut_host_cpu: KUT_HOST_CPU is the vendor of the host's CPU, for the conditions of expectations
kut_host_cpu() {
	KUT_HOST_CPU=unknown
	while IFS= read -r kut_line; do
		case $kut_line in
		vendor_id*:\ * | 'CPU implementer'*:\ * | cpu*:\ POWER*)
			KUT_HOST_CPU=${kut_line#*: }
			break
			;;
		esac
	done 2>/dev/null </proc/cpuinfo
}

# kut_human_line: the line for people; colours where KUT_COLOR is yes
kut_human_line() {
	kut_word=$KUT_VERDICT
	case $KUT_VERDICT in
	pass) kut_word=PASS kut_n=32 ;;
	skip) kut_word=SKIP kut_n=33 ;;
	*) kut_word=FAIL kut_n=31 ;;
	esac
	[ "$KUT_COLOR" != yes ] || kut_word=$(printf '\033[%sm%s\033[0m' "$kut_n" "$kut_word")
	printf '%s %s%s\n' "$kut_word" "$KT_NAME" "${KUT_TEXT:+ ($KUT_TEXT)}"
}

# kut_color_choose: KUT_COLOR is yes on a terminal unless NO_COLOR is set
kut_color_choose() {
	KUT_COLOR=no
	if [ -t 1 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then
		KUT_COLOR=yes
	fi
}

# kut_tap_number FIRST FILE [TEST]: the TAP lines of FILE with numbers from FIRST, and the test's name in front of those
# that do not begin with it
kut_tap_number() {
	awk -v n="$1" -v name="${3:-}" '
		/^(not )?ok - / {
			at = index($0, "ok - ")
			text = substr($0, at + 5)
			if (name != "" && text != name && index(text, name ":") != 1 && index(text, name " ") != 1)
				text = name ": " text
			$0 = substr($0, 1, at + 1) " " n++ " - " text
		}
		{ print }' "$2"
}
