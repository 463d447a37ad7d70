/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Private to the catalogue: every type, and what families share. */
#ifndef NSD_DIAGNOSE_FINDINGS_H
#define NSD_DIAGNOSE_FINDINGS_H

#include "diagnose/diagnose.h"

#define FINDING(name) extern const struct finding_type name
/* forwarding.c */
FINDING(ipv4_forward_off);
FINDING(ingress_forward_off);
FINDING(uplink_forward_off);
FINDING(ipv6_forward_off);
FINDING(ipv6_disabled);
FINDING(nested_forward_off);
FINDING(proxy_arp_missing);
/* filter.c, filter_owner.c */
FINDING(bridge_nf_drop);
FINDING(bridge_rule_drop);
FINDING(arp_filtered);
FINDING(nd_filtered);
FINDING(ct_invalid_drop);
FINDING(rpfilter_rule);
FINDING(ingress_drop);
FINDING(own_output_drop);
FINDING(own_input_drop);
FINDING(host_input_drop);
FINDING(docker_forward_drop);
FINDING(docker_user_drop);
FINDING(ufw_route_deny);
FINDING(firewalld_reject);
FINDING(address_banned);
FINDING(reply_not_accepted);
FINDING(other_backend_drop);
FINDING(rule_misses);
FINDING(forward_drop);
FINDING(later_chain_drop);
FINDING(rule_drop);
/* nat.c */
FINDING(masquerade_no_source);
FINDING(snat_wrong_address);
FINDING(snat_untracked);
FINDING(snat_skipped);
FINDING(snat_wrong_interface);
FINDING(snat_wrong_subnet);
FINDING(snat_partial);
FINDING(nat_chain_orphan);
FINDING(ipv6_no_return);
FINDING(snat_missing);
FINDING(dnat_hijack);
/* routing.c */
FINDING(rule_reject);
FINDING(route_reject);
FINDING(no_default_route);
FINDING(host_no_default);
FINDING(rule_diverts_reply);
FINDING(no_return_route);
FINDING(rp_filter);
FINDING(martian);
FINDING(gateway_silent);
FINDING(destination_local);
FINDING(routing_loop);
FINDING(ipv6_address_unusable);
FINDING(wrong_source);
FINDING(route_shadowed);
FINDING(rule_diverts_request);
FINDING(gateway_not_onlink);
FINDING(two_defaults);
/* link.c */
FINDING(link_down);
FINDING(veth_peer_down);
FINDING(bridge_down);
FINDING(not_enslaved);
FINDING(wrong_bridge);
FINDING(bridge_no_address);
FINDING(port_not_forwarding);
FINDING(vlan_mismatch);
FINDING(port_isolated);
FINDING(port_locked);
FINDING(fdb_wrong);
FINDING(neigh_static_wrong);
FINDING(no_address);
FINDING(no_link);
FINDING(uplink_down);
FINDING(arp_refused);
FINDING(loopback_down);
FINDING(address_on_port);
FINDING(duplicate_mac);
FINDING(duplicate_ip);
FINDING(peer_unseen);
FINDING(tc_drop);
FINDING(link_other);
/* dns.c */
FINDING(resolv_dangling);
FINDING(no_nameserver);
FINDING(resolved_stub);
FINDING(loopback_nameserver);
FINDING(docker_dns_broken);
FINDING(resolver_not_listening);
FINDING(nameserver_unreachable);
/* other.c */
FINDING(conntrack_full);
FINDING(nfqueue_decides);
FINDING(bpf_decides);
FINDING(limit_decides);
FINDING(multipath_leg_dead);
FINDING(rule_not_understood);
FINDING(not_read);
FINDING(outcome_random);
FINDING(ovs_decides);
FINDING(blocked);
#undef FINDING

/* shared by families */
bool died_unknown(const struct death *d);
/** gateway_candidate() - an address that a router on @ifindex's segment has in
 * a subnet with @source (or any, with @source family 0); false: none seen */
struct gateway {
	struct ip_addr addr;
	uint8_t prefixlen;
	uint32_t netns;
	uint32_t ifindex;
};
bool gateway_candidate(const struct death *d, uint32_t netns, uint32_t ifindex,
		       uint8_t family, const struct ip_addr *source,
		       struct gateway *out);
/** segment_peer() - where @ifindex's other end is: the port's bridge, or the
 * peer itself; false: not seen */
bool segment_peer(const struct death *d, uint32_t netns, uint32_t ifindex,
		  uint32_t *peer_ns, uint32_t *peer_if, uint32_t *bridge);
/** address_free() - one of the gateway's subnet that nobody seen here has */
bool address_free(const struct death *d, const struct gateway *gw,
		  struct ip_addr *out);
/** mend_gateway() - the route again, by a gateway that is there */
void mend_gateway(const struct death *d, struct finding *f, fix_vec *out);
/** fdb_holding() - an entry that keeps the target's MAC on a wrong port */
const struct fdb *fdb_holding(const struct death *d, uint32_t *netns);
const struct link *uplink_of(const struct death *d, uint32_t netns,
			     uint8_t family);
/** default_route() - a new route object for a repair */
struct route *route_draft(const struct death *d, uint8_t family,
			  const struct ip_prefix *dst,
			  const struct ip_addr *via, uint32_t oif);

#endif
