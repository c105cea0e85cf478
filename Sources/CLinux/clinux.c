#define _GNU_SOURCE
#include "clinux.h"
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>

int clinux_accept_nonblocking(int listener, struct sockaddr *address, socklen_t *length) {
    return accept4(listener, address, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

int clinux_make_unnamed_file(char *template) {
    int descriptor = mkostemp(template, O_CLOEXEC);
    if (descriptor >= 0) unlink(template);
    return descriptor;
}

int clinux_unacknowledged(int descriptor) {
    int bytes;
    return ioctl(descriptor, SIOCOUTQ, &bytes) == 0 ? bytes : -1;
}
