# SPDX-License-Identifier: GPL-2.0-or-later
noinst_LIBRARIES += src/libwalk.a
src_libwalk_a_SOURCES = \
	src/walk/arp.c \
	src/walk/arp_receive.c \
	src/walk/br_netfilter.c \
	src/walk/bridge.c \
	src/walk/bridge_flood.c \
	src/walk/bridge_vlan.c \
	src/walk/conntrack.c \
	src/walk/fib.c \
	src/walk/fib.h \
	src/walk/fib4.c \
	src/walk/fib6.c \
	src/walk/fib_path.c \
	src/walk/forward.c \
	src/walk/hook_ops.c \
	src/walk/hooks.c \
	src/walk/ip_receive.c \
	src/walk/l2.c \
	src/walk/l2.h \
	src/walk/macvlan.c \
	src/walk/names.c \
	src/walk/nat.c \
	src/walk/nd.c \
	src/walk/neighbour.c \
	src/walk/output.c \
	src/walk/receive.c \
	src/walk/reroute.c \
	src/walk/route.h \
	src/walk/route_input.c \
	src/walk/route_output.c \
	src/walk/setting.c \
	src/walk/setting.h \
	src/walk/source_address.c \
	src/walk/source_address.h \
	src/walk/source_check.c \
	src/walk/stage.h \
	src/walk/trace.c \
	src/walk/traffic_control.c \
	src/walk/transmit.c \
	src/walk/tunnel.c \
	src/walk/tunnel.h \
	src/walk/walk.c \
	src/walk/walk.h
