#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# host of seed 1795529541; by hand:
# unshare -nmpf --mount-proc sh -c 'mount -t tmpfs none /run; . ./FILE; exec bash'
#: from a
#: to 8.8.8.8
#: proto icmp
#: undecidable
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
echo 1 > ipv6/conf/default/disable_ipv6

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
echo 2 > ipv4/conf/default/rp_filter
echo 1 > ipv6/conf/default/disable_ipv6
NODE

ip -force -batch - <<'END'
link add veth0 address 02:8f:a5:15:00:01 type veth peer name eth0 address 02:ba:33:0f:00:00 netns a
link add br0 address 02:60:c3:99:00:02 netns a type bridge
link add ens0 address 02:97:d4:40:00:03 type veth peer name cali0 address 02:2d:2c:11:00:04 netns r2
link add wan0 address 02:19:42:d0:00:05 netns r2 type veth peer name lxc0 address 02:bc:bf:17:00:06 netns inet
link add lxdbr0 address 02:66:cf:ca:00:07 netns inet type bridge
END
ip   -force -batch - <<'END'
link set veth0 up
link set ens0 up
link set lo up
END
ip -n a -force -batch - <<'END'
link set eth0 up
link set br0 up
link set eth0 master br0
link set lo up
END
ip -n r2 -force -batch - <<'END'
link set cali0 up
link set wan0 up
link set lo up
END
ip -n inet -force -batch - <<'END'
link set lxc0 up
link set lxdbr0 up
link set lxc0 master lxdbr0
link set lo up
END

