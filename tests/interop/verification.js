import assert from 'node:assert/strict';
import * as oauth from 'oauth4webapi';
import { hrApi } from './demo.js';

/** What an API does with a call: checks its access token by RFC 9068, against the published keys. */
export const check = (server, accessToken, audience = hrApi) =>
  oauth.validateJwtAccessToken(
    server,
    new Request('https://api.example/applications', { headers: { authorization: `Bearer ${accessToken}` } }),
    audience,
    { [oauth.allowInsecureRequests]: true },
  );

/** Checks the token and all that it says. */
export async function verify(server, accessToken, { client, scope, about }) {
  const claims = await check(server, accessToken);
  const { iat, jti } = claims;
  assert.deepEqual(claims, {
    iss: server.issuer,
    aud: hrApi,
    sub: client,
    client_id: client,
    scope,
    ...about,
    iat,
    exp: iat + 300,
    jti,
  });
  assert.match(jti, /^[A-Za-z0-9_-]{22}$/);
}

/** The error of a promise that must fail. */
export const failure = (promise) =>
  promise.then(
    () => assert.fail('It was expected to fail.'),
    (error) => error,
  );
