#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What the rooms may not call, asked of their objects: below cli and render
# nothing prints or ends the program; nothing at all runs another program.

srcdir=${srcdir:-.}
command -v nm >/dev/null || { echo "nm is not installed"; exit 77; }

# symbols ARCHIVE: OBJECT SYMBOL for each symbol that it needs from outside
symbols()
{
	nm -u "$1" 2>/dev/null | awk '
	/:$/ { object = $1; sub(/:$/, "", object); sub(/.*-/, "", object) }
	$1 == "U" { sub(/@.*/, "", $2); print object, $2 }'
}

runs='system|popen|posix_spawnp?|exec[lv]p?e?|execveat|fexecve'
prints='stdout|stderr|v?printf|__v?printf_chk|puts|putchar|perror|v?warnx?'
ends='_?exit|_Exit|abort|v?errx?|quick_exit'

check()		# ARCHIVE PATTERN
{
	symbols "$1" | grep -E " ($2)\$" | while read -r object symbol; do
		awk -v o="$object" -v s="$symbol" '
		$1 == o && $2 == s { found = 1 } END { exit !found }' \
			"$srcdir/tests/lint/calls-allowed" ||
			echo "$1: $object uses $symbol"
	done
}

found=$(
	for archive in src/lib*.a; do
		case $archive in
		*/librender.a) check "$archive" "$runs" ;;
		*) check "$archive" "$runs|$prints|$ends" ;;
		esac
	done
	nm -u src/nsdoctor | awk '{ sub(/@.*/, "", $2); print $2 }' |
		grep -Ex "$runs" | sed 's/^/src\/nsdoctor uses /'
)
[ -z "$found" ] || { echo "$found"; exit 1; }
