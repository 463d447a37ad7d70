# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# lib.sh - a host to diagnose, built in private namespaces
#
# Sourced by host.sh, which runs inside network, mount and process namespaces
# of its own: nothing here touches the machine, and the kernel ends all of it
# with the first process. The host is the webserver example of README.md:
#
#   webserver             host                                  internet
#   veth-webserver ------ veth-web-h, br-internal      eth0 --- inet0
#   10.100.0.2/24         10.100.0.1/24       192.0.2.10/24     192.0.2.1/24
#
# "internet" owns 8.8.8.8, 2001:4860:4860::8888, the nameserver 192.0.2.53 and
# 203.0.113.1. It has no route back to 10.100.0.0/24: without translation no
# answer returns. Edge "visible": it is a namespace of this host like any
# other. Edge "hidden": it lies outside, as the real one does.
#
# Needs: LAB_BIN (the directory of prober and answerer), LAB_SRC (this one).

LAB_FLAVOURS='iptables-nft iptables-legacy nft'
LAB_PROBES='ping tcp dns-udp dns-tcp'

lab_fail()
{
	echo "lab: $*" >&2
	exit 99
}

# Write $2 to each sysctl file that $1 names; globs are expanded.
lab_sysctl()
{
	local file
	for file in /proc/sys/$1; do
		echo "$2" >"$file" || return 1
	done
}

# Files of the machine must not be written, and names that the machine has
# under /run or /etc/netns must not be seen: both directories become private.
lab_private_files()
{
	local keep=(/etc/{alternatives,iproute2,ld.so.cache,ld.so.conf} \
		/etc/{ld.so.conf.d,passwd,group,protocols,services} \
		/etc/{ethertypes,localtime,xtables.conf,os-release})

	mount -t tmpfs -o strictatime lab /run &&
	mkdir -p /run/netns /run/lock /run/etc/netns/webserver &&
	cp -a --parents "${keep[@]}" /run 2>/dev/null # those there are
	echo 'hosts: files dns' >/run/etc/nsswitch.conf
	echo '127.0.0.1 localhost' >/run/etc/hosts
	echo 'nameserver 192.0.2.53' >/run/etc/resolv.conf
	mount --bind /run/etc /etc
}

# Start values that do not depend on the machine's own: a new namespace copies
# some of the initial one, and what is made in it copies "default". IPv6
# addresses are used at once. $1 $2: how to enter the namespace; $3...: more
lab_defaults()
{
	$1 $2 sysctl -eqw "${@:3}" net.ipv4.conf.all.forwarding=0 \
		net.ipv4.conf.{all,default,lo}.rp_filter=0 \
		net.ipv6.conf.{all,default}.accept_dad=0 \
		net.ipv6.conf.default.router_solicitations=0 \
		net.bridge.bridge-nf-call-{ip,ip6}tables=1
}

# lo of the internet, and what answers there. $@: how to enter its namespace
lab_internet_services()
{
	lab_defaults "$@" &&
	"$@" ip -batch - <<-END || return 1
		link set lo up
		address add 8.8.8.8/32 dev lo
		address add 192.0.2.53/32 dev lo
		address add 203.0.113.1/32 dev lo
		address add 2001:4860:4860::8888/128 dev lo nodad
	END
	"$@" "$LAB_BIN/answerer" tcp:8.8.8.8:443 dns:192.0.2.53 \
		'tcp:[2001:4860:4860::8888]:443' 'dns:[2001:4860:4860::8888]'
}

# $@: how to enter the internet's namespace
lab_uplink_far_end()
{
	"$@" ip -batch - <<-END
		link set inet0 up
		address add 192.0.2.1/24 dev inet0
		address add 2001:db8:0:1::1/64 dev inet0 nodad
	END
}

# $1: visible, hidden. For "hidden" the caller left the far namespace open as
# descriptor 9; it is closed here, for an open one would be found.
lab_uplink()
{
	local far='nsenter --net=/run/netns/internet' far_file=internet

	if [ "$1" = hidden ]; then
		far='nsenter --net=/proc/self/fd/9'
		far_file=/proc/self/fd/9
	else
		ip netns add internet &&
		lab_internet_services $far || return 1
	fi
	ip link add eth0 type veth peer name inet0 netns $far_file &&
	lab_uplink_far_end $far || return 1
	[ "$1" != hidden ] || exec 9<&-
	ip -batch - <<-END
		link set lo up
		link set eth0 up
		address add 192.0.2.10/24 dev eth0
		route add default via 192.0.2.1
	END
}

# The webserver example up to its firewall, in the order of the README.
lab_webserver()
{
	ip netns add webserver &&
	ip -batch - <<-END &&
		link add br-internal type bridge
		address add 10.100.0.1/24 dev br-internal
		link set br-internal up
		link add veth-web-h type veth peer name veth-webserver
		link set veth-web-h master br-internal
		link set veth-web-h up
		link set veth-webserver netns webserver
	END
	ip -n webserver -batch - <<-END &&
		address add 10.100.0.2/24 dev veth-webserver
		link set veth-webserver up
		link set lo up
		route add default via 10.100.0.1
	END
	lab_defaults nsenter --net=/run/netns/webserver \
		net.ipv4.neigh.veth-webserver.retrans_time_ms=200 &&
	echo 'nameserver 192.0.2.53' >/etc/netns/webserver/resolv.conf &&
	# asked again soon: no test waits long for a neighbour
	lab_sysctl 'net/ipv4/neigh/*/retrans_time_ms' 200 &&
	lab_sysctl net/ipv4/ip_forward 1
}

