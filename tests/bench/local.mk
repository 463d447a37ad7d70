# SPDX-License-Identifier: GPL-2.0-or-later
EXTRA_PROGRAMS += tests/bench/yardstick tests/bench/reads
tests_bench_yardstick_SOURCES = tests/bench/yardstick.c \
	tests/bench/yardstick.h tests/bench/yardstick_netlink.c
tests_bench_yardstick_LDADD = src/libmodel.a src/libbase.a $(MNL_LIBS) -lpthread
tests_bench_reads_SOURCES = tests/bench/reads.c
CLEANFILES += $(EXTRA_PROGRAMS)
EXTRA_DIST += tests/bench/host tests/bench/run

# Ratios on a host of 1000 containers; BENCH="-n 3 --ns 100" for a smaller one.
bench: src/nsdoctor $(EXTRA_PROGRAMS)
	$(srcdir)/tests/bench/run $(BENCH)
.PHONY: bench
