#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# host.sh - play one scenario, from inside namespaces of its own (see run)
#
# usage: host.sh SCENARIO
# Prints why it failed, one line each, and exits 1; 0: all as expected.
# JUDGE=nsdoctor (default): the report is held against the real packets, and
# its commands mend. JUDGE=kernel: the case's own mend, to prove the case.
# LAB_COMMAND: what to run in the broken host instead. OMIT=N: leave command N
# out.

# shellcheck source=tests/lab/lib.sh
. "$LAB_SRC/lib.sh"
# shellcheck source=tests/lab/judge.sh
. "$LAB_SRC/judge.sh"

scenario=$1
flavour=${scenario%%/*}
edge=visible
base=plain
[[ $flavour != *@hidden* ]] || edge=hidden
[[ $flavour != *@dual* ]] || base=dual
flavour=${flavour%%@*}
cases=${scenario#*/}

main()
{
	lab_build "$flavour" "$edge" "$base" || lab_fail "$scenario: cannot build"
	judge_load "${cases//+/ }"
	judge_break
	if [ "${LAB_COMMAND:-}" ]; then
		judge_explain
		eval "$LAB_COMMAND"
		exit
	fi
	judge_scenario
}

main
