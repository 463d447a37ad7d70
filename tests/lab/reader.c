/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reader - the part of a report that the lab judges, as lines for a shell:
 * "verdict WORD", one "code WORD" per blocking finding, one "other WORD" per
 * finding that does not block. Reads nsdoctor-report/1 from standard input;
 * exit 2 if a key that the format guarantees is missing.
 */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

static const char *string_in(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static int print_finding(const json_t *finding)
{
	const char *code = string_in(finding, "code");
	const json_t *blocking = json_object_get(finding, "blocking");

	if (!code || !json_is_boolean(blocking))
		return -1;
	printf("%s %s\n", json_is_true(blocking) ? "code" : "other", code);
	return 0;
}

static int print_report(const json_t *report)
{
	const char *format = string_in(report, "format");
	const char *verdict = string_in(report, "verdict");
	const json_t *findings = json_object_get(report, "findings");
	const json_t *finding;
	size_t i;

	if (!format || strcmp(format, "nsdoctor-report/1") || !verdict ||
	    !json_is_array(findings))
		return -1;
	printf("verdict %s\n", verdict);
	json_array_foreach(findings, i, finding)
		if (print_finding(finding))
			return -1;
	return 0;
}

int main(void)
{
	json_error_t error;
	json_t *report = json_loadf(stdin, 0, &error);

	if (!report) {
		fprintf(stderr, "reader: line %d: %s\n", error.line,
			error.text);
		return 2;
	}
	if (print_report(report)) {
		fprintf(stderr, "reader: not a whole nsdoctor-report/1\n");
		return 2;
	}
	json_decref(report);
	return 0;
}
