/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of reading that are functions of text alone. */
#include <check.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "collect/modules.h"
#include "collect/mountinfo.h"
#include "collect/proc.h"
#include "collect/runtime/nspawn.h"
#include "collect/runtime/runtime.h"
#include "collect/sock_text.h"

static struct arena *a;

static void setup(void)
{
	a = arena_new();
}

static void teardown(void)
{
	arena_free(a);
}

#define ID "e87c2ec0772800c6754b509cd57b3f6bc0c6cc3cdf70c5e1e72a5ad8e17d0c7f"

struct cgroup_case {
	const char *text;
	const char *runtime;
	const char *container;
	const char *unit;
};

static const struct cgroup_case cgroup_cases[] = {
	{ "9:name=systemd:/docker/" ID "\n0::/\n", "docker", ID, NULL },
	{ "0::/system.slice/docker-" ID ".scope\n", "docker", ID, NULL },
	{ "0::/system.slice/docker-" ID ".scope/init\n", "docker", ID, NULL },
	{ "0::/../../docker-" ID ".scope\n", "docker", ID, NULL },
	{ "0::/machine.slice/libpod-" ID ".scope\n", "podman", ID, NULL },
	{ "0::/machine.slice/libpod-" ID ".scope/container\n", "podman", ID,
	  NULL },
	{ "0::/libpod_parent/libpod-" ID "\n", "podman", ID, NULL },
	{ "0::/machine.slice/libpod-conmon-" ID ".scope\n", NULL, NULL,
	  NULL },
	{ "0::/lxc.payload.web-1.test\n", "lxc", "web-1.test", NULL },
	{ "0::/lxc.payload.web/system.slice/nginx.service\n", "lxc", "web",
	  NULL },
	{ "0::/lxc.monitor.web\n", NULL, NULL, NULL },
	{ "0::/machine.slice/machine-my\\x2dbox.scope/payload\n", "nspawn",
	  "my-box", NULL },
	{ "0::/machine.slice/machine-qemu\\x2d3\\x2ddb\\x2dvm.scope/libvirt\n",
	  "libvirt", "db-vm", NULL },
	{ "4:cpu:/machine/qemu-1-vm1.libvirt-qemu/emulator\n0::/\n",
	  "libvirt", "vm1", NULL },
	{ "0::/kubepods.slice/kubepods-pod1_2.slice/cri-containerd-" ID
	  ".scope\n", "kubernetes", ID, NULL },
	{ "0::/kubepods/besteffort/pod12-34/" ID "\n", "kubernetes", ID,
	  NULL },
	{ "0::/system.slice/nginx.service\n", NULL, NULL, "nginx.service" },
	{ "0::/user.slice/user@0.service/app.slice\n", NULL, NULL,
	  "user@0.service" },
	/* Names that look alike, and nothing more. */
	{ "0::/docker/notanid\n", NULL, NULL, NULL },
	{ "0::/docker-.scope\n", NULL, NULL, NULL },
	{ "0::/docker/E87C2EC0772800C6754B509CD57B3F6BC0C6CC3CDF70C5E1E72A5A"
	  "D8E17D0C7F\n", NULL, NULL, NULL },
	{ "nonsense", NULL, NULL, NULL },
	{ "0::", NULL, NULL, NULL },
	{ "", NULL, NULL, NULL },
};

static bool same(const char *x, const char *y)
{
	return x && y ? !strcmp(x, y) : x == y;
}

START_TEST(cgroup_path_names_its_container)
{
	const struct cgroup_case *c = &cgroup_cases[_i];
	struct runtime_id id;

	runtime_of_cgroup(a, c->text, &id);
	ck_assert_msg(same(id.runtime ? id.runtime->name : NULL, c->runtime) &&
			      same(id.container, c->container) &&
			      same(id.unit, c->unit),
		      "%s gave %s %s %s", c->text,
		      id.runtime ? id.runtime->name : "-",
		      id.container ? id.container : "-",
		      id.unit ? id.unit : "-");
}
END_TEST

