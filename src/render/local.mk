# SPDX-License-Identifier: GPL-2.0-or-later
noinst_LIBRARIES += src/librender.a
src_librender_a_SOURCES = \
	src/render/json.c \
	src/render/json.h \
	src/render/json_list.c \
	src/render/json_report.c \
	src/render/json_show.c \
	src/render/json_trace.c \
	src/render/picture.c \
	src/render/render.h \
	src/render/style.c \
	src/render/text_explain.c \
	src/render/text_list.c \
	src/render/text_report.c \
	src/render/text_show.c \
	src/render/text_trace.c
