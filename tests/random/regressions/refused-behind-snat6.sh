#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# host of seed 68; by hand:
# unshare -nmpf --mount-proc sh -c 'mount -t tmpfs none /run; . ./FILE; exec bash'
#: from a
#: to 2001:4860:4860::8888
#: kernel delivered
#: proto udp
#: port 443
#: open 0
if grep -qv -e ' lo:' -e '|' /proc/net/dev; then
	echo 'not a fresh network namespace' >&2
	exit 1
fi
ip netns add a
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
echo 0 > ipv4/conf/default/rp_filter
NODE

ip -force -batch - <<'END'
link add vethd410 address 02:6f:e3:1e:00:01 type veth peer name eth0 address 02:8e:db:37:00:00 netns a
link add docker0 address 02:51:9e:ba:00:02 netns a type bridge
link add enp1s0 address 02:c1:2a:41:00:03 type veth peer name veth0 address 02:a3:10:28:00:04 netns inet
END
ip   -force -batch - <<'END'
link set vethd410 up
link set enp1s0 up
link set lo up
END
ip -n a -force -batch - <<'END'
link set eth0 up
link set docker0 up
link set eth0 master docker0
link set lo up
END
ip -n inet -force -batch - <<'END'
link set veth0 up
link set lo up
END

# in the host itself
ip -force -batch - <<'END'
addr add 100.64.6.1/24 dev vethd410
addr add 2001:db8:9::1/64 dev vethd410 nodad
addr add 10.20.12.2/24 dev enp1s0
addr add fd00:20:19::2/64 dev enp1s0 nodad
END
for n in /proc/sys/net/ipv?/neigh/*; do
	echo 50 > $n/retrans_time_ms
	echo 0 > $n/proxy_delay
done
echo 1 > /proc/sys/net/ipv4/ip_forward
echo 1 > /proc/sys/net/ipv6/conf/all/forwarding
ip -force -batch - <<'END'
route add default via 10.20.12.1 dev enp1s0 src 10.20.12.2
route add ::/0 via fd00:20:19::1 dev enp1s0 metric 100
route add ::/0 via fd00:20:19::9 metric 6000
END
nft -f - <<'END'
table inet t0 {
	set addrs0 {
		type ipv4_addr; flags interval;
		elements = { 10.97.0.0-10.97.0.99, 198.18.0.0/15 }
	}
	set pairs0 {
		type ipv4_addr . ipv4_addr; flags interval;
		elements = { 100.64.6.0/24 . 8.8.0.0/16, 8.8.8.8 . 100.64.6.0/24 }
	}
	set addrs1 {
		type ipv6_addr; flags interval;
		elements = { 2001:db8:9::/64, 2001:2::/48 }
	}
	set pairs1 {
		type ipv6_addr . ipv6_addr; flags interval;
		elements = { 2001:db8:9::2 . 2001::/16, 2001:4860:4860::8888 . 2001:db8:9::/64 }
	}
	set ports {
		type inet_service; flags interval;
		elements = { 9, 6000-6063 }
	}
	chain b0 {
		type filter hook forward priority raw; policy accept;
		iifname "ve*" udp dport @ports counter return
		udp dport { 443, 473, 6000-6063 } meta nfproto ipv6 counter ct mark set meta mark
		ip6 daddr @addrs1 counter return
	}
}
table inet t1 {
	set addrs0 {
		type ipv4_addr; flags interval;
		elements = { 100.64.6.0/24, 198.18.0.0/15 }
	}
	set pairs0 {
		type ipv4_addr . ipv4_addr; flags interval;
		elements = { 100.64.6.2 . 8.8.0.0/16, 8.8.8.8 . 100.64.6.0/24 }
	}
	set addrs1 {
		type ipv6_addr; flags interval;
		elements = { fd97::1-fd97::99, 2001:2::/48 }
	}
	set pairs1 {
		type ipv6_addr . ipv6_addr; flags interval;
		elements = { 2001:db8:9::2 . 2001::/16, 2001:4860:4860::8888 . 2001:db8:9::/64 }
	}
	set ports {
		type inet_service; flags interval;
		elements = { 443, 6000-6063 }
	}
	chain u0 {
		udp dport 449-459 counter comment "only counts"
		ip6 daddr @addrs1 ct status dnat limit rate 10000/second burst 500 packets counter drop
		ip6 daddr != @addrs1 ct state new counter drop
	}
	chain b0 {
		type filter hook output priority security; policy drop;
		ct state established,related counter accept
		icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-advert } counter accept
		counter accept
		ct direction reply ip6 nexthdr { tcp, udp, ipv6-icmp } ip6 daddr { 2001::/16, fd99::/16 } counter accept
		counter ct state vmap { established : accept, related : accept, invalid : drop }
		ip6 daddr 2001:4860:4860::8888 counter jump u0
		counter comment "end"
	}
	chain b1 {
		type filter hook forward priority filter - 5; policy accept;
		iifname "vethd410" oifname "lo" tcp flags & (syn | ack) == syn counter jump u0
		meta mark 1-3 counter accept
		counter meta priority set 0:5
	}
	chain b2 {
		type filter hook forward priority security; policy drop;
		counter ct state vmap { established : accept, related : accept, invalid : drop }
		icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-advert } counter accept
		counter accept
		meta iifgroup 0 ip6 daddr fd99::/16 counter return
		oifname "tun0" meta l4proto udp counter jump u0
		counter ct state vmap { established : accept, related : accept, invalid : drop }
		counter jump u0
		ip6 daddr { 2001::/16, fd99::/16 } mark { 0, 2 } counter ct mark set 2
		counter comment "end"
	}
}
END
iptables-legacy -w -t nat -A POSTROUTING -s 100.64.6.0/24 -j MASQUERADE
ip6tables-legacy -w -t nat -A POSTROUTING -j MASQUERADE

# in a
nsenter --net=/run/netns/a sh <<'NODE'
ip -force -batch - <<'END'
addr add 100.64.6.2/24 dev docker0
addr add 2001:db8:9::2/64 dev docker0 nodad
END
for n in /proc/sys/net/ipv?/neigh/*; do
	echo 50 > $n/retrans_time_ms
	echo 0 > $n/proxy_delay
done
echo 0 > /proc/sys/net/ipv6/conf/all/accept_ra
echo 0 > /proc/sys/net/bridge/bridge-nf-call-ip6tables
ip -force -batch - <<'END'
route add 8.8.8.8/32 via 100.64.6.1
route add default via 100.64.6.1
route add blackhole 172.31.0.0/16 metric 9000
route add ::/0 via 2001:db8:9::1
END
iptables-nft-restore <<'END'
*raw
:PREROUTING ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:c0 - [0:0]
:c1 - [0:0]
:c2 - [0:0]
-A PREROUTING -j CT --notrack
-A c1 -m mark --mark 0x0/0x2 -i lo+ -j ACCEPT
COMMIT
*filter
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT DROP [0:0]
:c0 - [0:0]
:c1 - [0:0]
:c2 - [0:0]
-A INPUT -j REJECT --reject-with icmp-admin-prohibited
-A INPUT -d 1.1.1.1 -m pkttype --pkt-type unicast -m conntrack --ctstate NEW,ESTABLISHED
-A INPUT -m conntrack --ctstate NEW -j ACCEPT
-A FORWARD -d 8.0.0.0/7 -o docker0 -m state --state NEW,RELATED -j ACCEPT
-A OUTPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A OUTPUT -j ACCEPT
-A OUTPUT ! -d 100.64.6.0/24 -j c0
-A c0 -p udp -m udp ! --dport 443 -m mark --mark 0x0 -d 1.1.1.1 -j ACCEPT
-A c1 -m iprange --src-range 224.0.0.1-224.0.0.9 -j c2
-A c1 -j ACCEPT
-A c2 -o docker9 -j ACCEPT
-A c2 -p udp -o lo -j ACCEPT
COMMIT
END
ip6tables-nft-restore <<'END'
*filter
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:c0 - [0:0]
:c1 - [0:0]
:c2 - [0:0]
-A FORWARD -j DROP
-A FORWARD -p udp -m udp --dport 443
-A c0
-A c0 -j ACCEPT
-A c1 -p udp -m udp --dport 443 -j RETURN
-A c1 -s 2001:4860:4860::8888 -j ACCEPT
-A c2 -p udp -m limit --limit 10000/sec --limit-burst 1000 -j RETURN
COMMIT
END
iptables-legacy-restore <<'END'
*filter
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT DROP [0:0]
:c0 - [0:0]
:c1 - [0:0]
:c2 - [0:0]
-A INPUT -p tcp -i do+ -j DROP
-A INPUT -g c2
-A INPUT -p udp -m udp -m multiport --sports 444,464 -i docker0 -j ACCEPT
-A INPUT -m state --state ESTABLISHED -m conntrack --ctstate DNAT -j ACCEPT
-A OUTPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A OUTPUT -j ACCEPT
-A c0 -p udp -o wlan0 -i lo -j DROP
-A c0 -p udp -m udp -m multiport --dports 1:451,9999 -j ACCEPT
-A c1 -p udp -m udp --dport 444:449 -m comment --comment "allow the web" -o docker0 -j DROP
-A c1 -p udp -m udp --dport 444 -s 100.64.6.0/24 -m addrtype ! --src-type LOCAL -j ACCEPT
-A c2 -p tcp -m tcp -m multiport --dports 1:443,9999 -d 203.0.113.7 -m addrtype --dst-type UNICAST -j ACCEPT
COMMIT
END
ip6tables-legacy-restore <<'END'
*filter
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:c0 - [0:0]
:c1 - [0:0]
:c2 - [0:0]
-A INPUT -p tcp -m tcp -m multiport --dports 443,463 -m iprange --src-range 2000::-fdff::ffff -j RETURN
-A INPUT -s 2001:db8:9::/64 ! -i tun0 -j ACCEPT
-A OUTPUT -p udp -j ACCEPT
-A OUTPUT -j ACCEPT
-A OUTPUT -j DROP
-A OUTPUT
-A c0 -i wlan0 -j REJECT --reject-with icmp6-port-unreachable
-A c0 -j ACCEPT
-A c1 -m limit --limit 10000/sec --limit-burst 1000 -j ACCEPT
-A c2 -m state --state NEW -m conntrack --ctstatus SEEN_REPLY -m mark --mark 0x0/0x1 -j RETURN
COMMIT
END
NODE

# in inet
nsenter --net=/run/netns/inet sh <<'NODE'
ip -force -batch - <<'END'
addr add 10.20.12.1/24 dev veth0
addr add fd00:20:19::1/64 dev veth0 nodad
addr add 8.8.8.8/32 dev lo
addr add 2001:4860:4860::8888/128 dev lo nodad
END
for n in /proc/sys/net/ipv?/neigh/*; do
	echo 50 > $n/retrans_time_ms
	echo 0 > $n/proxy_delay
done
echo 1 > /proc/sys/net/ipv4/ip_nonlocal_bind
ip -force -batch - <<'END'
route add blackhole fc00::/8 metric 9000
END
NODE
