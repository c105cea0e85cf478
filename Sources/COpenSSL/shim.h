// The parts of OpenSSL 3 that the server's TLS and the signatures of tokens use, with functions in the place of macros that Swift cannot see.
#pragma once
#include <errno.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/param_build.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
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

// An HMAC with SHA-256, 32 bytes.
static inline int copenssl_hmac_sha256(const unsigned char *key, size_t key_count, const unsigned char *bytes,
                                       size_t count, unsigned char *code) {
    unsigned int length = 0;
    return HMAC(EVP_sha256(), key, (int)key_count, bytes, count, code, &length) != NULL && length == 32;
}

typedef int (*copenssl_ticket_callback)(SSL *ssl, unsigned char *name, unsigned char *iv, EVP_CIPHER_CTX *cipher,
                                        EVP_MAC_CTX *mac, int to_seal);

// Calls back to seal and to open tickets. The argument is found again by `copenssl_ticket_argument`.
static inline void copenssl_on_ticket(SSL_CTX *context, copenssl_ticket_callback callback, void *argument) {
    SSL_CTX_set_app_data(context, argument);
    SSL_CTX_set_tlsext_ticket_key_evp_cb(context, callback);
}

static inline void *copenssl_ticket_argument(SSL *ssl) { return SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)); }

// A public RSA key from its modulus and exponent in network order. Null when OpenSSL does not take it.
static inline EVP_PKEY *copenssl_rsa_key(const unsigned char *modulus, int modulus_count, const unsigned char *exponent,
                                         int exponent_count) {
    EVP_PKEY *key = NULL;
    OSSL_PARAM *parameters = NULL;
    BIGNUM *n = BN_bin2bn(modulus, modulus_count, NULL);
    BIGNUM *e = BN_bin2bn(exponent, exponent_count, NULL);
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
    if (n && e && builder && context && OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, n) &&
        OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, e) &&
        (parameters = OSSL_PARAM_BLD_to_param(builder)) != NULL && EVP_PKEY_fromdata_init(context) == 1 &&
        EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters) != 1) {
        key = NULL;
    }
    OSSL_PARAM_free(parameters);
    EVP_PKEY_CTX_free(context);
    OSSL_PARAM_BLD_free(builder);
    BN_free(e);
    BN_free(n);
    return key;
}

// A public key on a named curve from its uncompressed point (0x04, x, y). Null when it is no point of the curve.
static inline EVP_PKEY *copenssl_ec_key(const char *curve, const unsigned char *point, size_t count) {
    EVP_PKEY *key = NULL;
    EVP_PKEY_CTX *check = NULL;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, (char *)(uintptr_t)curve, 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, (void *)(uintptr_t)point, count),
        OSSL_PARAM_construct_end()};
    if (context == NULL || EVP_PKEY_fromdata_init(context) != 1 ||
        EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters) != 1) {
        key = NULL;
    }
    EVP_PKEY_CTX_free(context);
    if (key != NULL) {
        check = EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);
        if (check == NULL || EVP_PKEY_public_check(check) != 1) {
            EVP_PKEY_free(key);
            key = NULL;
        }
        EVP_PKEY_CTX_free(check);
    }
    return key;
}

// Whether a signature is the key's: PKCS #1 version 1.5 for RSA, ECDSA in DER for elliptic curves.
static inline int copenssl_verifies(EVP_PKEY *key, const char *digest, const unsigned char *signature,
                                    size_t signature_count, const unsigned char *message, size_t message_count) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_PKEY_CTX *settings = NULL;
    int result = context != NULL && EVP_DigestVerifyInit_ex(context, &settings, digest, NULL, NULL, key, NULL) == 1;
    if (result && EVP_PKEY_is_a(key, "RSA")) result = EVP_PKEY_CTX_set_rsa_padding(settings, RSA_PKCS1_PADDING) == 1;
    result = result && EVP_DigestVerify(context, signature, signature_count, message, message_count) == 1;
    EVP_MD_CTX_free(context);
    ERR_clear_error();
    return result;
}

// Writes a distinguished name as RFC 2253 has it, in UTF-8.
static inline int copenssl_print_name(BIO *bio, const X509_NAME *name) {
    return X509_NAME_print_ex(bio, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
}

typedef void (*copenssl_name_visitor)(void *argument, const char *kind, const unsigned char *bytes, int count);

// Shows the alternative names of a certificate's subject that are texts, each with its kind.
static inline void copenssl_each_name(const X509 *certificate, copenssl_name_visitor visit, void *argument) {
    GENERAL_NAMES *names = (GENERAL_NAMES *)X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
    for (int index = 0; index < sk_GENERAL_NAME_num(names); index++) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, index);
        const char *kind = name->type == GEN_DNS     ? "DNS:"
                           : name->type == GEN_URI   ? "URI:"
                           : name->type == GEN_EMAIL ? "email:"
                                                     : NULL;
        if (kind != NULL) visit(argument, kind, ASN1_STRING_get0_data(name->d.ia5), ASN1_STRING_length(name->d.ia5));
    }
    GENERAL_NAMES_free(names);
}

// Makes a context refuse client certificates that a list of PEM revocations names, or that no list in it covers.
static inline int copenssl_revoke(SSL_CTX *context, const char *file) {
    X509_STORE *store = SSL_CTX_get_cert_store(context);
    X509_LOOKUP *lookup = X509_STORE_add_lookup(store, X509_LOOKUP_file());
    return lookup != NULL && X509_load_crl_file(lookup, file, X509_FILETYPE_PEM) > 0 &&
           X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK) == 1;
}

// Negative for revocations that have expired, positive for those that are not valid yet, 0 for those of today. OpenSSL takes
// no list that is not of today and checks that in the same way; a list without an end has none.
static inline int copenssl_revocations_age(const X509_CRL *list) {
    const ASN1_TIME *end = X509_CRL_get0_nextUpdate(list);
    if (end != NULL && X509_cmp_current_time(end) < 0) {
        return -1;
    }
    return X509_cmp_current_time(X509_CRL_get0_lastUpdate(list)) > 0;
}

// The age of the first of a context's revocations that is out of date and whose authority has none of today there; else 0.
static inline int copenssl_revocations_out_of_date(SSL_CTX *context) {
    STACK_OF(X509_OBJECT) *objects = X509_STORE_get0_objects(SSL_CTX_get_cert_store(context));
    for (int i = 0; i < sk_X509_OBJECT_num(objects); i++) {
        X509_CRL *list = X509_OBJECT_get0_X509_CRL(sk_X509_OBJECT_value(objects, i));
        int age = list == NULL ? 0 : copenssl_revocations_age(list);
        for (int j = 0; age != 0 && j < sk_X509_OBJECT_num(objects); j++) {
            X509_CRL *other = X509_OBJECT_get0_X509_CRL(sk_X509_OBJECT_value(objects, j));
            if (other != NULL && copenssl_revocations_age(other) == 0 &&
                X509_NAME_cmp(X509_CRL_get_issuer(other), X509_CRL_get_issuer(list)) == 0) {
                age = 0;
            }
        }
        if (age != 0) {
            return age;
        }
    }
    return 0;
}
