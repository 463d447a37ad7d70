# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# draw.sh - which cases there are, which can stand together, and a drawn share
#
# Sourced by run. Two cases can stand together when they share no word of
# their "slots" lines: a slot is an object that a case breaks or relies on.

# One line per case: kind name flavours(,) slots(,) edges(,) base
lab_catalogue()
{
	local file kind

	for kind in faults healthy; do
		for file in "$LAB_SRC/$kind"/*; do
			lab_read_case "$file" nft
			echo "$kind ${file##*/} ${case_flavours// /,}" \
				"${case_slots// /,} ${case_edges// /,}" \
				"$case_base"
		done
	done
}

# All scenarios of n cases each. $1: n; $2: how many to draw, "" for all
# The generator is Lehmer's: the same in every awk.
lab_combine()
{
	lab_catalogue | awk -v n="$1" -v draw="$2" -v seed="$seed" \
		-v flavours="$LAB_FLAVOURS" -f "$LAB_SRC/combine.awk"
}

lab_expand()
{
	local word

	for word in "$@"; do
		case $word in
		plain)		lab_plain ;;
		healthy)	lab_single healthy ;;
		singles)	lab_single faults ;;
		pairs)		lab_combine 2 '' ;;
		pairs=*)	lab_combine 2 "${word#*=}" ;;
		triples)	lab_combine 3 60 ;;
		triples=*)	lab_combine 3 "${word#*=}" ;;
		all)		lab_expand plain healthy singles pairs triples ;;
		check)		lab_expand plain healthy singles pairs=60 triples=60 ;;
		*/*)		echo "$word" ;;
		*)		usage ;;
		esac
	done
}

lab_plain()
{
	printf '%s/plain\n' $LAB_FLAVOURS
	printf '%s@hidden/plain\n' $LAB_FLAVOURS
	printf '%s@dual/plain\n' $LAB_FLAVOURS
}

# Every case on every flavour; the edge alternates where both will do.
lab_single()
{
	lab_catalogue | awk -v want="$1" '
		$1 == want {
			n = split($3, flavour, ",")
			for (i = 1; i <= n; i++) {
				hidden = $5 == "hidden" ||
					 ($5 ~ /hidden/ && turn++ % 2)
				print flavour[i] (hidden ? "@hidden" : "") \
					($6 == "dual" ? "@dual" : "") "/" $2
			}
		}'
}
