import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';

// Keeps variables, functions and the folder for the next command.
const wrapped = (command) => `trap 'code=$?; { pwd; env -0; } >&3; exit $code' EXIT\nset -a\n${command}`;

/** A reader's terminals: commands run one after the other, in bash, with the variables of those before. */
export class Shell {
  #cwd;
  #env;
  #running = [];

  /** What a page showed and the reader copied; the next command can read it. */
  clipboard = '';

  constructor(cwd, env) {
    [this.#cwd, this.#env] = [cwd, env];
    process.once('SIGTERM', () => process.exit(1));
    process.once('exit', () => this.#signal('SIGKILL')); // an interrupted run leaves nothing behind
  }

  /** Answers what the command printed. Fails if it failed. */
  async run(command) {
    const child = spawn('bash', ['-c', wrapped(command)], { cwd: this.#cwd, env: this.#env, stdio: ['pipe', 'pipe', 'pipe', 'pipe'] });
    child.stdin.on('error', () => {}); // most commands read nothing
    child.stdin.end(this.clipboard && `${this.clipboard}\n`);
    const [printed, errors, left, [code]] = await Promise.all([...[1, 2, 3].map((fd) => text(child.stdio[fd])), once(child, 'close')]);
    assert.equal(code, 0, `It failed (${code}):\n${command}\n${printed}${errors}`);
    const [, cwd, env] = left.match(/^(.*)\n([^]*)$/);
    this.#cwd = cwd;
    this.#env = Object.fromEntries(env.split('\0').filter(Boolean).map((entry) => entry.match(/^([^=]+)=([^]*)$/).slice(1)));
    return printed;
  }

  /** Starts a command in another terminal, and waits until what it printed satisfies the check. */
  async start(command, check) {
    const child = spawn('bash', ['-c', command], { cwd: this.#cwd, env: this.#env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    this.#running.push(child);
    let [printed, errors] = ['', ''];
    child.stdout.on('data', (data) => (printed += data));
    child.stderr.on('data', (data) => (errors += data));
    for (const end = Date.now() + 300_000; ; await delay(200)) {
      try {
        return check(printed);
      } catch (error) {
        if (child.exitCode !== null || Date.now() > end) throw new Error(`${error.message}\n${errors}`);
      }
    }
  }

  async stop() {
    const ended = this.#alive().map((child) => once(child, 'exit'));
    this.#signal('SIGTERM');
    const late = setTimeout(() => this.#signal('SIGKILL'), 10_000);
    await Promise.all(ended);
    clearTimeout(late);
  }

  #alive() {
    return this.#running.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
  }

  /** To each with the programs that it started. */
  #signal(name) {
    for (const { pid } of this.#alive()) process.kill(-pid, name);
  }
}
