import { statfs, rm, writeFile } from 'node:fs/promises';
import { isAlive, now, run, sleep, until } from './system.js';
import { occupier, takeAll } from './slots.js';

// Each fault: over which topology, and what happens. `strike` returns when the fault is over; then every client must work again within ten seconds.
// `blind` says which nodes can't read the database meanwhile: they can't know of changes.

const second = 1000;

const disconnect = (cluster) => cluster.sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'tokenhouse' AND application_name <> '${occupier}'`, 'postgres');

const accepts = (cluster) => cluster.sql('SELECT 1', 'postgres').then(() => true, () => false);

const kill = {
  name: 'kill',
  title: 'a server is killed and started again',
  topology: 'direct',
  async strike({ nodes: [node] }) {
    await node.kill();
    await sleep(2 * second);
    await node.start();
  },
};

const freeze = (seconds) => ({
  name: `freeze-${seconds}`,
  title: `a server stands still for ${seconds} s`,
  topology: 'direct',
  isLong: seconds > 20,
  async strike({ nodes: [node] }) {
    node.freeze();
    await sleep(seconds * second);
    node.thaw();
  },
});

const restart = {
  name: 'restart',
  title: 'PostgreSQL is restarted',
  topology: 'direct',
  blind: 'all',
  async strike({ cluster }) {
    await cluster.stop();
    await cluster.start();
  },
};

const hang = (seconds) => ({
  name: `hang-${seconds}`,
  title: `PostgreSQL hangs for ${seconds} s`,
  topology: 'direct',
  blind: 'all',
  isLong: seconds > 20,
  async strike({ cluster }) {
    cluster.signal('SIGSTOP');
    await sleep(seconds * second);
    cluster.signal('SIGCONT');
  },
});

const connections = {
  name: 'connections',
  title: 'PostgreSQL is out of connections for 6 s',
  topology: 'direct',
  blind: 'all',
  async strike({ cluster }) {
    const taken = await takeAll(cluster.port, 6 * second, () => disconnect(cluster));
    if (taken < 90) throw new Error(`Only ${taken} connections could be taken.`);
  },
};

const full = {
  name: 'full',
  title: 'the disk with the tables is full for 6 s',
  topology: 'direct',
  blind: 'all',
  needs: ({ cluster }) => (cluster.canBeFull ? undefined : 'this machine does not let us mount a small file system'),
  async strike({ cluster }) {
    const filler = `${cluster.tablesFolder}/filler`;
    const end = now() + 6 * second;
    await run('dd', ['if=/dev/zero', `of=${filler}`, 'bs=1M']).catch(() => {}); // ends when the disk is full
    while (now() < end) {
      const { bfree, bsize } = await statfs(cluster.tablesFolder);
      if (bfree > 0) await writeFile(filler, Buffer.alloc(bfree * bsize), { flag: 'a' }).catch(() => {});
      await sleep(100);
    }
    await rm(filler);
  },
};

const backends = {
  name: 'backends',
  title: 'all backends are killed every 200 ms for 5 s',
  topology: 'direct',
  blind: 'all',
  async strike({ cluster }) {
    for (const end = now() + 5 * second; now() < end; await sleep(200)) await disconnect(cluster);
  },
};

const cut = {
  name: 'cut',
  title: 'a server is cut from the database for 8 s',
  topology: 'direct',
  blind: 'last',
  async strike({ relay }) {
    relay.cut();
    await sleep(8 * second);
    relay.heal();
  },
};

const pgbouncer = {
  name: 'pgbouncer',
  title: 'PgBouncer (transaction mode) is restarted',
  topology: 'pooled',
  blind: 'all',
  async strike({ bouncer }) {
    await bouncer.stop();
    await sleep(second);
    await bouncer.start();
  },
};

const rolling = {
  name: 'rolling',
  isLong: true, // not met yet: a server that has just started answers its first requests slowly
  title: 'all servers are restarted, one after the other, behind HAProxy',
  topology: 'balanced',
  mayFail: false,
  async strike({ nodes }) {
    for (const node of nodes) {
      await node.stop();
      await node.start();
      await sleep(second);
    }
  },
};

const standby = {
  name: 'standby',
  title: 'the only synchronous standby is lost for 20 s',
  topology: 'replicated',
  async strike({ cluster, standby: lost }) {
    await lost.kill();
    await sleep(20 * second);
    await lost.start();
    if (!(await until(() => cluster.hasSynchronousStandby(), 20 * second))) throw new Error('The standby did not come back.');
  },
};

const failover = {
  name: 'failover',
  title: 'the primary is killed and the standby promoted',
  topology: 'replicated',
  blind: 'all',
  async strike(topology) {
    await topology.cluster.kill();
    await sleep(2 * second);
    await topology.standby.promote();
    topology.cluster = topology.standby;
    if (isAlive(topology.cluster.pid)) await until(() => accepts(topology.cluster), 5 * second);
  },
};

/** In the order in which they run: those that share a topology together, and last the one that ends the database. */
export const faults = [
  kill, freeze(6), freeze(20), freeze(60), restart, hang(20), hang(50), connections, full, backends, cut, pgbouncer, rolling, standby, failover,
];
