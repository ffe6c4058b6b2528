import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as openid from 'openid-client';
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
import { failure, verify } from './verification.js';

const methods = { client_secret_post: openid.ClientSecretPost, client_secret_basic: openid.ClientSecretBasic };
const [live, uat] = logins;

const discover = (host, client, authentication) =>
  openid.discovery(new URL(issuerOf(host)), client, undefined, authentication, {
    algorithm: 'oauth2',
    execute: [openid.allowInsecureRequests],
  });

for (const login of logins) {
  test(`openid-client discovers ${login.host} by RFC 8414, under the issuer that was asked`, async () => {
    const config = await discover(login.host, login.client, openid.None());
    assert.deepEqual({ ...config.serverMetadata() }, metadataOf(issuerOf(login.host)));
  });

  for (const [method, authenticate] of Object.entries(methods))
    test(`openid-client gets a token that verifies, and no refresh token, for ${login.client} at ${login.host} with ${method}`, async () => {
      const config = await discover(login.host, login.client, authenticate(secretOf(login.client)));
      const tokens = await openid.clientCredentialsGrant(config, { scope: login.scope });
      assert.deepEqual(
        { ...tokens },
        {
          access_token: tokens.access_token,
          token_type: 'bearer',
          expires_in: 300,
          scope: login.scope,
        },
      );
      await verify(config.serverMetadata(), tokens.access_token, login);
    });
}

for (const [method, authenticate] of Object.entries(methods)) {
  test(`openid-client reports a wrong secret sent with ${method} as 401 with the challenge and invalid_client`, async () => {
    const config = await discover(live.host, live.client, authenticate('not-the-secret'));
    const error = await failure(openid.clientCredentialsGrant(config, { scope: live.scope }));
    assert.ok(error instanceof openid.WWWAuthenticateChallengeError, error);
    assert.equal(error.status, 401);
    assert.deepEqual(error.cause, challengesOf(issuerOf(live.host)));
    assert.deepEqual(await error.response.json(), wrongSecret);
  });

  test(`openid-client is told the address of UAT when a UAT credential comes to LIVE with ${method}`, async () => {
    const config = await discover(live.host, uat.client, authenticate(secretOf(uat.client)));
    const error = await failure(openid.clientCredentialsGrant(config, { scope: uat.scope }));
    assert.ok(error instanceof openid.WWWAuthenticateChallengeError, error);
    assert.equal(error.status, 401);
    assert.deepEqual(error.cause, challengesOf(issuerOf(live.host)));
    assert.deepEqual(await error.response.json(), uatCredentialAtLive);
  });

  test(`openid-client reports a scope outside the contract, asked for with ${method}, as invalid_scope`, async () => {
    const config = await discover(live.host, live.client, authenticate(secretOf(live.client)));
    const error = await failure(openid.clientCredentialsGrant(config, { scope: scopeOutsideContract }));
    assert.ok(error instanceof openid.ResponseBodyError, error);
    assert.equal(error.status, 400);
    assert.deepEqual(error.cause, outsideContract);
  });
}
