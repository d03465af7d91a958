# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh disable=SC2034,SC2154
# standalone.sh: the main part of a standalone script. scripts/mkstandalone puts in front of it the fragments of the runner,
# sa_settings (what kut.conf says), sa_unpack (writes the carried files to a folder) and sa_image (writes the image to stdout).

sa_usage() {
	cat <<END
usage: $SA_NAME [options]
Runs the test $SA_NAME for $SA_ARCH guests of kvm-unit-tests $SA_VERSION. This one file holds the guest and all that runs it.
  --tap                TAP 13 on stdout
  --yes                do not ask before a test that is not run by default
  --info               what will be run, and how; runs nothing
  --unpack DIR         write the image, its environment and its configuration to DIR; runs nothing
  --json FILE          append the result as one JSON line to FILE
  --expectations=off   a known failure is a failure too
  -v, --verbose        with --tap: print the command line and the guest's console as comments
  -h, --help           this text
Environment: QEMU ACCEL ACCEL_PROPS MACHINE TIMEOUT CHECK MAX_SMP VMM KUT_ENV TMPDIR NO_COLOR; of UEFI guests also EFI_UEFI
(the firmware, which is not in this file) and EFI_USE_ACPI.
Status: 0 pass, 3 failed checks, 77 skipped by the guest or the VMM, 2 skipped here or not startable,
124 time limit, 127 guest abort, 128+N signal N. With --tap a skipped test has status 0.
END
}

# sa_ask: is the user sure? End of input is a no.
sa_ask() {
	while :; do
		printf 'Test marked not to be run by default, are you sure (y/N)? ' >&2
		read -r sa_answer || sa_answer=
		case $sa_answer in
		Y | y | Yes | yes) return 0 ;;
		'' | N | n | No | no | q | quit | exit) return 1 ;;
		esac
	done
}

# sa_decode: base64 on stdin to bytes on stdout, with what this host has
sa_decode() {
	if command -v base64 >/dev/null 2>&1; then
		base64 -d
	elif command -v openssl >/dev/null 2>&1; then
		openssl base64 -d
	elif command -v uudecode >/dev/null 2>&1; then
		{
			echo 'begin-base64 600 image'
			cat
			echo '===='
		} | uudecode -o /dev/stdout
	else
		kut_die 'base64 (coreutils or busybox), openssl or uudecode is needed to unpack the image'
	fi
}

# sa_unpack_all DIR: the carried files, the image below its own name
sa_unpack_all() {
	case $SA_FILE in
	*/*) mkdir -p "$1/${SA_FILE%/*}" || return 1 ;;
	esac
	sa_unpack "$1" || return 1
	[ "$SA_HAS_IMAGE" = yes ] || return 0
	sa_image | sa_decode | gzip -dc >"$1/$SA_FILE" && [ -s "$1/$SA_FILE" ]
}

# sa_command ARG...: prints what would be run
sa_command() {
	kut_quote "$@"
	printf 'command     %s\n' "$KUT_QUOTED"
}

# sa_about: what the test verifies
sa_about() {
	[ ! -f "$KUT_WORK/about" ] || {
		cat "$KUT_WORK/about"
		echo
	}
}

# sa_info: what the script is and would do
sa_info() {
	printf 'name        %s\narch        %s\nversion     %s (%s)\nimage       %s' "$SA_NAME" "$KUT_ARCH" "$KUT_VERSION" \
		"$KUT_BUILD_HEAD" "$KT_FILE"
	[ "$SA_HAS_IMAGE" = yes ] || printf ', which was not built'
	printf '\ngroups      %s\nCPUs        %s\ntime limit  %s\n' "${KT_GROUPS:--}" "$KT_SMP" "${TIMEOUT:-$KT_TIMEOUT}"
	kut_skip_reason
	[ -z "$KUT_REASON" ] || printf 'skipped     %s\n' "$KUT_REASON"
	if ! "vmm_${VMM}_setup"; then
		printf 'VMM         none: %s\n' "$KUT_REASON"
		return
	fi
	printf 'VMM         %s, %s\n' "$KUT_VMM_PATH" "$KUT_VMM_VERSION_STRING"
	kut_accel_choose
	if [ -n "$KUT_REASON" ]; then
		printf 'skipped     %s\n' "$KUT_REASON"
		return
	fi
	KUT_IMAGE=$KT_FILE KUT_ENVIRON=
	[ -z "$KUT_FIRMWARE" ] || KUT_FIRMWARE=${KUT_FIRMWARE##*/}
	"vmm_${VMM}_test" sa_command
}

