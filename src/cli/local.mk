# SPDX-License-Identifier: GPL-2.0-or-later
bin_PROGRAMS += src/nsdoctor
src_nsdoctor_SOURCES = \
	src/cli/cli.h \
	src/cli/command/explain.c \
	src/cli/command/list.c \
	src/cli/command/show.c \
	src/cli/command/snapshot.c \
	src/cli/command/trace.c \
	src/cli/command/why_no_internet.c \
	src/cli/commands.c \
	src/cli/main.c \
	src/cli/options.c \
	src/cli/output.c \
	src/cli/session.c \
	src/cli/target.c
src_nsdoctor_LDADD = $(ROOMS) $(LIBS_ALL)
