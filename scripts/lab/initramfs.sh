# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
#
# The lab's userland: busybox, the inner QEMU with its libraries and firmware. One uncompressed newc archive; modules, init
# and the tests of a run are others behind it.

# lab_find ROOT NAME: the library's path below ROOT, without ROOT
lab_find()
{
	for lf_lib in "$1"/lib/*-linux-gnu*/"$2" "$1"/usr/lib/*-linux-gnu*/"$2" "$1"/lib/"$2" "$1"/usr/lib/"$2" "$1"/lib64/"$2" \
		"$1"/usr/lib/*-linux-gnu*/*/"$2"; do
		if [ -e "$lf_lib" ]; then
			printf '%s\n' "${lf_lib#"$1"}"
			return 0
		fi
	done
	return 1
}

# lab_needs FILE: the names of the libraries and of the loader that an ELF file of any architecture asks for
lab_needs()
{
	readelf -Wdl "$1" 2> /dev/null | sed -n \
		-e 's/.*(NEEDED).*\[\(.*\)\].*/\1/p' \
		-e 's/.*program interpreter: .*\/\([^]/]*\)\].*/\1/p'
}

# lab_copy ROOT DEST PATH: copies ROOT/PATH to DEST/PATH with the libraries it needs, each once
lab_copy()
{
	[ ! -e "$2$3" ] || return 0
	mkdir -p "$2${3%/*}"
	cp -L "$1$3" "$2$3" || lab_die "cannot copy ${3##*/} (disk full?)"
	for lc_name in $(lab_needs "$1$3"); do
		lc_path=$(lab_find "$1" "$lc_name") || lab_die "${3##*/} needs $lc_name, which is not in the packages"
		lab_copy "$1" "$2" "$lc_path"
	done
}

# lab_interpreter ROOT FILE: the absolute path of FILE's loader
lab_interpreter()
{
	readelf -Wl "$1$2" 2> /dev/null | sed -n 's/.*program interpreter: \(.*\)\].*/\1/p'
}

# lab_userland ROOT DEST: fills DEST from the unpacked packages
lab_userland()
{
	rm -rf "$2"
	mkdir -p "$2/bin" "$2/proc" "$2/sys" "$2/dev" "$2/tmp" "$2/root" "$2/usr/share/qemu" || return 1
	cp "$1/bin/busybox" "$2/bin/busybox" || lab_die "no busybox in the packages"
	lab_copy "$1" "$2" "/usr/bin/$lab_qemu"
	lu_loader=$(lab_interpreter "$1" "/usr/bin/$lab_qemu")
	if [ -n "$lu_loader" ] && [ ! -e "$2$lu_loader" ]; then
		mkdir -p "$2${lu_loader%/*}"
		cp -L "$1$(lab_find "$1" "${lu_loader##*/}")" "$2$lu_loader"
	fi
	for lu_file in $lab_firmware; do
		lu_path=$(cd "$1" && find usr/share -name "$lu_file" \( -type f -o -type l \) | head -n 1)
		[ -n "$lu_path" ] || lab_die "firmware $lu_file is not in the packages"
		cp -L "$1/$lu_path" "$2/usr/share/qemu/$lu_file" 2> /dev/null ||
			lab_firmware_link "$1" "$lu_path" "$2/usr/share/qemu/$lu_file"
	done
}

# lab_init_cpio FOLDER: FOLDER/init.cpio with the first process; not of the cache, which may be older than this script
lab_init_cpio()
{
	rm -rf "$1/i"
	mkdir -p "$1/i"
	printf '%s\n' "$lab_channel" > "$1/i/channel"
	cp "$lab_scripts/lab/init" "$1/i/init" && chmod 755 "$1/i/init" || lab_die "cannot write $1/i (disk full?)"
	lab_cpio "$1/i" "$1/init.cpio"
	rm -rf "$1/i"
}

# lab_firmware_link ROOT LINK DEST: follows a link that is absolute inside ROOT
lab_firmware_link()
{
	lfl_to=$(readlink "$1/$2")
	case $lfl_to in
	/*) cp -L "$1$lfl_to" "$3" ;;
	*) cp -L "$1/${2%/*}/$lfl_to" "$3" ;;
	esac || lab_die "firmware ${2##*/} cannot be read"
}

# lab_cpio FOLDER FILE: packs FOLDER as newc, owned by root
lab_cpio()
{
	(cd "$1" && find . | sort | busybox cpio -o -H newc -R 0:0 2> /dev/null) > "$2.tmp" && mv "$2.tmp" "$2" ||
		lab_die "cannot write $2 (disk full?)"
}
