"""Requests as bytes, and answers as they come off the wire."""

import dataclasses
import http.client
import socket
import ssl

HOST = b"Host: claims.example\r\n"


@dataclasses.dataclass
class Answer:
    status: int
    fields: http.client.HTTPMessage
    body: bytes

    def __str__(self):
        return str(self.status)


def get(path, *fields):
    return _request(b"GET", path, fields, None)


def post(path, body, *fields, kind="application/json"):
    return _request(b"POST", path, (f"Content-Type: {kind}", *fields), body)


def _request(method, path, fields, body):
    head = method + b" " + (path if isinstance(path, bytes) else path.encode()) + b" HTTP/1.1\r\n" + HOST
    head += b"".join(field.encode() + b"\r\n" for field in fields)
    if body is None:
        return head + b"\r\n"
    return head + b"Content-Length: %d\r\n\r\n" % len(body) + body


def connect(port, source="127.0.0.1", timeout=10, receive=None):
    client = socket.socket()
    client.settimeout(timeout)
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if receive:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
    client.bind((source, 0))
    client.connect(("127.0.0.1", port))
    return client


def connect_tls(port, authority, certificate=None, key=None, **options):
    context = ssl.create_default_context(cafile=authority)
    if certificate:
        context.load_cert_chain(certificate, key)
    plain = connect(port, **options)
    try:
        return context.wrap_socket(plain, server_hostname="localhost")
    except BaseException:
        plain.close()
        raise


def read_answer(client, method="GET"):
    response = http.client.HTTPResponse(client, method=method)
    response.begin()
    return Answer(response.status, response.headers, response.read())


class _Kept:
    """A file that an answer cannot close, so that the next one is read from the same buffer."""

    def __init__(self, client):
        self.file = client.makefile("rb")

    def makefile(self, *_):
        return self

    def close(self):
        pass

    def __getattr__(self, name):
        return getattr(self.file, name)


def read_answers(client, count):
    """The answers to requests that were sent one behind the other."""
    kept = _Kept(client)
    return [read_answer(kept) for _ in range(count)]


def ask(client, request):
    """Sends a request on an open connection and reads its answer; a refusal may come before all of it is sent."""
    try:
        client.sendall(request)
    except (ConnectionError, ssl.SSLError):
        pass
    return read_answer(client)


def outcome(port, request, **options):
    """What a request on a connection of its own gets: an answer, or one word for how it ended without one."""
    try:
        with connect(port, **options) as client:
            return ask(client, request)
    except (http.client.HTTPException, ConnectionError, socket.timeout) as error:
        return ending(error)


def tls_outcome(port, authority, request, certificate=None, key=None, **options):
    """The same with TLS; a handshake that fails, or an alert in place of an answer, is `handshake refused`."""
    try:
        with connect_tls(port, authority, certificate, key, **options) as client:
            return ask(client, request)
    except ssl.SSLError:
        return "handshake refused"
    except (http.client.HTTPException, ConnectionError, socket.timeout) as error:
        return ending(error)


def ending(error):
    if isinstance(error, socket.timeout):
        return "no answer"
    if isinstance(error, ConnectionResetError):
        return "reset"
    return "closed"
