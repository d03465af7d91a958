# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
#
# Debian packages of another architecture, fetched and unpacked as any user: a private APT with its own state, lists and cache
# folders and an empty status file, so that the machine's package database is never touched.

# lab_apt FOLDER ARCH: writes FOLDER/apt.conf
lab_apt()
{
	mkdir -p "$1/state/lists/partial" "$1/cache/archives/partial" "$1/log" || return 1
	: > "$1/state/status"
	cat > "$1/apt.conf" <<END
Dir::State "$1/state";
Dir::State::status "$1/state/status";
Dir::Cache "$1/cache";
Dir::Log "$1/log";
APT::Architecture "$2";
APT::Architectures { "$2"; };
APT::Install-Recommends "false";
APT::Sandbox::User "";
Acquire::Languages "none";
Debug::NoLocking "true";
END
}

# lab_fetch FOLDER ARCH PACKAGE...: leaves the packages and what they depend on unpacked in FOLDER/root
lab_fetch()
{
	lf_dir=$1 lf_arch=$2
	shift 2
	for lf_tool in apt-get dpkg-deb; do
		command -v "$lf_tool" > /dev/null ||
			lab_die "$lf_tool is not on this machine: packages come from Debian; or give --kernel, --modules and --root"
	done
	lab_apt "$lf_dir/apt" "$lf_arch" || lab_die "cannot write below $lf_dir"
	APT_CONFIG=$lf_dir/apt/apt.conf
	export APT_CONFIG
	# One of several sources may fail; what counts is whether the packages are to be had.
	apt-get -qq update > "$lf_dir/fetch.log" 2>&1
	if ! apt-get -y -qq -d install "$@" >> "$lf_dir/fetch.log" 2>&1; then
		tail -n 8 "$lf_dir/fetch.log" >&2
		lab_die "fetching $* for $lf_arch failed (no network, or not in this machine's package sources)"
	fi
	unset APT_CONFIG
	rm -rf "$lf_dir/root.tmp"
	mkdir -p "$lf_dir/root.tmp"
	for lf_deb in "$lf_dir"/apt/cache/archives/*.deb; do
		dpkg-deb -x "$lf_deb" "$lf_dir/root.tmp" 2>> "$lf_dir/fetch.log" ||
			lab_die "${lf_deb##*/} does not unpack (disk full?): remove $lf_dir and try again"
	done
	rm -rf "$lf_dir/root"
	mv "$lf_dir/root.tmp" "$lf_dir/root"
	rm -rf "$lf_dir/apt"
}