# in the host itself
ip -force -batch - <<'END'
addr add 192.168.5.1/24 dev veth0
addr add 192.168.10.2/24 dev ens0
END
for n in /proc/sys/net/ipv?/neigh/*; do
	echo 50 > $n/retrans_time_ms
	echo 0 > $n/proxy_delay
done
echo 1 > /proc/sys/net/ipv4/ip_forward
ip -force -batch - <<'END'
route add default via 192.168.10.1
END
nft -f - <<'END'
table ip t0 {
	set addrs0 {
		type ipv4_addr; flags interval;
		elements = { 10.97.0.0-10.97.0.99, 198.18.0.0/15 }
	}
	set pairs0 {
		type ipv4_addr . ipv4_addr; flags interval;
		elements = { 192.168.5.0/24 . 8.8.0.0/16, 8.8.8.8 . 192.168.5.0/24 }
	}
	set ports {
		type inet_service; flags interval;
		elements = { 9, 6000-6063 }
	}
	chain b0 {
		type filter hook input priority filter - 5; policy accept;
		counter meta mark set meta l4proto map { tcp : 1, udp : 2 }
		iifname { "ens0", "dummy9" } counter comment "only counts"
		ct state new meta l4proto icmp counter return
	}
	chain nat {
		type nat hook prerouting priority dstnat; policy accept;
		tcp dport { 53, 83, 6000-6063 } counter dnat to 192.168.5.1
	}
}
table ip t1 {
	set addrs0 {
		type ipv4_addr; flags interval;
		elements = { 10.97.0.0-10.97.0.99, 198.18.0.0/15 }
	}
	set pairs0 {
		type ipv4_addr . ipv4_addr; flags interval;
		elements = { 192.168.5.0/24 . 8.8.0.0/16, 8.8.8.8 . 192.168.5.0/24 }
	}
	set ports {
		type inet_service; flags interval;
		elements = { 9, 6000-6063 }
	}
	chain u1 {
		ip daddr { 8.0.0.0/7, 10.99.0.0/16 } oifname "ens0" tcp dport 62 counter accept
		meta l4proto { tcp, udp } th dport 53 ip ttl { 62, 63 } counter return
	}
	chain u0 {
		meta l4proto { tcp, sctp } ip daddr { 192.0.2.0/25, 10.99.0.0/16 } counter accept
	}
	chain b0 {
		type filter hook input priority security; policy drop;
		counter ct state vmap { established : accept, related : accept, invalid : drop }
		counter comment "end"
	}
	chain b1 {
		type filter hook prerouting priority -250; policy accept;
		ip saddr != 10.99.0.0/16 counter accept
		counter meta l4proto { tcp, udp } th dport vmap { 53 : jump u0, 1000-1999 : drop }
		counter meta l4proto { tcp, udp } th dport vmap { 53 : jump u0, 1000-1999 : drop }
		counter reject
		counter goto u1
	}
	chain nat {
		type nat hook postrouting priority srcnat; policy accept;
		ct protocol tcp counter snat to 192.168.5.1
	}
}
END
iptables-legacy -w -I FORWARD -m statistic --mode random --probability 0.5 -j DROP

# in a
nsenter --net=/run/netns/a sh <<'NODE'
ip -force -batch - <<'END'
addr add 192.168.5.2/24 dev br0
END
for n in /proc/sys/net/ipv?/neigh/*; do
	echo 50 > $n/retrans_time_ms
	echo 0 > $n/proxy_delay
done
echo 0 > /proc/sys/net/bridge/bridge-nf-call-ip6tables
ip -force -batch - <<'END'
route add default via 192.168.5.1 dev br0 metric 100
route add 0.0.0.0/0 via 192.168.5.9 metric 6000
route add 0.0.0.0/0 via 192.168.5.1 table 100
END
ip -4 -force -batch - <<'END'
rule add fwmark 0x1/0x3 priority 1000 lookup 100
rule add from 192.168.5.0/24 priority 1010 lookup 101
END
NODE

# in r2
nsenter --net=/run/netns/r2 sh <<'NODE'
ip -force -batch - <<'END'
addr add 192.168.10.1/24 dev cali0
addr add 100.64.26.2/24 dev wan0
END
for n in /proc/sys/net/ipv?/neigh/*; do
	echo 50 > $n/retrans_time_ms
	echo 0 > $n/proxy_delay
done
echo 1 > /proc/sys/net/ipv4/conf/cali0/arp_filter
echo 1 > /proc/sys/net/ipv4/ip_forward
ip -force -batch - <<'END'
route add default via 100.64.26.1
END
iptables-nft -w -t nat -A POSTROUTING -o wan0 -j MASQUERADE
NODE

# in inet
nsenter --net=/run/netns/inet sh <<'NODE'
ip -force -batch - <<'END'
addr add 100.64.26.1/24 dev lxdbr0
addr add 8.8.8.8/32 dev lo
END
for n in /proc/sys/net/ipv?/neigh/*; do
	echo 50 > $n/retrans_time_ms
	echo 0 > $n/proxy_delay
done
echo 0 > /proc/sys/net/bridge/bridge-nf-call-iptables
ip -force -batch - <<'END'
route add blackhole 10.0.0.0/8 metric 9000
END
nft -f - <<'END'
table ip t0 {
	set addrs0 {
		type ipv4_addr; flags interval;
		elements = { 192.168.5.0/24, 198.18.0.0/15 }
	}
	set pairs0 {
		type ipv4_addr . ipv4_addr; flags interval;
		elements = { 192.168.5.2 . 8.8.0.0/16, 8.8.8.8 . 192.168.5.0/24 }
	}
	set ports {
		type inet_service; flags interval;
		elements = { 9, 6000-6063 }
	}
	chain u1 {
	}
	chain u0 {
		ip saddr != { 192.0.2.0/25, 10.99.0.0/16 } limit rate 10000/second burst 500 packets icmp type echo-request counter accept
		counter return
	}
	chain b0 {
		type filter hook input priority security; policy drop;
		ct state established,related counter accept
		tcp dport @ports counter ct mark set meta mark
		ct mark 0x0 ip daddr @addrs0 counter accept
		counter return
		ct state established,related meta mark != 0x2 limit rate 10000/second burst 500 packets counter drop
		icmp type echo-request meta mark != 0x2 counter accept
		counter comment "end"
	}
	chain b1 {
		type filter hook input priority filter - 5; policy drop;
		ct state established,related counter accept
		counter accept
		counter comment "end"
	}
	chain nat {
		type nat hook postrouting priority srcnat; policy accept;
		ct state new counter snat to 192.168.5.1
	}
}
table ip t1 {
	set addrs0 {
		type ipv4_addr; flags interval;
		elements = { 10.97.0.0-10.97.0.99, 198.18.0.0/15 }
	}
	set pairs0 {
		type ipv4_addr . ipv4_addr; flags interval;
		elements = { 192.168.5.0/24 . 8.8.0.0/16, 8.8.8.8 . 192.168.5.0/24 }
	}
	set ports {
		type inet_service; flags interval;
		elements = { 9, 6000-6063 }
	}
	chain b0 {
		type filter hook forward priority security; policy accept;
		ct mark 0x0 counter accept
		ct direction reply counter return
	}
	chain b1 {
		type filter hook output priority -250; policy drop;
		counter ct state vmap { established : accept, related : accept, invalid : drop }
		counter accept
		ct mark 0x0 tcp flags & (syn | ack) == syn | ack ip length 20-1500 counter drop
		counter ct state vmap { established : accept, related : accept, invalid : drop }
		ct state untracked meta l4proto { tcp, udp } th dport 62 oifname != "lo" counter accept
		counter comment "end"
	}
	chain b2 {
		type filter hook output priority 100; policy accept;
		ct state established,related icmp type echo-reply limit rate 10000/second burst 500 packets counter meta mark set meta mark or 0x2
		fib daddr type unicast counter accept
		counter reject with icmp host-unreachable
		counter return
	}
}
END
iptables-nft-restore <<'END'
*mangle
:PREROUTING ACCEPT [0:0]
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
:c0 - [0:0]
:c1 - [0:0]
:c2 - [0:0]
-A PREROUTING ! -d 203.0.113.7 -s 192.168.250.0/24 -j CONNMARK --set-mark 1
-A INPUT -i lo -j CONNMARK --restore-mark
-A FORWARD -j TTL --ttl-set 64
-A OUTPUT -m addrtype --dst-type BROADCAST -o lxdbr0 -j CONNMARK --restore-mark
-A POSTROUTING -p icmp -o wlan0 -m mark --mark 0x0 -j CONNMARK --set-mark 3
-A c0 -j TTL --ttl-set 64
-A c0 -o docker9 -m iprange --dst-range 8.0.0.0-223.255.255.255 -i lxdbr0 -j CONNMARK --save-mark
-A c1 -o docker9 -m length --length 20:1500 -s 8.0.0.0/7 -j c2
COMMIT
*filter
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:c0 - [0:0]
:c1 - [0:0]
:c2 - [0:0]
-A INPUT -p icmp --icmp-type echo-reply -m conntrack --ctorigdst 8.8.8.8 -m iprange --src-range 8.0.0.0-223.255.255.255 -j ACCEPT
-A INPUT -p icmp -d 8.8.8.8 -i lxdbr0 -j ACCEPT
-A INPUT -p icmp -d 192.168.5.0/24 -j c0
-A FORWARD -m pkttype --pkt-type broadcast -s 192.168.250.0/24 ! -o tun0 -j ACCEPT
-A OUTPUT -j DROP
-A OUTPUT -p icmp ! -s 192.168.5.0/24 -m iprange --dst-range 224.0.0.1-224.0.0.9 -j ACCEPT
-A OUTPUT -j c0
-A c0 -p icmp --icmp-type echo-request -m addrtype --dst-type UNICAST -g c1
-A c0 -p icmp --icmp-type echo-request -j ACCEPT
-A c2 -d 8.8.8.8 -j ACCEPT
-A c2
COMMIT
END
NODE
