#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck disable=SC2034,SC2153
#
# run_tests.sh: runs the tests of a build tree. doc/run_tests.sh.1 is its manual page.
set -u

usage() {
	cat <<END
usage: ./run_tests.sh [--build DIR] [options] [NAME|PATTERN...]
  -a, --all             run nodefault tests too, and force all errata
  -g, --group GROUP     only tests of the group (its nodefault tests too)
  -x, --exclude PATTERN not these (may be given several times)
  -j, --parallel N      so many vCPUs at a time (default: the host's CPUs; 1: one test at a time, in the order of the file)
  -t, --tap13           TAP 13 output
  -l, --list            print the names, run nothing; with -v also file, groups and why a test would be skipped
  -v, --verbose         print each command line
  --failed              only what failed in the last run
  --fail-fast           start nothing more after a failure
  --expectations=off    raw verdicts, whatever expectations.cfg says
  --probe-maxsmp        lower MAX_SMP to what the VMM supports
  --config FILE         another unittests.cfg
  --image-dir DIR       where its images are (default: the folder of FILE)
  --arch ARCH           its architecture, where there is no build tree
  --log-dir DIR         logs and results.jsonl (default: logs)
  --lab[=OPTIONS]       under real KVM in an emulated host, see scripts/kvm-lab --help for its OPTIONS; -j: so many labs
  --build DIR           the build tree, first of all options (default: where kut.conf is, here or next to the script)
  -h, --help            this text
Environment: QEMU ACCEL ACCEL_PROPS MACHINE TIMEOUT CHECK MAX_SMP VMM KUT_ENV TMPDIR NO_COLOR.
Status: 0 nothing failed, 1 something did, 2 could not run, 130 interrupted.
END
}

case $0 in
*/*) kut_here=${0%/*} ;;
*) kut_here=. ;;
esac
kut_scripts='' kut_build=''
if [ "${1:-}" = --build ] && [ $# -ge 2 ]; then
	kut_build=$2
	shift 2
fi
for kut_dir in ${kut_build:+"$kut_build"} . "$kut_here"; do
	if [ -z "$kut_scripts" ] && [ -f "$kut_dir/kut.conf" ]; then
		while IFS= read -r kut_line; do
			case $kut_line in
			SRCDIR=*) kut_scripts=${kut_line#SRCDIR=}/scripts ;;
			esac
		done <"$kut_dir/kut.conf"
		case $kut_scripts in
		/*) ;;
		*) kut_scripts=$kut_dir/$kut_scripts ;;
		esac
	fi
done
[ -n "$kut_scripts" ] || kut_scripts=$kut_here/scripts
if [ ! -f "$kut_scripts/lib/base.sh" ]; then
	echo 'kvm-unit-tests: no kut.conf here; run it in a configured build tree' >&2
	exit 2
fi
for kut_fragment in base keeper record accel run stacks migrate panic harness suite; do
	# shellcheck source=/dev/null
	. "$kut_scripts/lib/$kut_fragment.sh"
done

# the value of an option: "--opt value" and "--opt=value"
kut_need() {
	[ "$2" -gt 1 ] || kut_die "$1 needs a value"
}

KUT_VERBOSE=no KUT_EXPECT=on KUT_ALL=no KUT_TAP=no KUT_JOBS=''
kut_config='' kut_images='' kut_logs='' kut_group='' kut_patterns='' kut_excluded='' kut_list=no kut_failed_only=no
kut_failfast=no kut_stopping=no kut_probe=no kut_arch='' kut_lab=no kut_lab_options=''
while [ $# -gt 0 ]; do
	case $1 in
	--config=* | --image-dir=* | --log-dir=* | --group=* | --parallel=* | --exclude=* | --arch=*)
		kut_word=$1
		shift
		set -- "${kut_word%%=*}" "${kut_word#*=}" "$@"
		;;
	-[ajgtlvhx]?*)
		# -tv, -j2: taken apart
		kut_word=${1#-?}
		kut_value=${1%"$kut_word"}
		shift
		case $kut_value in
		-[jgx]) set -- "$kut_value" "$kut_word" "$@" ;;
		*) set -- "$kut_value" "-$kut_word" "$@" ;;
		esac
		;;
	esac
	case $1 in
	-a | --all) KUT_ALL=yes ;;
	-t | --tap13) KUT_TAP=yes ;;
	-l | --list) kut_list=yes ;;
	-v | --verbose) KUT_VERBOSE=yes ;;
	--failed) kut_failed_only=yes ;;
	--fail-fast) kut_failfast=yes ;;
	--lab) kut_lab=yes ;;
	--lab=*) kut_lab=yes kut_lab_options=${1#--lab=} ;;
	--expectations=off) KUT_EXPECT=off ;;
	--expectations=on) KUT_EXPECT=on ;;
	--probe-maxsmp) kut_probe=yes ;;
	-h | --help)
		usage
		exit 0
		;;
	-g | --group | -x | --exclude | -j | --parallel | --config | --image-dir | --log-dir | --arch)
		kut_need "$1" $#
		case $1 in
		-g | --group) kut_group=$2 ;;
		-x | --exclude) kut_excluded="$kut_excluded$2
" ;;
		-j | --parallel)
			case $2 in
			'' | *[!0-9]* | 0*) kut_die "Invalid -j option: $2" ;;
			esac
			KUT_JOBS=$2
			;;
		--config) kut_config=$2 ;;
		--image-dir) kut_images=$2 ;;
		--log-dir) kut_logs=$2 ;;
		--arch) kut_arch=$2 ;;
		esac
		shift
		;;
	--)
		shift
		break
		;;
	-*)
		usage >&2
		kut_die "unknown option '$1'"
		;;
	*) kut_patterns="$kut_patterns$1
" ;;
	esac
	shift
done
for kut_word; do
	kut_patterns="$kut_patterns$kut_word
"
done

if ! kut_find_build ${kut_build:+"$kut_build"} . "$kut_here" && [ -z "$kut_arch" ]; then
	kut_die 'no kut.conf here; run it in a configured build tree, or give --arch, --config and --image-dir'
fi
if [ -n "$kut_arch" ] && [ "$kut_arch" != "${KUT_ARCH:-}" ]; then
	[ -n "$kut_config" ] || kut_die '--arch of another architecture needs --config and --image-dir'
	KUT_SRCDIR=${kut_scripts%/scripts} KUT_BUILDDIR='' KUT_FIRMWARE=''
	kut_conf_arch "$kut_arch"
	KUT_LIB=$kut_scripts
	[ -z "${KUT_ERRATATXT:-}" ] || [ -f "$KUT_ERRATATXT" ] || KUT_ERRATATXT=
fi
kut_front_setup
kut_lab_jobs=$KUT_JOBS
: "${KUT_JOBS:=${unittest_run_queues:-$KUT_CPUS}}"

kut_work_make
trap 'trap "" INT TERM HUP; kut_keeper_alarm; exit 130' INT
trap 'trap "" INT TERM HUP; kut_keeper_alarm; exit 143' TERM
trap 'trap "" INT TERM HUP; kut_keeper_alarm; exit 129' HUP
kut_keeper_start
mkdir "$KUT_WORK/records" || exit 2
if [ $kut_probe = yes ]; then
	"vmm_${VMM}_setup" || kut_suite_end "$KUT_REASON"
	kut_probe_maxsmp
fi
if [ $kut_failed_only = yes ]; then
	[ -f "$KUT_LOGDIR/results.jsonl" ] || kut_suite_end "--failed: no results of a run before in $KUT_LOGDIR"
	kut_patterns=$(sed -n 's/^{"name":"\([^"]*\)".*"verdict":"\(fail\|error\)","outcome".*/\1/p' "$KUT_LOGDIR/results.jsonl")
	if [ -z "$kut_patterns" ]; then
		echo 'nothing failed in the last run'
		kut_keeper_alarm
		exit 0
	fi
fi
if ! kut_select; then
	kut_keeper_alarm
	exit 2
fi
if [ $kut_list = yes ]; then
	kut_list_tests
	kut_keeper_release
	rm -rf "$KUT_WORK"
	exit 0
fi
if [ $kut_lab = yes ]; then
	kut_lab_run
	exit $?
fi
"vmm_${VMM}_setup" || KUT_VMM_PATH=
[ -n "$KUT_VMM_PATH" ] || kut_suite_end "$KUT_REASON"
kut_logs_make
trap 'kut_suite_stop 130' INT
trap 'kut_suite_stop 143' TERM
trap 'kut_suite_stop 129' HUP
kut_suite
kut_status=$?
rm -f "$KUT_LOCK"
kut_keeper_release
rm -rf "$KUT_WORK"
exit $kut_status
