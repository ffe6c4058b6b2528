import { execFile, execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { promisify } from 'node:util';

// What everything here needs of the machine: programs, processes, ports, time.

const execute = promisify(execFile);

export const isRoot = process.getuid() === 0;

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Milliseconds since the epoch, which don't jump. */
export const now = () => performance.timeOrigin + performance.now();

/** Runs a program to its end, and answers what it printed. */
export async function run(file, args, { input = '', ...options } = {}) {
  const running = execute(file, args, { maxBuffer: 1 << 26, ...options });
  running.child.stdin.on('error', () => {}).end(input); // if it ends before it has read everything, its exit code says so
  return (await running).stdout.trim();
}

/** PostgreSQL and PgBouncer refuse to run as root. */
const command = (file, args) => (isRoot ? ['runuser', ['-u', 'postgres', '--', file, ...args]] : [file, args]);

export const runAsPostgres = (file, args, options) => run(...command(file, args), { cwd: '/', ...options });

export const startAsPostgres = (file, args, options) => start(...command(file, args), { cwd: '/', ...options });

/** Whether it became true in time. */
export async function until(isTrue, ms, step = 50) {
  for (const end = now() + ms; now() < end; await sleep(step)) if (await isTrue()) return true;
  return false;
}

export const hasEnded = (child) => child.exitCode !== null || child.signalCode !== null;

export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

/** Sends a signal to a process, unless it has ended. */
export function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** A process and all that it started. */
export function family(pid) {
  let children = [];
  try {
    children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  } catch {
    // it has ended
  }
  return [pid, ...children.flatMap(family)];
}

const cleanups = [];

/** Does something at the end of this process, whatever ends it; the last first. It must not wait. */
export const atEnd = (cleanup) => cleanups.push(cleanup);

process.on('exit', () => {
  for (const cleanup of cleanups.reverse()) {
    try {
      cleanup();
    } catch (error) {
      console.error(`Not cleaned up: ${error.message}`);
    }
  }
});
for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => process.exit(130));

/** A child process that doesn't outlive this one. */
export function start(file, args, options) {
  const child = spawn(file, args, options);
  atEnd(() => family(child.pid).forEach((pid) => signal(pid, 'SIGKILL')));
  return child;
}

/** Ends a child process, at last by force. */
export async function end(child, name = 'SIGTERM', ms = 10_000) {
  if (hasEnded(child)) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(name);
  const timer = setTimeout(() => child.kill('SIGKILL'), ms);
  await ended;
  clearTimeout(timer);
}

export const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

export const binaries = execFileSync('sh', ['-c', 'ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1'], { encoding: 'utf8' }).trim();
