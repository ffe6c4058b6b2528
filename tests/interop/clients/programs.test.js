import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, issuerOf, logins, secretOf } from '../demo.js';
import { ada, Person } from '../person.js';
import { Program } from './program.js';
import { application, dotnetClient, native, uuid } from './settings.js';

for (const [name, run] of [
  ['Duende.IdentityModel.OidcClient', dotnetClient('oidc-client')],
  ['Go x/oauth2 and go-oidc', [process.env.GO_CLIENT]],
])
  test(`${name} signs a person in, renews its token, and signs out`, { timeout: 120_000 }, async (t) => {
    const person = new Person();
    const signInAndOut = async () => {
      person.asked.length = 0;
      const running = new Program(run, native);
      t.after(() => running.stop());
      return JSON.parse(await running.finish((link) => person.visit(link)));
    };
    const { claims, tokens } = await signInAndOut();
    assert.match(claims.sub, uuid);
    assert.deepEqual([claims.name, claims.email], ['Ada Berg', ada]);
    assert.equal(new Set(tokens).size, 2, 'the refresh token was renewed');
    for (const token of tokens) assert.match(token, connect.refreshToken);
    assert.deepEqual(person.asked, ['sign in', 'agree']);

    await signInAndOut();
    assert.deepEqual(person.asked, ['sign in', 'agree'], 'after signing out, the server asks for the password again');
  });

const [site, , , tenantHost] = logins;

for (const { host, client, scope, about } of [site, tenantHost]) {
  const machine = { ISSUER: issuerOf(host), CLIENT_ID: client, CLIENT_SECRET: secretOf(client) };

  test(`Duende.IdentityModel discovers ${host}, gets a token, introspects and revokes it`, { timeout: 120_000 }, async () => {
    const { granted, before, after } = JSON.parse(await new Program(dotnetClient('identity-model'), machine).finish());
    assert.ok(granted.startsWith(scope), granted); // it asks for all that it may have
    assert.deepEqual([before, after], [true, false]);
  });

  test(`ASP.NET Core JwtBearer accepts tokens of ${host}, knowing only the authority`, { timeout: 120_000 }, async (t) => {
    const running = new Program(dotnetClient('jwt-bearer'), { ISSUER: machine.ISSUER, APP_URL: application });
    t.after(() => running.stop());
    await running.ready(`${application}/ready`);
    const request = new URLSearchParams({ grant_type: 'client_credentials', client_id: client, client_secret: machine.CLIENT_SECRET, scope });
    const { access_token: token } = await (await fetch(`${machine.ISSUER}/connect/token`, { method: 'POST', body: request })).json();

    const call = (value) => fetch(application, { headers: { authorization: `Bearer ${value}` } });
    assert.deepEqual(await (await call(token)).json(), { client_id: client, tenant: about.tenant });
    const [header, claims, signature] = token.split('.');
    const changed = JSON.stringify({ ...JSON.parse(Buffer.from(claims, 'base64url')), tenant: 'another' });
    assert.equal((await call([header, Buffer.from(changed).toString('base64url'), signature].join('.'))).status, 401);
  });
}
