/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Owns:     what really happened to one packet on one host.
 * Takes:    the script of a host and its question.
 * Gives:    delivered or not, each direction, and which rules counted; and
 *           beside it what nsdoctor said before the packet was sent.
 * Must not: use the code under test, nor touch any namespace but its own.
 * Start at: truth_find().
 */
#ifndef TESTS_RANDOM_TRUTH_H
#define TESTS_RANDOM_TRUTH_H

#include "counters.h"
#include "host.h"

enum { HITS_MAX = 96, NETNS_MAX = 16 };

enum build { BUILD_FAILED, BUILD_COMPLAINED, BUILD_CLEAN };

struct truth {
	enum build build;
	bool done;		/* all below is valid */
	bool reached;		/* the request came to a stack that answers */
	bool answered;		/* the right answer came to the asker */
	bool replied;		/* a kernel's own echo reply was made */
	int error;		/* errno of the asker's socket, or 0 */
	unsigned int n_hits;
	struct count hits[HITS_MAX];	/* packets: how many more */
	unsigned int n_netns;
	struct {
		uint64_t inode;
		char name[32];
	} netns[NETNS_MAX];
	int exit;		/* of nsdoctor */
	bool ran;		/* nsdoctor was asked */
	unsigned int build_ms, trace_ms, packet_ms;
};

struct trial {
	const char *script;
	struct question q;
	const char *nsdoctor;	/* NULL: only the truth */
	int json_fd;		/* nsdoctor's answer is left here */
	int log_fd;		/* what building and nsdoctor complained of */
	unsigned int patience_ms;	/* wait that long for an answer */
	bool keep;		/* end in a shell on the host */
};

/**
 * truth_find() - build the host in private namespaces, ask, send, count.
 *
 * Return: 0, or a negative errno where the namespaces could not be made;
 * what the script or nsdoctor did wrong is in @t.
 */
int truth_find(const struct trial *trial, struct truth *t);

/* probe.c */
struct probe_result {
	bool answered;
	bool served;	/* a datagram or connection came to a listener */
	int error;
};

/**
 * probe_listen() - open the port of @q in every namespace.
 * Return: number of descriptors in @fds (all to be closed by the caller).
 */
int probe_listen(const struct question *q, const int *netns, int n_netns,
		 int *fds, int max);

/** probe_send() - send @q's packet from the namespace @netns and wait. */
int probe_send(const struct question *q, int netns, const int *listeners,
	       int n_listeners, unsigned int patience_ms,
	       struct probe_result *r);

/* sandbox.c */
/**
 * sandbox_run() - run @fn as the first process of namespaces of its own.
 * @seconds: then it and all that it started are killed; 0: never
 *
 * Return: 0, -ETIME, or another negative errno. @fn speaks through shared
 * memory only.
 */
int sandbox_run(int (*fn)(void *), void *arg, unsigned int seconds);

/**
 * sandbox_command() - run a program and wait.
 * Return: its exit status, or a negative errno.
 */
int sandbox_command(const char *const argv[], int in, int out, int err);

#endif
