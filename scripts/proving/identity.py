"""Who may not call: keys, certificates and tokens that are wrong in one way each."""

import http.client
import ssl
import time

from . import wire
from .credentials import Certificates, Keys, Tokens, as_json, openssl
from .honest import HonestClient
from .service import MONTH, Service

VALIDATE = "/v1/claims/validate"


def seen(answer):
    """Status, and whether a 401 or 403 says what RFC 6750 and RFC 9110 ask of it."""
    if isinstance(answer, str):
        return answer
    challenge = answer.fields.get("WWW-Authenticate", "")
    if answer.status == 401:
        return "401" if "Bearer" in challenge else "401 without WWW-Authenticate"
    if answer.status == 403 and challenge:
        return "403 insufficient_scope" if "insufficient_scope" in challenge else "403"
    return str(answer.status)


def question(*fields):
    return wire.post(VALIDATE, MONTH, *fields)


def bearer(token):
    return question(f"Authorization: Bearer {token}")


def run(report, program, folder, full):
    certificates, keys, tokens = Certificates(folder), Keys(program, folder), Tokens(folder)
    honest_key, _ = keys.new("honest")
    good_key, good_id = keys.new("billing")
    reader_key, _ = keys.new("reader", "rules:read")
    expired_key, expired_id = keys.new("former")
    keys.expire(expired_id, "2026-01-01T00:00:00Z")
    service = Service(program, "--api-keys", str(keys.file), *tokens.flags(), "--log-level", "warning", "--failed-login-limit", "0",
                      tls_flags=certificates.flags(), folder=folder)
    authority = certificates.pair("authority")[0]
    honest = HonestClient(service.port, f"X-API-Key: {honest_key}")
    report.begin("keys", honest)

    def case(name, expected, request):
        report.case(name, expected, seen(wire.outcome(service.port, request)))

    case("a good key", "200", bearer(good_key))
    case("no key", "401", question())
    case("an empty key", "401", question("Authorization: Bearer "))
    case("a wrong key of the right form", "401", bearer("cg_" + "A" * 43))
    case("a good key with one character changed", "401", bearer(good_key[:-2] + ("A" if good_key[-2] != "A" else "B") + good_key[-1]))
    case("a good key with more behind it", "401", bearer(good_key + "A"))
    case("a good key in another scheme", "401", question(f"Authorization: Basic {good_key}"))
    case("a good key in the query", "401", wire.post(f"{VALIDATE}?key={good_key}", MONTH))
    case("two keys in one request", ("400", "401"), question(f"X-API-Key: {good_key}", f"X-API-Key: {honest_key}"))
    case("an expired key", "401", bearer(expired_key))
    case("a key without the scope", "403 insufficient_scope", bearer(reader_key))
    with wire.connect(service.port) as kept:
        before = seen(wire.ask(kept, bearer(good_key)))
        keys.revoke(good_id)
        service.reload()
        report.case("a key revoked while its connection is open", "200, then 401",
                    f"{before}, then {seen(wire.ask(kept, bearer(good_key)))}")
    wrong = 5000 if full else 500
    with wire.connect(service.port) as guesser:
        counts = {seen(wire.ask(guesser, bearer(f"cg_{number:043d}"))) for number in range(wrong)}
    report.case(f"{wrong} guesses on one connection", "401", ", ".join(sorted(counts)))
    limited = Service(program, "--api-keys", str(keys.file), "--log-level", "error", "--failed-login-limit", "60")
    with wire.connect(limited.port) as guesser:
        counts = [seen(wire.ask(guesser, bearer(f"cg_{number:043d}"))) for number in range(200)]
        after = seen(wire.ask(guesser, bearer(honest_key)))
    limited.stop()
    report.case("200 guesses where one address may fail 60 times a minute, then a good key", "some 401, then 429, then 200",
                f"{'some 401' if 60 <= counts.count('401') < 120 else counts.count('401')}, then {counts[-1]}, then {after}")
    replay(report, service, keys)

    report.begin("tokens", honest)
    token_cases(report, service, tokens)

    report.begin("certificates", honest)

    def certificate(name, expected, *pair):
        report.case(name, expected, seen(wire.tls_outcome(service.tls_port, authority, question(), *pair)))

    certificate("a good certificate", "200", *certificates.pair("good"))
    certificate("no certificate and no key", "401")
    certificate("a certificate that is not on the list", ("401", "403"), *certificates.pair("unlisted"))
    certificate("a revoked certificate that is on the list", "handshake refused", *certificates.pair("revoked"))
    certificate("an expired certificate", "handshake refused", *certificates.pair("expired"))
    certificate("a certificate of an authority that is not trusted", "handshake refused", *certificates.pair("foreign"))
    report.case("plain HTTP to the TLS port", ("closed", "reset", "400"), wire.outcome(service.tls_port, question()))
    report.case("TLS 1.1", "handshake refused", old_version(service, authority))
    certificate_taken_back(report, service, certificates, authority)
    honest.end()
    report.begin("identity")
    report.case("the service stops", "0", service.stop())


