import { kindOf } from './http.js';
import { now } from './system.js';

const tick = 10; // ms

// What the clients saw during one fault.

export class Ledger {
  answers = []; // { client, node, began, ended, kind }
  changes = []; // { client, enabled, sent, acknowledged }
  seen = []; // { client, node, enabled, began, ended }
  health = []; // { node, path, ms, began, ended, kind }
  codes = []; // { racing, successes, after, isLost }
  violations = [];
  slowness = [];
  static countsTimes = false;

  /** Counts an answer, and answers its kind. */
  count(client, answer) {
    const kind = kindOf(answer);
    this.answers.push({ client, node: answer.node, began: answer.began, ended: answer.ended, kind });
    return kind;
  }

  stalls = []; // { from, to }: when this process itself stood still

  /** How long something took, without the time in which this process couldn't notice that it was over. */
  took = ({ began, ended }) => ended - began - this.stalls.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, ended) - Math.max(from, began)), 0);

  /** Notices, until it is stopped, when this process itself stands still. */
  watchOurselves() {
    let last = now();
    const timer = setInterval(() => {
      const at = now();
      if (at - last > 3 * tick) this.stalls.push({ from: last + tick, to: at });
      last = at;
    }, tick);
    return () => clearInterval(timer);
  }

  violate = (text) => this.violations.push(text);

  /** A time that was longer than promised: a busy machine causes it too, so that only the long run counts it as a violation. */
  slow = (text) => (Ledger.countsTimes ? this.violations : this.slowness).push(text);
}

export const clock = (at) => new Date(at).toISOString().slice(11, 23);
