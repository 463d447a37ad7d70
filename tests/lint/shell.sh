#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The tool shellcheck is quiet on every script of the tree.

cd "${srcdir:-.}" || exit 99
command -v shellcheck >/dev/null ||
	{ echo "shellcheck is not installed"; exit 77; }

find contrib tests .ci -type f ! -path '*/data/*' -exec awk '
FNR == 1 && /^#!.*sh$/ { print FILENAME }' {} + |
	sort | xargs shellcheck -x -S warning
