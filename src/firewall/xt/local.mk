# SPDX-License-Identifier: GPL-2.0-or-later
src_libfirewall_a_SOURCES += \
	src/firewall/xt/xt.h
