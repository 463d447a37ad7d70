# SPDX-License-Identifier: GPL-2.0-or-later
# combine.awk - scenarios of n faults that can stand together (see draw.sh)

function random(below)
{
	x = (x * 16807) % 2147483647
	return x % below
}

function shares(a, b, set, word, k, n)	# a word of two comma lists
{
	n = split(a, word, ",")
	for (k = 1; k <= n; k++)
		set[word[k]] = 1
	n = split(b, word, ",")
	for (k = 1; k <= n; k++)
		if (word[k] in set)
			return 1
	return 0
}

function together(a, b)
{
	return a != b && !shares(slots[a], slots[b]) && shares(edges[a], edges[b])
}

function has(a, flavour)
{
	return shares(flavours_of[a], flavour)
}

function scenario(flavour, names, edge_ok)
{
	print flavour (edge_ok && random(2) ? "@hidden" : "") "/" names
}

function hidden_ok(a)
{
	return edges[a] ~ /hidden/
}

function all_pairs(i, j, f)
{
	for (i = 0; i < cases; i++)
		for (j = i + 1; j < cases; j++)
			if (together(i, j)) {
				f = common_flavour(i, j)
				if (f != "")
					scenario(f, name[i] "+" name[j],
						 hidden_ok(i) && hidden_ok(j))
			}
}

# One of the flavours on which both can be built, each in its turn
function common_flavour(a, b, k, f)
{
	for (k = 0; k < flavour_count; k++) {
		f = flavour[(turn + k) % flavour_count + 1]
		if (has(a, f) && has(b, f)) {
			turn++
			return f
		}
	}
	return ""
}

function draw_one(chosen, names, ok, tries, i, k, fits, f)
{
	f = flavour[random(flavour_count) + 1]
	k = 0
	ok = 1
	names = ""
	for (tries = 0; tries < 200 && k < n; tries++) {
		i = random(cases)
		fits = has(i, f)
		for (j = 0; fits && j < k; j++)
			fits = together(i, chosen[j])
		if (!fits)
			continue
		chosen[k++] = i
		names = names (names == "" ? "" : "+") name[i]
		ok = ok && hidden_ok(i)
	}
	if (k == n && !(names in drawn)) {
		drawn[names] = 1
		scenario(f, names, ok)
		return 1
	}
	return 0
}

BEGIN {
	flavour_count = split(flavours, flavour, " ")
	x = seed * 7919 + n + 1
}

$1 == "faults" && $6 == "plain" && $4 != "all" {
	name[cases] = $2
	flavours_of[cases] = $3
	slots[cases] = $4
	edges[cases] = $5
	cases++
}

END {
	random(2)
	if (draw == "")
		all_pairs()
	for (i = 0; i < draw * 10 && count < draw; i++)
		count += draw_one()
}
