# SPDX-License-Identifier: GPL-2.0-or-later
bin_PROGRAMS += src/nsdoctor
src_nsdoctor_SOURCES = src/cli/main.c
src_nsdoctor_LDADD = $(ROOMS) $(LIBS_ALL)