def replay(report, service, keys):
    """A held answer belongs to its caller: another who knows the Idempotency-Key gets nothing of it."""
    first, _ = keys.new("first")
    second, _ = keys.new("second")
    third, _ = keys.new("third", "rules:read")
    service.reload()
    field = 'Idempotency-Key: "one-and-the-same"'

    def ask(key, body):
        answer = wire.outcome(service.port, wire.post(VALIDATE, body, f"X-API-Key: {key}", field))
        return seen(answer) + (" replayed" if answer.fields.get("Idempotent-Replayed") else "")

    other = MONTH.replace(b"99490", b"99487")
    report.case("a held answer for its caller, another caller, another body, and without the scope",
                "200, 200 replayed, 200, 422, 403 insufficient_scope",
                ", ".join([ask(first, MONTH), ask(first, MONTH), ask(second, MONTH), ask(first, other), ask(third, MONTH)]))


def token_cases(report, service, tokens):
    def case(name, token, expected="401"):
        report.case(name, expected, seen(wire.outcome(service.port, bearer(token))))

    case("a good token", tokens.good(), "200")
    for algorithm in ("none", "None", "NONE", "nOnE", ""):
        case(f"alg {algorithm or 'empty'}", tokens.unsigned(algorithm))
    case("alg none with a signature", tokens.unsigned("none", tokens.good().split(".")[2]))
    for form, secret in tokens.public_forms().items():
        case(f"key confusion: HS256 with the public key's {form}", tokens.confused(secret))
    case("key confusion under the name RS256", tokens.confused(tokens.public, "RS256"))
    case("PS256, which is not taken", tokens.signed(tokens.claims(), alg="PS256"))
    case("signed by another key", tokens.signed(tokens.claims(), tokens.other))
    case("another's key in its own header (jwk)", tokens.signed(tokens.claims(), tokens.other, jwk=tokens.attackers_jwk()))
    case("another's key at a URL (jku)", tokens.signed(tokens.claims(), tokens.other, jku="http://127.0.0.1:9/jwks.json"))
    case("a key id that is a path", tokens.signed(tokens.claims(), tokens.other, kid="../../../../dev/null"))
    case("no key id", tokens.signed(tokens.claims(), kid=None))
    case("a critical extension", tokens.signed(tokens.claims(), crit=["exp"]))
    case("of another type", tokens.signed(tokens.claims(), typ="id+jwt"))
    case("no signature", tokens.good().rpartition(".")[0] + ".")
    case("a scope widened after signing", tokens.tampered())
    case("wrong audience", tokens.good(aud="https://other.example"))
    case("no audience", tokens.good(aud=None))
    case("wrong issuer", tokens.good(iss="https://evil.example"))
    case("no issuer", tokens.good(iss=None))
    case("without an end", tokens.good(exp=None))
    case("an end that is a text", tokens.good(exp="4900000000"))
    case("an end beyond every number", tokens.signed(as_json(tokens.claims()).replace(b'"exp":', b'"exp":1e999,"x":')))
    case("expired an hour ago", tokens.good(exp=int(time.time()) - 3600))
    case("not good before tomorrow", tokens.good(nbf=int(time.time()) + 86400))
    case("one claim twice", tokens.signed(as_json(tokens.claims())[:-1] + b',"aud":"https://other.example"}'))
    case("bound to a certificate that is not shown", tokens.good(cnf={"x5t#S256": "A" * 43}))
    case("a scope for something else", tokens.good(scope="system/Patient.rs"), "403 insufficient_scope")
    case("a scope of one patient", tokens.good(scope="patient/Claim.r"), "403 insufficient_scope")
    case("no scope", tokens.good(scope=None), "403 insufficient_scope")
    case("a token of 31,000 characters", "A" * 31000, ("401", "431"))
    token = tokens.good(exp=int(time.time()) + 3)
    with wire.connect(service.port) as kept:
        before = seen(wire.ask(kept, bearer(token)))
        # Until it has expired, whatever the clock's fraction of a second is.
        time.sleep(4)
        after = f"{seen(wire.ask(kept, bearer(token)))}, then {seen(wire.outcome(service.port, bearer(token)))}"
    report.case("replayed after it expired, on its connection and on another", "200, then 401, then 401", f"{before}, then {after}")


def old_version(service, authority):
    context = ssl.create_default_context(cafile=authority)
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    try:
        with wire.connect(service.tls_port) as plain, context.wrap_socket(plain, server_hostname="localhost"):
            return "taken"
    except (ssl.SSLError, ConnectionError):
        return "handshake refused"


def certificate_taken_back(report, service, certificates, authority):
    """A certificate revoked while its client is connected: the next handshake is refused, resumption included."""
    pair = certificates.pair("good")
    context = ssl.create_default_context(cafile=authority)
    context.load_cert_chain(*pair)
    with context.wrap_socket(wire.connect(service.tls_port), server_hostname="localhost") as client:
        before = seen(wire.ask(client, question()))
        session = client.session
    openssl("ca", "-config", certificates.configuration, "-revoke", pair[0])
    certificates.renew_revocations()
    service.reload()
    try:
        with context.wrap_socket(wire.connect(service.tls_port), server_hostname="localhost", session=session) as client:
            after = seen(wire.ask(client, question()))
    except (ssl.SSLError, http.client.HTTPException, ConnectionError):
        after = "handshake refused"
    report.case("a certificate revoked after it was good, resumed", "200, then handshake refused", f"{before}, then {after}")