START_TEST(only_the_outermost_name_counts)
{
	const char *text =
		"{\"Config\":{\"Labels\":{\"Name\":\"/evil\"},"
		"\"Env\":[\"X=\\\"Name\\\":\\\"/evil\\\"\",\"}\"]},"
		" \"Name\" : \"/web\",\"ID\":\"1\"}";

	ck_assert_str_eq(json_top_string(a, text, "Name"), "/web");
	ck_assert_ptr_null(json_top_string(a, text, "Labels"));
	ck_assert_ptr_null(json_top_string(a, "{\"Name\":\"/a\\u0001\"}",
					   "Name"));
	ck_assert_ptr_null(json_top_string(a, "{\"Name\":\"/web", "Name"));
	ck_assert_ptr_null(json_top_string(a, "{\"Name", "Name"));
	ck_assert_ptr_null(json_top_string(a, "", "Name"));
}
END_TEST

START_TEST(mountinfo_points_are_unescaped)
{
	char line[] = "36 25 0:4 net:[4026532457] /run/netns/my\\040web rw "
		      "shared:16 master:2 - nsfs nsfs rw";
	char plain[] = "22 1 8:1 / / rw,relatime - ext4 /dev/vda1 rw,x=y";
	char odd[] = "36 25 0:4 net:[40] /run/- rw - nsfs nsfs rw";
	char bad[] = "36 25 0:4 net:[40]";
	struct mount_line m;

	ck_assert_int_eq(mountinfo_line(line, &m), 0);
	ck_assert_str_eq(m.point, "/run/netns/my web");
	ck_assert_str_eq(m.type, "nsfs");
	ck_assert_uint_eq(mountinfo_netns(&m), 4026532457ull);
	ck_assert_int_eq(mountinfo_line(plain, &m), 0);
	ck_assert_str_eq(m.options, "rw,x=y");
	ck_assert_uint_eq(mountinfo_netns(&m), 0);
	ck_assert_int_eq(mountinfo_line(odd, &m), 0);
	ck_assert_uint_eq(mountinfo_netns(&m), 40);
	ck_assert_int_eq(mountinfo_line(bad, &m), -EINVAL);
}
END_TEST

START_TEST(other_namespaces_are_no_network)
{
	static const char *const roots[] = {
		"mnt:[4026532457]", "net:[]x", "net:[12", "net:[12]x",
		"net:[99999999999999999999999]", "/", "",
	};

	for (size_t i = 0; i < ARRAY_SIZE(roots); i++) {
		struct mount_line m = { .root = roots[i], .type = "nsfs" };

		ck_assert_msg(!mountinfo_netns(&m), "%s", roots[i]);
	}
}
END_TEST

START_TEST(stat_is_read_behind_the_last_bracket)
{
	const char *text = "41 (a) b (1 2) 3) S 7 41 41 0 -1 4194560 1 2 3 4 "
			   "5 6 7 8 20 0 1 0 98765 1 2 3";
	struct proc_stat st;

	ck_assert_int_eq(proc_stat_parse(text, &st), 0);
	ck_assert_uint_eq(st.ppid, 7);
	ck_assert_uint_eq(st.flags, 4194560);
	ck_assert_uint_eq(st.start, 98765);
	ck_assert_int_eq(proc_stat_parse("41 (a) S 7", &st), -EINVAL);
	ck_assert_int_eq(proc_stat_parse("41 (a)", &st), -EINVAL);
	ck_assert_int_eq(proc_stat_parse("", &st), -EINVAL);
}
END_TEST

START_TEST(pids_are_digits)
{
	ck_assert_uint_eq(proc_pid("41833"), 41833);
	ck_assert_uint_eq(proc_pid("self"), 0);
	ck_assert_uint_eq(proc_pid("12x"), 0);
	ck_assert_uint_eq(proc_pid(""), 0);
	ck_assert_uint_eq(proc_pid("99999999999999999999"), 0);
}
END_TEST

START_TEST(only_live_modules_are_there)
{
	struct modules m = { 0 };

	modules_parse_list(&m,
			   "nf_tables 303104 5 nft_ct,nft_nat, Live 0x0\n"
			   "nfnetlink 20480 1 nf_tables, Live 0x0\n"
			   "ip_set 57344 0 - Unloading 0x0\n"
			   "xfrm_user 1 0 - Loading 0x0\n");
	ck_assert_int_eq(m.here[MOD_NF_TABLES], TRI_YES);
	ck_assert_int_eq(m.here[MOD_NFNETLINK], TRI_YES);
	ck_assert_int_eq(m.here[MOD_IP_SET], TRI_NO);
	ck_assert_int_eq(m.here[MOD_XFRM_USER], TRI_NO);
}
END_TEST

