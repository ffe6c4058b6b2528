import { CodeClient, HubProgram, Introspector, Machine, Prober, Refresher, Watcher } from './clients.js';
import { Ledger } from './ledger.js';
import { now, sleep, until } from './system.js';
import { Visitor } from './visitor.js';

// All clients together. They live as long as their nodes; each fault gets a ledger of its own.

const warmUpTime = 2500; // ms
const people = ['ada@nordia.example', 'grace@nordia.example'];

export class Load {
  /**
   * @param nodes all nodes
   * @param targets what the clients call: the nodes, or what is before them
   * @param families how many families are refreshed
   */
  constructor(nodes, targets, families) {
    Object.assign(this, { nodes, targets, families });
    this.visitors = people.map((email) => new Visitor(email));
    this.refreshers = [];
    this.programs = [1, 2].map((number) => new HubProgram(number, targets));
    this.others = [
      ...targets.flatMap((target) => [1, 2].map((number) => new Machine(target, number))),
      ...this.visitors.map((visitor, number) => new CodeClient(number, targets, visitor)),
      new Introspector(targets, this.refreshers),
      ...this.programs,
    ];
    this.observers = nodes.flatMap((node) => [
      ...this.programs.map((program) => new Watcher(node, program)),
      ...['/health/live', '/health/ready', '/health/writable'].map((path) => new Prober(node, path)),
    ]);
  }

  get clients() {
    return [...this.refreshers, ...this.others];
  }

  /** People sign in, so that there are enough families: both kinds of clients, and both kinds of patience. */
  async prepare() {
    this.refreshers.splice(0, Infinity, ...this.refreshers.filter(({ isEnded }) => !isEnded));
    for (let number = this.refreshers.length; number < this.families; number++) {
      const refresher = new Refresher(number, this.targets, number % 2 ? 'nordia-desktop' : 'nordia-erp', number % 4 > 1);
      this.refreshers.push(await refresher.begin(this.visitors[Math.floor(number / 4) % 2]));
    }
  }

  /** Every client works with every node for a moment, so that what a process does the first time isn't measured. */
  async warmUp() {
    await this.prepare();
    for (const _ of this.targets) {
      this.start();
      await sleep(warmUpTime);
      await this.finish();
      for (const client of this.clients) client.at++;
    }
  }

  start() {
    this.ledger = new Ledger();
    this.stopWatching = this.ledger.watchOurselves();
    this.running = [...this.clients, ...this.observers].map((client) =>
      client.run(this.ledger).catch((error) => {
        this.ledger.violate(`${client.name} stopped: ${error.stack}`);
      }),
    );
  }

  /** How long after a time each client succeeded again, in ms; undefined for those that didn't within the limit. */
  async recovery(since, limit) {
    const waiting = () => this.clients.filter((client) => !client.isEnded && !this.#success(client, since));
    await until(() => waiting().length === 0, limit - (now() - since), 100);
    return this.clients.filter((client) => !client.isEnded).map((client) => ({ client: client.name, ms: this.#success(client, since)?.ended - since }));
  }

  async finish() {
    for (const client of [...this.clients, ...this.observers]) client.end();
    await Promise.race([Promise.all(this.running), sleep(15_000)]);
    this.stopWatching();
    return this.ledger;
  }

  close() {
    for (const client of [...this.clients, ...this.observers]) client.close();
  }

  #success = (client, since) => this.ledger.answers.find(({ client: name, began, kind }) => name === client.name && began >= since && kind === 'ok');
}
