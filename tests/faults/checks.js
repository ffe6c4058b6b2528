import { clock } from './ledger.js';

// What must be true after each fault, whatever happened during it.

const second = 1000;
const healthLimit = 200;

export const percentile = (values, share) => [...values].sort((one, other) => one - other)[Math.min(values.length - 1, Math.floor(values.length * share))];

/** Compares what the clients were told with what is stored. */
export async function checkStored(cluster, refreshers, ledger) {
  const told = new Map(refreshers.flatMap(({ name, acknowledged, isEnded }) => acknowledged.map((hash) => [hash, { name, isEnded }])));
  for (const { racing, successes } of ledger.codes) for (const hash of successes) told.set(hash, { name: 'a code', isEnded: racing });
  const rows = await ask(
    cluster,
    [...told.keys()],
    `SELECT encode(told.hash, 'hex'), token."FamilyId", family."EndedAt" IS NOT NULL, coalesce(family."EndReason", ''),
       (SELECT count(*) FROM "RefreshTokens" other WHERE other."FamilyId" = token."FamilyId" AND other."SpentAt" IS NULL)
     FROM told LEFT JOIN "RefreshTokens" token ON token."Hash" = told.hash LEFT JOIN "Families" family ON family."Id" = token."FamilyId"`,
  );
  const ended = new Map();
  const forked = new Set();
  let missing = 0;
  for (const [hash, family, hasEnded, reason, unspent] of rows) {
    const { name, isEnded } = told.get(hash);
    if (!family) missing++;
    else if (Number(unspent) > 1) forked.add(family);
    if (hasEnded === 't' && (!isEnded || name !== 'a code')) ended.set(family, `${name}: ${reason}`);
  }
  if (missing) ledger.violate(`${missing} acknowledged refresh tokens are missing`);
  if (forked.size) ledger.violate(`families with several unspent tokens: ${[...forked].join(', ')}`);
  for (const text of ended.values()) ledger.violate(`an honest family was ended: ${text}`);
  const acknowledged = ledger.answers.filter(({ client, kind }) => kind === 'ok' && /^(confidential|public) /.test(client)).length;
  return { acknowledged, checked: told.size, missing, forked: forked.size, ended: ended.size };
}

async function ask(cluster, hashes, query) {
  const lines = hashes.map((hash) => `\\\\x${hash}`).join('\n');
  const answer = await cluster.sql(`CREATE TEMP TABLE told (hash bytea) TABLESPACE pg_default;\nCOPY told FROM stdin;\n${lines}\n\\.\n${query};\n`);
  return answer ? answer.split('\n').map((line) => line.split('\t')) : [];
}

export function checkCodes(ledger) {
  const twice = ledger.codes.filter(({ successes }) => successes.length > 1).length;
  if (twice) ledger.violate(`${twice} codes were exchanged twice`);
  return { exchanged: ledger.codes.filter(({ successes }) => successes.length).length, twice, lost: ledger.codes.filter(({ isLost }) => isLost).length };
}

export function checkIntrospection(introspectors, ledger) {
  for (const { refresher, text } of introspectors.flatMap(({ suspicions }) => suspicions.splice(0))) if (!refresher.isEnded) ledger.violate(text);
}

/** Every error answer of a node is 503 with Retry-After. */
export function checkErrors(ledger) {
  const counts = new Map();
  for (const { kind } of ledger.answers) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  for (const [kind, count] of counts) if (/^\d/.test(kind) && kind !== '503') ledger.violate(`${count} answers were ${kind}`);
  return counts;
}

export function checkRecovery(recovery, limit, ledger) {
  const stuck = recovery.filter(({ ms }) => !(ms <= limit));
  for (const { client } of stuck) ledger.violate(`${client} didn't work within ${limit / second} s of the fault's end`);
  return Math.max(0, ...recovery.map(({ ms }) => ms ?? Infinity));
}

