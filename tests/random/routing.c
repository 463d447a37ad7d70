/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Routes that make the chain of routers work, and policy rules beside them. */
#include <string.h>

#include "host.h"

/* address of the next router in a direction, as seen from path node @i */
static const char *gateway(const struct host *h, int i, int direction,
			   enum family f)
{
	if (direction > 0)
		return address(h, h->segs[i].parent_dev, f);
	return address(h, h->segs[i - 1].child_dev, f);
}

static const char *dev_name(struct host *h, int i, int direction)
{
	return dev_towards(h, i, direction)->name;
}

static void default_route(struct host *h, int i, enum family f)
{
	const char *any = f == FAM4 ? "default" : "::/0";
	const char *via = gateway(h, i, 1, f), *dev = dev_name(h, i, 1);
	int node = h->path[i];

	switch (draw_below(&h->draw, 6)) {
	case 0:
		say(h, node, SEC_ROUTE, "route add %s via %s dev %s metric "
		    "100\n", any, via, dev);
		break;
	case 1:
		say(h, node, SEC_ROUTE, "route add %s via %s dev %s onlink\n",
		    any, via, dev);
		break;
	case 2:
		say(h, node, SEC_ROUTE, "route add %s via %s dev %s src %s\n",
		    any, via, dev, dev_towards(h, i, 1)->addr[f]);
		break;
	case 3:
		say(h, node, SEC_ROUTE, "route add %s/%d via %s\n",
		    h->q.family == f ? h->q.to : f == FAM4 ? "8.8.8.8" :
		    "2001:4860:4860::8888", f == FAM4 ? 32 : 128, via);
		/* and the rest of the world */
		/* fallthrough */
	default:
		say(h, node, SEC_ROUTE, "route add %s via %s\n", any, via);
		break;
	}
}

/* node @i learns the prefixes that lie behind its nearer neighbour */
static void routes_back(struct host *h, int i, enum family f)
{
	int k;

	for (k = 0; k < i - 1; k++)
		say(h, h->path[i], SEC_ROUTE, "route add %s via %s\n",
		    h->segs[k].net[f], gateway(h, i, -1, f));
}

/* a change that does not hurt, so that tables are not always alike */
static void decoration(struct host *h, int i, enum family f)
{
	static const char *const far4[] = { "10.0.0.0/8", "172.31.0.0/16",
					    "198.51.100.0/24" };
	static const char *const far6[] = { "fc00::/8", "2001:db8:ffff::/48",
					    "64:ff9b::/96" };
	static const char *const types[] = { "unreachable", "blackhole",
					     "prohibit", "throw" };
	const char *far = f == FAM4 ? PICK(&h->draw, far4) :
		PICK(&h->draw, far6);

	if (draw_chance(&h->draw, 20))
		say(h, h->path[i], SEC_ROUTE, "route add %s %s metric 9000\n",
		    PICK(&h->draw, types), far);
	if (i + 1 < h->n_path && draw_chance(&h->draw, 15))
		say(h, h->path[i], SEC_ROUTE, "route add %s via %s metric "
		    "6000\n", f == FAM4 ? "0.0.0.0/0" : "::/0",
		    h->segs[i].spare[f]);
}

static void node_routes(struct host *h, int i, enum family f)
{
	unsigned int known = f == FAM4 ? 50 : 85;
	bool back;

	if (i + 1 < h->n_path)
		default_route(h, i, f);
	if (i > 1) {
		back = draw_chance(&h->draw, i + 1 < h->n_path ? 75 : known);
		if (back)
			routes_back(h, i, f);
		else
			h->translate[i - 1][f] = true;
	}
	decoration(h, i, f);
}

static void selector_value(struct host *h, int i, unsigned int kind, char *buf,
			   size_t size)
{
	static const char *const protos[] = { "icmp", "tcp", "udp" };
	enum family f = h->q.family;
	const char *net = h->segs[0].net[f];
	struct dev *in = dev_towards(h, i, -1);

	switch (kind) {
	case 0:
		snprintf(buf, size, "from %s", net);
		break;
	case 1:
		snprintf(buf, size, "to %s", h->q.to);
		break;
	case 2:
		snprintf(buf, size, "iif %s", in ? in->name : "lo");
		break;
	case 3:
		snprintf(buf, size, "fwmark 0x%x/0x%x",
			 draw_below(&h->draw, 4), 3);
		break;
	case 4:
		snprintf(buf, size, "ipproto %s", h->q.proto == PROTO_ICMP &&
			 f == FAM6 ? "ipv6-icmp" : protos[h->q.proto]);
		break;
	case 5:
		snprintf(buf, size, "ipproto %s dport %u",
			 draw_chance(&h->draw, 50) ? "tcp" : "udp",
			 h->q.port ? h->q.port : 53);
		break;
	case 6:
		snprintf(buf, size, "uidrange %s",
			 draw_chance(&h->draw, 50) ? "0-0" : "1000-2000");
		break;
	case 7:
		snprintf(buf, size, "to %s", net);
		break;
	default:
		snprintf(buf, size, "from all");
	}
}

