# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# tap.sh - for the lab's tests that are no scenarios: TAP, from inside
#
# A test sources this file first. It then runs once more, in namespaces of its
# own (see lib.sh), says `ok`, `not_ok` or `check`, and ends with `done_testing`.

export LC_ALL=C.UTF-8
LAB_SRC=$(cd "$(dirname "$0")" && pwd)
LAB_BIN=${LAB_BIN:-$PWD/tests/lab}
NSDOCTOR=${NSDOCTOR:-$PWD/src/nsdoctor}
PATH=/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin
export LAB_SRC LAB_BIN NSDOCTOR PATH

if [ "${LAB_INSIDE:-}" != "$0" ]; then
	unshare -n -m -p -f --mount-proc true 2>/dev/null || {
		echo '1..0 # SKIP lab tests need root: private namespaces'
		exit 0
	}
	LAB_INSIDE=$0 exec timeout -k 1 600 unshare -n -m -p -f --mount-proc \
		--kill-child=KILL bash "$0" "$@"
fi

# shellcheck source=tests/lab/lib.sh
. "$LAB_SRC/lib.sh"

tests=0
failures=0
status=0

ok()
{
	tests=$((tests + 1))
	echo "ok $tests - $1"
}

not_ok()	# $1: name; standard input: what went wrong
{
	tests=$((tests + 1))
	failures=$((failures + 1))
	echo "not ok $tests - $1"
	head -n 40 | tr -c '[:print:]\n\t' '?' | sed 's/^/# /'
}

skip()		# $1: name; $2: reason
{
	tests=$((tests + 1))
	echo "ok $tests - $1 # SKIP $2"
}

# $1: name; the rest: a command that says on its output what is wrong, if it is
check()
{
	local name=$1 wrong

	shift
	wrong=$("$@" 2>&1) && [ -z "$wrong" ] && ok "$name" && return
	not_ok "$name" <<<"$* ($?): $wrong"
}

done_testing()
{
	echo "1..$tests"
	[ "$failures" = 0 ]
}

# Run nsdoctor; leaves /run/out, /run/err and status. Nothing takes 20 s.
doctor()
{
	status=0
	timeout 20 "$NSDOCTOR" "$@" >/run/out 2>/run/err || status=$?
}
