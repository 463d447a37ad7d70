#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Every type of finding has a code of the grammar, its own, a text for explain
# that says what it means, how it is seen and how it is mended, and a place in
# the catalogue.

cd "${srcdir:-.}" || exit 99
catalogue=src/diagnose/findings

# rows: FILE, TYPE or EXPLAIN, its name, then each of its members' text
rows()
{
	awk '
	function flush()
	{
		if (name != "")
			print FILENAME "\t" kind "\t" name "\t" body
		name = ""
	}
	/^(static )?const struct (finding_type|explain) [a-z0-9_]+ = \{/ {
		kind = /struct explain/ ? "explain" : "type"
		name = $0
		sub(/ = \{.*/, "", name)
		sub(/.* /, "", name)
		body = ""
	}
	name != "" { sub(/^[ \t]+/, ""); body = body " " $0 }
	/^\};/ { flush() }' "$catalogue"/*.c
}

found=$(rows | awk -F '\t' -v registry="$(cat "$catalogue/registry.c")" '
function member(body, which)
{
	if (!match(body, "\\." which " = [^,]*"))
		return ""
	return substr(body, RSTART + length(which) + 4, \
		      RLENGTH - length(which) - 4)
}
BEGIN { listed = gsub(/[&]/, "\\&", registry) }
function wrong(text)
{
	print $1 ": " $3 " " text
}
$2 == "explain" {
	means[$3] = member($4, "means") != "" && member($4, "seen") != "" &&
		    member($4, "mend") != ""
	confused[$3] = member($4, "confused")
	next
}
{
	code = member($4, "code")
	gsub(/"/, "", code)
	if (code !~ /^[a-z0-9]+(-[a-z0-9]+)*$/ || length(code) > 32)
		wrong("has the code \"" code "\", which is not of the grammar")
	if (code in owner)
		wrong("has the code of " owner[code])
	owner[code] = $3
	explain = member($4, "explain")
	sub(/[&]/, "", explain)
	sub(/[^a-z0-9_].*/, "", explain)
	of[$3] = explain
	file[$3] = $1
	if (registry !~ ("[&]" $3 "[^a-z0-9_]"))
		wrong("is not in the catalogue")
}
END {
	for (name in of)
		if (!means[of[name]])
			print file[name] ": " name " has no text for explain"
	if (length(of) != listed)
		print listed " in the catalogue, " length(of) " were recognised"
}')
[ -z "$found" ] || { echo "$found"; exit 1; }
