# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# judge.sh - hold what nsdoctor says against what the kernel does
#
# Sourced by host.sh after lib.sh. Uses: scenario, flavour, JUDGE, NSDOCTOR.

judge_bad=0

bad()
{
	echo "$*"
	judge_bad=1
}

say()
{
	[ -z "${VERBOSE:-}" ] || printf '%s\n' "$*" >&3
}

# The words of all arguments, each once and sorted, with a blank after each.
# By hand, since a process costs more than all else here.
words()
{
	local word sorted=' ' rest

	for word in $*; do
		[[ $sorted != *" $word "* ]] || continue
		rest=${sorted# } sorted=' '
		while [[ $rest && ${rest%% *} < $word ]]; do
			sorted+="${rest%% *} "
			rest=${rest#* }
		done
		sorted+="$word $rest"
	done
	printf '%s' "${sorted# }"
}

# The words that follow word $2 in the lines of file $1
lines_of()
{
	local word rest

	while read -r word rest; do
		[ "$word" != "$2" ] || printf '%s ' "$rest"
	done <"$1"
}

# The cases of the scenario, put together: what to run, what to expect. Mends
# stand in the reverse order, so that each undoes the last one first.
judge_load()
{
	local name file

	all_break='' all_mends=() all_expect='' all_fails='' all_hand=''
	for name in $1; do
		[ "$name" != plain ] || continue
		for file in "$LAB_SRC/faults/$name" "$LAB_SRC/healthy/$name"; do
			[ ! -e "$file" ] || break
		done
		[ -e "$file" ] || lab_fail "there is no case '$name'"
		lab_read_case "$file" "$flavour"
		[ -z "$case_needs" ] || [ -e "$case_needs" ] || {
			echo "SKIP this kernel has no $case_needs"
			exit 0
		}
		all_break+=$case_break
		all_mends=("$case_mend" "${all_mends[@]}")
		all_expect+=" $case_expect"
		all_fails+=" $case_fails"
		all_hand+=$case_hand
	done
	all_expect=$(words "$all_expect")
	all_fails=$(words "$all_fails")
}

judge_run()	# $1: a snippet, every line of which must succeed
{
	local line

	while IFS= read -r line; do
		[ "$line" ] || continue
		say "+ $line"
		eval "$line" >/run/out 2>&1 </dev/null || [ "${OMIT:-}" ] ||
			bad "failed: $line: $(head -n 3 /run/out)"
	done <<<"$1"
}

judge_break()
{
	judge_run "$all_break"
	[ "$judge_bad" = 0 ] || lab_fail "$scenario: cannot break"
}

judge_explain()
{
	echo "scenario $scenario; expected codes: ${all_expect:-none};" \
		"probes that fail: ${all_fails:-none}"
	echo "try: ip netns exec webserver ping -c1 8.8.8.8; exit ends it all"
}

# The probes that were not answered, sorted. $1, $2: as in lab_probe
judge_unanswered()
{
	local probe answer unanswered=

	lab_probe "$1" "$2" >/run/probes
	while read -r probe answer; do
		say "$probe $answer"
		[ "$answer" = ok ] || unanswered+=" ${probe%%:*}"
	done </run/probes
	words "$unanswered"
}

judge_before()
{
	local unanswered

	unanswered=$(judge_unanswered 400 "$all_fails")
	[ "$unanswered" = "$all_fails" ] ||
		bad "real packets before: expected unanswered: ${all_fails:-none}; really: $unanswered$(grep -v ' ok$' /run/probes)"
}

judge_after()
{
	local unanswered try

	# A neighbour that failed before is asked for again once a second.
	for try in 1 2 3 4; do
		unanswered=$(judge_unanswered 0 '')
		[ -n "$unanswered" ] || return
		say "try $try after the commands: unanswered: $unanswered"
	done
	[ -z "$unanswered" ] ||
		bad "real packets after the commands: unanswered: $unanswered"
}

# $1: verdict that must come out; $2: codes; $3: when
judge_report()
{
	local status want codes

	case $1 in
	healthy) want=0 ;;
	fault) want=1 ;;
	esac
	timeout 20 "$NSDOCTOR" why-no-internet webserver --json \
		>/run/report.json 2>/run/stderr
	status=$?
	if ! "$LAB_BIN/reader" </run/report.json >/run/report 2>&1; then
		bad "$3: no report (exit $status): $(head -n 3 /run/stderr)"
		return
	fi
	say "$(</run/report)"
	[ "$(lines_of /run/report verdict)" = "$1 " ] ||
		bad "$3: should say $1, says $(lines_of /run/report verdict)"
	[ "$status" = $want ] || bad "$3: exit status is $status, not $want"
	codes=$(words "$(lines_of /run/report code)")
	[ "$codes" = "$2" ] ||
		bad "$3: should name '${2% }', names '${codes% }' $(judge_others)"
}

judge_others()
{
	local others

	others=$(words "$(lines_of /run/report other)")
	[ -z "$others" ] || echo "(beside them ${others% })"
}

# The printed commands, or the cases' own, into /run/commands, one a line
judge_commands()
{
	local status mend

	: >/run/commands
	if [ "$JUDGE" = kernel ]; then
		for mend in "${all_mends[@]}"; do
			printf '%s' "$mend"
		done >/run/commands
		return
	fi
	timeout 20 "$NSDOCTOR" why-no-internet webserver --commands \
		>/run/printed 2>/run/stderr
	status=$?
	[ "$status" = 1 ] || bad "--commands: exit status is $status, not 1"
	grep -v '^ *\(#\|$\)' /run/printed >/run/commands
	sh -n /run/printed || bad "--commands: sh cannot read them"
}

# Run them as a user would: fed to a shell in the host. OMIT: all but one.
judge_mend()
{
	if [ "${OMIT:-}" ]; then
		sed -i "${OMIT}d" /run/commands
	fi
	say "$(</run/commands)"
	if [ "$JUDGE" = kernel ]; then
		judge_run "$(</run/commands)"
		return
	fi
	sh -e /run/commands >/run/out 2>&1 </dev/null ||
		[ "${OMIT:-}" ] || bad "a printed command fails: $(cat /run/out)"
}

judge_scenario()
{
	local verdict=fault commands

	[ "$all_expect" ] || verdict=healthy
	judge_before
	[ "$JUDGE" = kernel ] ||
		judge_report "$verdict" "$all_expect" 'report'
	if [ "$verdict" = fault ] && [ -z "$all_hand" ]; then
		judge_commands
		mapfile -t commands </run/commands
		echo "# commands ${#commands[@]}"
		judge_mend
		if [ "${OMIT:-}" ]; then
			[ "$(judge_unanswered 400 "$LAB_PROBES")" ] ||
				bad "all is well without command $OMIT, too"
			return $judge_bad
		fi
		judge_after
		[ "$JUDGE" = kernel ] ||
			judge_report healthy '' 'report after the commands'
	fi
	[ "$judge_bad" = 0 ] || judge_evidence
	return $judge_bad
}

# What a reader of a failure wants to see without running it again
judge_evidence()
{
	[ ! -s /run/commands ] || sed 's/^/  printed: /' /run/commands
}
