#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Every attribute of links, addresses, routes, rules and neighbours that the
# kernel's headers know is named in model or decode, or left out on purpose in
# tests/lint/rows-left-out.

cd "${srcdir:-.}" || exit 99
headers=${KERNEL_HEADERS:-/usr/include/linux}
[ -f "$headers/rtnetlink.h" ] ||
	{ echo "the kernel's headers are not in $headers"; exit 77; }

attributes()
{
	for header in if_link if_addr rtnetlink fib_rules neighbour; do
		sed -n 's/^[ 	]*\(\(IFLA\|IFA\|RTA\|FRA\|NDA\)_[A-Z0-9_]*\).*/\1/p' \
			"$headers/$header.h"
	done | grep -v '_MAX$' | sort -u
}

named=$(find src/model src/decode -name '*.[ch]' -exec \
	grep -ohE '\b(IFLA|IFA|RTA|FRA|NDA)_[A-Z0-9_]+' {} + | sort -u)

found=$(attributes | awk -v named="$named" '
BEGIN {
	n = split(named, list, "\n")
	for (i = 1; i <= n; i++)
		is_named[list[i]] = 1
}
FNR == NR {
	if ($0 !~ /^#/ && NF)
		left_out[++count] = $1
	next
}
$1 in is_named { next }
{
	for (i = 1; i <= count; i++)
		if ($1 ~ "^(" left_out[i] ")$") {
			used[i] = 1
			next
		}
	print $1 " is neither in a row nor left out on purpose"
}
END {
	for (i = 1; i <= count; i++)
		if (!used[i])
			print left_out[i] " leaves nothing out: take it off the list"
}' tests/lint/rows-left-out -)
[ -z "$found" ] || { echo "$found"; exit 1; }
