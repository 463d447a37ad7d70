#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# At most 15 branches and 50 lines a function, 600 lines a file; but for the
# names in tests/lint/size-exceptions. A switch counts as one branch.

cd "${srcdir:-.}" || exit 99
command -v pmccabe >/dev/null || { echo "pmccabe is not installed"; exit 77; }

# pmccabe takes a member declared by VEC() for a function
plain=$(mktemp -d) || exit 99
trap 'rm -rf "$plain"' EXIT
cp -r src "$plain" && chmod -R u+w "$plain"
find "$plain/src" -name '*.c' -exec sed -i 's/VEC([^()]*)/int/' {} +

measure()
{
	(cd "$plain" && find src -name '*.c' -exec pmccabe {} +) | awk -F '\t' '
	$1 > 15 || $5 > 50 {
		file = $6
		name = $6
		sub(/\(.*/, "", file)
		sub(/.*: /, "", name)
		print file, name, $1 " branches, " $5 " lines"
	}'
	find src -name '*.[ch]' -exec awk '
	FNR == 601 { print FILENAME, "- more than 600 lines" }' {} +
}

found=$(measure | awk '
NR == FNR {
	if ($0 !~ /^#/ && NF)
		allowed[$1 " " ($2 == "" ? "-" : $2)] = 1
	next
}
($1 " " $2) in allowed { delete allowed[$1 " " $2]; next }
{ print }
END {
	for (name in allowed)
		print name, "is no exception any more: take it off the list"
}' tests/lint/size-exceptions -)
[ -z "$found" ] || { echo "$found"; exit 1; }
