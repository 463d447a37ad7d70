#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Holds every #include of src/ to tests/lint/rooms, and the head of each room's
# own header to the five lines that say what the room is.

cd "${srcdir:-.}" || exit 99

includes()
{
	find src -name '*.[ch]' -exec awk '
	FNR == FNR && FILENAME == "tests/lint/rooms" {
		sub(/#.*/, "")
		name = $2
		sub(/:$/, "", name)
		if ($1 == "public")
			public[name] = 1
		for (i = 3; i <= NF; i++)
			may[$1, name, $i] = 1
		if ($1 == "library")
			library[name] = 1
		if ($1 == "room")
			known[name] = 1
		next
	}
	function wrong(text)
	{
		printf "%s:%d: %s\n", FILENAME, FNR, text
	}
	/^[ \t]*#[ \t]*include/ {
		split(FILENAME, dir, "/")
		room = dir[2]
		target = $0
		gsub(/^[^"<]*["<]|[">].*$/, "", target)
		split(target, part, "/")
		if (!(room in known))
			wrong("no room \"" room "\" in tests/lint/rooms")
		else if ($0 ~ /</) {
			for (name in library)
				if (index(target, name) == 1 &&
				    !(("library", name, room) in may))
					wrong(room " may not use " target)
		} else if (target == "config.h")
			;
		else if (!(part[1] in known))
			wrong("\"" target "\" names no room")
		else if (part[1] == room)
			;
		else if (!(("room", room, part[1]) in may))
			wrong(room " may not include " part[1])
		else if (target != part[1] "/" part[1] ".h" &&
			 !(target in public))
			wrong(target " is private to " part[1])
	}' tests/lint/rooms {} +
}

heads()
{
	sed -n 's/^room \([a-z]*\):.*/\1/p' tests/lint/rooms |
	while read -r room; do
		header=src/$room/$room.h
		[ "$room" != cli ] || continue
		ls "src/$room/"*.[ch] >/dev/null 2>&1 || continue
		if [ ! -f "$header" ]; then
			echo "src/$room: the room has no $room.h"
			continue
		fi
		for line in Owns: Takes: Gives: 'Must not:' 'Start at:'; do
			sed -n '1,30p' "$header" | grep -q " \* $line" ||
				echo "$header: its head does not say '$line'"
		done
	done
}

found=$(includes; heads)
[ -z "$found" ] || { echo "$found"; exit 1; }