# sa_report: the finished run, as the user asked for it
sa_report() {
	if [ "$sa_tap" = yes ]; then
		echo 'TAP version 13'
		if [ "$KUT_VERBOSE" = yes ]; then
			printf '# %s\n' "$KUT_QUOTED"
			tr -d '\000' <"$KUT_WORK/console" | sed 's/^/# /'
		fi
		kut_tap_number 1 "$KUT_WORK/tap"
		echo "1..$(grep -c '' <"$KUT_WORK/tap")"
		[ "$KUT_VERDICT" = pass ] || echo "# $KUT_VERDICT $KT_NAME: $KUT_TEXT"
		[ "$KUT_VERDICT" != skip ] || KUT_STATUS=0
	else
		[ -z "$KUT_QUOTED" ] || printf '%s\n' "$KUT_QUOTED"
		cat "$KUT_WORK/console"
		cat "$KUT_WORK/stderr" >&2
		# the console may end in the middle of a line
		[ -z "$(tail -c 1 "$KUT_WORK/console")" ] || echo
		kut_human_line
	fi
	if [ -n "$sa_json" ] && ! cat "$KUT_WORK/json" >>"$sa_json"; then
		kut_warn "$sa_json: the result could not be written"
		[ "$KUT_STATUS" -ne 0 ] || KUT_STATUS=2
	fi
}

sa_main() {
	# all of the file is there: what stood here until now said otherwise
	trap - EXIT
	sa_tap=no sa_yes=no sa_do=run sa_dir='' sa_json=''
	KUT_VERBOSE=no KUT_EXPECT=on KUT_ALL=no KUT_GROUP='' KUT_LOGDIR='' KUT_LIB='' KUT_EXPECTATIONS=''
	while [ $# -gt 0 ]; do
		case $1 in
		--tap) sa_tap=yes ;;
		--yes) sa_yes=yes ;;
		--info) sa_do=info ;;
		--unpack | --json)
			[ $# -gt 1 ] || kut_die "$1 needs a value"
			case $1 in
			--unpack) sa_do=unpack sa_dir=$2 ;;
			*) sa_json=$2 ;;
			esac
			shift
			;;
		--expectations=off) KUT_EXPECT=off ;;
		-v | --verbose) KUT_VERBOSE=yes ;;
		-h | --help)
			sa_usage
			exit 0
			;;
		*)
			sa_usage >&2
			kut_die "unknown option '$1'"
			;;
		esac
		shift
	done
	sa_settings
	if [ $sa_do = unpack ]; then
		if ! mkdir -p "$sa_dir" || ! sa_unpack_all "$sa_dir"; then
			kut_die "$sa_dir: cannot be written"
		fi
		exit 0
	fi
	kut_defaults
	command -v "vmm_${VMM}_setup" >/dev/null || kut_die "VMM=$VMM: a standalone script cannot use it"
	kut_cpus
	kut_accel_user_check
	kut_color_choose
	kut_work_make
	trap 'trap "" INT TERM HUP; kut_keeper_alarm; exit 130' INT
	trap 'trap "" INT TERM HUP; kut_keeper_alarm; exit 143' TERM
	trap 'trap "" INT TERM HUP; kut_keeper_alarm; exit 129' HUP
	kut_keeper_start
	if [ $sa_do = info ]; then
		sa_unpack "$KUT_WORK"
	else
		sa_unpack_all "$KUT_WORK"
	fi || {
		kut_keeper_alarm
		kut_die "the image cannot be unpacked to $KUT_WORK: is there room, and is the file whole?"
	}
	KUT_LIB=$KUT_WORK KUT_IMAGES=$KUT_WORK
	[ ! -f "$KUT_WORK/errata.txt" ] || KUT_ERRATATXT=$KUT_WORK/errata.txt
	[ ! -f "$KUT_WORK/firmware" ] || KUT_FIRMWARE=$KUT_WORK/firmware
	[ ! -f "$KUT_WORK/expectations.cfg" ] || KUT_EXPECTATIONS=$KUT_WORK/expectations.cfg
	if ! kut_parse records "$KUT_WORK/unittests.cfg" -v name="$SA_NAME" -v now="$(date +%s)" >"$KUT_WORK/record"; then
		kut_keeper_alarm
		exit 2
	fi
	kut_record_load "$KUT_WORK/record"
	[ $sa_do != info ] || sa_about
	if kut_in_group nodefault; then
		# the question stands for the -g of the other fronts, which does not force the errata as -a does
		KUT_GROUP=nodefault
		kut_skip_reason
		if [ $sa_do = run ] && [ -z "$KUT_REASON" ] && [ $sa_yes = no ] && ! sa_ask; then
			KUT_GROUP=
		elif [ $sa_do = info ]; then
			echo 'by default  not run; asks first, or takes --yes'
		fi
	fi
	if [ $sa_do = info ]; then
		sa_info
		KUT_STATUS=0
	else
		kut_run_record
		sa_report
	fi
	kut_keeper_release
	rm -rf "$KUT_WORK"
	exit "$KUT_STATUS"
}
