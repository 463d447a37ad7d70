#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# host of seed 32; by hand:
# unshare -nmpf --mount-proc sh -c 'mount -t tmpfs none /run; . ./FILE; exec bash'
#: from a
#: to fd00:20:2::1
#: kernel blocked request
#: proto udp
#: port 53
#: open 1
if grep -qv -e ' lo:' -e '|' /proc/net/dev; then
	echo 'not a fresh network namespace' >&2
	exit 1
fi
ip netns add a
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
echo 0 > ipv4/conf/default/rp_filter
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
echo 1 > ipv4/conf/default/rp_filter
NODE

ip -force -batch - <<'END'
link add vnet0 address 02:53:cc:d7:00:01 type veth peer name eth0 address 02:80:36:97:00:00 netns a
link add ens0 address 02:5b:e7:12:00:02 type veth peer name ve-a0 address 02:6d:bd:c2:00:03 netns r2
link add ens0 address 02:e6:d2:cf:00:04 netns r2 type veth peer name vnet0 address 02:a0:8d:2d:00:05 netns inet
link add ens1 address 02:2f:c6:cc:00:06 netns r2 type veth peer name lxc0 address 02:22:80:70:00:07 netns inet
END
ip   -force -batch - <<'END'
link set vnet0 up
link set ens0 up
link set lo up
END
ip -n a -force -batch - <<'END'
link set eth0 up
link set lo up
END
ip -n r2 -force -batch - <<'END'
link set ve-a0 up
link set ens0 up
link set ens1 up
link set lo up
END
ip -n inet -force -batch - <<'END'
link set vnet0 up
link set lxc0 up
link set lo up
END

