import assert from 'node:assert/strict';
import { issuerOf, nordia } from '../demo.js';
import { Person } from '../person.js';

/** Changes a credential's settings in the Hub, as an operator does. */
export async function change(client, settings) {
  const operator = new Person('operator@tokenhouse.example');
  const path = `/t/nordia/credentials/LIVE/${client}`;
  const page = await operator.visit(`${issuerOf(nordia.host.replace('login', 'hub'))}${path}/change`);
  const saved = await operator.submit(page, `${path}/change`, settings);
  assert.equal(saved.url.pathname, path, saved.html); // back at the credential: nothing was refused
}
