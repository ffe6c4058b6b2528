import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { Person } from '../person.js';
import { Program } from './program.js';
import { issuer, native, userInfo } from './settings.js';

const redirectUri = `http://localhost:${process.env.APP_PORT}`;

test('oidc-agent signs a person in, renews its token, and revokes it', { timeout: 120_000 }, async (t) => {
  const home = mkdtempSync(`${tmpdir()}/oidc-agent-`);
  t.after(() => rmSync(home, { recursive: true }));
  const socket = `${home}/agent`;
  const agent = new Program(['oidc-agent', '--console', `--socket-path=${socket}`], { HOME: home });
  t.after(() => agent.stop());
  while (!existsSync(socket)) await setTimeout(50, undefined, { signal: t.signal });
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
  assert.equal((await (await userInfo(second)).json()).name, 'Ada Berg');

  await run('oidc-gen', '--delete', 'tokenhouse', '--confirm-yes', '--pw-env').finish();
  assert.equal((await userInfo(second)).status, 401, 'deleted, so the server knows no token of it');
});
