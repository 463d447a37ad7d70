/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every expression that is understood. One line adds one. */
#include <string.h>

#include "firewall/nft/expr.h"

const struct expr_type *const nft_expr_types[] = {
	&nft_immediate_expr, &nft_cmp_expr,	 &nft_bitwise_expr,
	&nft_byteorder_expr, &nft_meta_expr,	 &nft_payload_expr,
	&nft_lookup_expr,    &nft_range_expr,	 &nft_ct_expr,
	&nft_counter_expr,   &nft_limit_expr,	 &nft_log_expr,
	&nft_nat_expr,	     &nft_masq_expr,	 &nft_redir_expr,
	&nft_reject_expr,    &nft_fib_expr,	 &nft_rt_expr,
	&nft_socket_expr,    &nft_exthdr_expr,	 &nft_hash_expr,
	&nft_numgen_expr,    &nft_quota_expr,	 &nft_connlimit_expr,
	&nft_notrack_expr,   &nft_dynset_expr,	 &nft_objref_expr,
	&nft_queue_expr,     &nft_tproxy_expr,	 &nft_dup_expr,
	&nft_fwd_expr,	     &nft_flow_offload_expr, &nft_synproxy_expr,
	&nft_osf_expr,	     &nft_tunnel_expr,	 &nft_xfrm_expr,
	&nft_last_expr,	     &nft_match_expr,	 &nft_target_expr,
	&nft_inner_expr,     NULL,
};

const struct object_type *nft_expr_type_by_name(const char *name)
{
	for (size_t i = 0; nft_expr_types[i]; i++)
		if (!strcmp(nft_expr_types[i]->obj.name, name))
			return &nft_expr_types[i]->obj;
	if (!strcmp(name, nft_opaque_expr.obj.name))
		return &nft_opaque_expr.obj;
	return NULL;
}
