import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import * as openid from 'openid-client';
import { callback, connect, issuerOf, nordia, oauth2Legacy, oauthV2, secretOf } from './demo.js';
import { Person } from './person.js';
import { failure } from './verification.js';

const issuer = issuerOf(nordia.host);
const basic = openid.ClientSecretBasic(secretOf(nordia.web));
const post = openid.ClientSecretPost(secretOf(nordia.web));
const strict = [openid.allowInsecureRequests, openid.enableNonRepudiationChecks]; // the latter: verify the ID token's signature too

const discover = (client = nordia.web, authentication = basic, algorithm = 'oidc') =>
  openid.discovery(new URL(issuer), client, undefined, authentication, { algorithm, execute: strict });

/** A dialect that nothing describes: its integrators are given its addresses. */
function told(dialect, client = nordia.web, authentication = basic) {
  const config = new openid.Configuration(dialect.at(issuer), client, undefined, authentication);
  strict.forEach((set) => set(config));
  return config;
}

/** Asks for a person's agreement; what comes back, and what it has to be checked against. */
async function begin(config, { decision, ...parameters } = {}) {
  const pkceCodeVerifier = openid.randomPKCECodeVerifier();
  const expectedState = openid.randomState();
  const expectedNonce = parameters.scope?.includes('openid') ? openid.randomNonce() : undefined;
  const link = openid.buildAuthorizationUrl(config, {
    redirect_uri: callback,
    state: expectedState,
    code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    ...(expectedNonce && { nonce: expectedNonce }),
    ...parameters,
  });
  const arrival = await new Person().authorize(link, decision);
  return { arrival, checks: { pkceCodeVerifier, expectedState, ...(expectedNonce && { expectedNonce, idTokenExpected: true }) } };
}

async function connectAs(config, parameters) {
  const { arrival, checks } = await begin(config, parameters);
  return openid.authorizationCodeGrant(config, arrival, checks);
}

const refused = async (promise, code) => {
  const error = await failure(promise);
  assert.ok(error instanceof openid.ResponseBodyError, error);
  assert.deepEqual([error.status, error.error], [400, code]);
};

const isActive = async (token) => (await openid.tokenIntrospection(await discover(), token)).active;

/** Each dialect with each client that it takes. */
const ways = [
  { name: 'Connect, discovered by OpenID Connect Discovery, Basic', dialect: connect, config: () => discover() },
  { name: 'Connect, discovered by RFC 8414, secret in the body', dialect: connect, config: () => discover(nordia.web, post, 'oauth2') },
  { name: 'Connect, public client', dialect: connect, config: () => discover(nordia.native, openid.None()) },
  { name: 'OAuthV2, Basic', dialect: oauthV2, config: () => told(oauthV2) },
  { name: 'OAuthV2, secret in the body', dialect: oauthV2, config: () => told(oauthV2, nordia.web, post) },
  { name: 'OAuthV2, public client', dialect: oauthV2, config: () => told(oauthV2, nordia.native, openid.None()) },
  { name: 'OAuth2Legacy, Basic', dialect: oauth2Legacy, config: () => told(oauth2Legacy) },
];

for (const { name, dialect, config: made } of ways) {
  test(`openid-client acts for a person, knows who it is, refreshes, and ends it: ${name}`, async () => {
    const config = await made();
    const begun = Math.floor(Date.now() / 1000);
    const tokens = await connectAs(config, { scope: 'all openid' });
    assert.match(tokens.access_token, dialect.accessToken);
    assert.match(tokens.refresh_token, dialect.refreshToken);
    assert.deepEqual([tokens.token_type, tokens.expires_in, tokens.scope], ['bearer', dialect.lifetime, 'all openid']);

    const claims = tokens.claims();
    const half = createHash('sha256').update(tokens.access_token, 'ascii').digest().subarray(0, 16);
    assert.equal(claims.at_hash, half.toString('base64url'));
    assert.ok(Math.abs(claims.auth_time - begun) < 60, `auth_time ${claims.auth_time}, begun ${begun}`);
    assert.match(claims.sub, /^[0-9a-f-]{36}$/);
    if (dialect.userInfo)
      assert.deepEqual(await openid.fetchUserInfo(config, tokens.access_token, claims.sub), { sub: claims.sub, tenant: 'nordia', tenant_id: 451 });

    const next = await openid.refreshTokenGrant(config, tokens.refresh_token);
    assert.notEqual(next.access_token, tokens.access_token);
    assert.notEqual(next.refresh_token, tokens.refresh_token);
    assert.deepEqual([next.token_type, next.expires_in, next.scope], ['bearer', dialect.lifetime, 'all openid']);
    const again = await openid.refreshTokenGrant(config, tokens.refresh_token);
    assert.equal(again.refresh_token, next.refresh_token, 'within the window the answer is the same successor');

    if (dialect.revoke) {
      await openid.tokenRevocation(config, again.refresh_token);
      await refused(openid.refreshTokenGrant(config, again.refresh_token), 'invalid_grant');
      if (config.clientMetadata().client_id === nordia.web)
        for (const token of [tokens.access_token, next.access_token, again.access_token, again.refresh_token])
          assert.equal(await isActive(token), false);
    }
  });

  test(`openid-client is told that the person declined: ${name}`, async () => {
    const config = await made();
    const { arrival, checks } = await begin(config, { scope: 'all', prompt: 'consent', decision: 'decline' });
    const error = await failure(openid.authorizationCodeGrant(config, arrival, checks));
    assert.ok(error instanceof openid.AuthorizationResponseError, error);
    assert.equal(error.error, 'access_denied');
  });

  test(`A code that comes twice ends what the first use began: ${name}`, async () => {
    const config = await made();
    const { arrival, checks } = await begin(config, { scope: 'all' });
    const tokens = await openid.authorizationCodeGrant(config, arrival, checks);
    await refused(openid.authorizationCodeGrant(config, arrival, checks), 'invalid_grant');
    await refused(openid.refreshTokenGrant(config, tokens.refresh_token), 'invalid_grant');
    if (config.clientMetadata().client_id === nordia.web) assert.equal(await isActive(tokens.access_token), false);
  });
}

