import http from 'node:http';
import { now } from './system.js';

// HTTP as a patient client speaks it: one request at a time, over a connection that is kept, with a limit of time.

export const login = 'login.dc3.localhost';
export const hub = 'hub.dc3.localhost';

export class Caller {
  #agents = new Map(); // by node

  /**
   * @param keeps whether a connection whose answer didn't come in time stays open; the next request then uses another one
   * @param limit how long it waits for an answer, in ms
   */
  constructor({ keeps = false, limit = 3000 } = {}) {
    Object.assign(this, { keeps, limit });
  }

  /** Sends a request to a node. Never fails: the answer says what happened, as a status or as the kind of failure. */
  send(node, path, { form, json, body = form ? new URLSearchParams(form).toString() : json && JSON.stringify(json), host = login, method = body ? 'POST' : 'GET', headers = {} } = {}) {
    const began = now();
    return new Promise((resolve) => {
      const done = (answer) => resolve({ node: node.name, began, ended: now(), ...answer });
      const type = form ? 'application/x-www-form-urlencoded' : json && 'application/json';
      const request = http.request({
        host: '127.0.0.1', port: node.port, path, method, agent: this.#agent(node),
        headers: { host, ...(body && { 'content-type': type, 'content-length': Buffer.byteLength(body) }), ...headers },
      });
      const fail = (error) => {
        clearTimeout(timer);
        done({ failure: error.code === 'ECONNREFUSED' ? 'refused' : 'closed' });
      };
      const timer = setTimeout(() => {
        done({ failure: 'no answer' });
        if (!this.keeps) request.destroy();
      }, this.limit);
      request.on('response', (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part)).on('end', () => {
          clearTimeout(timer);
          done({ status: response.statusCode, headers: response.headers, text: Buffer.concat(parts).toString() });
        });
        response.on('error', fail);
      });
      request.on('error', fail);
      request.end(body);
    });
  }

  close() {
    for (const agent of this.#agents.values()) agent.destroy();
  }

  #agent(node) {
    if (!this.#agents.has(node)) this.#agents.set(node, new http.Agent({ keepAlive: true }));
    return this.#agents.get(node);
  }
}

export const jsonOf = ({ text }) => {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
};

/** Whether an answer is the one that tells to try again. */
export const isTryAgain = ({ status, headers }) => status === 503 && headers['retry-after'] !== undefined;

/** What kind of answer it is, for counting. */
export function kindOf(answer) {
  if (answer.failure) return answer.failure;
  if (answer.status < 400) return 'ok';
  if (isTryAgain(answer)) return '503';
  const { error, title } = jsonOf(answer);
  const by = answer.headers['x-correlation-id'] ? '' : ' not by a node';
  return `${answer.status}${answer.status === 503 ? ' without Retry-After' : ''}${by}: ${error ?? title ?? answer.text.slice(0, 60)}`;
}
