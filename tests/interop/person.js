import assert from 'node:assert/strict';

// A person before a browser without script: keeps cookies, follows redirects within the server, fills in the forms that are shown.

const password = 'Demo-passw0rd!';

export const ada = 'ada@nordia.example';

const entities = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const decode = (text) =>
  text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, name) =>
    /^#x/i.test(name) ? String.fromCodePoint(parseInt(name.slice(2), 16)) : (entities[name] ?? (/^#/.test(name) ? String.fromCodePoint(+name.slice(1)) : whole)),
  );

const attributes = (tag) => Object.fromEntries([...tag.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, decode(value)]));

/** The first form of a page: where it goes, what it has filled in, and the buttons that send a value. */
function formOf(html) {
  const [, open, content] = html.match(/<form\b([^>]*)>([\s\S]*?)<\/form>/) ?? assert.fail(`There is no form on this page:\n${html}`);
  const inputs = [...content.matchAll(/<input\b[^>]*>/g)].map(([tag]) => attributes(tag)).filter(({ name }) => name);
  const buttons = [...content.matchAll(/<button\b[^>]*>/g)].map(([tag]) => attributes(tag)).filter(({ name }) => name);
  return { action: attributes(open).action, fields: Object.fromEntries(inputs.map(({ name, value }) => [name, value ?? ''])), buttons };
}

export class Person {
  #cookies = new Map();

  constructor(email = ada) {
    this.email = email;
  }

  /** Goes from a client's link to the client's address again. Answers what arrives there: a URL, or a Request when it is a form post. */
  async authorize(link, decision = 'agree') {
    let arrived = await this.#go(link);
    for (let pages = 0; pages < 5; pages++) {
      if (arrived.left) return arrived.left;
      const form = formOf(arrived.html);
      const target = new URL(form.action, arrived.url);
      if (!target.hostname.endsWith('.localhost'))
        return new Request(target, { method: 'POST', body: new URLSearchParams(form.fields) });
      if ('password' in form.fields) Object.assign(form.fields, { email: this.email, password });
      else if (form.buttons.some(({ name }) => name === 'decision')) form.fields.decision = decision;
      else assert.fail(`Nobody can answer this page:\n${arrived.html}`);
      arrived = await this.#go(target, { method: 'POST', body: new URLSearchParams(form.fields) });
    }
    assert.fail(`The pages do not end. The last one:\n${arrived.html}`);
  }

  async #go(address, request = {}) {
    let url = new URL(address);
    for (let hops = 0; hops < 10; hops++) {
      const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const response = await fetch(url, { ...request, redirect: 'manual', headers: { accept: 'text/html', ...(cookie && { cookie }) } });
      for (const header of response.headers.getSetCookie()) {
        const [, name, value] = header.match(/^([^=]+)=([^;]*)/);
        if (value) this.#cookies.set(name, value);
        else this.#cookies.delete(name);
      }
      const location = response.headers.get('location');
      if (!location) return { url, html: await response.text() };
      await response.arrayBuffer();
      url = new URL(location, url);
      if (!url.hostname.endsWith('.localhost')) return { left: url };
      request = {};
    }
    assert.fail('The redirects do not end.');
  }
}
