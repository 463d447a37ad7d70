# SPDX-License-Identifier: GPL-2.0-or-later
noinst_LIBRARIES += src/libreport.a
src_libreport_a_SOURCES = \
	src/report/enter.c \
	src/report/firewall.c \
	src/report/list.c \
	src/report/path.c \
	src/report/report.h \
	src/report/trace.c \
	src/report/words.c
