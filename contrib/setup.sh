# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2034  # the lists are for those who source it
# setup.sh: what contrib/demo and contrib/check share (sourced, not run)
#
# Installs what is missing from Debian and builds a copy of the tree in a
# directory of its own, so that a tree that is configured in place is neither
# used nor disturbed.

build_packages="build-essential autoconf automake pkg-config libmnl-dev
	libnftnl-dev libncurses-dev libjansson-dev libcap-ng-dev check scdoc"
lab_packages="iproute2 iptables nftables iputils-ping procps util-linux"
test_packages="ipset conntrack shellcheck pmccabe clang-format"
vm_packages="qemu-system-x86 busybox-static cpio kmod"

# say TEXT...: one line of progress
say()
{
	printf '%s: %s\n' "${0##*/}" "$*"
}

# fail TEXT...: say why and end
fail()
{
	printf '%s: %s\n' "${0##*/}" "$*" >&2
	exit 1
}

# as_root COMMAND...: run it as root, with sudo where we are not
as_root()
{
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	elif command -v sudo >/dev/null; then
		sudo "$@"
	else
		fail "needs root, and sudo is not installed; as root: $*"
	fi
}

# missing PACKAGE...: those of them that dpkg does not have
missing()
{
	for package; do
		status=$(dpkg-query -W -f '${db:Status-Status}' "$package" \
			2>/dev/null) || status=none
		[ "$status" = installed ] || printf '%s ' "$package"
	done
}

# quietly LOG COMMAND...: its output goes to LOG, and is shown if it fails
quietly()
{
	log=$1
	shift
	"$@" </dev/null >"$log" 2>&1 && return
	tail -n 40 "$log" >&2
	return 1
}

apt_install()
{
	as_root env DEBIAN_FRONTEND=noninteractive \
		apt-get install -y --no-install-recommends "$@"
}

# install_missing PACKAGE...: the only step that asks for root
install_missing()
{
	if ! command -v apt-get >/dev/null; then
		say "no apt-get here; what is missing, configure will name"
		return
	fi
	# shellcheck disable=SC2046  # words on purpose
	set -- $(missing "$@")
	if [ $# -eq 0 ]; then
		say "nothing is missing from Debian"
		return
	fi
	say "installing from Debian: $*"
	log=$(mktemp)
	apt_install "$@" </dev/null >"$log" 2>&1 || {
		as_root apt-get update && apt_install "$@"
	} </dev/null >>"$log" 2>&1 || {
		tail -n 40 "$log" >&2
		rm -f "$log"
		fail "apt-get could not install: $*"
	}
	rm -f "$log"
}

# copy_tree FROM TO: the sources alone, times kept, so that make sees changes
copy_tree()
{
	mkdir -p "$2"
	(
		cd "$1" || exit 1
		if git rev-parse --git-dir >/dev/null 2>&1; then
			git ls-files --cached --others --exclude-standard
		else
			find . -path ./build -prune -o -type f -print
		fi | while IFS= read -r file; do
			[ ! -f "$file" ] || printf '%s\n' "$file"
		done | tar -T - -cf -
	) | tar -C "$2" -xf -
}

# build_tree FROM TO [CONFIGURE OPTION...]
build_tree()
{
	from=$1 to=$2
	shift 2
	copy_tree "$from" "$to"
	[ -x "$to/configure" ] ||
		quietly "$to/autoreconf.log" autoreconf -fi "$to" ||
		fail "autoreconf failed; $to/autoreconf.log has it all"
	if [ ! -f "$to/Makefile" ]; then
		(cd "$to" && quietly configure.log ./configure -q "$@") ||
			fail "configure failed; $to/config.log has it all"
	fi
	quietly "$to/make.log" make -C "$to" -j"$(nproc)" ||
		fail "make failed; $to/make.log has it all"
}
