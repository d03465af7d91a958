# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
#
# The lab's cache and its boot. The cache holds kernel, modules/, userland.cpio and SHA256SUMS; it appears in one piece or
# not at all, and is checked before each use.

# lab_build: makes the cache where it is missing or damaged
lab_build()
{
	[ -z "$kernel$modules" ] || {
		[ -n "$kernel" ] && [ -n "$modules" ] || lab_die '--kernel IMAGE and --modules DIR go together'
		[ -f "$kernel" ] || lab_die "--kernel $kernel: no such file"
		[ -d "$modules" ] || lab_die "--modules $modules: no such folder"
	}
	for lb_tool in busybox readelf sha256sum "$lab_outer"; do
		command -v "$lb_tool" > /dev/null || lab_die "$lb_tool is not on this machine: install it (busybox, binutils, QEMU)"
	done
	if [ -f "$cache/SHA256SUMS" ]; then
		(cd "$cache" && sha256sum --quiet -c SHA256SUMS > /dev/null 2>&1) && return 0
		printf 'kvm-lab: the cache %s is damaged; making it anew\n' "$cache" >&2
	fi
	lb_tmp=$cache.$$
	trap 'rm -rf "$lb_tmp"' EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM HUP
	mkdir -p "$lb_tmp" || lab_die "cannot write below ${cache%/*}: give --cache DIR"
	printf 'kvm-lab: fetching the parts for %s\n' "$lab" >&2
	lab_fetch "$lb_tmp" "$lab_deb" "$lab_kernel_pkg" busybox-static "$lab_qemu_pkg"
	set -- "$lb_tmp"/root/boot/vmlinu[xz]-*
	[ -f "$1" ] || lab_die "no kernel in $lab_kernel_pkg"
	cp "$1" "$lb_tmp/kernel" || lab_die 'cannot copy the kernel (disk full?)'
	printf '%s\n' "${1##*/vmlinu?-}" > "$lb_tmp/version"
	lab_userland "$lb_tmp/root" "$lb_tmp/userland"
	lab_cpio "$lb_tmp/userland" "$lb_tmp/userland.cpio"
	lab_modules_cpio "$lb_tmp/root/lib/modules" "$lb_tmp"
	rm -rf "$lb_tmp/root" "$lb_tmp/userland"
	(cd "$lb_tmp" && sha256sum kernel version userland.cpio modules.cpio > SHA256SUMS) || lab_die 'cannot write SHA256SUMS (disk full?)'
	rm -rf "$cache"
	mv "$lb_tmp" "$cache"
	trap - EXIT INT TERM HUP
}

# lab_modules_cpio MODULES_DIR FOLDER: FOLDER/modules.cpio with the modules that init loads, unpacked
lab_modules_cpio()
{
	rm -rf "$2/m"
	mkdir -p "$2/m/modules"
	for lm_name in $lab_modules; do
		lm_path=$(find "$1" -name "$lm_name.ko" -o -name "$lm_name.ko.xz" -o -name "$lm_name.ko.gz" -o -name "$lm_name.ko.zst" |
			head -n 1)
		case $lm_path in
		'') ;; # built in, or not there: init tells when /dev/kvm is missing
		*.xz) xz -dc "$lm_path" > "$2/m/modules/$lm_name.ko" ;;
		*.gz) gzip -dc "$lm_path" > "$2/m/modules/$lm_name.ko" ;;
		*.zst) zstd -dcq "$lm_path" > "$2/m/modules/$lm_name.ko" ;;
		*) cp "$lm_path" "$2/m/modules/$lm_name.ko" ;;
		esac || lab_die "cannot unpack $lm_path"
	done
	printf '%s\n' "$lab_modules" > "$2/m/modules/order"
	lab_cpio "$2/m" "$2/modules.cpio"
	rm -rf "$2/m"
}

# lab_prepare FOLDER: kernel, version and initramfs of this boot in FOLDER; FOLDER/tests.cpio is added where it exists
lab_prepare()
{
	lp_modules=$cache/modules.cpio
	lab_image=$cache/kernel
	lab_version=$(cat "$cache/version")
	if [ -n "$kernel" ]; then
		lab_modules_cpio "$modules" "$1"
		lp_modules=$1/modules.cpio
		lab_image=$kernel
		lab_version="own:${kernel##*/}"
	fi
	lab_init_cpio "$1"
	set -- "$1" "$cache/userland.cpio" "$lp_modules" "$1/init.cpio"
	[ ! -f "$1/tests.cpio" ] || set -- "$@" "$1/tests.cpio"
	lp_dir=$1
	shift
	cat "$@" > "$lp_dir/initramfs" || lab_die "cannot write $lp_dir/initramfs (disk full?)"
}

# lab_start CONSOLE CHANNEL FOLDER: runs the outer VM, its console on CONSOLE (a QEMU chardev, e.g. stdio or file:log),
# the results' channel into the file CHANNEL; replaces the calling (sub)shell
lab_start()
{
	ls_console=$1 ls_channel=$2 ls_dir=$3
	ls_params=$lab_params${params:+${lab_params:++}$params}
	ls_words="rdinit=/init panic=-1 quiet console=$lab_console $lab_params ${ls_params:+kut_params=$ls_params }$append"
	set -- "$lab_outer" -nodefaults -no-reboot -display none -accel tcg -machine "${machine:-$lab_machine}" \
		-cpu "${cpu:-$lab_cpu}" -smp "$smp" -m "$memory" -kernel "$lab_image" -initrd "$ls_dir/initramfs"
	case $lab in
	x86_64)
		set -- "$@" -serial "$ls_console" -serial "file:$ls_channel"
		ls_words="$ls_words mitigations=off" ;;
	arm64)
		set -- "$@" -serial "$ls_console" -chardev "file,id=channel,path=$ls_channel" -device pci-serial,chardev=channel ;;
	ppc64le)
		set -- "$@" -serial "$ls_console" -chardev "file,id=channel,path=$ls_channel" -device spapr-vty,chardev=channel ;;
	esac
	# the lab's time is made of the instructions it executes, and it does not wait where it has nothing to do
	[ "${icount:-$lab_icount}" = off ] || set -- "$@" -icount "shift=${icount:-$lab_icount},sleep=off"
	exec "$@" -append "$ls_words"
}

lab_shell()
{
	lsh_tmp=$(mktemp -d "${TMPDIR:-/tmp}/kvm-lab.XXXXXX") || lab_die 'no temporary folder: set TMPDIR'
	trap 'rm -rf "$lsh_tmp"' EXIT
	lab_prepare "$lsh_tmp"
	(lab_start stdio /dev/null "$lsh_tmp")
}
