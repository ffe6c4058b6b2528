import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { text } from 'node:stream/consumers';

// A person before a browser without script: keeps cookies, follows redirects within the server, fills in the forms that are shown.

export const password = 'Demo-passw0rd!';

export const ada = 'ada@nordia.example';

const entities = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const decode = (text) =>
  text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, name) =>
    /^#x/i.test(name) ? String.fromCodePoint(parseInt(name.slice(2), 16)) : (entities[name] ?? (/^#/.test(name) ? String.fromCodePoint(+name.slice(1)) : whole)),
  );

const attributes = (tag) => Object.fromEntries([...tag.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, decode(value)]));

/** The forms of a page: where each goes, what it has filled in, and the buttons that send a value. */
export const formsOf = ({ url, html }) =>
  [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(([, open, content]) => {
    const inputs = [...content.matchAll(/<input\b[^>]*>/g)].filter(([tag]) => !/type="checkbox"/.test(tag) || / checked\b/.test(tag));
    const texts = [...content.matchAll(/(<textarea\b[^>]*>)([^<]*)<\/textarea>/g)].map(([, tag, text]) => [attributes(tag).name, decode(text)]);
    const buttons = [...content.matchAll(/<button\b[^>]*>/g)].map(([tag]) => attributes(tag)).filter(({ name }) => name);
    return {
      target: new URL(attributes(open).action ?? '', url),
      fields: new URLSearchParams([
        ...inputs.map(([tag]) => attributes(tag)).filter(({ name }) => name).map(({ name, value }) => [name, value ?? '']),
        ...texts,
      ]),
      decisions: buttons.filter(({ name }) => name === 'decision').map(({ value }) => value),
    };
  });

const submit = ({ target, fields }) => new Request(target, { method: 'POST', body: fields });

/** Sends what a browser sends when it opens a page. fetch() would say that a script asks, and some applications then don't redirect to sign in. */
async function send(request, cookies) {
  const headers = { ...Object.fromEntries(request.headers), accept: 'text/html', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
  if (cookies.size) headers.cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const { request: start } = request.url.startsWith('https:') ? https : http;
  const sending = start(request.url, { method: request.method, headers, agent: false }).end(await request.text());
  const [response] = await once(sending, 'response');
  return { status: response.statusCode, headers: response.headers, html: await text(response) };
}

const isServer = ({ hostname }) => hostname.endsWith('.localhost');

export class Person {
  #cookies = new Map(); // by host

  /** What the person had to do on the server's pages, in order. */
  asked = [];

  constructor(email = ada) {
    this.email = email;
  }

  /** Goes from a client's link to the client's address again. Answers what arrives there: a URL, or a Request when it is a form post. */
  async authorize(link, decision = 'agree') {
    const { left, html } = await this.#use(new Request(link), decision, isServer);
    assert.ok(left, `This page leads nowhere:\n${html}`);
    return left.method === 'POST' ? left : new URL(left.url);
  }

  /** Uses an application, and signs in, agrees and signs out on the server's pages where it leads there. Answers the page at the end. */
  visit(link) {
    return this.#use(new Request(link), 'agree', () => true);
  }

  /** Fills in the form of a page that leads to an address, and sends it. A list ticks several boxes; undefined unticks them. */
  submit(page, pathname, fields) {
    const form = formsOf(page).find(({ target }) => target.pathname === pathname) ?? assert.fail(`No form leads to ${pathname}:\n${page.html}`);
    for (const [name, value] of Object.entries(fields)) {
      form.fields.delete(name);
      for (const one of [value ?? []].flat()) form.fields.append(name, one);
    }
    return this.#use(submit(form), 'agree', () => true);
  }

  async #use(request, decision, mayOpen) {
    let page = await this.#open(request, mayOpen);
    for (let pages = 0; pages < 8; pages++) {
      const answer = page.left ? undefined : this.#answer(page, decision);
      if (!answer) return page;
      page = await this.#open(answer, mayOpen);
    }
    assert.fail(`The pages do not end. The last one:\n${page.html}`);
  }

  /** What the person sends from a page; nothing where the way ends. */
  #answer(page, decision) {
    const form = formsOf(page)[0];
    if (!form) return undefined;
    if (!isServer(page.url) || !isServer(form.target)) return submit(form); // an application's only button, or a form post on its way to it
    if (form.fields.has('password') && !form.fields.has('again')) {
      this.asked.push('sign in');
      form.fields.set('email', this.email);
      form.fields.set('password', password);
      return submit(form);
    }
    if (form.decisions.length === 0) return undefined;
    const chosen = form.decisions.includes('sign-out') ? 'sign-out' : decision;
    this.asked.push(chosen);
    form.fields.set('decision', chosen);
    return submit(form);
  }

  async #open(request, mayOpen) {
    for (let redirects = 0; redirects < 15; redirects++) {
      const url = new URL(request.url);
      if (!mayOpen(url)) return { left: request };
      const cookies = this.#cookiesOf(url);
      const { status, headers, html } = await send(request, cookies);
      for (const header of headers['set-cookie'] ?? []) {
        const [, name, value] = header.match(/^([^=]+)=([^;]*)/);
        if (value && !/; *(max-age=0|expires=thu, 01 jan 1970)/i.test(header)) cookies.set(name, value);
        else cookies.delete(name);
      }
      if (!headers.location) return { url, redirects, status, html };
      request = new Request(new URL(headers.location, url));
    }
    assert.fail('The redirects do not end.');
  }

  #cookiesOf({ hostname }) {
    if (!this.#cookies.has(hostname)) this.#cookies.set(hostname, new Map());
    return this.#cookies.get(hostname);
  }
}
