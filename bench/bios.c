// The two ways to join OpenSSL to a socket, side by side: a BIO on the descriptor, which is what the server has, and
// memory BIOs with a copy to and from them. Prints what the server's half costs.
//
//   openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out cert.pem -subj /CN=localhost
//   cc -O2 -I Sources bench/bios.c -lssl -lcrypto -o /tmp/bios
//   for kind in socket memory; do /tmp/bios $kind 1000 20 13; done     # connections, requests each, TLS 1.2 or 1.3
#include <COpenSSL/shim.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct {
    SSL *server, *client;
    int descriptor;
} Connection;

static int in_memory;

static double processor_time(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static void pull(Connection *connection) {
    static char room[65536];
    if (!in_memory) return;
    ssize_t count = recv(connection->descriptor, room, sizeof room, MSG_DONTWAIT);
    if (count > 0) BIO_write(SSL_get_rbio(connection->server), room, (int)count);
}

static void push(Connection *connection) {
    static char room[65536];
    int count;
    if (!in_memory) return;
    while ((count = BIO_read(SSL_get_wbio(connection->server), room, sizeof room)) > 0)
        if (send(connection->descriptor, room, (size_t)count, MSG_DONTWAIT | MSG_NOSIGNAL) != count) abort();
}

static double handshake(Connection *connection, SSL_CTX *server, SSL_CTX *client, BIO_METHOD *method) {
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair) != 0) abort();
    connection->descriptor = pair[0];
    double start = processor_time();
    connection->server = SSL_new(server);
    if (in_memory)
        SSL_set_bio(connection->server, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    else
        copenssl_attach(connection->server, method, pair[0]);
    SSL_set_accept_state(connection->server);
    double spent = processor_time() - start;
    connection->client = SSL_new(client);
    SSL_set_fd(connection->client, pair[1]);
    SSL_set_connect_state(connection->client);
    int ours = 0, theirs = 0;
    for (int turn = 0; turn < 20 && (ours != 1 || theirs != 1); turn++) {
        if (theirs != 1) theirs = SSL_do_handshake(connection->client);
        if (ours == 1) continue;
        start = processor_time();
        pull(connection);
        ours = SSL_do_handshake(connection->server);
        push(connection);
        spent += processor_time() - start;
    }
    if (ours != 1 || theirs != 1) abort();
    return spent;
}

static double request(Connection *connection) {
    char question[200] = {0}, answer[350] = {0}, room[4096];
    if (SSL_write(connection->client, question, sizeof question) != sizeof question) abort();
    double start = processor_time();
    pull(connection);
    if (SSL_read(connection->server, room, sizeof room) != sizeof question) abort();
    SSL_write(connection->server, answer, sizeof answer);
    push(connection);
    double spent = processor_time() - start;
    if (SSL_read(connection->client, room, sizeof room) != sizeof answer) abort();
    return spent;
}

int main(int count, char **words) {
    if (count != 5) return 2;
    in_memory = strcmp(words[1], "memory") == 0;
    int connections = atoi(words[2]), requests = atoi(words[3]);
    int version = atoi(words[4]) == 13 ? TLS1_3_VERSION : TLS1_2_VERSION;
    SSL_CTX *server = SSL_CTX_new(TLS_server_method()), *client = SSL_CTX_new(TLS_client_method());
    copenssl_harden(server, TLS1_2_VERSION, 7200);
    if (SSL_CTX_use_certificate_chain_file(server, "cert.pem") != 1) return 1;
    if (SSL_CTX_use_PrivateKey_file(server, "key.pem", SSL_FILETYPE_PEM) != 1) return 1;
    SSL_CTX_set_min_proto_version(client, version);
    SSL_CTX_set_max_proto_version(client, version);
    BIO_METHOD *method = copenssl_make_method();
    Connection *all = calloc((size_t)connections, sizeof *all);
    double handshakes = 0, kept = 0;
    for (int index = 0; index < connections; index++)
        handshakes += handshake(&all[index], server, client, method);
    for (int turn = 0; turn < requests; turn++)
        for (int index = 0; index < connections; index++) kept += request(&all[index]);
    size_t before = mallinfo2().uordblks;
    for (int index = 0; index < connections; index++) SSL_free(all[index].server);
    size_t each = (before - mallinfo2().uordblks) / (size_t)connections;
    printf("%s, TLS 1.%d: %.0f us a handshake, %.1f us a request, %zu bytes an idle connection\n", words[1],
           version == TLS1_3_VERSION ? 3 : 2, handshakes / connections * 1e6, kept / connections / requests * 1e6, each);
    return 0;
}
