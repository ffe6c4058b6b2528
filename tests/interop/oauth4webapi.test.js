import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as oauth from 'oauth4webapi';
import {
  challengesOf,
  issuerOf,
  logins,
  metadataOf,
  outsideContract,
  scopeOutsideContract,
  secretOf,
  uatCredentialAtLive,
  wrongSecret,
} from './demo.js';
import { check, failure, verify } from './verification.js';

const loopback = { [oauth.allowInsecureRequests]: true };
const methods = { client_secret_post: oauth.ClientSecretPost, client_secret_basic: oauth.ClientSecretBasic };
const [live, uat] = logins;

async function discover(host) {
  const issuer = new URL(issuerOf(host));
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...loopback }));
}

async function getToken(server, clientId, authentication, scope) {
  const client = { client_id: clientId };
  const response = await oauth.clientCredentialsGrantRequest(server, client, authentication, new URLSearchParams({ scope }), loopback);
  return oauth.processClientCredentialsResponse(server, client, response);
}

for (const login of logins) {
  test(`oauth4webapi discovers ${login.host} by RFC 8414, under the issuer that was asked`, async () => {
    assert.deepEqual(await discover(login.host), metadataOf(issuerOf(login.host)));
  });

  for (const [method, authenticate] of Object.entries(methods))
    test(`oauth4webapi gets a token that verifies, and no refresh token, for ${login.client} at ${login.host} with ${method}`, async () => {
      const server = await discover(login.host);
      const tokens = await getToken(server, login.client, authenticate(secretOf(login.client)), login.scope);
      assert.deepEqual(tokens, {
        access_token: tokens.access_token,
        token_type: 'bearer',
        expires_in: 300,
        scope: login.scope,
      });
      await verify(server, tokens.access_token, login);
    });
}

for (const [method, authenticate] of Object.entries(methods)) {
  test(`oauth4webapi reports a wrong secret sent with ${method} as 401 with the challenge and invalid_client`, async () => {
    const server = await discover(live.host);
    const error = await failure(getToken(server, live.client, authenticate('not-the-secret'), live.scope));
    assert.ok(error instanceof oauth.WWWAuthenticateChallengeError, error);
    assert.equal(error.status, 401);
    assert.deepEqual(error.cause, challengesOf(server.issuer));
    assert.deepEqual(await error.response.json(), wrongSecret);
  });

  test(`oauth4webapi is told the address of UAT when a UAT credential comes to LIVE with ${method}`, async () => {
    const server = await discover(live.host);
    const error = await failure(getToken(server, uat.client, authenticate(secretOf(uat.client)), uat.scope));
    assert.ok(error instanceof oauth.WWWAuthenticateChallengeError, error);
    assert.equal(error.status, 401);
    assert.deepEqual(error.cause, challengesOf(server.issuer));
    assert.deepEqual(await error.response.json(), uatCredentialAtLive);
  });

  test(`oauth4webapi reports a scope outside the contract, asked for with ${method}, as invalid_scope`, async () => {
    const server = await discover(live.host);
    const error = await failure(getToken(server, live.client, authenticate(secretOf(live.client)), scopeOutsideContract));
    assert.ok(error instanceof oauth.ResponseBodyError, error);
    assert.equal(error.status, 400);
    assert.deepEqual(error.cause, outsideContract);
  });
}

test('Two tokens of one client have different ids', async () => {
  const server = await discover(live.host);
  const ids = new Set();
  for (let i = 0; i < 2; i++) {
    const tokens = await getToken(server, live.client, oauth.ClientSecretPost(secretOf(live.client)), live.scope);
    ids.add((await check(server, tokens.access_token)).jti);
  }
  assert.equal(ids.size, 2);
});

// Without these, a verification that lets everything through would pass unnoticed.
test('A token does not verify at another API, at another issuer, with the keys of the other environment or with a changed payload', async () => {
  const [server, other] = await Promise.all([discover(live.host), discover(uat.host)]);
  const { access_token: token } = await getToken(server, live.client, oauth.ClientSecretPost(secretOf(live.client)), live.scope);
  const [header, payload, signature] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url'));
  const changed = Buffer.from(JSON.stringify({ ...claims, tenant: 'globex' })).toString('base64url');

  const errors = await Promise.all([
    failure(check(server, token, 'urn:tokenhouse:payments')),
    failure(check(other, token)),
    failure(check({ ...server, jwks_uri: other.jwks_uri }, token)),
    failure(check(server, `${header}.${changed}.${signature}`)),
  ]);
  assert.deepEqual(
    errors.map((error) => error.message),
    [
      'unexpected JWT "aud" (audience) claim value',
      'unexpected JWT "iss" (issuer) claim value',
      'error when selecting a JWT verification key, no applicable keys found',
      'JWT signature verification failed',
    ],
  );
});
