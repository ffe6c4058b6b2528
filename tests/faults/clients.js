import { createHash, randomUUID } from 'node:crypto';
import { clock } from './ledger.js';
import { Caller, hub, isTryAgain, jsonOf } from './http.js';
import { sleep } from './system.js';
import { callback, Visitor } from './visitor.js';

// Honest clients. Each waits at most three seconds; without an answer, or told to try again, it sends the same to another node.

const tokenPath = '/connect/token';
const retryPause = 300;

const secretOf = (client) => `${client}-demo-secret`;
const isPublic = (client) => client === 'nordia-desktop';
const proof = (client) => ({ client_id: client, ...(!isPublic(client) && { client_secret: secretOf(client) }) });

export const hashOf = (token) => createHash('sha256').update(token).digest('hex');

/** A client that does one thing again and again, at one node while that works. */
class Client {
  ending = false;

  constructor(name, pause, targets, options) {
    Object.assign(this, { name, pause, targets, caller: new Caller(options), at: 0 });
  }

  get node() {
    return this.targets[this.at % this.targets.length];
  }

  async run(ledger) {
    this.ledger = ledger;
    this.ending = false;
    while (!this.ending) {
      await this.step();
      await sleep(this.pause);
    }
  }

  end() {
    this.ending = true;
  }

  close() {
    this.caller.close();
  }

  count = (answer, name = this.name) => this.ledger.count(name, answer);

  /** Whether it is to be sent again elsewhere; then it goes there. */
  async goesOn(answer) {
    if (answer.status < 400 || (!answer.failure && !isTryAgain(answer))) return false;
    this.at++;
    await sleep(retryPause);
    return true;
  }
}

/** A program that asks for tokens for itself, always at one node. */
export class Machine extends Client {
  constructor(node, number) {
    super(`machine ${number} at ${node.name}`, 40, [node]);
  }

  async step() {
    const form = { grant_type: 'client_credentials', ...proof('globex-live') };
    if (this.count(await this.caller.send(this.node, tokenPath, { form })) !== 'ok') await sleep(100);
  }
}

/** An application that refreshes a person's tokens. It lives as long as its family. */
export class Refresher extends Client {
  acknowledged = [];
  attempts = []; // with the current token

  constructor(number, targets, client, keeps) {
    super(`${isPublic(client) ? 'public' : 'confidential'} ${number} ${keeps ? 'keeping' : 'closing'}`, 250, targets, { keeps });
    Object.assign(this, { client, keeps, at: number });
  }

  /** A person signs in. A server that has just started may need several attempts. */
  async begin(visitor, attempts = 10) {
    const { code, verifier, answer } = await visitor.authorize(this.caller, this.node, this.client);
    if (!code && attempts > 1 && (answer.failure || isTryAgain(answer))) return this.begin(visitor, attempts - 1);
    if (!code) throw new Error(`No code for ${this.name}: ${answer.status} ${answer.failure} ${answer.text}`);
    const form = { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: callback, ...proof(this.client) };
    this.#take(await this.caller.send(this.node, tokenPath, { form }));
    return this;
  }

  async step() {
    if (this.isEnded) return;
    const form = { grant_type: 'refresh_token', refresh_token: this.token, ...proof(this.client) };
    const answer = await this.caller.send(this.node, tokenPath, { form });
    const kind = this.count(answer);
    this.attempts.push(`${clock(answer.began)} ${answer.node} ${Math.round(answer.ended - answer.began)} ms ${kind}`);
    if (kind === 'ok') this.#take(answer);
    else if (!(await this.goesOn(answer)) && jsonOf(answer).error === 'invalid_grant') {
      this.isEnded = true;
      this.ledger.violate(`family ended: ${this.name}: ${this.attempts.join('; ')} [${answer.headers['x-correlation-id']}]`);
    }
  }

  #take(answer) {
    const { access_token: access, refresh_token: token } = jsonOf(answer);
    if (!token) throw new Error(`No refresh token for ${this.name}: ${answer.status} ${answer.text}`);
    Object.assign(this, { access, token, accessAt: answer.ended, attempts: [] });
    this.acknowledged.push(hashOf(token));
  }
}

/** A person who opens an application that gets a new code each time. Every other time it sends the code to two nodes at once. */
export class CodeClient extends Client {
  #times = 0;

  constructor(number, targets, visitor) {
    super(`codes ${number}`, 400, targets);
    Object.assign(this, { visitor, at: number });
  }

