#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# host of seed 49; by hand:
# unshare -nmpf --mount-proc sh -c 'mount -t tmpfs none /run; . ./FILE; exec bash'
#: from a
#: to 8.8.8.8
#: kernel delivered
#: proto udp
#: port 80
#: open 0
if grep -qv -e ' lo:' -e '|' /proc/net/dev; then
	echo 'not a fresh network namespace' >&2
	exit 1
fi
ip netns add a
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
echo 2 > ipv4/conf/default/rp_filter
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
echo 0 > ipv4/conf/default/rp_filter
echo 1 > ipv6/conf/default/disable_ipv6
NODE

ip -force -batch - <<'END'
link add cali0 address 02:29:37:1e:00:01 type veth peer name eth0 address 02:19:fa:87:00:00 netns a
link add vmbr0 address 02:3e:26:39:00:02 type bridge
link add eth0 address 02:10:cd:0d:00:03 type veth peer name veth0 address 02:a7:b1:13:00:04 netns inet
link add br0 address 02:d0:4f:24:00:05 netns inet type bridge ageing_time 0
link add vethd410 address 02:c3:0a:7f:00:07 type veth peer name eth0 address 02:51:90:6f:00:06 netns b
END
ip   -force -batch - <<'END'
link set cali0 up
link set vmbr0 up
link set cali0 master vmbr0
link set eth0 up
link set vethd410 up
link set vethd410 master vmbr0
link set lo up
END
ip -n a -force -batch - <<'END'
link set eth0 up
link set lo up
END
ip -n inet -force -batch - <<'END'
link set veth0 up
link set br0 up
link set veth0 master br0
link set lo up
END
ip -n b -force -batch - <<'END'
link set eth0 up
link set lo up
END

# in the host itself
ip -force -batch - <<'END'
addr add 172.17.0.1/16 dev vmbr0
addr add 192.168.18.2/28 dev eth0
END
for n in /proc/sys/net/ipv?/neigh/*; do
	echo 50 > $n/retrans_time_ms
	echo 0 > $n/proxy_delay
done
echo 1 > /proc/sys/net/ipv4/conf/eth0/proxy_arp
echo 0 > /proc/sys/net/bridge/bridge-nf-call-iptables
echo 1 > /proc/sys/net/ipv4/ip_forward
ip -force -batch - <<'END'
route add default via 192.168.18.1 dev eth0 metric 100
END
iptables-nft-restore <<'END'
END
iptables-legacy -w -t nat -A POSTROUTING -o eth0 -j SNAT --to-source 192.168.18.2

# in a
nsenter --net=/run/netns/a sh <<'NODE'
ip -force -batch - <<'END'
addr add 172.17.0.2/16 dev eth0
END
for n in /proc/sys/net/ipv?/neigh/*; do
	echo 50 > $n/retrans_time_ms
	echo 0 > $n/proxy_delay
done
ip -force -batch - <<'END'
route add 8.8.8.8/32 via 172.17.0.1
route add default via 172.17.0.1
route add prohibit 198.51.100.0/24 metric 9000
END
NODE

# in inet
nsenter --net=/run/netns/inet sh <<'NODE'
ip -force -batch - <<'END'
addr add 192.168.18.1/28 dev br0
addr add 8.8.8.8/32 dev lo
END
for n in /proc/sys/net/ipv?/neigh/*; do
	echo 50 > $n/retrans_time_ms
	echo 0 > $n/proxy_delay
done
echo 0 > /proc/sys/net/bridge/bridge-nf-call-iptables
echo 0 > /proc/sys/net/bridge/bridge-nf-call-ip6tables
NODE

# in b
nsenter --net=/run/netns/b sh <<'NODE'
ip -force -batch - <<'END'
addr add 172.17.0.3/16 dev eth0
END
for n in /proc/sys/net/ipv?/neigh/*; do
	echo 50 > $n/retrans_time_ms
	echo 0 > $n/proxy_delay
done
NODE
