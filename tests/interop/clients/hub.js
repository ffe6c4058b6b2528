import assert from 'node:assert/strict';
import { issuerOf, nordia } from '../demo.js';
import { Person } from '../person.js';

/** What an operator types into the Hub before an application can be used: where people return after they signed in and out. */
export async function register(client, redirectUris, postLogoutRedirectUris, settings = {}) {
  const operator = new Person('operator@tokenhouse.example');
  const path = `/t/nordia/credentials/LIVE/${client}`;
  const page = await operator.visit(`${issuerOf(nordia.host.replace('login', 'hub'))}${path}/change`);
  const saved = await operator.submit(page, `${path}/change`, {
    redirectUris: redirectUris.join('\n'),
    postLogoutRedirectUris: postLogoutRedirectUris.join('\n'),
    ...settings,
  });
  assert.equal(saved.url.pathname, path, saved.html); // back at the credential: nothing was refused
}
