import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Person } from '../person.js';
import { register } from './hub.js';
import { Program } from './program.js';
import { application, dotnetClient, uuid, web } from './settings.js';

// Each application has three pages: "/" says who is signed in, "/sign-out" signs out and ends at "/signed-out".
const applications = [
  { name: 'ASP.NET Core AddOpenIdConnect', run: dotnetClient('asp-net-core'), shows: ['sub'] },
  { name: 'OpenIddict.Client', run: dotnetClient('openiddict'), shows: ['sub', 'name', 'email'] },
  { name: 'express-openid-connect', run: ['node', 'node/express-openid-connect.js'], shows: ['sub', 'name', 'email'] },
  { name: 'passport-openidconnect', run: ['node', 'node/passport-openidconnect.js'], shows: ['sub', 'name', 'email'] },
  { name: 'Auth.js', run: ['node', 'node/authjs.js'], shows: ['name', 'email'], settings: { hasClaimsInIdToken: 'yes' }, endsBy: ['sign-out'] },
];

const person = { sub: uuid, name: /^Ada Berg$/, email: /^ada@nordia\.example$/ };
const redirectUris = ['/callback', '/signin-oidc', '/auth/callback/tokenhouse'].map((path) => application + path);
const postLogoutRedirectUris = ['/signed-out', '/signout-callback-oidc'].map((path) => application + path);

for (const { name, run, shows, settings, endsBy = [] } of applications)
  test(`${name} signs a person in and out`, { timeout: 60_000 }, async (t) => {
    await register(web.CLIENT_ID, redirectUris, postLogoutRedirectUris, settings);
    const running = new Program(run, web);
    t.after(() => running.stop());
    await running.ready(`${application}/signed-out`);

    const browser = new Person();
    const open = async (path, expected) => {
      browser.asked.length = 0;
      const page = await browser.visit(application + path);
      assert.deepEqual([page.url.href, page.status], [application + expected, 200], `${page.html}\n${running.output}`);
      return page;
    };

    const claims = JSON.parse((await open('/', '/')).html);
    for (const claim of shows) assert.match(claims[claim], person[claim]);
    assert.equal(browser.asked[0], 'sign in');
    await open('/sign-out', '/signed-out');
    assert.deepEqual(browser.asked, endsBy);
    await open('/', '/');
    assert.deepEqual(browser.asked, ['sign in'], 'after signing out, the server asks for the password again');
  });
