import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect } from '../demo.js';
import { ada, Person } from '../person.js';
import { change } from './hub.js';
import { Program } from './program.js';
import { application, dotnetClient, userInfo, web } from './settings.js';

// Each application has three pages: "/" shows who is signed in and the tokens, "/sign-out" signs out and ends at "/signed-out".
const applications = [
  { name: 'ASP.NET Core AddOpenIdConnect', run: dotnetClient('asp-net-core'), shows: ['sub'] },
  { name: 'OpenIddict.Client', run: dotnetClient('openiddict'), shows: ['sub', 'name', 'email'] },
  { name: 'express-openid-connect', run: ['node', 'node/express-openid-connect.js'], shows: ['sub', 'name', 'email'] },
  { name: 'passport-openidconnect', run: ['node', 'node/passport-openidconnect.js'], shows: ['sub', 'name', 'email'] },
  { name: 'Auth.js', run: ['node', 'node/authjs.js'], shows: ['name', 'email'], needsClaimsInIdToken: true, signsOutBy: ['sign-out'] },
];

for (const { name, run, shows, needsClaimsInIdToken, signsOutBy = [] } of applications)
  test(`${name} signs a person in and out`, { timeout: 120_000 }, async (t) => {
    if (needsClaimsInIdToken) {
      await change(web.CLIENT_ID, { hasClaimsInIdToken: 'on' });
      t.after(() => change(web.CLIENT_ID, { hasClaimsInIdToken: undefined }));
    }
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

    const shown = JSON.parse((await open('/', '/')).html);
    assert.equal(browser.asked[0], 'sign in');
    const person = await (await userInfo(shown.accessToken)).json();
    assert.equal(person.name, 'Ada Berg');
    for (const claim of shows) assert.equal(shown[claim], { ...person, email: ada }[claim], claim);
    assert.match(shown.refreshToken, connect.refreshToken);
    await open('/', '/');
    assert.deepEqual(browser.asked, [], 'the application has a session of its own');

    await open('/sign-out', '/signed-out');
    assert.deepEqual(browser.asked, signsOutBy);
    await open('/', '/');
    assert.deepEqual(browser.asked, ['sign in'], 'after signing out, the server asks for the password again');
  });
