// The results as a table for people.

const rounded = (ms) => (Number.isFinite(ms) ? Math.round(ms) : '-');

const columns = [
  ['fault', ({ fault }) => fault.title],
  ['refresh tokens acknowledged', ({ stored }) => stored.acknowledged],
  ['lost', ({ stored }) => stored.missing],
  ['forked', ({ stored }) => stored.forked],
  ['families ended', ({ ended, families, stored }) => `${Math.max(ended, stored.ended)} of ${families}`],
  ['codes exchanged / twice / to get again', ({ codes }) => `${codes.exchanged} / ${codes.twice} / ${codes.lost}`],
  ['longest gap of machine tokens, ms', ({ gap }) => rounded(gap.ms)],
  ['every client works again after, ms', ({ recovered }) => rounded(recovered)],
  ['503', ({ errors }) => errors.get('503') ?? 0],
  ['other errors', ({ errors }) => [...errors].filter(([kind]) => /^\d/.test(kind) && kind !== '503').reduce((sum, [, count]) => sum + count, 0)],
  ['no answer / closed / refused', ({ errors }) => ['no answer', 'closed', 'refused'].map((kind) => errors.get(kind) ?? 0).join(' / ')],
  ['health p99 / longest, ms', ({ health: { live, ready } }) => `${rounded(Math.max(live.p99, ready.p99))} / ${rounded(Math.max(live.max, ready.max))}`],
  ['changes known after p50 / p99 / longest, ms', ({ changes }) => `${rounded(changes.p50)} / ${rounded(changes.p99)} / ${rounded(changes.max)} (${changes.count})`],
  ['violations', ({ violations }) => violations.length],
];

export const table = (rows) =>
  [
    columns.map(([title]) => title),
    columns.map(() => '---'),
    ...rows.map((row) => columns.map(([, of]) => of(row))),
  ]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');

const meanings = `Three servers share one PostgreSQL 15 with fsync. Honest clients refresh tokens, exchange codes, get machine tokens, introspect and change the Hub. They wait
at most 3 s for an answer; without one, or at 503, they send the same to another server. Half of them then close the old connection, and half keep it open.

- *lost*: refresh tokens that a client was given and that aren't in the database. *forked*: families with more than one unspent token.
- *families ended*: of honest clients. *to get again*: codes whose answer never came, so that the application sends the person again.
- *longest gap*: the longest time in which a server that ran issued no token to a machine whose client it knew.
- *every client works again after*: from the end of the fault. The limit is 10 s.
- *503*: with \`Retry-After\`. *other errors*: any other error answer of a server.
- *health*: how long \`/health/live\` and \`/health/ready\` took on servers that ran. The limit is 200 ms for 99 %, and 1 s for all.
  Only the long run fails for a slow answer or a late change, because a busy machine causes them too.
- *changes*: how long after the Hub confirmed a change each server acted on it, in milliseconds, and how often it was measured. A server that was frozen or couldn't
  read its database is counted from when it could again.

**Not met yet: a rolling restart.** \`tests/faults/run.sh --only rolling\` restarts all servers, one after the other, behind HAProxy. Nothing is lost, but about 15 requests of
3,000 get no answer within 3 s: a server that has just started answers its first requests slowly. The short run leaves it out; \`--long\` has it.`;

export const page = (rows, command, date) =>
  `# What happens when something breaks\n\n${meanings}\n\nMade by \`${command}\` on ${date.toISOString().slice(0, 16).replace('T', ' ')} UTC.\n\n${table(rows)}\n`;
