# SPDX-License-Identifier: GPL-2.0-or-later
# Random hosts: tests/random/run draws, builds, asks and judges (host.h, run.c).
RANDOM_TESTS = tests/random/known.tap tests/random/regressions.tap \
	tests/random/fresh.tap
check_PROGRAMS += tests/random/run
tests_random_run_SOURCES = tests/random/run.c \
	tests/random/draw.c tests/random/draw.h \
	tests/random/host.c tests/random/host.h \
	tests/random/topology.c tests/random/routing.c \
	tests/random/sysctls.c tests/random/faults.c \
	tests/random/undecidable.c \
	tests/random/firewall.c tests/random/firewall.h tests/random/nat.c \
	tests/random/xt.c tests/random/xt.h tests/random/xt_match.c \
	tests/random/nft.c tests/random/nft.h tests/random/nft_match.c \
	tests/random/script.c tests/random/script.h \
	tests/random/truth.c tests/random/truth.h tests/random/sandbox.c \
	tests/random/settle.c tests/random/settle.h tests/random/probe.c \
	tests/random/counters.c tests/random/counters.h \
	tests/random/counters_legacy.c \
	tests/random/judge.c tests/random/judge.h \
	tests/random/tally.c tests/random/tally.h
tests_random_run_LDADD = $(MNL_LIBS) $(JANSSON_LIBS)
TESTS += $(RANDOM_TESTS)
EXTRA_DIST += $(RANDOM_TESTS) tests/random/regressions

# a campaign: make check-random SEEDS=300 START=1 JOBS=2
check-random: tests/random/run
	NSDOCTOR=src/nsdoctor SEEDS=$${SEEDS:-300} START=$${START:-1} \
		JOBS=$${JOBS:-2} $(srcdir)/tests/random/fresh.tap
.PHONY: check-random