# in the host itself
ip -force -batch - <<'END'
addr add fd00:20:2::1/120 dev vnet0 nodad
addr add fd00:20:13::2/64 dev ens0 nodad
END
for n in /proc/sys/net/ipv?/neigh/*; do
	echo 50 > $n/retrans_time_ms
	echo 0 > $n/proxy_delay
done
echo 1 > /proc/sys/net/ipv6/conf/all/forwarding
ip -force -batch - <<'END'
route add ::/0 via fd00:20:13::1 dev ens0 src fd00:20:13::2
END
nft -f - <<'END'
table ip6 t0 {
	set addrs1 {
		type ipv6_addr; flags interval;
		elements = { fd00:20:2::/120, 2001:2::/48 }
	}
	set pairs1 {
		type ipv6_addr . ipv6_addr; flags interval;
		elements = { fd00:20:2::2 . 2001::/16, 2001:4860:4860::8888 . fd00:20:2::/120 }
	}
	set ports {
		type inet_service; flags interval;
		elements = { 53, 6000-6063 }
	}
	chain u2 {
		ip6 saddr fd00:20:2::/120 meta pkttype unicast counter accept
	}
	chain u1 {
		udp dport { 59, 89, 6000-6063 } ip6 daddr != fe80::/10 counter log prefix "rnd "
		counter jump u2
		ct state untracked counter accept
	}
	chain u0 {
		counter goto u1
	}
	chain b0 {
		type filter hook forward priority filter + 10; policy accept;
		fib daddr type local iifname { "vnet0", "dummy9" } counter jump u0
		ip6 daddr fd00:20:2::1 udp dport { 56, 86, 6000-6063 } ct status & (snat | dnat) == 0 counter reject
		counter meta l4proto vmap { tcp : jump u0, udp : accept, icmp : continue }
		oifname "vnet0" iifname "ens0" ct protocol tcp counter accept
		counter ct state vmap { established : accept, related : accept, invalid : drop }
	}
}
table inet t1 {
	set addrs0 {
		type ipv4_addr; flags interval;
		elements = { 10.98.0.0/16, 198.18.0.0/15 }
	}
	set pairs0 {
		type ipv4_addr . ipv4_addr; flags interval;
		elements = { 10.98.0.1 . 8.8.0.0/16, 8.8.8.8 . 10.98.0.0/16 }
	}
	set addrs1 {
		type ipv6_addr; flags interval;
		elements = { fd97::1-fd97::99, 2001:2::/48 }
	}
	set pairs1 {
		type ipv6_addr . ipv6_addr; flags interval;
		elements = { fd00:20:2::/120 . 2001::/16, 2001:4860:4860::8888 . fd00:20:2::/120 }
	}
	set ports {
		type inet_service; flags interval;
		elements = { 9, 6000-6063 }
	}
	chain u2 {
		ip6 daddr fe80::/10 meta l4proto udp iifname "tun0" counter log prefix "rnd "
		counter accept
	}
	chain u1 {
	}
	chain u0 {
	}
	chain b0 {
		type filter hook output priority -250; policy drop;
		ip6 hoplimit > 60 counter meta mark set 0x1
		ip6 saddr { 2001:db8:77::/48, fd99::/16 } counter accept
		fib daddr type local ip6 saddr . ip6 daddr @pairs1 counter ct mark set meta mark
		counter comment "end"
	}
}
END
ip6tables-legacy-restore <<'END'
*nat
:PREROUTING ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
-A PREROUTING -m addrtype --dst-type UNICAST -m mark --mark 0x2 -j RETURN
COMMIT
*filter
:INPUT DROP [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:c0 - [0:0]
:c1 - [0:0]
:c2 - [0:0]
-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A INPUT -p ipv6-icmp -j ACCEPT
-A INPUT -j ACCEPT
-A FORWARD -p udp -m udp --sport 53:58 -m state --state ESTABLISHED -j ACCEPT
-A FORWARD -j ACCEPT
-A OUTPUT -o tun0 -j DROP
-A OUTPUT -p udp -m udp -m multiport --sports 53,73 -d 2001:db8:99::7 -o vnet0 -j ACCEPT
-A OUTPUT -s fd00:20:2::1 -m iprange --src-range 2000::-fdff::ffff -m conntrack --ctstatus SEEN_REPLY -j ACCEPT
-A c0 -m connmark --mark 1/0xff -d fd00:20:2::/120 -j ACCEPT
-A c0 -m comment --comment "it's 100% 'quoted'" -m mark --mark 0x0/0x1 -j ACCEPT
COMMIT
END
ip6tables-legacy -w -t nat -A POSTROUTING -o ens0 -j SNAT --to-source fd00:20:13::2

# in a
nsenter --net=/run/netns/a sh <<'NODE'
ip -force -batch - <<'END'
addr add fd00:20:2::2/120 dev eth0 nodad
END
for n in /proc/sys/net/ipv?/neigh/*; do
	echo 50 > $n/retrans_time_ms
	echo 0 > $n/proxy_delay
done
echo 1 > /proc/sys/net/ipv4/icmp_errors_use_inbound_ifaddr
ip -force -batch - <<'END'
route add ::/0 via fd00:20:2::1 dev eth0 src fd00:20:2::2
END
ip6tables-legacy-restore <<'END'
*filter
:INPUT DROP [0:0]
:FORWARD DROP [0:0]
:OUTPUT ACCEPT [0:0]
:c0 - [0:0]
:c1 - [0:0]
:c2 - [0:0]
-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A INPUT -p ipv6-icmp -j ACCEPT
-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -p ipv6-icmp -j ACCEPT
-A FORWARD -p udp -m udp --dport 53 -m connmark --mark 0/0xff -j REJECT --reject-with icmp6-port-unreachable
-A FORWARD -m conntrack ! --ctstate INVALID -i docker9 -g c0
-A FORWARD -p ipv6-icmp --icmpv6-type echo-request ! -s 2606:4700::1111 -m conntrack --ctstate NEW -j ACCEPT
-A OUTPUT -m comment --comment x -j ACCEPT
-A OUTPUT -j ACCEPT
-A OUTPUT -p udp -j ACCEPT
-A c2 -p ipv6-icmp -m comment --comment "allow the web" -m addrtype --src-type UNICAST -j ACCEPT
COMMIT
END
NODE

# in r2
nsenter --net=/run/netns/r2 sh <<'NODE'
ip -force -batch - <<'END'
addr add fd00:20:13::1/64 dev ve-a0 nodad
addr add fd00:20:22::2/64 dev ens0 nodad
addr add fd00:20:37::2/120 dev ens1 nodad
END
for n in /proc/sys/net/ipv?/neigh/*; do
	echo 50 > $n/retrans_time_ms
	echo 0 > $n/proxy_delay
done
echo 1 > /proc/sys/net/ipv6/conf/all/forwarding
ip -force -batch - <<'END'
route add ::/0 via fd00:20:22::1 dev ens0 onlink
route add ::/0 via fd00:20:37::1 table 200
END
ip -6 -force -batch - <<'END'
rule add from fd00:20:2::/120 lookup 200
END
NODE

# in inet
nsenter --net=/run/netns/inet sh <<'NODE'
ip -force -batch - <<'END'
addr add fd00:20:22::1/64 dev vnet0 nodad
addr add fd00:20:37::1/120 dev lxc0 nodad
addr add 2001:4860:4860::8888/128 dev lo nodad
END
for n in /proc/sys/net/ipv?/neigh/*; do
	echo 50 > $n/retrans_time_ms
	echo 0 > $n/proxy_delay
done
ip -force -batch - <<'END'
route add fd00:20:2::/120 via fd00:20:22::2
route add fd00:20:13::/64 via fd00:20:22::2
route add prohibit fc00::/8 metric 9000
END
NODE
