#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# host of seed 63; by hand:
# unshare -nmpf --mount-proc sh -c 'mount -t tmpfs none /run; . ./FILE; exec bash'
#: from a
#: to 2001:4860:4860::8888
#: kernel blocked reply
#: proto icmp
if grep -qv -e ' lo:' -e '|' /proc/net/dev; then
	echo 'not a fresh network namespace' >&2
	exit 1
fi
ip netns add a
ip netns add r1
ip netns add inet
ip netns add b

# in the host itself
cd /proc/sys/net || exit
echo 0 > ipv6/conf/all/accept_dad
echo 0 > ipv6/conf/default/accept_dad
echo 0 > ipv6/conf/default/router_solicitations
echo 1 > ipv6/conf/default/mldv2_unsolicited_report_interval
echo 1 > ipv4/conf/default/igmpv3_unsolicited_report_interval
echo 1 > ipv4/igmp_qrv
echo 0 > ipv4/conf/all/rp_filter
echo 1 > ipv4/conf/default/rp_filter

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
echo 2 > ipv4/conf/default/rp_filter
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

# in b
nsenter --net=/run/netns/b sh <<'NODE'
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

ip -force -batch - <<'END'
link add eth0 address 02:4b:bf:ab:00:00 netns a type veth peer name veth0 address 02:bd:60:b5:00:01 netns r1
link add cni0 address 02:41:46:b7:00:02 netns r1 type bridge ageing_time 0
link add lxdbr0 address 02:f1:a7:5f:00:03 type bridge
link add lxdbr1 address 02:6b:0f:fe:00:04 type bridge mcast_snooping 0
link add veth0 address 02:ec:8e:be:00:06 type veth peer name wan0 address 02:60:b4:74:00:05 netns r1
link add link1 address 02:0a:4c:fc:00:08 type veth peer name link0 address 02:ac:96:2b:00:07
link add wan0 address 02:26:b2:24:00:09 type veth peer name vnet0 address 02:47:25:92:00:0a netns inet
link add enp1s0 address 02:0a:d3:a3:00:0b type veth peer name veth0 address 02:fd:fb:ba:00:0c netns inet
link add eth0 address 02:f0:42:77:00:0d netns b type veth peer name vnet0 address 02:c9:d7:f3:00:0e netns r1
END
ip   -force -batch - <<'END'
link set lxdbr0 up
link set lxdbr1 up
link set veth0 up
link set veth0 master lxdbr0
link set link0 up
link set link1 up
link set link0 master lxdbr0
link set link1 master lxdbr1
link set wan0 up
link set enp1s0 up
link set lo up
END
ip -n a -force -batch - <<'END'
link set eth0 up
link set lo up
END
ip -n r1 -force -batch - <<'END'
link set veth0 up
link set cni0 up
link set veth0 master cni0
link set wan0 up
link set vnet0 up
link set vnet0 master cni0
link set lo up
END
ip -n inet -force -batch - <<'END'
link set vnet0 up
link set veth0 up
link set lo up
END
ip -n b -force -batch - <<'END'
link set eth0 up
link set lo up
END

