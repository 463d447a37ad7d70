#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The strings of diagnose, report and render use none of the words that
# tests/lint/wording forbids.

cd "${srcdir:-.}" || exit 99

# strings: FILE:LINE<TAB>TEXT of each string literal; includes are none
strings()
{
	find src/diagnose src/report src/render -name '*.[ch]' -exec awk '
	/^[ \t]*#[ \t]*include/ || /^[ \t]*(\/\*| \*)/ { next }
	{
		rest = $0
		while (match(rest, /"([^"\\]|\\.)*"/)) {
			printf "%s:%d\t%s\n", FILENAME, FNR,
				substr(rest, RSTART + 1, RLENGTH - 2)
			rest = substr(rest, RSTART + RLENGTH)
		}
	}' {} +
}

found=$(grep -v '^#' tests/lint/wording | while IFS='	' read -r word say; do
	case $word in
	*[A-Z]*) strings | grep -E "	.*$word" ;;
	*) strings | grep -iE "	.*$word" ;;
	esac |
		sed "s|\$|	(say: $say)|"
done)
[ -z "$found" ] || { echo "$found"; exit 1; }
