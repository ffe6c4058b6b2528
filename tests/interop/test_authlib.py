"""Authlib acts for a person, in every dialect. Started by run.sh."""

import os
import unittest
from urllib.parse import parse_qs, parse_qsl, urlsplit

import requests

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # loopback has no TLS

from authlib.common.security import generate_token
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.jose import JsonWebKey, JsonWebToken
from authlib.oauth2.rfc6749.errors import MismatchingStateException
from authlib.oidc.core import CodeIDToken

from person import Person

SERVER = urlsplit(os.environ["TOKENHOUSE_URL"])
ISSUER = f"{SERVER.scheme}://login.dc3.localhost:{SERVER.port}"
CALLBACK = "http://127.0.0.1:8400/callback"
WEB, NATIVE, SECRET = "nordia-erp", "nordia-desktop", "nordia-erp-demo-secret"
UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"


def get(url, **kwargs):
    response = requests.get(url, timeout=30, **kwargs)
    response.raise_for_status()
    return response.json()


class Dialect:
    """What an integrator knows of it."""

    def __init__(self, authorize, token, revoke, userinfo, lifetime, refresh_token):
        self.authorize, self.token = ISSUER + authorize, ISSUER + token
        self.revoke, self.userinfo = revoke and ISSUER + revoke, userinfo and ISSUER + userinfo
        self.lifetime, self.refresh_token = lifetime, f"^{refresh_token}$"


DIALECTS = {
    "OAuthV2": Dialect(
        "/oauth/v2/oauth-authorize",
        "/oauth/v2/oauth-token",
        "/oauth/v2/oauth-revoke",
        "/oauth/v2/oauth-userinfo",
        600,
        f"_1XBPWQQ_{UUID}",
    ),
    "OAuth2Legacy": Dialect("/oauth2/authorize", "/oauth2/token", None, None, 300, UUID),
}


def discovered(path):
    """Connect, as it describes itself."""
    metadata = get(ISSUER + path)
    assert metadata["issuer"] == ISSUER, metadata["issuer"]
    paths = [
        metadata[name].removeprefix(ISSUER)
        for name in ("authorization_endpoint", "token_endpoint", "revocation_endpoint", "userinfo_endpoint")
    ]
    return Dialect(*paths, 300, r"[\w-]{43}")


