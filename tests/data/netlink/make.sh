#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# make.sh CAPTURE DIR - build a namespace that has one of everything, and keep
# what the kernel answers in it. The tests know what was built here.
set -e
capture=$1
dir=$2
if [ -z "$NSD_CAPTURE_INSIDE" ]; then
	NSD_CAPTURE_INSIDE=1 exec unshare --net --mount sh "$0" "$@"
fi
try() { "$@" 2>/dev/null || echo "left out: $*" >&2; }

ip link set lo up
ip link add br0 index 10 address 02:00:00:00:00:10 type bridge
try ip link set br0 type bridge vlan_filtering 1
ip link add p0 index 11 type veth peer name p1 index 12
ip link set p0 master br0
ip link set p0 type bridge_slave hairpin on isolated on
ip link set p1 alias 'the other end' mtu 1400
ip link property add dev p1 altname other
mount -t tmpfs none /run
mkdir /run/netns
ip netns add far
ip link add v0 index 13 address 02:00:00:00:00:13 type veth \
	peer name v1 netns far
ip link add d0 index 14 type veth peer name d1 index 24
try ip link add v0.7 link v0 index 15 type vlan id 7
try ip link add m0 link v0 index 16 type macvlan mode bridge
try ip link add x0 index 17 type vxlan id 42 remote 192.0.2.9 dstport 4789
try ip link add t0 index 18 type ipip local 192.0.2.1 remote 192.0.2.2
try ip link add blue index 19 type vrf table 900
for l in br0 p0 p1 v0 d0 d1; do ip link set "$l" up; done
ip -n far link set v1 up
ip addr add 192.0.2.1/24 brd + dev d0
ip addr add 192.0.2.3/24 dev d0
ip addr add 10.9.9.1 peer 10.9.9.2 dev v0
ip addr add 2001:db8::1/64 dev d0 nodad
ip route add 198.51.100.0/24 via 192.0.2.254 metric 7 mtu lock 1300
ip route add 203.0.113.0/24 nexthop via 192.0.2.253 weight 2 \
	nexthop dev v0 weight 1
ip route add 203.0.114.0/24 via inet6 2001:db8::fe dev d0
ip route add blackhole 203.0.115.0/24 table 1000
ip nexthop add id 5 via 192.0.2.252 dev d0
ip nexthop add id 6 blackhole
ip nexthop add id 7 group 5,3
ip route add 203.0.116.0/24 nhid 5
ip rule add priority 0 from 10.0.0.0/8 table 77
ip rule add priority 100 not fwmark 0x10/0xff iif v0 table 1000
ip rule add priority 101 ipproto tcp dport 80-90 uidrange 1-5 prohibit
ip rule add priority 102 table main suppress_prefixlength 0
ip -6 rule add priority 200 to 2001:db8:1::/48 unreachable
ip neigh add 192.0.2.77 lladdr 02:00:00:00:00:77 dev d0 nud permanent
ip neigh add proxy 192.0.2.88 dev d0
bridge fdb add 02:00:00:00:00:99 dev p0 master static
try bridge vlan add dev p0 vid 20-29
try bridge vlan add dev br0 vid 20 self
sysctl -qw net.ipv4.conf.d0.rp_filter=2 net.ipv4.conf.d0.forwarding=1
try tc qdisc add dev d0 root netem delay 10ms
"$capture" "$dir"
ip netns del far
