import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';

/** A client's process. What it prints is shown if it fails. */
export class Program {
  #child;
  #lines;
  #output = [];

  constructor([file, ...args], env = {}) {
    this.#child = spawn(file, args, { cwd: import.meta.dirname, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const printed = new PassThrough();
    for (const stream of [this.#child.stdout, this.#child.stderr]) stream.pipe(printed, { end: false });
    this.#child.on('close', () => printed.end());
    this.#lines = createInterface({ input: printed });
    this.#lines.on('line', (line) => this.#output.push(`${line}\n`));
  }

  get output() {
    return this.#output.join('');
  }

  get ended() {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Waits until it answers at an address, whatever it answers. */
  async ready(url) {
    for (let i = 0; i < 300; i++) {
      assert.ok(!this.ended, `It ended:\n${this.output}`);
      if (await fetch(url).then(() => true, () => false)) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.fail(`It doesn't answer at ${url}:\n${this.output}`);
  }

  /** Waits until it ends by itself. Opens each link that it prints. Returns its last line. */
  async finish(open, pattern = /^Open (\S+)$/) {
    let last;
    try {
      for await (const line of this.#lines) {
        const [, link] = line.match(pattern) ?? [];
        if (link) await open(link);
        else last = line;
      }
      if (!this.ended) await once(this.#child, 'exit');
    } finally {
      await this.stop();
    }
    assert.equal(this.#child.exitCode, 0, this.output);
    return last;
  }

  async stop() {
    if (this.ended) return;
    this.#child.kill();
    await once(this.#child, 'exit');
  }
}
