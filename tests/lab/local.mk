# SPDX-License-Identifier: GPL-2.0-or-later
# Lab tests speak TAP; each plays hosts in private namespaces (tests/lab/README).
TEST_EXTENSIONS = .tap
TAP_LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) \
	$(top_srcdir)/build-aux/tap-driver.sh

LAB_TESTS = tests/lab/scenarios.tap tests/lab/side-effects.tap \
	tests/lab/bad-input.tap
LAB_TOOLS = tests/lab/answerer tests/lab/prober tests/lab/reader \
	tests/lab/generation
TESTS += $(LAB_TESTS)
check_PROGRAMS += $(LAB_TOOLS)
tests_lab_answerer_SOURCES = tests/lab/answerer.c tests/lab/endpoint.h
tests_lab_prober_SOURCES = tests/lab/prober.c tests/lab/endpoint.h
tests_lab_reader_SOURCES = tests/lab/reader.c
tests_lab_reader_LDADD = $(JANSSON_LIBS)
tests_lab_generation_SOURCES = tests/lab/generation.c
tests_lab_generation_LDADD = $(MNL_LIBS)
EXTRA_DIST += $(LAB_TESTS) tests/lab/README tests/lab/run tests/lab/host.sh \
	tests/lab/lib.sh tests/lab/judge.sh tests/lab/draw.sh \
	tests/lab/tap.sh tests/lab/combine.awk tests/lab/faults tests/lab/healthy

check-lab:
	$(MAKE) check TESTS="$(LAB_TESTS)"
.PHONY: check-lab
