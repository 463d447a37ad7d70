/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Draws hosts, builds each in private namespaces, lets nsdoctor say what will
 * become of a packet, sends the packet, and holds the two against each other.
 */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "judge.h"
#include "script.h"
#include "tally.h"

/* an unresolvable neighbour has failed by then (sysctls.c) */
enum { PATIENCE_MS = 170, SECOND_PATIENCE_MS = 1200 };

struct options {
	uint64_t start;
	unsigned int seeds;
	unsigned int jobs;
	const char *nsdoctor;
	bool verbose, keep, print;
};

static const struct option longs[] = {
	{ "seed", required_argument, NULL, 's' },
	{ "start", required_argument, NULL, 'S' },
	{ "seeds", required_argument, NULL, 'n' },
	{ "jobs", required_argument, NULL, 'j' },
	{ "nsdoctor", required_argument, NULL, 'd' },
	{ "truth-only", no_argument, NULL, 't' },
	{ "verbose", no_argument, NULL, 'v' },
	{ "keep", no_argument, NULL, 'k' },
	{ "print", no_argument, NULL, 'p' },
	{ "help", no_argument, NULL, 'h' },
	{ 0 }
};

static const char usage[] =
	"Usage: run [OPTION]... [HOST.sh]...\n"
	"  --start N --seeds COUNT   draw the hosts of these seeds\n"
	"  --seed N                  this one alone\n"
	"  --jobs N                  so many at a time (1)\n"
	"  --nsdoctor PROGRAM        whom to ask (src/nsdoctor)\n"
	"  --truth-only              ask nobody\n"
	"  --verbose                 show script, answer and counters\n"
	"  --keep                    end in a shell on the host\n"
	"  --print                   only show the script\n"
	"A HOST.sh is a script with lines '#: KEY VALUE' as --print shows.\n";

/* one host, asked once */
struct attempt {
	struct truth truth;
	struct opinion opinion;
	int ret;
	int json, log;
};

static void copy_out(int fd, const char *title)
{
	char buf[4096];
	ssize_t n;

	printf("# -- %s\n", title);
	lseek(fd, 0, SEEK_SET);
	while ((n = read(fd, buf, sizeof(buf))) > 0)
		fwrite(buf, 1, n, stdout);
}

static void attempt(const struct options *o, const char *script,
		    const struct question *q, unsigned int patience,
		    struct attempt *a)
{
	struct trial trial = {
		.script = script, .q = *q, .nsdoctor = o->nsdoctor,
		.patience_ms = patience, .keep = o->keep,
	};

	memset(a, 0, sizeof(*a));
	a->json = trial.json_fd = memfd_create("json", MFD_CLOEXEC);
	a->log = trial.log_fd = memfd_create("log", MFD_CLOEXEC);
	a->ret = truth_find(&trial, &a->truth);
	if (!a->ret && a->truth.done && a->truth.ran)
		judge(q, &a->truth, a->json, &a->opinion);
}

static void attempt_close(struct attempt *a)
{
	close(a->json);
	close(a->log);
}

static void show(const struct attempt *a, const char *script)
{
	const struct truth *t = &a->truth;
	unsigned int i;

	printf("%s", script);
	copy_out(a->log, "messages");
	if (t->ran)
		copy_out(a->json, "nsdoctor");
	printf("# -- kernel: %s%s%s; build %u ms, nsdoctor %u ms, "
	       "packet %u ms\n", truth_words(t), t->error ? ", errno " : "",
	       t->error ? strerrorname_np(t->error) : "", t->build_ms,
	       t->trace_ms, t->packet_ms);
	for (i = 0; i < t->n_netns; i++)
		printf("# %s is net:[%llu]\n", t->netns[i].name,
		       (unsigned long long)t->netns[i].inode);
	for (i = 0; i < t->n_hits; i++) {
		const struct count *n = &t->hits[i];
		char words[256];

		count_words(t, n, words, sizeof(words));
		printf("# counted %llu%s: %s\n",
		       (unsigned long long)n->packets,
		       n->kind == COUNT_DROP || n->kind == COUNT_POLICY ?
		       n->blind ? " (not seen)" : " (drops)" :
		       n->kind == COUNT_MAYBE ? " (may drop)" : "", words);
	}
}

/* a claim about dice must come true every time they are thrown */
static void thrown_again(const struct options *o, const char *script,
			 const struct question *q, struct attempt *a)
{
	unsigned int i;

	for (i = 0; i < 5 && !a->ret && a->opinion.claimed; i++) {
		attempt_close(a);
		attempt(o, script, q, PATIENCE_MS, a);
		if (a->opinion.judgement == JUDGE_AGREE)
			continue;
		a->opinion.judgement = JUDGE_CLAIMED;
		return;
	}
}

