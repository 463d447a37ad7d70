# SPDX-License-Identifier: GPL-2.0-or-later
src_libfirewall_a_SOURCES += \
	src/firewall/nft/expr.h src/firewall/nft/nft.h