lab_firewall_iptables()
{
	ln -sfn "/usr/sbin/$ipt" /etc/alternatives/iptables
	"$ipt-restore" <<-END
		*filter
		:INPUT ACCEPT
		:FORWARD DROP
		:OUTPUT ACCEPT
		-A FORWARD -i br-internal -j ACCEPT
		-A FORWARD -o br-internal -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
		COMMIT
		*nat
		-A POSTROUTING -s 10.100.0.0/24 ! -o br-internal -j MASQUERADE
		COMMIT
	END
}

lab_firewall_nft()
{
	nft -f - <<-END
		table inet filter {
			chain input {
				type filter hook input priority filter
				policy accept
			}
			chain forward {
				type filter hook forward priority filter
				policy drop
				iifname "br-internal" accept
				oifname "br-internal" ct state established,related accept
			}
		}
		table ip nat {
			chain postrouting {
				type nat hook postrouting priority srcnat
				ip saddr 10.100.0.0/24 oifname != "br-internal" masquerade
			}
		}
	END
}

# IPv6 beside it all: a private prefix, translated as IPv4 is. $1: flavour
lab_dual()
{
	ip -batch - <<-END &&
		address add 2001:db8:0:1::10/64 dev eth0 nodad
		route add ::/0 via 2001:db8:0:1::1
		address add fd00:100::1/64 dev br-internal nodad
	END
	web_ip -batch - <<-END &&
		address add fd00:100::2/64 dev veth-webserver nodad
		route add ::/0 via fd00:100::1
	END
	lab_sysctl net/ipv6/conf/all/forwarding 1 || return 1
	[ "$1" != nft ] || {
		nft 'table ip6 nat { chain postrouting {
			type nat hook postrouting priority srcnat
			ip6 saddr fd00:100::/64 oifname != "br-internal" masquerade
		}
		}'
		return
	}
	"${ipt/ip/ip6}-restore" <<-END
		*filter
		:INPUT ACCEPT
		:FORWARD DROP
		:OUTPUT ACCEPT
		-A FORWARD -i br-internal -j ACCEPT
		-A FORWARD -o br-internal -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
		COMMIT
		*nat
		-A POSTROUTING -s fd00:100::/64 ! -o br-internal -j MASQUERADE
		COMMIT
	END
}

# $1: flavour of the firewall; $2: edge; $3: plain or dual. Sets ipt, the command of the flavour
# (of the usual one where the host has native tables), for faults to use.
lab_build()
{
	lab_private_files && lab_defaults && lab_uplink "$2" &&
	lab_webserver || return 1
	case $1 in
	iptables-*)
		ipt=$1
		lab_firewall_iptables
		;;
	nft)
		ipt=iptables-nft
		lab_firewall_nft
		;;
	*)
		return 1
		;;
	esac && case $3 in
	dual)	lab_dual "$1" && LAB_PROBES+=' ping6 tcp6' ;;
	esac
}

# Short forms for faults
web() { ip netns exec webserver "$@"; }
web_ip() { ip -n webserver "$@"; }

# Link-layer address of $1; further words are options of ip
lab_mac()
{
	local dev=$1

	shift
	ip "$@" -o link show dev "$dev" | sed 's/.*ether \([^ ]*\).*/\1/'
}

# The real packets. $1: how long silence must last to be believed, in ms;
# $2: the probes of which silence is expected. Lines "PROBE:... ok|reason".
lab_probe()
{
	local name probe probes=()

	for name in $LAB_PROBES; do
		case $name in
		ping)	probe=ping:8.8.8.8 ;;
		tcp)	probe=tcp:8.8.8.8:443 ;;
		ping6)	probe=ping6:2001:4860:4860::8888 ;;
		tcp6)	probe='tcp6:[2001:4860:4860::8888]:443' ;;
		dns*)	probe=$name:@ ;;
		esac
		[[ " $2 " != *" $name "* ]] || probe=!$probe
		probes+=("$probe")
	done
	web "$LAB_BIN/prober" -w 5000 -s "$1" "${probes[@]}"
}

# Reads the files of a case (faults/NAME, healthy/NAME); see README there.
# Fills case_break, case_mend, case_expect, case_fails and so on.
lab_read_case()
{
	local key rest

	case_break='' case_mend='' case_expect='' case_fails=''
	case_flavours=$LAB_FLAVOURS case_slots=none case_check='' case_hand=''
	case_edges='visible hidden' case_base=plain case_needs=''
	[[ $1 = */healthy/* ]] || case_fails=$LAB_PROBES
	while read -r key rest; do
		case $key in
		''|'#'*)	;;
		check|trap)	case_check=$rest ;;
		expect)		case_expect=$rest ;;
		fails)		case_fails=$rest ;;
		flavours)	case_flavours=$rest ;;
		edges)		case_edges=$rest ;;
		needs)		case_needs=$rest ;;
		base)		case_base=$rest ;;
		slots)		case_slots=$rest ;;
		by-hand)	case_hand=$rest ;;
		break)		case_break+=$rest$'\n' ;;
		mend)		case_mend+=$rest$'\n' ;;
		break-nft)	[ "$2" != nft ] || case_break+=$rest$'\n' ;;
		mend-nft)	[ "$2" != nft ] || case_mend+=$rest$'\n' ;;
		break-iptables)	[ "$2" = nft ] || case_break+=$rest$'\n' ;;
		mend-iptables)	[ "$2" = nft ] || case_mend+=$rest$'\n' ;;
		*)		lab_fail "$1: what is '$key'?" ;;
		esac
	done <"$1"
}
