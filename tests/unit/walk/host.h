/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Hosts built by hand, in a few lines each: everything about them counts as
 * read, and what a line does not say is as on a new system.
 */
#ifndef NSD_TEST_HOST_H
#define NSD_TEST_HOST_H

#include "walk/walk.h"

struct test_host {
	struct snapshot *s;
	struct arena *arena;
	uint32_t serial;
};

struct test_host *test_host_new(void);
void test_host_free(struct test_host *h);
void test_host_seal(struct test_host *h);

struct netns *test_ns(struct test_host *h, const char *name);
/** test_link() - a device that is up; @kind NULL: a physical one */
struct link *test_link(struct test_host *h, struct netns *ns, const char *name,
		       const char *kind);
/** test_veth() - a pair, up on both sides; the first end is returned */
struct link *test_veth(struct test_host *h, struct netns *a, const char *name,
		       struct netns *b, const char *peer);
struct link *test_link_named(struct netns *ns, const char *name);
/** test_port() - make a device a port that forwards */
void test_port(struct link *port, const struct link *bridge);
/** test_address() - "10.0.0.1/24", with its local and connected routes */
struct address *test_address(struct test_host *h, struct netns *ns,
			     const char *dev, const char *prefix);
/** test_route() - @via and @dev may be NULL; into table main */
struct route *test_route(struct test_host *h, struct netns *ns,
			 const char *prefix, const char *via, const char *dev);
struct rule *test_rule(struct test_host *h, struct netns *ns,
		       uint32_t priority, uint32_t table);
void test_sysctl(struct test_host *h, struct netns *ns, const char *path,
		 const char *value);
/** test_forward() - ip_forward=1, and conf/all/forwarding of IPv6 */
void test_forward(struct test_host *h, struct netns *ns);
struct sock *test_listen(struct test_host *h, struct netns *ns, uint8_t proto,
			 uint16_t port);
void test_neighbour(struct test_host *h, struct netns *ns, const char *dev,
		    const char *addr, const char *mac, uint16_t state);
void test_vlan(struct test_host *h, struct netns *ns, const struct link *l,
	       bool self, uint16_t vid, uint16_t flags);

/** test_ask() - echo to @dst; NULL arena: the host's */
const struct walk_result *test_ask(struct test_host *h, struct netns *from,
				   const char *dst);
const struct walk_result *test_probe(struct test_host *h, struct netns *from,
				     const struct probe *q);

#endif
