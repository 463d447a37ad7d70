# SPDX-License-Identifier: GPL-2.0-or-later
noinst_LIBRARIES += src/libpacket.a
src_libpacket_a_SOURCES = \
	src/packet/build.c \
	src/packet/packet.c \
	src/packet/packet.h \
	src/packet/payload.c
