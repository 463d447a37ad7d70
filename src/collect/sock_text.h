/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NSD_COLLECT_SOCK_TEXT_H
#define NSD_COLLECT_SOCK_TEXT_H

#include "model/model.h"

/* 50,000 lines of 150 bytes: hosts with more have sock_diag. */
#define SOCK_TEXT_MAX (50000 * 150)

/**
 * sock_text_parse() - /proc/net/tcp, tcp6, udp, udp6: those that wait
 * @text: changed
 * @ns: its socks are added to; IPV6_V6ONLY is not told there, so v6only is 2
 *
 * Source: get_tcp4_sock(), tcp6_sock_seq_show(), udp4_format_sock().
 */
void sock_text_parse(struct arena *a, char *text, uint8_t family,
		     uint8_t protocol, struct netns *ns);

#endif
