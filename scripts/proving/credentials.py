"""Certificates, keys and tokens that are good, and those that are not, made anew for each run. They protect nothing."""

import base64
import binascii
import hashlib
import hmac
import json
import pathlib
import re
import subprocess
import time

ISSUER = "https://auth.example"
AUDIENCE = "https://claims.example"

CONFIGURATION = """
[ca]
default_ca = here
[here]
database = {folder}/index
new_certs_dir = {folder}
serial = {folder}/serial
crlnumber = {folder}/crlnumber
certificate = {folder}/authority.pem
private_key = {folder}/authority.key
default_md = sha256
default_days = 30
default_crl_days = 7
policy = any
copy_extensions = copy
unique_subject = no
[any]
commonName = supplied
"""


def openssl(*arguments, data=None):
    done = subprocess.run(["openssl", *map(str, arguments)], input=data, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(f"openssl {arguments[0]}: {done.stderr.decode()}")
    return done.stdout


class Certificates:
    """An authority, a server's certificate, and clients' by name: `good`, `unlisted`, `revoked`, `expired`, `foreign`."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self._authority("authority")
        self._authority("stranger")
        (self.folder / "index").touch()
        (self.folder / "serial").write_text("1000\n")
        (self.folder / "crlnumber").write_text("01\n")
        self.configuration = self.folder / "authority.cnf"
        self.configuration.write_text(CONFIGURATION.format(folder=self.folder))
        self.renew_server()
        for name in ("good", "unlisted", "revoked"):
            self._leaf(name)
        self._leaf("expired", dates=("-startdate", "20200101000000Z", "-enddate", "20210101000000Z"))
        self._request("foreign")
        openssl("x509", "-req", "-in", self.path("foreign.csr"), "-CA", self.path("stranger.pem"), "-CAkey",
                self.path("stranger.key"), "-CAcreateserial", "-days", 30, "-out", self.path("foreign.pem"))
        openssl("ca", "-config", self.configuration, "-revoke", self.path("revoked.pem"))
        self.renew_revocations()
        clients = [{"client": "billing", "name": "CN=good", "scopes": ["claims:validate"]},
                   {"client": "former", "name": "CN=revoked", "scopes": ["claims:validate"]}]
        self.path("clients.json").write_text(json.dumps({"clients": clients}))

    def path(self, name):
        return self.folder / name

    def pair(self, name):
        return str(self.path(f"{name}.pem")), str(self.path(f"{name}.key"))

    def renew_revocations(self):
        openssl("ca", "-config", self.configuration, "-gencrl", "-out", self.path("revocations.pem"))

    def renew_server(self):
        """Another certificate and key for the server, in the same files."""
        self._leaf("server", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1")

    def server_flags(self):
        """Settings of a service with TLS alone."""
        return ["--tls-certificate", self.pair("server")[0], "--tls-key", self.pair("server")[1]]

    def flags(self):
        """Settings of a service that knows these clients."""
        return [*self.server_flags(), "--tls-clients", "optional", "--tls-client-authorities", str(self.path("authority.pem")),
                "--tls-client-revocations", str(self.path("revocations.pem")),
                "--tls-client-list", str(self.path("clients.json"))]

    def _authority(self, name):
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", 30,
                "-subj", f"/CN={name}", "-keyout", self.path(f"{name}.key"), "-out", self.path(f"{name}.pem"))

    def _request(self, name, *more):
        openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={name}",
                "-keyout", self.path(f"{name}.key"), "-out", self.path(f"{name}.csr"), *more)

    def _leaf(self, name, *more, dates=()):
        self._request(name, *more)
        openssl("ca", "-config", self.configuration, "-batch", "-notext", *dates, "-in", self.path(f"{name}.csr"),
                "-out", self.path(f"{name}.pem"))


class Keys:
    """A file of API keys, written by `claimgate keys`."""

    def __init__(self, program, folder):
        self.program, self.file = program, pathlib.Path(folder) / "keys.json"

    def new(self, client, scopes="claims:validate,rules:read"):
        """A key and its id."""
        done = subprocess.run([self.program, "keys", "new", "--file", self.file, "--client", client, "--scopes", scopes],
                              capture_output=True, text=True, check=True)
        return done.stdout.strip(), re.search(r"key ([0-9a-f]{8}) of", done.stderr).group(1)

    def revoke(self, identity):
        subprocess.run([self.program, "keys", "revoke", "--file", self.file, identity], capture_output=True, check=True)

    def expire(self, identity, moment):
        """Writes another end into the file, `YYYY-MM-DDTHH:MM:SSZ`."""
        text = self.file.read_text()
        self.file.write_text(re.sub(rf'("id": "{identity}".*?"expires": ")[^"]*', rf"\g<1>{moment}", text))


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def as_json(value):
    return json.dumps(value, separators=(",", ":")).encode()


class Tokens:
    """An authorization server's key, and tokens as it would and would not make them."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.key, self.other = self.folder / "token.key", self.folder / "attacker.key"
        for key in (self.key, self.other):
            openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", key)
        self.public = openssl("pkey", "-in", self.key, "-pubout")
        self.jwk = self._jwk(self.key) | {"kid": "one", "alg": "RS256", "use": "sig"}
        (self.folder / "jwks.json").write_text(json.dumps({"keys": [self.jwk]}))

    def flags(self, skew="0s"):
        return ["--token-keys", str(self.folder / "jwks.json"), "--token-issuer", ISSUER, "--token-audience", AUDIENCE,
                "--token-skew", skew]

    def claims(self, **changes):
        """The claims of a good token, with changes; a change to None leaves a claim out."""
        now = int(time.time())
        claims = {"iss": ISSUER, "aud": AUDIENCE, "exp": now + 600, "client_id": "nightly", "scope": "system/Claim.r"}
        return {name: value for name, value in (claims | changes).items() if value is not None}

    def good(self, **changes):
        return self.signed(self.claims(**changes))

    def signed(self, claims, key=None, **header):
        """A token signed with RS256 by the server's key, or by another's."""
        payload = claims if isinstance(claims, bytes) else as_json(claims)
        text = self._text({"alg": "RS256", "typ": "at+jwt", "kid": "one"} | header, payload)
        return text + "." + base64url(openssl("dgst", "-sha256", "-sign", key or self.key, data=text.encode()))

    def unsigned(self, algorithm, signature=""):
        return self._text({"alg": algorithm, "typ": "at+jwt", "kid": "one"}, as_json(self.claims())) + "." + signature

    def confused(self, secret, algorithm="HS256"):
        """Signed with a secret that everybody knows: the server's public key."""
        text = self._text({"alg": algorithm, "typ": "at+jwt", "kid": "one"}, as_json(self.claims()))
        return text + "." + base64url(hmac.new(secret, text.encode(), hashlib.sha256).digest())

    def tampered(self):
        """A good token whose scope was widened after it was signed."""
        head, _, signature = self.good(scope="system/Patient.r").split(".")
        return ".".join([head, base64url(as_json(self.claims())), signature])

    def public_forms(self):
        """The public key as an attacker could use it for a secret: PEM, DER and modulus."""
        der = openssl("pkey", "-pubin", "-outform", "DER", data=self.public)
        return {"PEM": self.public, "DER": der, "modulus": base64.urlsafe_b64decode(self.jwk["n"] + "==")}

    def attackers_jwk(self):
        return self._jwk(self.other)

    def _jwk(self, key):
        modulus = openssl("rsa", "-in", key, "-modulus", "-noout").decode().strip().partition("=")[2]
        return {"kty": "RSA", "n": base64url(binascii.unhexlify(modulus)), "e": "AQAB"}

    @staticmethod
    def _text(header, payload):
        return base64url(as_json(header)) + "." + base64url(payload)
