import { HaProxy, makeNodes, PgBouncer, Relay } from './nodes.js';

// The ways to run three nodes over the database.

/** Fills an empty database by a first start, and adds the clients whose changes are watched and the program that changes them. */
export async function seed(cluster, nodes) {
  await nodes[0].start(cluster.address());
  await nodes[0].stop();
  for (const [client, scopes] of [['toggled-1'], ['toggled-2'], ['operations', ['hub.credentials.read', 'hub.credentials.write']]]) {
    const secret = JSON.stringify({ Id: crypto.randomUUID(), ClientId: client, HubScopes: scopes ?? [] });
    const changed = JSON.stringify({ Id: client, ...(scopes && { Scopes: scopes }) });
    await cluster.sql(`
      INSERT INTO "Clients" SELECT (jsonb_populate_record(c, '${changed}')).* FROM "Clients" c WHERE "Id" = 'globex-live';
      INSERT INTO "Secrets" SELECT (jsonb_populate_record(s, jsonb_set('${secret}', '{Hash}', to_jsonb(sha256('${client}-demo-secret')::text)))).*
        FROM "Secrets" s WHERE "ClientId" = 'globex-live';`);
  }
}

async function startAll(nodes, address) {
  for (const node of nodes) await node.start(address(node));
}

/** The database directly, but for the last node, whose network can be cut. */
async function direct({ cluster, nodes }) {
  const relay = await new Relay(cluster.port).start();
  await startAll(nodes, (node) => cluster.address(node === nodes.at(-1) ? relay.port : undefined));
  return { cluster, nodes, targets: nodes, relay, close: () => relay.stop() };
}

/** PgBouncer in transaction mode before the database. */
async function pooled({ cluster, nodes, folder }) {
  const bouncer = await new PgBouncer(folder, cluster.port).start();
  await startAll(nodes, () => cluster.address(bouncer.port));
  return { cluster, nodes, targets: nodes, bouncer, close: () => bouncer.stop() };
}

/** HAProxy before the nodes. */
async function balanced({ cluster, nodes, folder }) {
  await startAll(nodes, () => cluster.address());
  const proxy = await new HaProxy(folder, nodes).start();
  return { cluster, nodes, targets: [proxy], close: () => proxy.stop() };
}

/** A standby for which every commit waits, and nodes that know both. */
async function replicated({ cluster, nodes, folder }) {
  const standby = await cluster.standby(`${folder}/standby`);
  const address = `Host=127.0.0.1:${cluster.port},127.0.0.1:${standby.port};Database=tokenhouse;Username=tokenhouse;Target Session Attributes=read-write`;
  await startAll(nodes, () => address);
  return { cluster, standby, nodes, targets: nodes, close: () => standby.kill() };
}

export const topologies = { direct, pooled, balanced, replicated };

/** Three nodes and what they need, which is ended with them. */
export async function open(name, settings) {
  const nodes = await makeNodes(settings);
  const topology = await topologies[name]({ ...settings, nodes });
  return {
    ...topology,
    async close() {
      await Promise.all(nodes.map((node) => (node.thaw(), node.stop())));
      await topology.close();
    },
  };
}
