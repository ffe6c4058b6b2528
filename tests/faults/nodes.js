import { closeSync, openSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { Caller } from './http.js';
import { end, family, freePort, hasEnded, now, run, signal, start, startAsPostgres, until } from './system.js';

// The processes that a fault hits: servers, and what is before and behind them.

const startLimit = 120_000;
const masterKey = Buffer.alloc(32, 7).toString('base64');

/** One Tokenhouse process over the shared database. Remembers when it was away on purpose. */
export class TokenhouseNode {
  away = [];

  failedStarts = 0; // how often it ended before it was ready

  constructor(name, { dll, folder, port, baseUrl, logs }) {
    Object.assign(this, { name, dll, folder, port, baseUrl, log: `${logs}/${name}.log` });
  }

  /** Starts it over a database, and waits until it is ready. Like a service manager, it tries again if the process ends. */
  async start(database = this.database) {
    this.database = database;
    const caller = new Caller();
    for (const end = now() + startLimit; now() < end; ) {
      this.#spawn();
      const isReady = async () => hasEnded(this.child) || (await caller.send(this, '/health/ready')).status === 200;
      await until(isReady, end - now(), 100);
      if (!hasEnded(this.child)) break;
      this.failedStarts++;
    }
    const { status } = await caller.send(this, '/health/ready');
    caller.close();
    if (status !== 200) throw new Error(`${this.name} didn't become ready. See ${this.log}.`);
    this.back();
  }

  #spawn() {
    const log = openSync(this.log, 'a'); // it is continued after a restart
    const settings = {
      urls: `http://127.0.0.1:${this.port}`,
      'Tokenhouse:BaseUrl': this.baseUrl,
      'Tokenhouse:DataFolder': this.folder,
      'Tokenhouse:Run:0': 'dc3',
      'Tokenhouse:MasterKey': masterKey,
      'Tokenhouse:PasswordHashing:Yields': 'false',
      'Tokenhouse:Datacentres:dc3:Postgres': this.database,
      'Logging:Console:FormatterName': 'simple',
      'Logging:Console:FormatterOptions:TimestampFormat': 'HH:mm:ss.fff ',
    };
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
    this.child = start('dotnet', [this.dll, ...args], { env: { ...process.env, ASPNETCORE_ENVIRONMENT: 'Development' }, stdio: ['ignore', log, log] });
    closeSync(log);
  }

  leave = () => this.away.push({ from: now(), to: Infinity });

  back() {
    if (this.away.at(-1)?.to === Infinity) this.away.at(-1).to = now();
  }

  /** Whether it was away at any time of a period. */
  wasAway = (from, to) => this.away.some((period) => period.from < to && period.to > from);

  kill() {
    this.leave();
    return end(this.child, 'SIGKILL');
  }

  freeze() {
    this.leave();
    this.child.kill('SIGSTOP');
  }

  thaw() {
    this.child.kill('SIGCONT');
    this.back();
  }

  /** Ends it as a restart does. */
  stop() {
    this.leave();
    return end(this.child, 'SIGTERM', 15_000);
  }
}

/** Three nodes, each with its own port and data folder. */
export const makeNodes = async (settings) =>
  Promise.all(['n1', 'n2', 'n3'].map(async (name) => new TokenhouseNode(name, { ...settings, folder: `${settings.folder}/${name}`, port: await freePort() })));

/** Something small that listens: starts it, and waits for its port. */
async function listening(child, port) {
  const open = () => run('bash', ['-c', `exec 3<>/dev/tcp/127.0.0.1/${port}`]).then(() => true, () => false);
  if (!(await until(open, 5000))) throw new Error(`Nothing listens on port ${port}.`);
  return child;
}

/** The network between a node and the database. */
export class Relay {
  constructor(target) {
    this.target = target;
  }

  async start() {
    this.port = await freePort();
    this.child = start(process.execPath, [`${import.meta.dirname}/relay.js`, `${this.port}`, `${this.target}`], { stdio: 'ignore' });
    await listening(this.child, this.port);
    return this;
  }

  cut = () => this.child.kill('SIGSTOP');

  heal = () => this.child.kill('SIGCONT');

  stop = () => end(this.child, 'SIGKILL');
}

/** PgBouncer in transaction mode. */
export class PgBouncer {
  constructor(folder, target) {
    Object.assign(this, { folder, target });
  }

  async start() {
    this.port ??= await freePort();
    const file = `${this.folder}/pgbouncer.ini`;
    await writeFile(
      file,
      [
        '[databases]',
        `tokenhouse = host=127.0.0.1 port=${this.target} dbname=tokenhouse user=tokenhouse`,
        '[pgbouncer]',
        'listen_addr = 127.0.0.1',
        `listen_port = ${this.port}`,
        'unix_socket_dir =',
        'auth_type = any',
        'pool_mode = transaction',
        'default_pool_size = 40',
        'max_client_conn = 1000',
        'ignore_startup_parameters = extra_float_digits',
        '',
      ].join('\n'),
    );
    this.child = startAsPostgres('pgbouncer', [file], { stdio: 'ignore' });
    await listening(this.child, this.port);
    return this;
  }

  /** Ends it at once, and runuser with it. */
  async stop() {
    for (const pid of family(this.child.pid).reverse()) signal(pid, 'SIGKILL');
    await end(this.child);
  }
}

/** HAProxy before the nodes. */
export class HaProxy {
  name = 'haproxy';

  away = [];

  constructor(folder, nodes) {
    Object.assign(this, { folder, nodes });
  }

  wasAway = () => false;

  async start() {
    this.port = await freePort();
    const file = `${this.folder}/haproxy.cfg`;
    await writeFile(
      file,
      [
        'defaults',
        '  mode http',
        '  timeout connect 1s',
        '  timeout check 2s',
        '  timeout client 30s',
        '  timeout server 10s',
        '  option http-server-close',
        '  option redispatch 1',
        '  retries 3',
        '  retry-on conn-failure',
        'frontend login',
        `  bind 127.0.0.1:${this.port}`,
        '  default_backend nodes',
        'backend nodes',
        '  option httpchk GET /health/ready',
        '  default-server check inter 200ms fall 2 rise 1',
        ...this.nodes.map(({ name, port }) => `  server ${name} 127.0.0.1:${port}`),
        '',
      ].join('\n'),
    );
    this.child = start('haproxy', ['-db', '-f', file], { stdio: 'ignore' });
    await listening(this.child, this.port);
    return this;
  }

  stop = () => end(this.child, 'SIGKILL');
}
