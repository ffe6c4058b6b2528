import { cpSync, rmSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { checkChanges, checkCodes, checkErrors, checkHealth, checkIntrospection, checkRecovery, checkStored, longestGap } from './checks.js';
import { Introspector } from './clients.js';
import { Cluster } from './cluster.js';
import { faults } from './faults.js';
import { Ledger, clock } from './ledger.js';
import { Load } from './load.js';
import { makeNodes } from './nodes.js';
import { page, table } from './report.js';
import { atEnd, freePort, isRoot, now, run, sleep } from './system.js';
import { open, seed } from './topologies.js';

const { values: options } = parseArgs({
  options: { dll: { type: 'string' }, long: { type: 'boolean' }, only: { type: 'string' }, write: { type: 'boolean' }, logs: { type: 'string' } },
});

const recoveryLimit = 10_000;
const before = options.long ? 10_000 : 2000;
const after = options.long ? 10_000 : 2500;
const whole = options.long ? 60_000 : 0;
const families = options.long ? 40 : 16;

/** Lets a fault happen under load, and checks everything. */
async function happen(fault, topology, load) {
  await load.prepare();
  load.start();
  const began = now();
  await sleep(before);
  const struckAt = now();
  let broken;
  await fault.strike(topology).catch((error) => (broken = error));
  const over = now();
  const recovery = await load.recovery(over, recoveryLimit);
  await sleep(Math.max(after, whole - (now() - began)));
  const until = now();
  const ledger = await load.finish();
  if (broken) ledger.violate(`the fault itself failed: ${broken.stack}`);

  if (options.logs) await writeFile(`${options.logs}/${fault.name}.log`, failures(ledger, struckAt, over));
  const blindNodes = { all: topology.nodes, last: topology.nodes.slice(-1) }[fault.blind] ?? [];
  const errors = checkErrors(ledger);
  if (fault.mayFail === false)
    for (const kind of ['503', 'no answer', 'closed', 'refused']) if (errors.get(kind)) ledger.violate(`${errors.get(kind)} requests failed: ${kind}`);
  checkIntrospection(load.clients.filter((client) => client instanceof Introspector), ledger);
  return {
    fault,
    families,
    ended: load.refreshers.filter(({ isEnded }) => isEnded).length,
    stored: await checkStored(topology.cluster, load.refreshers, ledger),
    codes: checkCodes(ledger),
    gap: longestGap(ledger, topology.targets, struckAt, until),
    recovered: checkRecovery(recovery, recoveryLimit, ledger),
    errors,
    health: checkHealth(ledger, topology.nodes),
    changes: checkChanges(ledger, topology.nodes, blindNodes.map(({ name }) => ({ node: name, from: struckAt, to: over }))),
    violations: ledger.violations,
    slowness: ledger.slowness,
    stalls: ledger.stalls,
    seconds: (until - began) / 1000,
  };
}

/** What didn't work, for a reader who looks for the reason. */
const failures = ({ answers, health }, struckAt, over) =>
  [
    `struck at ${clock(struckAt)}, over at ${clock(over)}`,
    ...[...answers, ...health.map((check) => ({ ...check, client: check.path, kind: check.kind === 200 ? 'ok' : check.kind }))]
      .filter(({ kind, began, ended }) => kind !== 'ok' || ended - began > 500)
      .sort((one, other) => one.ended - other.ended)
      .map(({ client, node, began, ended, kind }) => `${clock(began)} ${node} ${Math.round(ended - began)} ms ${kind} (${client})`),
    '',
  ].join('\n');

function tell({ fault, violations, slowness, errors, gap, stalls, seconds, health }) {
  console.log(`${fault.name}: ${Math.round(seconds)} s, ${[...errors].map(([kind, count]) => `${count} ${kind}`).join(', ')}`);
  console.log(`  longest gap ${Math.round(gap.ms)} ms at ${gap.node}; not ready ${Math.round(health.notReady * 100)} %; writable ${Math.round(health.writable.max)} ms; our own longest stall ${Math.round(Math.max(0, ...stalls.map(({ from, to }) => to - from)))} ms`);
  for (const text of violations.slice(0, 40)) console.log(`  VIOLATED ${text}`);
  for (const text of slowness.slice(0, 5)) console.log(`  slow: ${text}`);
}

const startFailures = [];

async function runAll(chosen, settings) {
  const rows = [];
  settings.cluster = await Cluster.create(`${settings.folder}/primary`);
  await seed(settings.cluster, await makeNodes(settings));
  for (const name of new Set(chosen.map(({ topology }) => topology))) {
    const topology = await open(name, settings);
    for (const node of topology.nodes.filter(({ failedStarts }) => failedStarts > 0)) startFailures.push(`${node.name} (${name}) ended ${node.failedStarts} times before it was ready`);
    const load = new Load(topology.nodes, topology.targets, families);
    try {
      await load.warmUp();
      for (const fault of chosen.filter((one) => one.topology === name)) {
        const lacking = fault.needs?.(topology);
        if (lacking) console.log(`${fault.name}: not possible here, because ${lacking}`);
        else tell(rows[rows.push(await happen(fault, topology, load)) - 1]);
      }
    } finally {
      load.close();
      await topology.close();
    }
  }
  return rows;
}

Ledger.countsTimes = options.long === true;
const chosen = faults.filter(({ name, isLong }) => (options.only ? options.only.split(',').includes(name) : options.long || !isLong));
if (chosen.length === 0) throw new Error(`There is no fault of that name. There are ${faults.map(({ name }) => name).join(', ')}.`);

const folder = await mkdtemp(`${tmpdir()}/faults-`);
await chmod(folder, 0o755);
if (isRoot) await run('chown', ['postgres', folder]);
atEnd(() => {
  if (options.logs && settings.cluster) cpSync(settings.cluster.log, `${logs}/postgres.log`);
  rmSync(folder, { recursive: true, force: true });
});
const logs = options.logs ?? `${folder}/logs`;
await mkdir(logs, { recursive: true });
const settings = { folder, logs, dll: options.dll, baseUrl: `http://localhost:${await freePort()}` };
const rows = await runAll(chosen, settings);
console.log(`\n${table(rows)}\n`);
const violated = rows.filter(({ violations }) => violations.length > 0).length;
if (options.write) {
  const command = `tests/faults/run.sh${options.long ? ' --long' : ''}${options.only ? ` --only ${options.only}` : ''}`;
  await writeFile(`${import.meta.dirname}/../../docs/faults.md`, page(rows, command, new Date()));
}
for (const text of startFailures) console.log(`VIOLATED ${text}`);
const failed = violated + startFailures.length;
console.log(`${rows.length - violated} faults passed, ${failed} faults failed`);
process.exit(failed ? 1 : 0);