class AuthlibTest(unittest.TestCase):
    def test_round_trip_by_openid_discovery_with_basic(self):
        self.round_trip(discovered("/.well-known/openid-configuration"), self.web())

    def test_round_trip_by_rfc_8414_with_the_secret_in_the_body(self):
        self.round_trip(discovered("/.well-known/oauth-authorization-server"), self.web("client_secret_post"))

    def test_round_trip_of_a_public_client(self):
        self.round_trip(discovered("/.well-known/openid-configuration"), self.native())

    def test_round_trip_in_OAuthV2_with_basic(self):
        self.round_trip(DIALECTS["OAuthV2"], self.web())

    def test_round_trip_in_OAuthV2_with_the_secret_in_the_body(self):
        self.round_trip(DIALECTS["OAuthV2"], self.web("client_secret_post"))

    def test_round_trip_in_OAuthV2_of_a_public_client(self):
        self.round_trip(DIALECTS["OAuthV2"], self.native())

    def test_round_trip_in_OAuth2Legacy(self):
        self.round_trip(DIALECTS["OAuth2Legacy"], self.web())

    def test_OAuthV2_spells_the_scope_of_everything_as_an_empty_string(self):
        token, _, _ = self.connect(DIALECTS["OAuthV2"], self.web(scope="all"))
        self.assertEqual((token["scope"], token["claims"]), ("", "publicid"))

    def test_another_state_is_not_taken(self):
        dialect, session = DIALECTS["OAuthV2"], self.web()
        arrival, state, verifier, _ = self.begin(dialect, session)
        with self.assertRaises(MismatchingStateException):
            session.fetch_token(dialect.token, authorization_response=arrival.replace(state, "another"), code_verifier=verifier, state=state)

    def test_who_declines_gives_access_denied(self):
        for name, dialect in {**DIALECTS, "Connect": discovered("/.well-known/openid-configuration")}.items():
            with self.subTest(name):
                arrival, state, _, _ = self.begin(dialect, self.web(), decision="decline", prompt="consent")
                answer = dict(parse_qsl(urlsplit(arrival).query))
                self.assertEqual(
                    answer,
                    {
                        "error": "access_denied",
                        "error_description": "The account holder declined.",
                        "state": state,
                        "iss": ISSUER,
                    },
                )

    def test_a_code_that_comes_twice_ends_what_the_first_use_began(self):
        for name, dialect in {**DIALECTS, "Connect": discovered("/.well-known/openid-configuration")}.items():
            with self.subTest(name):
                session = self.web()
                arrival, state, verifier, _ = self.begin(dialect, session)
                exchange = lambda: session.fetch_token(
                    dialect.token, authorization_response=arrival, code_verifier=verifier, state=state
                )
                token = dict(exchange())
                self.refuse(exchange)
                self.refuse(lambda: session.refresh_token(dialect.token, token["refresh_token"]))
                self.assertEqual(self.introspect(token["access_token"]), {"active": False})

    def round_trip(self, dialect, session):
        token, nonce, arrival = self.connect(dialect, session)
        self.assertEqual(parse_qs(urlsplit(arrival).query)["iss"], [ISSUER])
        self.assertEqual((token["token_type"].lower(), token["expires_in"], token["scope"]), ("bearer", dialect.lifetime, "all openid"))
        self.assertRegex(token["refresh_token"], dialect.refresh_token)
        subject = self.identity(session.client_id, token, nonce)["sub"]
        if dialect.userinfo:
            self.assertEqual(session.get(dialect.userinfo).json(), {"sub": subject, "tenant": "nordia", "tenant_id": 451})

        following = dict(session.refresh_token(dialect.token, token["refresh_token"]))
        self.assertNotIn(token["refresh_token"], following.values())
        again = dict(session.refresh_token(dialect.token, token["refresh_token"]))
        self.assertEqual(again["refresh_token"], following["refresh_token"], "within the window the answer is the same successor")
        if session.client_id == WEB:
            self.assertTrue(self.introspect(again["access_token"])["active"])

        if dialect.revoke:
            self.assertEqual(session.revoke_token(dialect.revoke, again["refresh_token"], "refresh_token").status_code, 200)
            self.refuse(lambda: session.refresh_token(dialect.token, again["refresh_token"]))
            if session.client_id == WEB:
                self.assertEqual(self.introspect(again["access_token"]), {"active": False})
                self.assertEqual(self.introspect(again["refresh_token"]), {"active": False})

    def web(self, method="client_secret_basic", scope="all openid"):
        return self.session(WEB, method, scope, client_secret=SECRET)

    def native(self, scope="all openid"):
        return self.session(NATIVE, "none", scope)

    def session(self, client_id, method, scope, **settings):
        session = OAuth2Session(
            client_id,
            token_endpoint_auth_method=method,
            revocation_endpoint_auth_method=method,
            scope=scope,
            redirect_uri=CALLBACK,
            code_challenge_method="S256",
            **settings,
        )
        self.addCleanup(session.close)
        return session

    def begin(self, dialect, session, decision="agree", **parameters):
        verifier, nonce = generate_token(48), generate_token(20)
        link, state = session.create_authorization_url(dialect.authorize, code_verifier=verifier, nonce=nonce, **parameters)
        with Person() as person:
            return person.authorize(link, decision), state, verifier, nonce

    def connect(self, dialect, session):
        arrival, state, verifier, nonce = self.begin(dialect, session)
        token = session.fetch_token(dialect.token, authorization_response=arrival, code_verifier=verifier, state=state)
        return dict(token), nonce, arrival

    def identity(self, client_id, token, nonce):
        """The claims of the ID token, with signature, issuer, audience, times, nonce and at_hash checked by Authlib."""
        keys = JsonWebKey.import_key_set(get(ISSUER + "/.well-known/jwks.json"))
        claims = JsonWebToken(["RS256", "ES256"]).decode(
            token["id_token"],
            keys,
            claims_cls=CodeIDToken,
            claims_options={
                "iss": {"essential": True, "value": ISSUER},
                "aud": {"essential": True, "value": client_id},
                "at_hash": {"essential": True},
                "auth_time": {"essential": True},
            },
            claims_params={"client_id": client_id, "nonce": nonce, "access_token": token["access_token"], "max_age": 300},
        )
        claims.validate(leeway=5)
        self.assertEqual(claims["nonce"], nonce)
        return claims

    def introspect(self, token):
        return self.web().introspect_token(ISSUER + "/connect/introspect", token).json()

    def refuse(self, call):
        with self.assertRaises(OAuthError) as refused:
            call()
        self.assertEqual(refused.exception.error, "invalid_grant")


if __name__ == "__main__":
    unittest.main()
