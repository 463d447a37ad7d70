# SPDX-License-Identifier: GPL-2.0-or-later
noinst_LIBRARIES += src/libfirewall.a
src_libfirewall_a_SOURCES = \
	src/firewall/edit.c \
	src/firewall/edit.h \
	src/firewall/edit_argv.c \
	src/firewall/edit_copy.c \
	src/firewall/edit_exprs.c \
	src/firewall/edit_xt.c \
	src/firewall/firewall.c \
	src/firewall/firewall.h \
	src/firewall/hook.c \
	src/firewall/names.c
include src/firewall/nft/local.mk
include src/firewall/xt/local.mk
