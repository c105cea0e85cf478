// System calls that Swift's Glibc module does not expose.
#pragma once
#include <sys/epoll.h>
