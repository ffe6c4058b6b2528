import { execFileSync } from 'node:child_process';
import { appendFile, chmod, mkdir, readFile } from 'node:fs/promises';
import { atEnd, binaries, family, freePort, isAlive, isRoot, run, runAsPostgres, signal, until } from './system.js';

// A PostgreSQL server with fsync on, on a loopback port. Its tables are on a small file system of their own, so that it can become full.

const tables = 'tables';

async function ownFolder(folder) {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o700);
  if (isRoot) await run('chown', ['postgres', folder]);
}

/** Mounts a small file system. Without permission, the folder is an ordinary one and can't become full. */
async function mountSmall(folder, megabytes) {
  await ownFolder(folder);
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=700,uid=postgres,gid=postgres`, 'tmpfs', folder]);
    atEnd(() => execFileSync('umount', ['--lazy', folder]));
    return true;
  } catch {
    return false;
  }
}

export class Cluster {
  constructor(folder, port, tablesFolder) {
    Object.assign(this, { folder, port, tablesFolder, log: `${folder}/server.log` });
  }

  static async create(folder, megabytes = 400) {
    const cluster = new Cluster(folder, await freePort(), `${folder}-tables`);
    cluster.canBeFull = await mountSmall(cluster.tablesFolder, megabytes);
    await ownFolder(folder);
    await runAsPostgres(`${binaries}/initdb`, [`--pgdata=${folder}`, '--username=postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync']);
    await appendFile(
      `${folder}/postgresql.conf`,
      [
        `port = ${cluster.port}`,
        "listen_addresses = '127.0.0.1'",
        "unix_socket_directories = ''",
        'shared_buffers = 64MB',
        'max_connections = 100',
        'wal_keep_size = 256MB',
        'log_lock_waits = on',
        'log_min_duration_statement = 1s',
        '',
      ].join('\n'),
    );
    await cluster.start();
    await cluster.sql('CREATE ROLE tokenhouse LOGIN', 'postgres');
    await cluster.sql(`CREATE TABLESPACE ${tables} LOCATION '${cluster.tablesFolder}'`, 'postgres');
    await cluster.sql(`CREATE DATABASE tokenhouse OWNER tokenhouse TABLESPACE ${tables}`, 'postgres');
    return cluster;
  }

  /** A streaming standby of this server, which every commit then waits for. */
  async standby(folder) {
    const standby = new Cluster(folder, await freePort(), `${folder}-tables`);
    await ownFolder(standby.tablesFolder);
    await runAsPostgres(`${binaries}/pg_basebackup`, [
      `--pgdata=${folder}`, '--write-recovery-conf', '--checkpoint=fast', '--no-sync', `--tablespace-mapping=${this.tablesFolder}=${standby.tablesFolder}`,
      `--dbname=host=127.0.0.1 port=${this.port} user=postgres application_name=standby`,
    ]);
    await appendFile(`${folder}/postgresql.auto.conf`, `port = ${standby.port}\nsynchronous_standby_names = ''\n`);
    await standby.start();
    await this.sql("ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (standby)'", 'postgres');
    await this.sql('SELECT pg_reload_conf()', 'postgres');
    if (!(await until(() => this.hasSynchronousStandby(), 10_000))) throw new Error('The standby does not follow.');
    return standby;
  }

  hasSynchronousStandby = async () => (await this.sql("SELECT count(*) FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum')", 'postgres')) !== '0';

  async start() {
    await runAsPostgres(`${binaries}/pg_ctl`, [`--pgdata=${this.folder}`, `--log=${this.log}`, '--wait', '--silent', '--timeout=60', 'start']);
    const pid = Number((await readFile(`${this.folder}/postmaster.pid`, 'utf8')).split('\n')[0]);
    this.pid = pid;
    atEnd(() => family(pid).forEach((one) => signal(one, 'SIGKILL')));
  }

  stop = (mode = 'fast') => runAsPostgres(`${binaries}/pg_ctl`, [`--pgdata=${this.folder}`, `--mode=${mode}`, '--wait', '--silent', 'stop']);

  promote = () => runAsPostgres(`${binaries}/pg_ctl`, [`--pgdata=${this.folder}`, '--wait', '--silent', 'promote']);

  /** Stops all its processes, or lets them go on. */
  signal(name) {
    for (const pid of family(this.pid)) signal(pid, name);
  }

  async kill() {
    this.signal('SIGKILL');
    await until(() => !isAlive(this.pid), 5000);
  }

  /** Runs SQL as the administrator, and answers rows of fields separated by tabs. */
  sql(statements, database = 'tokenhouse') {
    const args = ['-h', '127.0.0.1', '-p', `${this.port}`, '-U', 'postgres', '-d', database, '-XqAtF', '\t', '-v', 'ON_ERROR_STOP=1'];
    return runAsPostgres('psql', args, { input: statements });
  }

  address = (port = this.port) => `Host=127.0.0.1;Port=${port};Database=tokenhouse;Username=tokenhouse`;
}
