import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { before, test } from 'node:test';
import { Person } from '../person.js';
import { register } from './hub.js';
import { Program } from './program.js';
import { issuer, native } from './settings.js';

// oidc-agent only listens at http://localhost.
const redirectUri = `http://localhost:${process.env.APP_PORT}`;

before(() => register(native.CLIENT_ID, [redirectUri], []));

test('oidc-agent signs a person in, renews its token, and revokes it', { timeout: 60_000 }, async (t) => {
  const home = mkdtempSync(`${tmpdir()}/oidc-agent-`);
  t.after(() => rmSync(home, { recursive: true }));
  const agent = new Program(['oidc-agent', '--console'], { HOME: home });
  t.after(() => agent.stop());
  const [line] = await once(agent.lines, 'line');
  const [, socket] = line.match(/^OIDC_SOCK=([^;]+)/);
  const run = (...command) => new Program(command, { HOME: home, OIDC_SOCK: socket, OIDC_ENCRYPTION_PW: 'any' });

  const settings = {
    iss: issuer,
    'client-id': native.CLIENT_ID,
    'client-secret': '',
    'redirect-uri': redirectUri,
    scope: 'openid profile email offline_access',
    'cert-path': process.env.TLS_CERT,
  };
  const options = Object.entries(settings).map(([name, value]) => `--${name}=${value}`);
  const person = new Person();
  await run('oidc-gen', 'tokenhouse', ...options, '--flow=code', '--no-url-call', '--no-scheme', '--confirm-default', '--pw-env').finish(
    (link) => person.visit(link),
    /^(https:\S+)$/,
  );
  assert.deepEqual(person.asked, ['sign in', 'agree']);

  const token = () => run('oidc-token', '--time=600', 'tokenhouse').finish(); // longer than a token lives, so that it is renewed
  const [first, second] = [await token(), await token()];
  assert.notEqual(first, second);
  const answer = await fetch(`${issuer}/connect/userinfo`, { headers: { authorization: `Bearer ${second}` } });
  assert.equal((await answer.json()).name, 'Ada Berg');

  await run('oidc-gen', '--delete', 'tokenhouse', '--confirm-yes', '--pw-env').finish();
});