  async step() {
    const { code, verifier, answer } = await this.visitor.authorize(this.caller, this.node, 'nordia-erp');
    const kind = this.count(answer, 'sign-in');
    if (!code) {
      if (kind === 'ok') this.ledger.violate(`no code: ${answer.url} ${answer.text.slice(0, 300)}`);
      await this.goesOn(answer);
      return;
    }
    const form = { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: callback, ...proof('nordia-erp') };
    const record = { racing: this.#times++ % 2 === 1, successes: [], after: [] };
    this.ledger.codes.push(record);
    if (record.racing) await Promise.all([0, 1].map((further) => this.#exchange(record, form, this.targets[(this.at + further) % this.targets.length])));
    else while (await this.goesOn(await this.#exchange(record, form, this.node))) if (this.ending) return;
  }

  async #exchange(record, form, node) {
    const answer = await this.caller.send(node, tokenPath, { form });
    const isLate = jsonOf(answer).error === 'invalid_grant' && (record.racing || record.after.length > 0);
    if (isLate) record.isLost = !record.racing;
    else record.after.push(this.count(answer));
    if (answer.status === 200) record.successes.push(hashOf(jsonOf(answer).refresh_token));
    return answer;
  }
}

/** An API that asks whether the tokens that it is sent are active. */
export class Introspector extends Client {
  suspicions = [];

  constructor(targets, refreshers) {
    super('introspection', 150, targets);
    this.refreshers = refreshers;
  }

  async step() {
    this.at++;
    const living = this.refreshers.filter(({ isEnded, accessAt }) => !isEnded && performance.timeOrigin + performance.now() - accessAt < 200_000);
    if (living.length === 0) return;
    const refresher = living[Math.floor(Math.random() * living.length)];
    const form = { token: refresher.access, ...proof('invoices-api') };
    const answer = await this.caller.send(this.node, '/connect/introspect', { form });
    if (this.count(answer) === 'ok' && jsonOf(answer).active !== true)
      this.suspicions.push({ refresher, text: `an active token of ${refresher.name} was called inactive by ${answer.node} at ${clock(answer.ended)}` });
  }
}

/** An operator's program that disables and enables a client in the Hub. */
export class HubProgram extends Client {
  enabled = true;

  isUnsure = false; // whether a change was sent that may have been made although its answer never came

  constructor(number, targets) {
    super(`hub ${number}`, 2000, targets);
    Object.assign(this, { toggled: `toggled-${number}`, at: number });
  }

  async step() {
    if (!(await this.#renew())) return;
    const change = { client: this.toggled, enabled: !this.enabled };
    const headers = { authorization: `Bearer ${this.token}`, 'idempotency-key': randomUUID() };
    const path = `/api/v1/tenants/globex/credentials/LIVE/${this.toggled}/${change.enabled ? 'enable' : 'disable'}`;
    while (!change.acknowledged) {
      if (this.ending) return;
      const answer = await this.caller.send(this.node, path, { method: 'POST', host: hub, headers, json: {} });
      change.sent ??= answer.began;
      if (!this.ledger.changes.includes(change)) this.ledger.changes.push(change);
      if (answer.status === 409 && this.isUnsure) answer.status = 204; // an attempt before, whose answer never came, did it
      const kind = this.count(answer);
      if (kind === 'ok') change.acknowledged = answer.ended;
      else if (await this.goesOn(answer)) this.isUnsure = true;
      else {
        this.ledger.violate(`a change in the Hub was refused: ${kind} ${answer.text.slice(0, 200)}`);
        return;
      }
    }
    Object.assign(this, { enabled: change.enabled, isUnsure: false });
  }

  async #renew() {
    if (this.token && performance.now() - this.tokenAt < 120_000) return true;
    const form = { grant_type: 'client_credentials', scope: 'hub.credentials.write', ...proof('operations') };
    const answer = await this.caller.send(this.node, tokenPath, { form });
    Object.assign(this, { token: jsonOf(answer).access_token, tokenAt: performance.now() });
    return this.count(answer) === 'ok' || void (await this.goesOn(answer));
  }
}

/** Asks one node for tokens of a client that is disabled and enabled, and notes what the node knows. */
export class Watcher extends Client {
  constructor(node, program) {
    super(`watcher of ${program.toggled} at ${node.name}`, 0, [node], { keeps: true, limit: 90_000 });
    this.program = program;
  }

  async step() {
    const { toggled } = this.program;
    const answer = await this.caller.send(this.node, tokenPath, { form: { grant_type: 'client_credentials', ...proof(toggled) } });
    const { began, ended, node } = answer;
    if (answer.status !== 401 && !answer.failure && !isTryAgain(answer)) this.count(answer);
    if (answer.status === 200 || answer.status === 401) this.ledger.seen.push({ client: toggled, node, enabled: answer.status === 200, began, ended });
    const change = this.ledger.changes.findLast(({ client }) => client === toggled);
    await sleep(answer.failure ? 100 : change && change.enabled !== (answer.status === 200) ? 25 : 150);
  }
}

/** What a load balancer asks. */
export class Prober extends Client {
  constructor(node, path) {
    super(`${path} at ${node.name}`, 100, [node], { limit: 2000 });
    this.path = path;
  }

  async step() {
    const answer = await this.caller.send(this.node, this.path);
    const { began, ended, node, status, failure } = answer;
    this.ledger.health.push({ node, path: this.path, began, ended, kind: failure ?? status });
  }
}
