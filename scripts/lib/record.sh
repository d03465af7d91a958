# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh disable=SC2034,SC2153
# record.sh: one parsed section of unittests.cfg (parse-cfg.awk tells the form) into KT_* variables.

# kut_parse MODE CFG [awk options]: the parser with all that it may expand
kut_parse() {
	kut_mode=$1 kut_cfg=$2
	shift 2
	"$KUT_AWK" -v mode="$kut_mode" -v arch="$KUT_ARCH" -v arch_name="$KUT_ARCH_NAME" -v target="$VMM" -v accel="$ACCEL" \
		-v machine="$MACHINE" -v config_efi="$CONFIG_EFI" -v host="$KUT_HOST_ARCH" -v max_smp="$MAX_SMP" \
		-v pv="$KUT_PV" "$@" \
		-f "$KUT_LIB/parse-cfg.awk" "$kut_cfg"
}

# kut_record_load FILE: the record's fields; its words and checks stay in the file for kut_record_each
kut_record_load() {
	KT_NAME='' KT_FILE='' KT_SMP=1 KT_VCPUS=1 KT_APPEND='' KT_HAS_APPEND=no KT_GROUPS='' KT_ARCH='' KT_MACHINE='' KT_ACCEL=''
	KT_TIMEOUT=90s KT_DISABLED=0 KT_DISABLED_IF='' KT_EXCLUSIVE=0 KT_CHECKS='' KT_LINE='' KT_RECORD=$1
	kut_key=
	while IFS= read -r kut_line; do
		kut_value=${kut_line#* }
		case $kut_line in
		test\ *) KT_NAME=$kut_value ;;
		line\ *) KT_LINE=$kut_value ;;
		file\ *) KT_FILE=$kut_value ;;
		smp\ *) KT_SMP=$kut_value ;;
		vcpus\ *) KT_VCPUS=$kut_value ;;
		append\ *) KT_APPEND=$kut_value KT_HAS_APPEND=yes ;;
		append+\ *) KT_APPEND="$KT_APPEND
$kut_value" ;;
		groups\ *) KT_GROUPS=$kut_value ;;
		arch\ *) KT_ARCH=$kut_value ;;
		machine\ *) KT_MACHINE=$kut_value ;;
		accel\ *) KT_ACCEL=$kut_value ;;
		timeout\ *) KT_TIMEOUT=$kut_value ;;
		check\ *) KT_CHECKS="$KT_CHECKS$kut_value
" ;;
		disabled_if\ *) KT_DISABLED_IF=$kut_value ;;
		disabled\ *) KT_DISABLED=$kut_value ;;
		exclusive\ *) KT_EXCLUSIVE=$kut_value ;;
		esac
	done <"$1"
	[ "$KUT_IMAGE_SUFFIX" != .efi ] || KT_FILE=${KT_FILE%.flat}.efi
}

# kut_record_call KEY FUNCTION [ARG...]: calls FUNCTION ARG... WORD..., the WORDs being the record's words of KEY (qemu,
# kvmtool, bochs)
kut_record_call() {
	kut_key=$1
	shift
	kut_pending=no
	while IFS= read -r kut_line; do
		case $kut_line in
		"$kut_key "*)
			[ $kut_pending = no ] || set -- "$@" "$kut_word"
			kut_word=${kut_line#* }
			kut_pending=yes
			;;
		"$kut_key+ "*)
			kut_word="$kut_word
${kut_line#* }"
			;;
		esac
	done <"$KT_RECORD"
	[ $kut_pending = no ] || set -- "$@" "$kut_word"
	"$@"
}

# kut_in_group NAME: is the test in this group?
kut_in_group() {
	case " $KT_GROUPS " in
	*" $1 "*) return 0 ;;
	esac
	return 1
}

# kut_word_in WORD LIST
kut_word_in() {
	case " $2 " in
	*" $1 "*) return 0 ;;
	esac
	return 1
}

# kut_skip_reason: KUT_REASON is why the test is not run here, empty if it is. The order is that of unittests.cfg(5).
kut_skip_reason() {
	KUT_REASON=
	if kut_in_group pv-host && [ -z "${GEN_SE_HEADER:-$KUT_SE_HEADER}" ]; then
		KUT_REASON='no gen-se-header available for pv-host test'
	elif kut_in_group nodefault && [ "$KUT_ALL" != yes ] && [ -z "$KUT_GROUP" ]; then
		KUT_REASON='test marked as manual run only'
	elif [ -n "$KT_ARCH" ] && ! kut_word_in "$KUT_ARCH" "$KT_ARCH"; then
		KUT_REASON="$KT_ARCH only"
	elif [ -n "$KT_MACHINE" ] && [ -n "$MACHINE" ] && [ "$KT_MACHINE" != "${MACHINE%%,*}" ]; then
		KUT_REASON="$KT_MACHINE only"
	elif [ -n "$KT_ACCEL" ] && [ -n "$ACCEL" ] && ! kut_accel_fits; then
		KUT_REASON="$KT_ACCEL only, but ACCEL=$ACCEL"
	elif [ "$KT_DISABLED" = 1 ]; then
		KUT_REASON="disabled because: $KT_DISABLED_IF"
	elif kut_in_group pv && [ ! -f "$KUT_IMAGES/$KT_FILE" ]; then
		KUT_REASON='PVM image was not created'
	else
		kut_check_host
	fi
}

kut_accel_fits() {
	case $ACCEL in
	"$KT_ACCEL" | "$KT_ACCEL",*) return 0 ;;
	esac
	return 1
}

# kut_check_host: the check key, or the user's CHECK in its place: each PATH=VALUE must hold
kut_check_host() {
	kut_checks=$KT_CHECKS
	if [ -n "$CHECK" ]; then
		kut_checks=
		set -f
		for kut_item in $CHECK; do
			kut_checks="$kut_checks$kut_item
"
		done
		set +f
	fi
	while IFS= read -r kut_item; do
		[ -n "$kut_item" ] || continue
		kut_path=${kut_item%%=*}
		kut_value=
		if [ -f "$kut_path" ]; then
			IFS= read -r kut_value <"$kut_path" 2>/dev/null || :
		fi
		if [ ! -f "$kut_path" ] || [ "$kut_value" != "${kut_item#*=}" ]; then
			KUT_REASON="$kut_path not equal to ${kut_item#*=}"
			return
		fi
	done <<END
$kut_checks
END
}
