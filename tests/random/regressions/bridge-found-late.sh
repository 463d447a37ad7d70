#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# host of seed 76; by hand:
# unshare -nmpf --mount-proc sh -c 'mount -t tmpfs none /run; . ./FILE; exec bash'
#: from a
#: to 8.8.8.8
#: kernel delivered
#: proto icmp
if grep -qv -e ' lo:' -e '|' /proc/net/dev; then
	echo 'not a fresh network namespace' >&2
	exit 1
fi
ip netns add a
ip netns add r1
ip netns add r2
ip netns add inet

# in the host itself
cd /proc/sys/net || exit
echo 0 > ipv6/conf/all/accept_dad
echo 0 > ipv6/conf/default/accept_dad
echo 0 > ipv6/conf/default/router_solicitations
echo 1 > ipv6/conf/default/mldv2_unsolicited_report_interval
echo 1 > ipv4/conf/default/igmpv3_unsolicited_report_interval
echo 1 > ipv4/igmp_qrv
echo 0 > ipv4/conf/all/rp_filter
echo 0 > ipv4/conf/default/rp_filter

# in a
nsenter --net=/run/netns/a sh <<'NODE'
cd /proc/sys/net || exit
echo 0 > ipv6/conf/all/accept_dad
echo 0 > ipv6/conf/default/accept_dad
echo 0 > ipv6/conf/default/router_solicitations
echo 1 > ipv6/conf/default/mldv2_unsolicited_report_interval
echo 1 > ipv4/conf/default/igmpv3_unsolicited_report_interval
echo 1 > ipv4/igmp_qrv
echo 0 > ipv4/conf/all/rp_filter
echo 1 > ipv4/conf/default/rp_filter
NODE

# in r1
nsenter --net=/run/netns/r1 sh <<'NODE'
cd /proc/sys/net || exit
echo 0 > ipv6/conf/all/accept_dad
echo 0 > ipv6/conf/default/accept_dad
echo 0 > ipv6/conf/default/router_solicitations
echo 1 > ipv6/conf/default/mldv2_unsolicited_report_interval
echo 1 > ipv4/conf/default/igmpv3_unsolicited_report_interval
echo 1 > ipv4/igmp_qrv
echo 0 > ipv4/conf/all/rp_filter
echo 2 > ipv4/conf/default/rp_filter
NODE

# in r2
nsenter --net=/run/netns/r2 sh <<'NODE'
cd /proc/sys/net || exit
echo 0 > ipv6/conf/all/accept_dad
echo 0 > ipv6/conf/default/accept_dad
echo 0 > ipv6/conf/default/router_solicitations
echo 1 > ipv6/conf/default/mldv2_unsolicited_report_interval
echo 1 > ipv4/conf/default/igmpv3_unsolicited_report_interval
echo 1 > ipv4/igmp_qrv
echo 0 > ipv4/conf/all/rp_filter
echo 2 > ipv4/conf/default/rp_filter
NODE

# in inet
nsenter --net=/run/netns/inet sh <<'NODE'
cd /proc/sys/net || exit
echo 0 > ipv6/conf/all/accept_dad
echo 0 > ipv6/conf/default/accept_dad
echo 0 > ipv6/conf/default/router_solicitations
echo 1 > ipv6/conf/default/mldv2_unsolicited_report_interval
echo 1 > ipv4/conf/default/igmpv3_unsolicited_report_interval
echo 1 > ipv4/igmp_qrv
echo 0 > ipv4/conf/all/rp_filter
echo 0 > ipv4/conf/default/rp_filter
NODE

ip -force -batch - <<'END'
link add eth0 address 02:78:8e:2f:00:00 netns a type veth peer name vethd410 address 02:dc:10:26:00:01 netns r1
link add cali0 address 02:06:ed:da:00:03 type veth peer name eth0 address 02:26:1d:01:00:02 netns r1
link add wan0 address 02:7a:b6:01:00:04 type veth peer name cali0 address 02:46:b9:4a:00:05 netns r2
link add lxdbr0 address 02:cf:e8:43:00:06 type bridge
link add ens0 address 02:6a:42:7a:00:07 netns r2 type veth peer name vethd410 address 02:e0:95:39:00:08 netns inet
link add lxdbr0 address 02:f8:ed:ca:00:09 netns r2 type bridge
END
ip   -force -batch - <<'END'
link set cali0 up
link set wan0 up
link set lxdbr0 up
link set wan0 master lxdbr0
link set lo up
END
ip -n a -force -batch - <<'END'
link set eth0 up
link set lo up
END
ip -n r1 -force -batch - <<'END'
link set vethd410 up
link set eth0 up
link set lo up
END
ip -n r2 -force -batch - <<'END'
link set cali0 up
link set ens0 up
link set lxdbr0 up
link set ens0 master lxdbr0
link set lo up
END
ip -n inet -force -batch - <<'END'
link set vethd410 up
link set lo up
END

