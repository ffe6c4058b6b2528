import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { issuerOf, logins, secretOf } from '../demo.js';
import { ada, Person } from '../person.js';
import { register } from './hub.js';
import { Program } from './program.js';
import { application, dotnetClient, native, program, uuid } from './settings.js';

before(() => register(native.CLIENT_ID, [`${program}/callback`], [`${program}/signed-out`]));

for (const [name, run] of [
  ['Duende.IdentityModel.OidcClient', dotnetClient('oidc-client')],
  ['Go x/oauth2 and go-oidc', [process.env.GO_CLIENT]],
])
  test(`${name} signs a person in, renews its token, and signs out`, { timeout: 60_000 }, async (t) => {
    const running = new Program(run, native);
    t.after(() => running.stop());
    const person = new Person();
    const claims = JSON.parse(await running.finish((link) => person.visit(link)));
    assert.match(claims.sub, uuid);
    assert.deepEqual([claims.name, claims.email], ['Ada Berg', ada]);
    assert.deepEqual(person.asked, ['sign in', 'agree']);

    // Signed out: the next one must sign in again.
    assert.ok((await person.visit(`${native.ISSUER}/account`)).html.includes('type="password"'));
  });

const [site, , , tenantHost] = logins;

for (const { host, client, scope, about } of [site, tenantHost]) {
  const machine = { ISSUER: issuerOf(host), CLIENT_ID: client, CLIENT_SECRET: secretOf(client) };

  test(`Duende.IdentityModel discovers ${host}, gets a token, introspects and revokes it`, { timeout: 60_000 }, async () => {
    const result = JSON.parse(await new Program(dotnetClient('identity-model'), machine).finish());
    assert.deepEqual([result.before, result.after], [true, false]);
  });

  test(`ASP.NET Core JwtBearer accepts tokens of ${host}, knowing only the authority`, { timeout: 60_000 }, async (t) => {
    const running = new Program(dotnetClient('jwt-bearer'), { ISSUER: machine.ISSUER, APP_URL: application });
    t.after(() => running.stop());
    await running.ready(`${application}/signed-out`);
    const request = new URLSearchParams({ grant_type: 'client_credentials', client_id: client, client_secret: machine.CLIENT_SECRET, scope });
    const { access_token: token } = await (await fetch(`${machine.ISSUER}/connect/token`, { method: 'POST', body: request })).json();

    const call = (value) => fetch(application, { headers: { authorization: `Bearer ${value}` } });
    assert.deepEqual(await (await call(token)).json(), { client_id: client, tenant: about.tenant });
    assert.equal((await call(token.slice(0, -4))).status, 401);
  });
}
