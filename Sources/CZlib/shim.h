// zlib, for gzip and deflate bodies.
#pragma once
#include <zlib.h>