# in the host itself
ip -force -batch - <<'END'
addr add 172.18.0.1/16 dev cali0
addr add fd00:20:18::1/64 dev cali0 nodad
addr add 100.64.28.2/28 dev lxdbr0
addr add 2001:db8:23::2/64 dev lxdbr0 nodad
END
for n in /proc/sys/net/ipv?/neigh/*; do
	echo 50 > $n/retrans_time_ms
	echo 0 > $n/proxy_delay
done
echo 0 > /proc/sys/net/bridge/bridge-nf-call-iptables
echo 1 > /proc/sys/net/ipv4/ip_forward
echo 1 > /proc/sys/net/ipv6/conf/all/forwarding
ip -force -batch - <<'END'
route add 8.8.8.8/32 via 100.64.28.1
route add default via 100.64.28.1
route add 192.168.3.0/24 via 172.18.0.2
route add prohibit 10.0.0.0/8 metric 9000
route add ::/0 via 2001:db8:23::1 dev lxdbr0 src 2001:db8:23::2
route add fd00:20:1::/64 via fd00:20:18::2
route add unreachable fc00::/8 metric 9000
END
nft -f - <<'END'
table inet nat1 {
	chain post {
		type nat hook postrouting priority srcnat; policy accept;
		ip6 saddr fd00:20:1::/64 counter masquerade
	}
}
END

# in a
nsenter --net=/run/netns/a sh <<'NODE'
ip -force -batch - <<'END'
addr add 192.168.3.2/24 dev eth0
addr add fd00:20:1::2/64 dev eth0 nodad
END
for n in /proc/sys/net/ipv?/neigh/*; do
	echo 50 > $n/retrans_time_ms
	echo 0 > $n/proxy_delay
done
echo 2 > /proc/sys/net/ipv4/conf/eth0/arp_announce
echo 1 > /proc/sys/net/ipv4/conf/all/ignore_routes_with_linkdown
ip -force -batch - <<'END'
route add default via 192.168.3.1 dev eth0 metric 100
route add unreachable 172.31.0.0/16 metric 9000
route add ::/0 via fd00:20:1::1 dev eth0 onlink
END
NODE

# in r1
nsenter --net=/run/netns/r1 sh <<'NODE'
ip -force -batch - <<'END'
addr add 192.168.3.1/24 dev vethd410
addr add fd00:20:1::1/64 dev vethd410 nodad
addr add 172.18.0.2/16 dev eth0
addr add fd00:20:18::2/64 dev eth0 nodad
END
for n in /proc/sys/net/ipv?/neigh/*; do
	echo 50 > $n/retrans_time_ms
	echo 0 > $n/proxy_delay
done
echo 1 > /proc/sys/net/ipv4/ip_forward
echo 1 > /proc/sys/net/ipv6/conf/all/forwarding
ip -force -batch - <<'END'
route add 8.8.8.8/32 via 172.18.0.1
route add default via 172.18.0.1
route add prohibit 10.0.0.0/8 metric 9000
route add ::/0 via fd00:20:18::1 dev eth0 metric 100
END
NODE

# in r2
nsenter --net=/run/netns/r2 sh <<'NODE'
ip -force -batch - <<'END'
addr add 100.64.28.1/28 dev cali0
addr add 2001:db8:23::1/64 dev cali0 nodad
addr add 100.64.31.2/24 dev lxdbr0
addr add fd00:20:36::2/64 dev lxdbr0 nodad
END
for n in /proc/sys/net/ipv?/neigh/*; do
	echo 50 > $n/retrans_time_ms
	echo 0 > $n/proxy_delay
done
echo 1 > /proc/sys/net/ipv4/icmp_errors_use_inbound_ifaddr
echo 0 > /proc/sys/net/bridge/bridge-nf-call-iptables
echo 1 > /proc/sys/net/ipv4/ip_forward
echo 1 > /proc/sys/net/ipv6/conf/all/forwarding
ip -force -batch - <<'END'
route add 8.8.8.8/32 via 100.64.31.1
route add default via 100.64.31.1
route add 192.168.3.0/24 via 100.64.28.2
route add 172.18.0.0/16 via 100.64.28.2
route add ::/0 via fd00:20:36::1 dev lxdbr0 onlink
END
ip -4 -force -batch - <<'END'
rule add ipproto icmp priority 1000 lookup main
END
NODE

# in inet
nsenter --net=/run/netns/inet sh <<'NODE'
ip -force -batch - <<'END'
addr add 100.64.31.1/24 dev vethd410
addr add fd00:20:36::1/64 dev vethd410 nodad
addr add 8.8.8.8/32 dev lo
addr add 2001:4860:4860::8888/128 dev lo nodad
END
for n in /proc/sys/net/ipv?/neigh/*; do
	echo 50 > $n/retrans_time_ms
	echo 0 > $n/proxy_delay
done
echo 1 > /proc/sys/net/ipv6/conf/vethd410/proxy_ndp
ip -force -batch - <<'END'
route add 192.168.3.0/24 via 100.64.31.2
route add 172.18.0.0/16 via 100.64.31.2
route add 100.64.28.0/28 via 100.64.31.2
route add fd00:20:1::/64 via fd00:20:36::2
route add fd00:20:18::/64 via fd00:20:36::2
route add 2001:db8:23::/64 via fd00:20:36::2
END
NODE
