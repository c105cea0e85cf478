// The parts of OpenSSL 3 that the server's TLS uses, with functions in the place of macros that Swift cannot see.
#pragma once
#include <errno.h>
#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdint.h>
#include <sys/socket.h>

// A BIO on a descriptor that it does not own and whose writes never raise SIGPIPE, which OpenSSL's own socket BIO does.
// The descriptor is kept in the data pointer.

static inline int copenssl_descriptor(BIO *bio) { return (int)(intptr_t)BIO_get_data(bio); }

static inline int copenssl_bio_write(BIO *bio, const char *bytes, int count) {
    ssize_t result;
    BIO_clear_retry_flags(bio);
    do {
        result = send(copenssl_descriptor(bio), bytes, (size_t)count, MSG_DONTWAIT | MSG_NOSIGNAL);
    } while (result < 0 && errno == EINTR);
    if (result < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) BIO_set_retry_write(bio);
    return (int)result;
}

static inline int copenssl_bio_read(BIO *bio, char *bytes, int count) {
    ssize_t result;
    BIO_clear_retry_flags(bio);
    do {
        result = recv(copenssl_descriptor(bio), bytes, (size_t)count, MSG_DONTWAIT);
    } while (result < 0 && errno == EINTR);
    if (result < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) BIO_set_retry_read(bio);
    return (int)result;
}

static inline long copenssl_bio_control(BIO *bio, int command, long number, void *pointer) {
    (void)bio, (void)number, (void)pointer;
    return command == BIO_CTRL_FLUSH;
}

// The method of such BIOs. Null without memory.
static inline BIO_METHOD *copenssl_make_method(void) {
    BIO_METHOD *method = BIO_meth_new(BIO_TYPE_SOURCE_SINK, "server socket");
    if (method == NULL) return NULL;
    BIO_meth_set_write(method, copenssl_bio_write);
    BIO_meth_set_read(method, copenssl_bio_read);
    BIO_meth_set_ctrl(method, copenssl_bio_control);
    return method;
}

static inline int copenssl_attach(SSL *ssl, BIO_METHOD *method, int descriptor) {
    BIO *bio = BIO_new(method);
    if (bio == NULL) return 0;
    BIO_set_data(bio, (void *)(intptr_t)descriptor);
    BIO_set_init(bio, 1);
    SSL_set_bio(ssl, bio, bio);
    return 1;
}

// What every server context is set to: TLS 1.2 and 1.3, ephemeral key exchange with AEAD, no renegotiation, no
// compression, tickets without a server-side cache, buffers given back while a connection is idle. The lifetime of
// tickets is in seconds; without one there are none.
static inline int copenssl_harden(SSL_CTX *context, int minimum_version, long lifetime) {
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE |
                                     SSL_OP_PRIORITIZE_CHACHA | SSL_OP_NO_ENCRYPT_THEN_MAC);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                  SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_read_ahead(context, 1);
    SSL_CTX_set_num_tickets(context, lifetime > 0 ? 1 : 0);
    if (lifetime == 0) SSL_CTX_set_options(context, SSL_OP_NO_TICKET);
    SSL_CTX_set_timeout(context, lifetime > 0 ? lifetime : 1);
    return SSL_CTX_set_min_proto_version(context, minimum_version) &&
           SSL_CTX_set1_groups_list(context, "X25519:P-256:P-384") &&
           SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL:!eNULL");
}

typedef int (*copenssl_name_callback)(SSL *ssl, int *alert, void *argument);

// Calls back with the name a client asks for, so that a certificate can be chosen.
static inline void copenssl_on_server_name(SSL_CTX *context, copenssl_name_callback callback, void *argument) {
    SSL_CTX_set_tlsext_servername_callback(context, callback);
    SSL_CTX_set_tlsext_servername_arg(context, argument);
}

// Sets the key of an HMAC with SHA-256.
static inline int copenssl_key_sha256_mac(EVP_MAC_CTX *mac, const unsigned char *key, size_t count) {
    char digest[] = "SHA256";
    OSSL_PARAM parameters[] = {OSSL_PARAM_construct_octet_string(OSSL_MAC_PARAM_KEY, (void *)(uintptr_t)key, count),
                               OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
                               OSSL_PARAM_construct_end()};
    return EVP_MAC_CTX_set_params(mac, parameters);
}

typedef int (*copenssl_ticket_callback)(SSL *ssl, unsigned char *name, unsigned char *iv, EVP_CIPHER_CTX *cipher,
                                        EVP_MAC_CTX *mac, int to_seal);

// Calls back to seal and to open tickets. The argument is found again by `copenssl_ticket_argument`.
static inline void copenssl_on_ticket(SSL_CTX *context, copenssl_ticket_callback callback, void *argument) {
    SSL_CTX_set_app_data(context, argument);
    SSL_CTX_set_tlsext_ticket_key_evp_cb(context, callback);
}

static inline void *copenssl_ticket_argument(SSL *ssl) { return SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)); }