/** The longest time without a machine token at a node that ran all the time. */
export function longestGap(ledger, targets, from, to) {
  let longest = { ms: 0 };
  for (const node of targets) {
    const times = ledger.answers.filter(({ client, node: name, kind }) => name === node.name && kind === 'ok' && client.startsWith('machine')).map(({ ended }) => ended);
    const moments = [from, ...times.filter((at) => at > from && at < to), to];
    for (let i = 1; i < moments.length; i++) {
      const [began, ended] = [moments[i - 1], moments[i]];
      const ms = ended - began > longest.ms ? ledger.took({ began, ended }) : 0;
      if (ms > longest.ms && !node.wasAway(began, ended)) longest = { ms, node: node.name, at: began };
    }
  }
  return longest;
}

/** Nodes that run answer health checks quickly, whatever they say. A busy machine may delay one in a hundred, but blocked threads delay many, and for seconds. */
export function checkHealth(ledger, nodes) {
  const running = ledger.health
    .filter(({ node, began, ended }) => !nodes.find(({ name }) => name === node).wasAway(began, ended))
    .map((check) => ({ ...check, ms: ledger.took(check) }));
  const of = (path) => running.filter((check) => check.path === path);
  const health = Object.fromEntries(
    ['live', 'ready', 'writable'].map((name) => {
      const times = of(`/health/${name}`).map(({ ms }) => ms);
      return [name, { p99: percentile(times, 0.99), max: Math.max(0, ...times) }];
    }),
  );
  for (const name of ['live', 'ready'])
    if (health[name].p99 > healthLimit || health[name].max > second)
      ledger.slow(`/health/${name}: 99 % were answered within ${Math.round(health[name].p99)} ms, all within ${Math.round(health[name].max)} ms`);
  for (const { node, path, began, kind } of running.filter(({ kind }) => typeof kind === 'string').slice(0, 3)) ledger.violate(`${path} at ${node} at ${clock(began)}: ${kind}`);
  return { ...health, notReady: of('/health/ready').filter(({ kind }) => kind !== 200).length / Math.max(1, of('/health/ready').length) };
}

/**
 * When each node knew each change, and whether one answered from what it knew a second before.
 * @param blind the time in which a node couldn't know: [{ node, from, to }]
 */
export function checkChanges(ledger, nodes, blind) {
  const delays = [];
  for (const { name, away } of nodes) {
    const periods = [...away, ...blind.filter(({ node }) => node === name)];
    const excuse = (at) => Math.max(at, ...periods.filter(({ from, to }) => from <= at + second && to > at).map(({ to }) => to));
    for (const change of ledger.changes.filter(({ acknowledged }) => acknowledged)) {
      const seen = ledger.seen.find((answer) => answer.node === name && answer.client === change.client && answer.began > change.sent && answer.enabled === change.enabled);
      const isSuperseded = ledger.changes.some(({ client, sent }) => client === change.client && sent > change.sent && sent < seen?.ended);
      if (seen && !isSuperseded) delays.push(Math.max(0, seen.ended - excuse(change.acknowledged)));
    }
    for (const answer of ledger.seen.filter(({ node }) => node === name)) {
      const changes = ledger.changes.filter(({ client, sent }) => client === answer.client && sent < answer.ended);
      const known = changes.findLastIndex(({ acknowledged }) => acknowledged && acknowledged < answer.ended - second);
      if (known < 0 || changes.slice(known).some(({ enabled }) => enabled === answer.enabled)) continue;
      if (blind.some(({ node, from, to }) => node === name && from < answer.ended && to + second > answer.ended)) continue;
      const report = answer.ended - changes[known].acknowledged > 5 * second ? ledger.violate : ledger.slow;
      report(`stale: ${name} took ${answer.client} for ${answer.enabled ? 'enabled' : 'disabled'} at ${clock(answer.ended)}, changed at ${clock(changes[known].acknowledged)}`);
    }
  }
  return { count: delays.length, p50: percentile(delays, 0.5), p99: percentile(delays, 0.99), max: Math.max(0, ...delays) };
}
