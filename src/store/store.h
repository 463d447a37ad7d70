/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * store - the snapshot file
 *
 * Owns:     the format of the file, its writer and its strict reader, both
 *           generic over the field tables: a new row is in the file with no
 *           code here.
 * Takes:    a sealed snapshot, or bytes that nobody vouches for.
 * Gives:    a file, or a sealed snapshot and warnings.
 * Must not: read the system, judge, or trust a length, a name, a reference.
 * Start at: write_object() in writer.c, read_object() in reader.c.
 */
#ifndef NSD_STORE_H
#define NSD_STORE_H

#include "model/model.h"

#define SNAPSHOT_FORMAT "nsdoctor-snapshot/1"
#define SNAPSHOT_BYTES_MAX ((size_t)1 << 30)

/** warning_vec - sentences about a file that was read all the same */
typedef VEC(const char *) warning_vec;

/**
 * snapshot_write() - the file as text
 * @s: sealed
 * @out: appended to
 *
 * Equal snapshots give equal bytes: one kernel object per line, in the order
 * of the model; what changes by itself lies in the member "volatile" at the
 * end of each namespace.
 *
 * Return: 0; -EINVAL for nesting deeper than the reader would take.
 */
int snapshot_write(const struct snapshot *s, struct strbuf *out,
		   struct error *err);

/**
 * snapshot_save_file() - the same into a file of mode 0600
 * @path: "-" for standard output
 * @force: replace an existing file
 *
 * Written under another name in the same directory and renamed, so that a
 * reader never sees half a file.
 *
 * Return: 0; -EEXIST without @force; other negative errno with @err.
 */
int snapshot_save_file(const struct snapshot *s, const char *path, bool force,
		       struct error *err);

/**
 * snapshot_read() - a snapshot from the text of a file
 * @text, @len: any bytes
 * @warnings: members that this version does not know, references that lead
 *            nowhere; strings live in the snapshot; may be NULL
 *
 * Return: a sealed snapshot, to be freed with snapshot_free(); NULL with @err.
 */
struct snapshot *snapshot_read(const char *text, size_t len,
			       warning_vec *warnings, struct error *err);

/** snapshot_load() - the same from a file, or from "-", standard input */
struct snapshot *snapshot_load(const char *path, warning_vec *warnings,
			       struct error *err);

#endif
