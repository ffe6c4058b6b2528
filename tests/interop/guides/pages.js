import assert from 'node:assert/strict';
import { Person } from '../person.js';

const password = 'Demo-passw0rd!'; // as Person enters it

const linkIn = (printed) => printed.match(/https?:\/\/\S+/)?.[0] ?? assert.fail(`No link was printed:\n${printed}`);

let manager = new Person('manager@halden.example');

/** What the guides say to do on pages. Each gets what the last command printed, and answers what the reader copies. */
export const pages = {
  'accept the invitation': async (printed) => {
    manager = new Person('manager@halden.example');
    const page = await manager.visit(linkIn(printed));
    const accepted = await manager.submit(page, '/invitation', { name: 'Marit Halden', password, again: password });
    assert.match(accepted.html, /Halden/);
    return '';
  },

  'collect the secret': async (printed) => {
    const link = linkIn(printed);
    const page = await manager.visit(link);
    const shown = await manager.submit(page, new URL(link).pathname, { days: '180' });
    const [, secret] = shown.html.match(/id="secret" value="([^"]+)"/) ?? assert.fail(`No secret is shown:\n${shown.html}`);
    return secret;
  },
};
