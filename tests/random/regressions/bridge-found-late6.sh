#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# host of seed 179; by hand:
# unshare -nmpf --mount-proc sh -c 'mount -t tmpfs none /run; . ./FILE; exec bash'
#: from a
#: to 2001:4860:4860::8888
#: kernel delivered
#: proto udp
#: port 8080
#: open 0
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
echo 0 > ipv4/conf/default/rp_filter
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
echo 0 > ipv4/conf/default/rp_filter
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
echo 2 > ipv4/conf/default/rp_filter
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
echo 0 > ipv4/conf/default/rp_filter
NODE

ip -force -batch - <<'END'
link add eth0 address 02:fd:eb:86:00:00 netns a type veth peer name veth0 address 02:dc:b7:32:00:01 netns r1
link add cni0 address 02:ab:d2:a1:00:02 netns r1 type bridge
link add lxc0 address 02:68:87:98:00:04 type veth peer name enp1s0 address 02:e5:4f:d2:00:03 netns r1
link add enp1s0 address 02:88:92:91:00:05 type veth peer name vethd410 address 02:f7:20:86:00:06 netns inet
link add virbr0 address 02:3e:6a:a0:00:07 type bridge
link add eth0 address 02:0e:b4:61:00:08 netns b type veth peer name veth1 address 02:6d:1f:be:00:09 netns r1
END
ip   -force -batch - <<'END'
link set lxc0 up
link set enp1s0 up
link set virbr0 up
link set enp1s0 master virbr0
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
link set enp1s0 up
link set veth1 up
link set veth1 master cni0
link set lo up
END
ip -n inet -force -batch - <<'END'
link set vethd410 up
link set lo up
END
ip -n b -force -batch - <<'END'
link set eth0 up
link set lo up
END

