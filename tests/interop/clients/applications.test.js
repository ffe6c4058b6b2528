import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { ada, Person } from '../person.js';
import { register } from './hub.js';
import { Program } from './program.js';
import { application, dotnetClient, uuid, web } from './settings.js';

// Each application has three pages: "/" says who is signed in, "/sign-out" signs out and ends at "/signed-out".
const applications = [
  { name: 'ASP.NET Core AddOpenIdConnect', run: dotnetClient('asp-net-core') },
  { name: 'OpenIddict.Client', run: dotnetClient('openiddict'), about: { name: 'Ada Berg', email: ada } },
  { name: 'Auth.js', run: ['node', 'node/authjs.js'] },
  { name: 'express-openid-connect', run: ['node', 'node/express-openid-connect.js'], about: { name: 'Ada Berg', email: ada } },
  { name: 'passport-openidconnect', run: ['node', 'node/passport-openidconnect.js'], about: { name: 'Ada Berg', email: ada } },
];

before(() =>
  register(
    web.CLIENT_ID,
    ['/callback', '/signin-oidc', '/auth/callback/tokenhouse'].map((path) => application + path),
    ['/signed-out', '/signout-callback-oidc'].map((path) => application + path),
  ),
);

for (const { name, run, about = {} } of applications)
  test(`${name} signs a person in and out`, { timeout: 60_000 }, async (t) => {
    const running = new Program(run, web);
    t.after(() => running.stop());
    await running.ready(`${application}/signed-out`);
    const person = new Person();
    const pageOf = async (path, expected) => {
      const page = await person.visit(application + path);
      assert.deepEqual([page.url.href, page.status], [application + expected, 200], `${page.html}\n${running.output}`);
      return page;
    };

    const claims = JSON.parse((await pageOf('/', '/')).html);
    assert.match(claims.sub, uuid);
    assert.deepEqual({ ...claims, ...about }, claims);
    assert.equal(person.asked[0], 'sign in');

    await pageOf('/sign-out', '/signed-out');

    person.asked.length = 0;
    await pageOf('/', '/');
    assert.deepEqual(person.asked, ['sign in'], 'after signing out, the server asks for the password again');
  });
