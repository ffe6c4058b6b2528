"""requests-oauthlib signs a person in and renews its token. Started by run.sh."""

import os
import sys
import unittest
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import requests
from requests_oauthlib import OAuth2Session

sys.path.append(str(Path(__file__).parents[1]))
from person import Person

SERVER = urlsplit(os.environ["TOKENHOUSE_URL"])
ISSUER = f"{SERVER.scheme}://login.dc3.localhost:{SERVER.port}"
CALLBACK = f"https://localhost:{os.environ['APP_PORT']}/callback"  # nothing needs to listen there
CLIENT, SECRET = "nordia-erp", "nordia-erp-demo-secret"


class RequestsOAuthlibTest(unittest.TestCase):
    def test_signs_in_renews_and_signs_out(self):
        server = requests.get(f"{ISSUER}/.well-known/openid-configuration", timeout=30).json()
        with OAuth2Session(CLIENT, redirect_uri=CALLBACK, scope=["openid", "profile", "email"]) as session, Person() as person:
            link, _ = session.authorization_url(server["authorization_endpoint"])
            arrival = person.authorize(link)
            token = session.fetch_token(server["token_endpoint"], authorization_response=arrival, client_secret=SECRET)
            self.assertEqual(session.get(server["userinfo_endpoint"]).json()["name"], "Ada Berg")

            renewed = session.refresh_token(server["token_endpoint"], auth=(CLIENT, SECRET))
            self.assertNotEqual(renewed["refresh_token"], token["refresh_token"])
            self.assertEqual(session.get(server["userinfo_endpoint"]).json()["email"], "ada@nordia.example")

            end = {"id_token_hint": token["id_token"]}
            self.assertIn("signed out", person.open(f"{server['end_session_endpoint']}?{urlencode(end)}"))
            self.assertIn('type="password"', person.open(session.authorization_url(server["authorization_endpoint"])[0]))


if __name__ == "__main__":
    unittest.main()
