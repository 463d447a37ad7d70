#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# No room has static data that can change: every object of the archives lies in
# .text, .rodata or .data.rel.ro (tables of pointers).

command -v objdump >/dev/null || { echo "objdump is not installed"; exit 77; }

# AddressSanitizer keeps books of its own beside each global
found=$(for archive in src/lib*.a; do
	objdump -t "$archive" 2>/dev/null | awk -v archive="$archive" '
	/file format/ { object = $1; sub(/:$/, "", object) }
	$NF ~ /^(__odr_asan|\.LASAN|__asan|\.LUBSAN|_ZTI)/ { next }
	/ O (\.data|\.bss|\.tdata|\.tbss|\*COM\*)/ && !/ \.data\.rel\.ro/ {
		print archive ": " object ": " $NF " can change"
	}'
done)
[ -z "$found" ] || { echo "$found"; exit 1; }
