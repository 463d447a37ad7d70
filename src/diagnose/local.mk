# SPDX-License-Identifier: GPL-2.0-or-later
noinst_LIBRARIES += src/libdiagnose.a
src_libdiagnose_a_SOURCES = \
	src/diagnose/assumptions.c \
	src/diagnose/change.c \
	src/diagnose/change_command.c \
	src/diagnose/checks.c \
	src/diagnose/diagnose.c \
	src/diagnose/diagnose.h \
	src/diagnose/findings/address.c \
	src/diagnose/findings/dns.c \
	src/diagnose/findings/filter.c \
	src/diagnose/findings/filter_fix.c \
	src/diagnose/findings/filter_fix.h \
	src/diagnose/findings/filter_owner.c \
	src/diagnose/findings/findings.h \
	src/diagnose/findings/forwarding.c \
	src/diagnose/findings/link.c \
	src/diagnose/findings/nat.c \
	src/diagnose/findings/nat_rules.c \
	src/diagnose/findings/nat_rules.h \
	src/diagnose/findings/other.c \
	src/diagnose/findings/port.c \
	src/diagnose/findings/registry.c \
	src/diagnose/findings/routing.c \
	src/diagnose/findings/rule_misses.c \
	src/diagnose/findings/segment.c \
	src/diagnose/owner.c \
	src/diagnose/plan.c \
	src/diagnose/questions.c \
	src/diagnose/search.c \
	src/diagnose/util.c \
	src/diagnose/verdict.c
