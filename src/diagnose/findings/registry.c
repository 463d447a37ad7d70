/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The catalogue. The order says which entry owns a death that several fit:
 * what could not be told first, then the special before the general.
 */
#include <string.h>

#include "diagnose/findings/findings.h"

const struct finding_type *const finding_types[] = {
	/* cannot tell */
	&nfqueue_decides,
	&bpf_decides,
	&ovs_decides,
	&limit_decides,
	&multipath_leg_dead,
	&peer_unseen,
	&rule_not_understood,
	&not_read,
	&outcome_random,
	/* the link itself, before what follows from it */
	&no_link,
	&link_down,
	&loopback_down,
	&no_address,
	&veth_peer_down,
	&bridge_down,
	&not_enslaved,
	&wrong_bridge,
	&address_on_port,
	&duplicate_ip,
	&duplicate_mac,
	&bridge_no_address,
	&fdb_wrong,
	&port_not_forwarding,
	&vlan_mismatch,
	&port_isolated,
	&port_locked,
	&uplink_down,
	&tc_drop,
	&rule_diverts_reply,
	/* filters: the hook, the owner, the kind of rule; then the general */
	&bridge_nf_drop,
	&bridge_rule_drop,
	&arp_filtered,
	&nd_filtered,
	&own_output_drop,
	&own_input_drop,
	&host_input_drop,
	&ingress_drop,
	&docker_user_drop,
	&docker_forward_drop,
	&ufw_route_deny,
	&firewalld_reject,
	&address_banned,
	&ct_invalid_drop,
	&rpfilter_rule,
	&rule_misses,
	&reply_not_accepted,
	&other_backend_drop,
	&forward_drop,
	&later_chain_drop,
	&rule_drop,
	/* forwarding */
	&ipv4_forward_off,
	&ingress_forward_off,
	&uplink_forward_off,
	&ipv6_forward_off,
	&nested_forward_off,
	&ipv6_disabled,
	/* names: only where the server itself is what is wrong */
	&dnat_hijack,
	&resolv_dangling,
	&no_nameserver,
	&docker_dns_broken,
	&resolved_stub,
	&loopback_nameserver,
	&resolver_not_listening,
	&nameserver_unreachable,
	/* translation: the special before snat-missing */
	&masquerade_no_source,
	&snat_wrong_address,
	&proxy_arp_missing,
	&nat_chain_orphan,
	&snat_wrong_interface,
	&snat_wrong_subnet,
	&snat_partial,
	&snat_untracked,
	&snat_skipped,
	&ipv6_no_return,
	&snat_missing,
	/* neighbours and routing */
	&neigh_static_wrong,
	&arp_refused,
	&rule_reject,
	&rule_diverts_request,
	&route_reject,
	&route_shadowed,
	&two_defaults,
	&gateway_not_onlink,
	&gateway_silent,
	&ipv6_address_unusable,
	&no_default_route,
	&host_no_default,
	&no_return_route,
	&rp_filter,
	&martian,
	&destination_local,
	&routing_loop,
	&conntrack_full,
	&blocked,
	NULL,
};

const struct finding_type *finding_by_code(const char *code)
{
	for (size_t i = 0; finding_types[i]; i++)
		if (!strcmp(finding_types[i]->code, code) ||
		    !strcmp(finding_types[i]->second, code))
			return finding_types[i];
	return NULL;
}
