/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An address and port as the lab's tools take them: ADDR:PORT, [ADDR]:PORT. */
#ifndef LAB_ENDPOINT_H
#define LAB_ENDPOINT_H

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

struct endpoint {
	struct sockaddr_storage address;
	socklen_t length;
};

static inline int endpoint_set(struct endpoint *e, const char *address,
			       uint16_t port)
{
	struct sockaddr_in *v4 = (struct sockaddr_in *)&e->address;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&e->address;

	memset(e, 0, sizeof(*e));
	if (inet_pton(AF_INET, address, &v4->sin_addr) == 1) {
		v4->sin_family = AF_INET;
		v4->sin_port = htons(port);
		e->length = sizeof(*v4);
		return 0;
	}
	if (inet_pton(AF_INET6, address, &v6->sin6_addr) == 1) {
		v6->sin6_family = AF_INET6;
		v6->sin6_port = htons(port);
		e->length = sizeof(*v6);
		return 0;
	}
	return -EINVAL;
}

/* @port: what a text without a port means; 0: the text must name one. */
static inline int endpoint_parse(struct endpoint *e, const char *text,
				 uint16_t port)
{
	char address[64];
	const char *end;
	size_t len;

	if (*text == '[') {
		text++;
		end = strchr(text, ']');
		if (!end)
			return -EINVAL;
		len = (size_t)(end - text);
		end++;
	} else {
		len = strcspn(text, ":");
		end = text + len;
	}
	if (len >= sizeof(address))
		return -EINVAL;
	memcpy(address, text, len);
	address[len] = '\0';
	if (*end == ':')
		port = (uint16_t)strtoul(end + 1, NULL, 10);
	return port ? endpoint_set(e, address, port) : -EINVAL;
}

#endif