/* an odd result must stand a second time, with a longer wait */
static void judged(const struct options *o, const char *script,
		   const struct question *q, struct attempt *a)
{
	struct attempt first = *a;

	if (a->ret || !a->truth.done)
		return;
	if (!q->decidable)
		thrown_again(o, script, q, a);
	if (!q->decidable || a->opinion.judgement == JUDGE_AGREE)
		return;
	attempt_close(&first);
	attempt(o, script, q, SECOND_PATIENCE_MS, a);
	if (!a->ret && a->opinion.judgement == JUDGE_AGREE && a->truth.ran)
		a->opinion.flaky = true;
}

static bool one_host(const struct options *o, const char *name,
		     const char *script, const struct question *q,
		     const char *expected, const char *rule, struct tally *sum)
{
	struct attempt a;
	bool good;

	attempt(o, script, q, PATIENCE_MS, &a);
	if (!o->keep)
		judged(o, script, q, &a);
	if (!a.ret && a.truth.done && *expected &&
	    strcmp(expected, truth_words(&a.truth)))
		truth_differs(&a.opinion, expected, &a.truth);
	else if (!a.ret && *rule && !rule_counted(&a.truth, rule))
		truth_differs(&a.opinion, rule, &a.truth);
	good = tally_note(sum, name, q, &a.truth, &a.opinion, a.ret);
	if (o->verbose)
		show(&a, script);
	attempt_close(&a);
	fflush(stdout);
	return good;
}

static bool one_seed(const struct options *o, uint64_t seed,
		     struct tally *sum)
{
	struct host *h = malloc(sizeof(*h));
	char name[40];
	char *script;
	size_t len;
	bool good = true;
	FILE *f;

	if (!h)
		abort();
	host_draw(h, seed);
	f = open_memstream(&script, &len);
	host_write(h, f);
	fclose(f);
	snprintf(name, sizeof(name), "--seed %llu", (unsigned long long)seed);
	if (o->print)
		fputs(script, stdout);
	else
		good = one_host(o, name, script, &h->q, "", "", sum);
	free(script);
	host_free(h);
	free(h);
	return good;
}

static bool one_file(const struct options *o, const char *path,
		     struct tally *sum)
{
	struct script s;
	int ret = script_load(path, &s);
	bool good;

	if (ret) {
		printf("not ok - %s: %s\n", path, strerror(-ret));
		script_free(&s);
		return false;
	}
	good = one_host(o, path, s.text, &s.q, s.kernel, s.rule, sum);
	script_free(&s);
	return good;
}

/* job @k of o->jobs takes every o->jobs-th host */
static void job(const struct options *o, unsigned int k, char **files,
		unsigned int n_files, struct tally *sum)
{
	unsigned int i;

	for (i = k; i < n_files; i += o->jobs)
		one_file(o, files[i], sum);
	for (i = k; i < o->seeds; i += o->jobs)
		one_seed(o, o->start + i, sum);
}

static void all_jobs(const struct options *o, char **files,
		     unsigned int n_files, struct tally *sums)
{
	unsigned int k;

	if (o->jobs == 1) {
		job(o, 0, files, n_files, sums);
		return;
	}
	for (k = 0; k < o->jobs; k++) {
		fflush(stdout);
		if (!fork()) {
			job(o, k, files, n_files, &sums[k]);
			fflush(stdout);
			_exit(0);
		}
	}
	while (wait(NULL) > 0)
		;
}

static int options_read(int argc, char **argv, struct options *o)
{
	int c;

	while ((c = getopt_long(argc, argv, "s:v", longs, NULL)) != -1) {
		switch (c) {
		case 's':
			o->start = strtoull(optarg, NULL, 0);
			o->seeds = 1;
			break;
		case 'S':
			o->start = strtoull(optarg, NULL, 0);
			break;
		case 'n':
			o->seeds = strtoul(optarg, NULL, 0);
			break;
		case 'j':
			o->jobs = strtoul(optarg, NULL, 0);
			break;
		case 'd':
			o->nsdoctor = optarg;
			break;
		case 't':
			o->nsdoctor = NULL;
			break;
		case 'v':
			o->verbose = true;
			break;
		case 'k':
			o->keep = true;
			break;
		case 'p':
			o->print = true;
			break;
		default:
			fputs(usage, c == 'h' ? stdout : stderr);
			return c == 'h' ? 1 : -EINVAL;
		}
	}
	return o->jobs && o->jobs <= TALLY_JOBS ? 0 : -EINVAL;
}

int main(int argc, char **argv)
{
	struct options o = { .start = 1, .jobs = 1,
			     .nsdoctor = "src/nsdoctor" };
	struct tally *sums;
	int ret = options_read(argc, argv, &o);

	if (ret)
		return ret > 0 ? 0 : 2;
	if (geteuid() && !o.print) {
		printf("1..0 # SKIP network namespaces need root\n");
		return 0;
	}
	sums = mmap(NULL, TALLY_JOBS * sizeof(*sums), PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (sums == MAP_FAILED)
		return 2;
	all_jobs(&o, argv + optind, argc - optind, sums);
	if (o.print)
		return 0;
	return tally_print(sums, o.jobs) ? 0 : 1;
}
