import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { before, test } from 'node:test';
import { Person } from '../person.js';
import { register } from './hub.js';
import { Program } from './program.js';
import { application, uuid, web } from './settings.js';

before(() => register(web.CLIENT_ID, [`${application}/callback`], [`${application}/signed-out`]));

const folder = process.env.APACHE_FOLDER; // readable for Apache's own user
const apache = ['apache2', '-f', `${import.meta.dirname}/apache/httpd.conf`, '-DFOREGROUND'];

test('mod_auth_openidc signs a person in and out, and renews its token on every request, 16 at a time', { timeout: 60_000 }, async (t) => {
  cpSync(`${import.meta.dirname}/apache/pages`, `${folder}/pages`, { recursive: true });
  const running = new Program(apache, web);
  t.after(() => running.stop());
  await running.ready(`${application}/signed-out`);
  const person = new Person();
  const { sub, access_token: first } = JSON.parse((await person.visit(`${application}/`)).html);
  assert.match(sub, uuid);
  assert.deepEqual(person.asked[0], 'sign in');

  const seen = new Set([first]);
  for (let round = 0; round < 6; round++) {
    const pages = await Promise.all(Array.from({ length: 16 }, () => person.visit(`${application}/`)));
    for (const { html, redirects, status } of pages) {
      assert.deepEqual([status, redirects], [200, 0], `${html}\n${running.output}`); // nothing sent the browser to sign in again
      const answer = JSON.parse(html);
      assert.equal(answer.sub, sub);
      seen.add(answer.access_token);
    }
  }
  assert.ok(seen.size > 6, `Only ${seen.size} access tokens were used.`);

  assert.equal((await person.visit(`${application}/sign-out`)).url.href, `${application}/signed-out`);
  person.asked.length = 0;
  await person.visit(`${application}/`);
  assert.deepEqual(person.asked, ['sign in']);
});