# in the host itself
ip -force -batch - <<'END'
addr add fd00:20:17::1/64 dev lxc0 nodad
addr add 2001:db8:24::2/64 dev virbr0 nodad
END
for n in /proc/sys/net/ipv?/neigh/*; do
	echo 50 > $n/retrans_time_ms
	echo 0 > $n/proxy_delay
done
echo 0 > /proc/sys/net/bridge/bridge-nf-call-iptables
echo 0 > /proc/sys/net/bridge/bridge-nf-call-ip6tables
echo 1 > /proc/sys/net/ipv6/conf/all/forwarding
ip -force -batch - <<'END'
route add ::/0 via 2001:db8:24::1 dev virbr0 metric 100
route add fd00:20:1::/64 via fd00:20:17::2
route add unreachable fc00::/8 metric 9000
END
nft -f - <<'END'
table ip6 t0 {
	set addrs1 {
		type ipv6_addr; flags interval;
		elements = { fd97::1-fd97::99, 2001:2::/48 }
	}
	set pairs1 {
		type ipv6_addr . ipv6_addr; flags interval;
		elements = { fd00:20:1::/64 . 2001::/16, 2001:4860:4860::8888 . fd00:20:1::/64 }
	}
	set ports {
		type inet_service; flags interval;
		elements = { 9, 6000-6063 }
	}
	chain b0 {
		type filter hook prerouting priority security; policy drop;
		ct state established,related counter accept
		icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-advert } counter accept
		counter accept
		iifname "lxc0" counter return
		counter comment "end"
	}
}
END
ip6tables-nft-restore <<'END'
*raw
:PREROUTING ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:c0 - [0:0]
:c1 - [0:0]
:c2 - [0:0]
-A c0 -m conntrack --ctstate RELATED,ESTABLISHED -j MARK --set-mark 0x0
-A c0 -m iprange --dst-range 2000::-fdff::ffff -m conntrack --ctstatus SEEN_REPLY -m mark --mark 0x0/0x3 -j DROP
-A c1 -m addrtype --dst-type LOCAL -s fd00:20:1::/64 -j DROP
-A c1 -p udp -m udp --dport 8080:8085 -j DROP
-A c2 -m connmark --mark 0/0xff -s 2001::/16 -d 2606:4700::1111 -j DROP
-A c2 -d fd00:20:1::/64 -m addrtype ! --dst-type LOCAL -j MARK --set-mark 0x1
COMMIT
*filter
:INPUT ACCEPT [0:0]
:FORWARD DROP [0:0]
:OUTPUT ACCEPT [0:0]
:c0 - [0:0]
:c1 - [0:0]
:c2 - [0:0]
-A INPUT -p tcp -j ACCEPT
-A INPUT -p udp -m udp -m multiport --sports 8080,8100 -m addrtype --dst-type UNICAST -s 2001:4860:4860::8888 -j RETURN
-A INPUT -p udp -s fd00:20:1::/64 -d 2001:4860:4860::8888 -j ACCEPT
-A INPUT -p udp -j RETURN
-A FORWARD -m state --state RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -p ipv6-icmp -j ACCEPT
-A FORWARD -i lxc0 -j ACCEPT
-A c2 -s fd00:20:1::2 -j ACCEPT
-A c2
COMMIT
END

# in a
nsenter --net=/run/netns/a sh <<'NODE'
ip -force -batch - <<'END'
addr add fd00:20:1::2/64 dev eth0 nodad
END
for n in /proc/sys/net/ipv?/neigh/*; do
	echo 50 > $n/retrans_time_ms
	echo 0 > $n/proxy_delay
done
echo 1 > /proc/sys/net/ipv4/conf/all/proxy_arp
echo 1 > /proc/sys/net/ipv4/conf/eth0/accept_local
ip -force -batch - <<'END'
route add 2001:4860:4860::8888/128 via fd00:20:1::1
route add ::/0 via fd00:20:1::1
END
NODE

# in r1
nsenter --net=/run/netns/r1 sh <<'NODE'
ip -force -batch - <<'END'
addr add fd00:20:1::1/64 dev cni0 nodad
addr add fd00:20:17::2/64 dev enp1s0 nodad
END
for n in /proc/sys/net/ipv?/neigh/*; do
	echo 50 > $n/retrans_time_ms
	echo 0 > $n/proxy_delay
done
echo 0 > /proc/sys/net/bridge/bridge-nf-call-iptables
echo 1 > /proc/sys/net/ipv6/conf/all/forwarding
ip -force -batch - <<'END'
route add 2001:4860:4860::8888/128 via fd00:20:17::1
route add ::/0 via fd00:20:17::1
END
ip6tables-legacy-restore <<'END'
*filter
:INPUT DROP [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:c0 - [0:0]
:c1 - [0:0]
:c2 - [0:0]
-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A INPUT -p ipv6-icmp -j ACCEPT
-A INPUT -m conntrack --ctstate INVALID -j DROP
-A INPUT -j ACCEPT
-A INPUT -p ipv6-icmp -g c2
-A FORWARD -o docker9 -j ACCEPT
-A FORWARD -p udp -m udp --dport 8080:8085 -s fd99::/16 -j c0
-A FORWARD -j ACCEPT
-A FORWARD -m conntrack --ctdir ORIGINAL -o cni0 -g c2
-A c0 -p ipv6-icmp --icmpv6-type echo-request -g c2
-A c2 -p udp -m udp --dport 8080 -m mark --mark 0x0/0x2 -m comment --comment "it's 100% 'quoted'" -j ACCEPT
-A c2 -p tcp ! -i lo ! -s fe80::/10 -j RETURN
COMMIT
END
NODE

# in inet
nsenter --net=/run/netns/inet sh <<'NODE'
ip -force -batch - <<'END'
addr add 2001:db8:24::1/64 dev vethd410 nodad
addr add 2001:4860:4860::8888/128 dev lo nodad
END
for n in /proc/sys/net/ipv?/neigh/*; do
	echo 50 > $n/retrans_time_ms
	echo 0 > $n/proxy_delay
done
ip -force -batch - <<'END'
route add fd00:20:1::/64 via 2001:db8:24::2
route add fd00:20:17::/64 via 2001:db8:24::2
END
NODE

# in b
nsenter --net=/run/netns/b sh <<'NODE'
ip -force -batch - <<'END'
addr add fd00:20:1::3/64 dev eth0 nodad
END
for n in /proc/sys/net/ipv?/neigh/*; do
	echo 50 > $n/retrans_time_ms
	echo 0 > $n/proxy_delay
done
NODE