# in the host itself
ip -force -batch - <<'END'
addr add 100.64.11.1/28 dev lxdbr1
addr add fd00:20:16::1/64 dev lxdbr1 nodad
addr add 192.168.25.2/24 dev wan0
addr add fd00:20:23::2/64 dev wan0 nodad
addr add 192.168.37.2/24 dev enp1s0
addr add 2001:db8:31::2/120 dev enp1s0 nodad
END
for n in /proc/sys/net/ipv?/neigh/*; do
	echo 50 > $n/retrans_time_ms
	echo 0 > $n/proxy_delay
done
echo 0 > /proc/sys/net/bridge/bridge-nf-call-iptables
echo 1 > /proc/sys/net/ipv4/ip_forward
echo 1 > /proc/sys/net/ipv6/conf/all/forwarding
ip -force -batch - <<'END'
route add default via 192.168.25.1
route add 10.20.8.0/28 via 100.64.11.2
route add blackhole 10.0.0.0/8 metric 9000
route add 0.0.0.0/0 via 192.168.25.9 metric 6000
route add 2001:4860:4860::8888/128 via fd00:20:23::1
route add ::/0 via fd00:20:23::1
route add 2001:db8:4::/64 via fd00:20:16::2
route prepend 2001:4860:4860::8888 via 2001:db8:31::1
END
ip6tables-nft -w -t nat -A POSTROUTING -s 2001:db8:4::/64 -j MASQUERADE

# in a
nsenter --net=/run/netns/a sh <<'NODE'
ip -force -batch - <<'END'
addr add 10.20.8.2/28 dev eth0
addr add 2001:db8:4::2/64 dev eth0 nodad
END
for n in /proc/sys/net/ipv?/neigh/*; do
	echo 50 > $n/retrans_time_ms
	echo 0 > $n/proxy_delay
done
ip -force -batch - <<'END'
route add 8.8.8.8/32 via 10.20.8.1
route add default via 10.20.8.1
route add ::/0 via 2001:db8:4::1 dev eth0 metric 100
route add ::/0 via 2001:db8:4::1 table 100
END
ip -6 -force -batch - <<'END'
rule add fwmark 0x3/0x3 priority 1000 lookup 100
rule add to 2001:db8:4::/64 priority 1010 lookup main suppress_prefixlength 0
rule add to 2001:db8:4::/64 priority 1020 blackhole
END
NODE

# in r1
nsenter --net=/run/netns/r1 sh <<'NODE'
ip -force -batch - <<'END'
addr add 10.20.8.1/28 dev cni0
addr add 2001:db8:4::1/64 dev cni0 nodad
addr add 100.64.11.2/28 dev wan0
addr add fd00:20:16::2/64 dev wan0 nodad
END
for n in /proc/sys/net/ipv?/neigh/*; do
	echo 50 > $n/retrans_time_ms
	echo 0 > $n/proxy_delay
done
echo 1 > /proc/sys/net/ipv4/conf/all/arp_filter
echo 0 > /proc/sys/net/bridge/bridge-nf-call-iptables
echo 1 > /proc/sys/net/ipv4/ip_forward
echo 1 > /proc/sys/net/ipv6/conf/all/forwarding
ip -force -batch - <<'END'
route add default via 100.64.11.1
route add ::/0 via fd00:20:16::1 dev wan0 src fd00:20:16::2
END
ip6tables-nft-restore <<'END'
*raw
:PREROUTING ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:c0 - [0:0]
:c1 - [0:0]
:c2 - [0:0]
-A c0 -m state --state NEW -j c1
-A c0 ! -i cni0 -s 2001:db8:4::2 -m length --length 20:1500 -j ACCEPT
-A c1 -p ipv6-icmp ! -s fd99::/16 -g c2
-A c1 -o docker9 -j ACCEPT
COMMIT
*filter
:INPUT DROP [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT DROP [0:0]
:c0 - [0:0]
:c1 - [0:0]
:c2 - [0:0]
-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A INPUT -p ipv6-icmp -j ACCEPT
-A INPUT -m conntrack --ctstate INVALID -j DROP
-A INPUT -j ACCEPT
-A FORWARD -o cni0 -m mark --mark 0x3 -s 2606:4700::1111
-A OUTPUT -m state --state RELATED,ESTABLISHED -j ACCEPT
-A OUTPUT -p ipv6-icmp -j ACCEPT
-A OUTPUT -m conntrack --ctstate INVALID -j DROP
-A c1 -p ipv6-icmp -j LOG --log-prefix "rnd: "
-A c2 -p ipv6-icmp -j RETURN
-A c2 -j LOG --log-prefix "rnd: "
COMMIT
END
NODE

# in inet
nsenter --net=/run/netns/inet sh <<'NODE'
ip -force -batch - <<'END'
addr add 192.168.25.1/24 dev vnet0
addr add fd00:20:23::1/64 dev vnet0 nodad
addr add 192.168.37.1/24 dev veth0
addr add 2001:db8:31::1/120 dev veth0 nodad
addr add 8.8.8.8/32 dev lo
addr add 2001:4860:4860::8888/128 dev lo nodad
END
for n in /proc/sys/net/ipv?/neigh/*; do
	echo 50 > $n/retrans_time_ms
	echo 0 > $n/proxy_delay
done
ip -force -batch - <<'END'
route add 10.20.8.0/28 via 192.168.25.2
route add 100.64.11.0/28 via 192.168.25.2
END
NODE

# in b
nsenter --net=/run/netns/b sh <<'NODE'
ip -force -batch - <<'END'
addr add 10.20.8.3/28 dev eth0
addr add 2001:db8:4::3/64 dev eth0 nodad
END
for n in /proc/sys/net/ipv?/neigh/*; do
	echo 50 > $n/retrans_time_ms
	echo 0 > $n/proxy_delay
done
NODE