test('OAuthV2 spells the scope of everything as an empty string, and openid-client takes it', async () => {
  const tokens = await connectAs(told(oauthV2), { scope: 'all' });
  assert.equal(tokens.scope, '');
});

test('A form post brings the same answer as a query', async () => {
  const config = await discover();
  const { arrival, checks } = await begin(config, { scope: 'all openid', response_mode: 'form_post' });
  assert.ok(arrival instanceof Request);
  assert.deepEqual([arrival.method, arrival.url], ['POST', callback]);
  const tokens = await openid.authorizationCodeGrant(config, arrival, checks);
  assert.equal(tokens.scope, 'all openid');
});

test('openid-client takes no answer with another state, another issuer or none', async () => {
  const config = await discover();
  const { arrival, checks } = await begin(config, { scope: 'all' });
  const altered = (change) => {
    const url = new URL(arrival);
    change(url.searchParams);
    return failure(openid.authorizationCodeGrant(config, url, checks));
  };
  const errors = [
    await altered((answer) => answer.set('state', 'another')),
    await altered((answer) => answer.set('iss', issuerOf('login.dc2.localhost'))),
    await altered((answer) => answer.delete('iss')),
  ];
  assert.deepEqual(
    errors.map((error) => error.cause?.message ?? error.message),
    [
      'unexpected "state" response parameter value',
      'unexpected "iss" (issuer) response parameter value',
      'response parameter "iss" (issuer) missing',
    ],
  );
  await openid.authorizationCodeGrant(config, arrival, checks); // and nothing was spent
});

test('A code without its verifier, or with another, is refused and not spent', async () => {
  const config = await discover();
  const { arrival, checks } = await begin(config, { scope: 'all' });
  await refused(openid.authorizationCodeGrant(config, arrival, { ...checks, pkceCodeVerifier: openid.randomPKCECodeVerifier() }), 'invalid_grant');
  await refused(openid.authorizationCodeGrant(config, arrival, { ...checks, pkceCodeVerifier: undefined }), 'invalid_grant');
  await openid.authorizationCodeGrant(config, arrival, checks);
});

test('A public client without PKCE gets no code', async () => {
  const config = await discover(nordia.native, openid.None());
  const { arrival, checks } = await begin(config, { scope: 'all', code_challenge: '', code_challenge_method: '' });
  const error = await failure(openid.authorizationCodeGrant(config, arrival, checks));
  assert.equal(error.error, 'invalid_request');
});

test('The port of a native application may vary', async () => {
  const config = await discover(nordia.native, openid.None());
  const { arrival, checks } = await begin(config, { scope: 'all', redirect_uri: callback.replace('8400', '51234') });
  assert.equal(arrival.port, '51234');
  assert.equal((await openid.authorizationCodeGrant(config, arrival, checks)).scope, 'all');
});

test('A revoked access token is inactive; the connection lives on', async () => {
  const config = await discover();
  const tokens = await connectAs(config, { scope: 'all' });
  assert.equal(await isActive(tokens.access_token), true);
  await openid.tokenRevocation(config, tokens.access_token);
  assert.equal(await isActive(tokens.access_token), false);
  assert.equal((await openid.refreshTokenGrant(config, tokens.refresh_token)).scope, 'all');
});

test('A refresh token of OAuth2Legacy moves to OAuthV2, and not back', async () => {
  const [old, now] = [told(oauth2Legacy), told(oauthV2)];
  const tokens = await connectAs(old, { scope: 'all' });
  const moved = await openid.refreshTokenGrant(now, tokens.refresh_token);
  assert.match(moved.refresh_token, oauthV2.refreshToken);
  await refused(openid.refreshTokenGrant(old, moved.refresh_token), 'invalid_grant');
});
