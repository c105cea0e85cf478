// The parts of OpenSSL 3 that the server's TLS uses.
#pragma once
#include <openssl/err.h>
#include <openssl/ssl.h>
