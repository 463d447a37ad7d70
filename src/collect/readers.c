/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The queue of visits and the threads that empty it. */
#include "collect/readers.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define READERS_MAX 8

struct queue {
	const struct collector *c;
	struct visit *visits;
	size_t n;
	atomic_size_t next;
	atomic_uint users;	/* threads and main; the last one frees */
	pthread_mutex_t lock;
	pthread_cond_t some_done;
	uint32_t running;
};

struct thread {
	struct queue *q;
	struct reader r;
	pthread_t id;
	bool started;
	bool ended;
};

static void thread_read(struct thread *t)
{
	struct queue *q = t->q;
	struct reader *r = &t->r;
	size_t i;

	while ((i = atomic_fetch_add(&q->next, 1)) < q->n) {
		/* Past the deadline nothing new is begun. */
		if (!nl_ms_left(&q->c->deadline))
			break;
		r->v = &q->visits[i];
		visit_run(r);
		pthread_mutex_lock(&q->lock);
		r->v->done = true;
		pthread_mutex_unlock(&q->lock);
	}
	nl_free(&r->rt);
	nl_free(&r->nf);
	nl_free(&r->diag);
	procfs_free(&r->procfs);
}

static void *thread_main(void *arg)
{
	struct thread *t = arg;
	struct queue *q = t->q;

	thread_read(t);
	pthread_mutex_lock(&q->lock);
	t->ended = true;
	q->running--;
	pthread_cond_signal(&q->some_done);
	pthread_mutex_unlock(&q->lock);
	return NULL;
}

static void thread_start(struct thread *t, struct queue *q)
{
	t->q = q;
	t->r.c = q->c;
	t->r.arena = arena_new();
	nl_init(&t->r.rt, &q->c->deadline);
	nl_init(&t->r.nf, &q->c->deadline);
	nl_init(&t->r.diag, &q->c->deadline);
	procfs_init(&t->r.procfs);
	q->running++;
	t->started = !pthread_create(&t->id, NULL, thread_main, t);
	if (!t->started)
		q->running--;
}

/* Wait for all of them, but not past the deadline. */
static bool queue_wait(struct queue *q)
{
	int ret = 0;
	bool all;

	pthread_mutex_lock(&q->lock);
	while (q->running && !ret)
		ret = pthread_cond_clockwait(&q->some_done, &q->lock,
					     CLOCK_MONOTONIC,
					     &q->c->deadline);
	all = !q->running;
	pthread_mutex_unlock(&q->lock);
	return all;
}

uint32_t readers_count(const struct collector *c, size_t visits)
{
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	uint32_t n = c->opt.readers;

	if (!n)
		n = cpus > 1 ? (uint32_t)cpus : 1;
	if (n > READERS_MAX)
		n = READERS_MAX;
	return visits < n ? (uint32_t)visits : n;
}

/*
 * Threads that ended are joined and their memory taken over. One that hangs in
 * the kernel (a request that waits for the rtnl lock cannot be interrupted)
 * keeps what it has: nothing of it is touched or freed any more.
 */
static void queue_collect(struct collector *c, struct queue *q,
			  struct thread *threads, uint32_t n)
{
	pthread_mutex_lock(&q->lock);
	for (uint32_t i = 0; i < n; i++) {
		struct thread *t = &threads[i];

		if (!t->started || !t->ended)
			continue;
		pthread_join(t->id, NULL);
		arena_merge(c->snap->arena, t->r.arena);
	}
	pthread_mutex_unlock(&q->lock);
}

int readers_run(struct collector *c, struct visit *visits, size_t n,
		visit_done_fn done)
{
	uint32_t count = readers_count(c, n);
	struct thread *threads = calloc(count ? count : 1, sizeof(*threads));
	struct queue *q = calloc(1, sizeof(*q));
	bool all;

	if (!threads || !q)
		memory_out();
	q->c = c;
	q->visits = visits;
	q->n = n;
	pthread_mutex_init(&q->lock, NULL);
	pthread_cond_init(&q->some_done, NULL);
	pthread_mutex_lock(&q->lock);
	for (uint32_t i = 0; i < count; i++)
		thread_start(&threads[i], q);
	pthread_mutex_unlock(&q->lock);
	all = queue_wait(q);
	queue_collect(c, q, threads, count);
	pthread_mutex_lock(&q->lock);
	for (size_t i = 0; i < n; i++)
		done(c, &visits[i], visits[i].done);
	pthread_mutex_unlock(&q->lock);
	if (!all)
		return -ETIMEDOUT;
	pthread_mutex_destroy(&q->lock);
	pthread_cond_destroy(&q->some_done);
	free(threads);
	free(q);
	return 0;
}
