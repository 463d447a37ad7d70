#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# nsdoctor(8) has every command and every option of the two tables that the
# parser and --help are made from, and no other.

cd "${srcdir:-.}" || exit 99
manual=doc/nsdoctor.8.scd

# first column of the rows: { "NAME", ...
names()
{
	sed -n 's/^	{ "\([a-z0-9-]*\)",.*/\1/p' "$1"
}

found=$(
	names src/cli/options.c | while read -r name; do
		grep -q -- "\*--$name\*" "$manual" ||
			echo "$manual does not know --$name"
	done
	names src/cli/commands.c | while read -r name; do
		[ "$name" = help ] || grep -q "^\*$name\*" "$manual" ||
			echo "$manual does not know the command $name"
	done
	grep -oE '\*--[a-z0-9-]+' "$manual" | sort -u | sed 's/\*--//' |
	while read -r name; do
		names src/cli/options.c | grep -qx -- "$name" ||
			echo "$manual names --$name, which is no option"
	done
	[ "$(names src/cli/options.c | wc -l)" -gt 10 ] ||
		echo "src/cli/options.c: its table was not recognised"
)
[ -z "$found" ] || { echo "$found"; exit 1; }
