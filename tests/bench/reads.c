/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reads FILE N - the time that N reads of one file take, in seconds */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	double start = now();
	char buf[4096];

	if (argc != 3)
		return 2;
	for (long i = 0; i < atol(argv[2]); i++) {
		int fd = open(argv[1], O_RDONLY | O_CLOEXEC);

		if (fd < 0 || read(fd, buf, sizeof(buf)) < 0)
			return 1;
		close(fd);
	}
	printf("%.6f\n", now() - start);
	return 0;
}
