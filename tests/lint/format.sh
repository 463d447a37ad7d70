#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What every source file keeps: the licence in its first line, tabs of eight,
# 80 columns (100 in tests, for a row of a table, or with a comment behind the
# code), nothing behind the last word of a line, no comment of C++.

cd "${srcdir:-.}" || exit 99

found=$(find src tests -name '*.[ch]' -exec awk '
function wrong(text)
{
	printf "%s:%d: %s\n", FILENAME, FNR, text
}
function width(line,	n, i, c)	# bytes behind the first of UTF-8 take no room
{
	n = 0
	gsub(/[\200-\277]/, "", line)
	for (i = 1; i <= length(line); i++) {
		c = substr(line, i, 1)
		n += c == "\t" ? 8 - n % 8 : 1
	}
	return n
}
FNR == 1 && $0 != "/* SPDX-License-Identifier: GPL-2.0-or-later */" {
	wrong("the first line is not the licence")
}
/[ \t]$/ { wrong("white space at the end of the line") }
/^ {8}/ { wrong("spaces where a tab belongs") }
/^[ \t]*\/\// { wrong("a comment of C++") }
length($0) > 40 {
	limit = /^[ \t]*[}{]|",?$|\\$|,$|\/\*/ ? 100 : 80
	if (FILENAME ~ /^tests/)
		limit = 100
	if (width($0) > limit)
		wrong("wider than " limit " columns")
}' {} +)
[ -z "$found" ] || { echo "$found"; exit 1; }
