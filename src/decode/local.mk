# SPDX-License-Identifier: GPL-2.0-or-later
noinst_LIBRARIES += src/libdecode.a
src_libdecode_a_SOURCES = \
	src/decode/attrs.c \
	src/decode/attrs.h \
	src/decode/decode.h \
	src/decode/ebtables.c \
	src/decode/hook.c \
	src/decode/hooks.c \
	src/decode/hooks.h \
	src/decode/ipset.c \
	src/decode/left_out.c \
	src/decode/link.c \
	src/decode/misc.c \
	src/decode/neighbour.c \
	src/decode/nft.c \
	src/decode/nft.h \
	src/decode/nft_rule.c \
	src/decode/nft_set.c \
	src/decode/route.c \
	src/decode/xt.c \
	src/decode/xt.h \
	src/decode/xt_entry.c \
	src/decode/xt_wire.h
