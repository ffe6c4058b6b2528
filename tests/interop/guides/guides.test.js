// Follows each guide from a clone: writes its files, runs its commands, and compares what they print with what the guide shows.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { once } from 'node:events';
import { stepsOf } from './markdown.js';
import { pages } from './pages.js';
import { assertShown } from './shape.js';
import { Shell } from './shell.js';

const clone = path.resolve(import.meta.dirname, '../../..');
const home = homedir();

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

/** Only ports and the demo's data differ from the guide's, so that a demo can run beside it. */
async function elsewhere(markdown, data) {
  const ports = new Map();
  for (const [, port] of markdown.matchAll(/localhost:(\d+)/g)) if (!ports.has(port)) ports.set(port, await freePort());
  return {
    port: ports.get('5080'),
    text: markdown.replace(/\b\d+\b/g, (number) => ports.get(number) ?? number).replaceAll('data/outbox', `${data}/outbox`),
  };
}

async function follow(guide, t) {
  const folder = await mkdtemp(path.join(tmpdir(), 'guide-'));
  const data = path.join(folder, 'data');
  const { port, text } = await elsewhere(await readFile(path.join(clone, 'docs/guide', guide), 'utf8'), data);
  const shell = new Shell(clone, {
    ...process.env,
    HOME: folder, // `~` in the guides
    DOTNET_CLI_HOME: home,
    NUGET_PACKAGES: process.env.NUGET_PACKAGES ?? path.join(home, '.nuget/packages'),
    npm_config_userconfig: path.join(home, '.npmrc'),
    npm_config_cache: path.join(home, '.npm'),
    npm_config_prefer_offline: 'true',
    Tokenhouse__BaseUrl: `http://localhost:${port}`,
    Tokenhouse__DataFolder: data,
    Tokenhouse__PasswordHashing__Yields: 'false',
  });
  t.after(async () => {
    await shell.stop();
    await rm(folder, { recursive: true });
  });

  const steps = stepsOf(text);
  assert.ok(steps.length > 0);
  let printed;
  for (const step of steps) {
    const what = `${guide}:${step.line}`;
    if (step.file) {
      const file = path.join(folder, step.file.slice(2));
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, step.text);
    } else if (step.page) {
      const open = pages[step.page] ?? assert.fail(`${what}: pages.js doesn't know "${step.page}".`);
      shell.clipboard = await open(printed);
    } else if (step.running) {
      await shell.start(step.command, (output) => assertShown(output, step.answer, what));
    } else if (step.command) {
      printed = await shell.run(step.command);
      assertShown(printed, step.answer, what);
    }
  }
  return steps;
}

for (const guide of ['first-token.md', 'add-your-api.md', 'onboard-a-customer.md'])
  test(`Every command of ${guide} works, and every answer is as shown`, { timeout: 600_000 }, async (t) => {
    const steps = await follow(guide, t);
    assert.ok(steps.filter(({ illustration }) => illustration).length <= 1, 'A guide may have one block that is not run.');
    console.log(`${guide}: ${steps.filter(({ command }) => command).length} commands, ${steps.filter(({ file }) => file).length} files`);
  });
