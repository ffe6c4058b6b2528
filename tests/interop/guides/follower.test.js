// What fails a guide.
import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { stepsOf } from './markdown.js';
import { assertShown } from './shape.js';
import { Shell } from './shell.js';

const fence = '```';

test('A block that would not run fails', () => {
  for (const block of [`${fence}bash\ncurl x\n${fence}`, `${fence}\ncurl x\n${fence}`, `${fence}js\nlet x;\n${fence}`, `${fence}console\ncurl x\n${fence}`])
    assert.throws(() => stepsOf(`# Guide\n\n${block}\n`), /The block in line 3/);
});

test('Commands, files, pages and illustrations are found in their order', () => {
  const guide = `${fence}console\n$ a \\\n  b\nprinted\n$ c\n${fence}\n<!-- page: open it -->\n${fence}js\n// ~/x.js\nlet x;\n${fence}\n${fence}text\nonly shown\n${fence}\n`;
  assert.deepEqual(stepsOf(guide), [
    { line: 2, command: 'a \\\n  b', answer: 'printed\n' },
    { line: 5, command: 'c', answer: '' },
    { line: 7, page: 'open it' },
    { line: 8, file: '~/x.js', text: '// ~/x.js\nlet x;\n' },
    { line: 12, illustration: true },
  ]);
});

test('What varies is compared by its form, and everything else as it is', () => {
  const shown = '{"id":"01a20006-3cbe-7fc7-a555-5fd2b30c7d25",\n "access_token":"eyJ...", "at":"2026-11-30T12:00:00Z","iat":1795298400}';
  const given = '{"id":"11111111-2222-3333-4444-555555555555","access_token":"eyJabc.d-e_f","at":"2031-01-02T03:04:05.678+00:00","iat":1895298401}';
  assertShown(given, shown, 'It');
  assertShown('a\nb\nc\nd', 'a\n...\nd', 'It');
  assertShown('info: Lifetime[14]\n  Now listening\nmore', '...\nNow listening\n...', 'It');
  for (const other of [given.replace('"iat"', '"exp"'), given.replace('eyJ', 'abc'), given.replace('"at"', '"x":1,"at"'), given.replace('2031-', ''), `${given} x`])
    assert.throws(() => assertShown(other, shown, 'It'), /something else than the guide shows/);
  assert.throws(() => assertShown('an answer', '', 'It'), /something else/);
});

test('A command that fails fails, and the next one knows the variables of the one before', async () => {
  const shell = new Shell(tmpdir(), process.env);
  await assert.rejects(shell.run('false'), /It failed \(1\)/);
  await assert.rejects(shell.run('false; echo on; exit 3'), /It failed \(3\)/);
  shell.clipboard = 'copied';
  assert.equal(await shell.run('read -rs pasted; say() { echo "$1, $pasted"; }; cd /'), '');
  assert.equal(await shell.run('say hello; pwd'), 'hello, copied\n/\n');
});

test('A program that ends instead of running fails', async (t) => {
  const shell = new Shell(tmpdir(), process.env);
  t.after(() => shell.stop());
  await shell.start('echo ready; sleep 60', (printed) => assertShown(printed, 'ready', 'It'));
  await assert.rejects(
    shell.start('echo broken; exit 1', (printed) => assertShown(printed, 'ready', 'It')),
    /broken/,
  );
});