START_TEST(built_in_modules_are_there)
{
	static const enum module diag[] = {
		MOD_INET_DIAG, MOD_TCP_DIAG, MOD_COUNT,
	};
	struct modules m = { 0 };

	modules_parse_builtin(&m, "kernel/net/ipv4/inet_diag.ko\n"
				  "kernel/net/ipv4/tcp-diag.ko\nx.ko\n.ko\n");
	ck_assert_int_eq(modules_all(&m, diag), TRI_YES);
	ck_assert_int_eq(m.here[MOD_UDP_DIAG], TRI_NO);
	modules_parse_symbol(&m, "0000000000000000 t udp_diag_dump");
	ck_assert_int_eq(m.here[MOD_UDP_DIAG], TRI_YES);
	modules_parse_symbol(&m, "0000000000000000 t ip_set_dump_do\t[ip_set]");
	ck_assert_int_eq(m.here[MOD_IP_SET], TRI_NO);
}
END_TEST

START_TEST(an_unknown_module_is_not_asked)
{
	static const enum module nft[] = {
		MOD_NFNETLINK, MOD_NF_TABLES, MOD_COUNT,
	};
	struct modules m = { .here = { [MOD_NFNETLINK] = TRI_YES,
				       [MOD_NF_TABLES] = TRI_UNKNOWN } };

	ck_assert_int_eq(modules_all(&m, nft), TRI_UNKNOWN);
	m.here[MOD_NFNETLINK] = TRI_NO;
	ck_assert_int_eq(modules_all(&m, nft), TRI_NO);
	m.free = true;
	ck_assert_int_eq(modules_all(&m, nft), TRI_YES);
}
END_TEST

START_TEST(only_waiting_sockets_are_kept)
{
	char text[] =
		"  sl  local_address rem_address   st tx_queue rx_queue\n"
		"   0: 0100007F:0035 00000000:0000 0A 00000000:00000000 "
		"00:00000000 00000000   101        0 4711 1 0\n"
		"   1: 0100007F:1F90 0100007F:C350 01 00000000:00000000 "
		"00:00000000 00000000   101        0 4712 1 0\n"
		"   x: garbage\n";
	struct netns *ns = object_new(a, &netns_type);
	struct ip_addr lo;

	ip_parse("127.0.0.1", &lo);
	sock_text_parse(a, text, AF_INET, IPPROTO_TCP, ns);
	ck_assert_uint_eq(ns->socks.n, 1);
	ck_assert_uint_eq(ns->socks.v[0]->port, 53);
	ck_assert_uint_eq(ns->socks.v[0]->uid, 101);
	ck_assert_uint_eq(ns->socks.v[0]->inode, 4711);
	ck_assert(ip_equal(&ns->socks.v[0]->local, &lo));
}
END_TEST

START_TEST(units_are_unescaped)
{
	ck_assert_str_eq(unit_unescape(a, "my\\x2dbox"), "my-box");
	ck_assert_str_eq(unit_unescape(a, "a\\x"), "a\\x");
	ck_assert_str_eq(unit_unescape(a, "a\\x00b"), "a\\x00b");
}
END_TEST

static Suite *collect_suite(void)
{
	Suite *s = suite_create("collect");
	TCase *tc = tcase_create("text");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, cgroup_path_names_its_container, 0,
			    ARRAY_SIZE(cgroup_cases));
	tcase_add_test(tc, only_the_outermost_name_counts);
	tcase_add_test(tc, mountinfo_points_are_unescaped);
	tcase_add_test(tc, other_namespaces_are_no_network);
	tcase_add_test(tc, stat_is_read_behind_the_last_bracket);
	tcase_add_test(tc, pids_are_digits);
	tcase_add_test(tc, only_live_modules_are_there);
	tcase_add_test(tc, built_in_modules_are_there);
	tcase_add_test(tc, an_unknown_module_is_not_asked);
	tcase_add_test(tc, only_waiting_sockets_are_kept);
	tcase_add_test(tc, units_are_unescaped);
	suite_add_tcase(s, tc);
	return s;
}

int main(void)
{
	SRunner *sr = srunner_create(collect_suite());
	int failed;

	srunner_run_all(sr, CK_NORMAL);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
