import assert from 'node:assert/strict';

/**
 * The steps of a guide, in order. A fence names its language first.
 *   console           commands (`$ `, continued after a backslash), each with its answer
 *   console running   one command that keeps running, with what it prints when it is ready
 *   text              an illustration; not run
 *   any other         a file, named in a comment on its first line
 * A comment `<!-- page: NAME -->` stands for what the text above it says to do on a page; pages.js does it.
 */
export function stepsOf(markdown) {
  const lines = markdown.split('\n');
  const steps = [];
  for (let at = 0; at < lines.length; at++) {
    const line = at + 1;
    const [, page] = lines[at].match(/^<!-- page: (.+) -->$/) ?? [];
    if (page) steps.push({ line, page });
    const [, fence] = lines[at].match(/^\s*```(.*)$/) ?? [];
    if (fence === undefined) continue;
    const end = lines.findIndex((text, index) => index > at && /^\s*```$/.test(text));
    assert.ok(end > at, `The block in line ${line} has no end.`);
    steps.push(...block(fence, lines.slice(at + 1, end), line));
    at = end;
  }
  return steps;
}

function block(fence, lines, line) {
  if (fence === 'text') return [{ line, illustration: true }];
  if (fence === 'console') return commands(lines, line);
  if (fence === 'console running') {
    const [command, ...more] = commands(lines, line);
    assert.ok(more.length === 0 && command.answer, `The block in line ${line} needs one command, and what it prints when it is ready.`);
    return [{ ...command, running: true }];
  }
  const [, file] = lines[0].match(/^(?:\/\/|#) (~\/\S+)$/) ?? [];
  assert.ok(fence && file, `The block in line ${line} would not run: it is neither "console" nor a file with its path in a comment on the first line.`);
  return [{ line, file, text: lines.join('\n') + '\n' }];
}

function commands(lines, line) {
  const found = [];
  let continues = false;
  for (const [index, text] of lines.entries()) {
    if (continues) found.at(-1).command += `\n${text}`;
    else if (text.startsWith('$ ')) found.push({ line: line + 1 + index, command: text.slice(2), answer: '' });
    else {
      assert.ok(found.length > 0, `The block in line ${line} doesn't begin with a command ("$ ").`);
      found.at(-1).answer += `${text}\n`;
    }
    continues = (continues || text.startsWith('$ ')) && text.endsWith('\\');
  }
  assert.ok(found.length > 0, `The block in line ${line} has no command.`);
  return found;
}
