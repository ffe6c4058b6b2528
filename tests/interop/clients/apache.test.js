import assert from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ada, Person } from '../person.js';
import { Program } from './program.js';
import { application, userInfo, uuid, web } from './settings.js';

const folder = process.env.APACHE_FOLDER; // readable for Apache's own user
const apache = ['apache2', '-f', `${import.meta.dirname}/apache/httpd.conf`, '-DFOREGROUND'];

test('mod_auth_openidc signs a person in and out, and renews its token on every request, 16 at a time', { timeout: 120_000 }, async (t) => {
  cpSync(`${import.meta.dirname}/apache/pages`, `${folder}/pages`, { recursive: true });
  const running = new Program(apache, web);
  t.after(async () => {
    await running.stop();
    t.diagnostic(readFileSync(`${folder}/apache.log`, 'utf8'));
  });
  await running.ready(`${application}/signed-out`);
  const browser = new Person();
  const { accessToken: first, ...claims } = JSON.parse((await browser.visit(`${application}/`)).html);
  assert.deepEqual([claims.name, claims.email], ['Ada Berg', ada]);
  assert.match(claims.sub, uuid);
  assert.equal(browser.asked[0], 'sign in');

  const tokens = new Set([first]);
  for (let round = 0; round < 6; round++) {
    const pages = await Promise.all(Array.from({ length: 16 }, () => browser.visit(`${application}/`)));
    for (const { html, redirects, status } of pages) {
      assert.deepEqual([status, redirects], [200, 0], html); // nothing sent the browser to sign in again
      const { accessToken, ...same } = JSON.parse(html);
      assert.deepEqual(same, claims);
      tokens.add(accessToken);
    }
  }
  assert.equal(tokens.size, 1 + 6 * 16, 'every request renewed the token');
  const [newest] = [...tokens].slice(-1);
  assert.equal((await userInfo(newest)).status, 200);

  assert.equal((await browser.visit(`${application}/sign-out`)).url.href, `${application}/signed-out`);
  for (const token of [first, newest]) assert.equal((await userInfo(token)).status, 401, 'Apache revokes the tokens');
  browser.asked.length = 0;
  await browser.visit(`${application}/`);
  assert.deepEqual(browser.asked, ['sign in'], 'after signing out, the server asks for the password again');
});
