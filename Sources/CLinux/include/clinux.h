// System calls that Swift's Glibc module does not expose.
#pragma once
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

// accept4 with SOCK_NONBLOCK and SOCK_CLOEXEC.
int clinux_accept_nonblocking(int listener, struct sockaddr *address, socklen_t *length);

// mkostemp with O_CLOEXEC, and the name taken away at once.
int clinux_make_unnamed_file(char *template);

// Keeps the process's memory out of core files, out of reports that the language's runtime writes of a crash, which show what
// registers point at, and out of reach of other processes of the same user; 0 when that is done.
int clinux_forbid_dumps(void);

// Bytes sent on a socket that the other side has not acknowledged; -1 where that cannot be told.
int clinux_unacknowledged(int descriptor);
