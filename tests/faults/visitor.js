import { createHash, randomBytes } from 'node:crypto';
import { formsOf, password } from '../interop/person.js';
import { login } from './http.js';

// A person's browser at a node: signs in and agrees where it is asked, and brings back a code.

export const callback = 'http://127.0.0.1:8400/callback';

const verifierOf = () => randomBytes(32).toString('base64url');

export class Visitor {
  #cookies = new Map();

  constructor(email) {
    this.email = email;
  }

  /** Gets a code for a client. Answers it with its verifier, or the answer that was in the way. */
  async authorize(caller, node, client) {
    const verifier = verifierOf();
    const query = new URLSearchParams({
      response_type: 'code', client_id: client, redirect_uri: callback, scope: 'all', state: 's',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256',
    });
    let answer = await this.#send(caller, node, `/connect/authorize?${query}`);
    for (let steps = 0; steps < 12; steps++) {
      const { location } = answer.headers ?? {};
      if (location?.startsWith(callback)) return { code: new URL(location).searchParams.get('code'), verifier, answer };
      if (!location && answer.status !== 200) return { answer };
      answer = location ? await this.#follow(caller, node, location) : await this.#fillIn(caller, node, answer);
    }
    return { answer };
  }

  #follow = (caller, node, location) => {
    const { pathname, search } = new URL(location, `http://${login}`);
    return this.#send(caller, node, pathname + search);
  };

  #fillIn(caller, node, { url, text }) {
    const [form] = formsOf({ url, html: text });
    if (!form) return { status: 500, text: 'no form on this page' };
    if (form.fields.has('password')) {
      form.fields.set('email', this.email);
      form.fields.set('password', password);
    } else form.fields.set('decision', 'agree');
    return this.#send(caller, node, form.target.pathname + form.target.search, Object.fromEntries(form.fields));
  }

  async #send(caller, node, path, form) {
    const headers = {
      accept: 'text/html', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'sec-fetch-site': 'same-origin',
      ...(this.#cookies.size && { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
    };
    const answer = await caller.send(node, path, { form, headers });
    for (const header of answer.headers?.['set-cookie'] ?? []) {
      const [, name, value] = header.match(/^([^=]+)=([^;]*)/);
      if (value && !/; *(max-age=0|expires=thu, 01 jan 1970)/i.test(header)) this.#cookies.set(name, value);
      else this.#cookies.delete(name);
    }
    return { ...answer, url: new URL(path, `http://${login}`) };
  }
}