/* table 100 of a node: one of the things that people put there */
static void policy_table(struct host *h, int i, unsigned int table)
{
	enum family f = h->q.family;
	const char *any = f == FAM4 ? "0.0.0.0/0" : "::/0";
	int node = h->path[i];

	switch (draw_below(&h->draw, 12)) {
	case 0:
		say(h, node, SEC_ROUTE, "route add unreachable %s table %u\n",
		    any, table);
		break;
	case 1:
		say(h, node, SEC_ROUTE, "route add throw %s table %u\n", any,
		    table);
		break;
	case 2:
		break;
	case 3:
		say(h, node, SEC_ROUTE, "route add blackhole %s/%d table %u\n",
		    h->q.to, f == FAM4 ? 32 : 128, table);
		/* fallthrough */
	default:
		if (i + 1 < h->n_path)
			say(h, node, SEC_ROUTE, "route add %s via %s table "
			    "%u\n", any, gateway(h, i, 1, f), table);
		if (i > 1)
			say(h, node, SEC_ROUTE, "route add %s via %s table "
			    "%u\n", h->segs[0].net[f], gateway(h, i, -1, f),
			    table);
	}
}

static void policy_action(struct host *h, unsigned int table, char *buf,
			  size_t size)
{
	static const unsigned int weights[] = { 62, 14, 8, 8, 2, 3, 3 };
	static const char *const actions[] = {
		"", "lookup main suppress_prefixlength 0", "goto 32766",
		"lookup main", "unreachable", "blackhole", "prohibit",
	};
	unsigned int k = draw_weighted(&h->draw, weights, ARRAY_SIZE(weights));

	if (k)
		snprintf(buf, size, "%s", actions[k]);
	else
		snprintf(buf, size, "lookup %u", table);
}

static void policy_rules(struct host *h, int i)
{
	unsigned int n = 1 + draw_below(&h->draw, 3), k, table;
	char selector[96], action[64];

	for (k = 0; k < n; k++) {
		table = 100 + k;
		selector_value(h, i, draw_below(&h->draw, 9), selector,
			       sizeof(selector));
		policy_action(h, table, action, sizeof(action));
		if (!strncmp(action, "lookup 1", 8))
			policy_table(h, i, table);
		say(h, h->path[i], SEC_RULE, "rule add %s%s priority %u %s\n",
		    draw_chance(&h->draw, 12) ? "not " : "", selector,
		    1000 + 10 * k, action);
	}
}

/* two ways from the last router to inet; which is taken is drawn */
static void second_uplink(struct host *h)
{
	const struct seg *s = &h->segs[h->second_uplink];
	enum family f = h->q.family;
	const char *any = f == FAM4 ? "0.0.0.0/0" : "::/0";
	int last = h->n_path - 2;

	switch (draw_below(&h->draw, 4)) {
	case 0:
		say(h, s->child, SEC_ROUTE, "route add %s via %s table 200\n",
		    any, address(h, s->parent_dev, f));
		say(h, s->child, SEC_RULE, "rule add from %s lookup 200\n",
		    h->segs[0].net[f]);
		break;
	case 1:
		say(h, s->child, SEC_ROUTE, "route prepend %s via %s\n",
		    h->q.to, address(h, s->parent_dev, f));
		break;
	case 2:
		say(h, s->parent, SEC_ROUTE, "route replace %s via %s\n",
		    h->segs[last > 0 ? 0 : last].net[f],
		    address(h, s->child_dev, f));
		break;
	case 3:
		say(h, s->child, SEC_ROUTE, "route add %s via %s metric 50\n",
		    any, address(h, s->parent_dev, f));
		break;
	}
}

void draw_routing(struct host *h)
{
	int i, inet = h->path[h->n_path - 1];
	enum family f;

	if (h->family[FAM4])
		say(h, inet, SEC_ADDR, "addr add 8.8.8.8/32 dev lo\n");
	if (h->family[FAM6])
		say(h, inet, SEC_ADDR,
		    "addr add 2001:4860:4860::8888/128 dev lo nodad\n");
	for (i = 0; i < h->n_nodes; i++)
		say(h, i, SEC_LINK, "link set lo up\n");
	for (f = FAM4; f < FAMILIES; f++)
		for (i = 0; h->family[f] && i < h->n_path; i++)
			node_routes(h, i, f);
	if (h->second_uplink >= 0)
		second_uplink(h);
	for (i = 0; i < h->n_path; i++)
		if (draw_chance(&h->draw, i + 1 < h->n_path ? 16 : 8))
			policy_rules(h, i);
}
