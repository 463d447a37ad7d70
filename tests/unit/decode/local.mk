# SPDX-License-Identifier: GPL-2.0-or-later
check_PROGRAMS += tests/unit/decode/test_decode
TESTS += tests/unit/decode/test_decode
tests_unit_decode_test_decode_SOURCES = tests/unit/decode/test_decode.c
tests_unit_decode_test_decode_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_decode_test_decode_LDADD = src/libdecode.a src/libmodel.a \
	src/libbase.a $(CHECK_LIBS)

# For developers: what a kernel answers, to be kept in tests/data/netlink.
EXTRA_PROGRAMS += tests/unit/decode/capture
tests_unit_decode_capture_SOURCES = tests/unit/decode/capture.c
tests_unit_decode_capture_LDADD = src/libcollect.a src/libbase.a
EXTRA_DIST += tests/data/netlink/make.sh \
	tests/data/netlink/6.1/address.bin \
	tests/data/netlink/6.1/fdb.bin \
	tests/data/netlink/6.1/link.bin \
	tests/data/netlink/6.1/neighbour.bin \
	tests/data/netlink/6.1/netconf4.bin \
	tests/data/netlink/6.1/netconf6.bin \
	tests/data/netlink/6.1/nexthop.bin \
	tests/data/netlink/6.1/nsid.bin \
	tests/data/netlink/6.1/proxy.bin \
	tests/data/netlink/6.1/qdisc.bin \
	tests/data/netlink/6.1/route4.bin \
	tests/data/netlink/6.1/route6.bin \
	tests/data/netlink/6.1/rule4.bin \
	tests/data/netlink/6.1/rule6.bin \
	tests/data/netlink/6.1/vlan.bin \
	tests/data/netlink/6.18/address.bin \
	tests/data/netlink/6.18/fdb.bin \
	tests/data/netlink/6.18/link.bin \
	tests/data/netlink/6.18/neighbour.bin \
	tests/data/netlink/6.18/netconf4.bin \
	tests/data/netlink/6.18/netconf6.bin \
	tests/data/netlink/6.18/nexthop.bin \
	tests/data/netlink/6.18/nsid.bin \
	tests/data/netlink/6.18/proxy.bin \
	tests/data/netlink/6.18/qdisc.bin \
	tests/data/netlink/6.18/route4.bin \
	tests/data/netlink/6.18/route6.bin \
	tests/data/netlink/6.18/rule4.bin \
	tests/data/netlink/6.18/rule6.bin \
	tests/data/netlink/6.18/vlan.bin

include tests/unit/decode/xt.mk
