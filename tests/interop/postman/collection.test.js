// Runs the Postman collection in docs/postman against the demo, as Postman would: every request and every assertion.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import newman from 'newman';
import { callback, issuerOf, nordia, secretOf } from '../demo.js';
import { Person } from '../person.js';

const collection = JSON.parse(await readFile(new URL('../../../docs/postman/tokenhouse.postman_collection.json', import.meta.url), 'utf8'));
const forAppKeys = ['AppKey'];
const others = collection.item.map(({ name }) => name).filter((name) => !forAppKeys.includes(name));

const login = issuerOf(nordia.host);

/** What a person brings back from the browser. The challenge is that of the collection's verifier. */
async function codeFrom(path) {
  const link = new URL(path, login);
  link.search = new URLSearchParams({
    response_type: 'code',
    client_id: nordia.web,
    redirect_uri: callback,
    scope: 'all openid',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  });
  return (await new Person().authorize(link)).searchParams.get('code');
}

function run(folders, variables, environment = undefined) {
  const envVar = Object.entries(variables).map(([key, value]) => ({ key, value }));
  return new Promise((resolve, reject) =>
    newman.run({ collection, folder: folders, environment, envVar, timeoutRequest: 10_000 }, (error, summary) => (error ? reject(error) : resolve(summary.run))),
  );
}

/** Nothing failed, and nothing was left out. */
function check({ failures, stats }, folders) {
  assert.deepEqual(failures.map(({ source, error }) => `${source?.name}: ${error.test ?? ''} ${error.message}`), []);
  const items = collection.item.flatMap((folder) => (folders.includes(folder.name) ? folder.item : folder.item.filter(({ name }) => folders.includes(name))));
  assert.equal(stats.requests.total, items.length);
  const tests = items.flatMap(({ event }) => event[0].script.exec).filter((line) => line.startsWith('pm.test('));
  assert.equal(stats.assertions.total, tests.length);
  assert.ok(tests.length > items.length);
  console.log(`${folders.join(', ')}: ${stats.requests.total} requests, ${stats.assertions.total} assertions`);
}

test('The collection passes with a machine, an application and an API', async () => {
  check(
    await run(others, {
      base_url: login,
      machine_client_id: 'globex-live',
      machine_client_secret: secretOf('globex-live'),
      scope: 'Public.Application.Read',
      web_client_id: nordia.web,
      web_client_secret: secretOf(nordia.web),
      redirect_uri: callback,
      api_client_id: 'hr-api',
      api_client_secret: secretOf('hr-api'),
      code_Connect: await codeFrom('/connect/authorize'),
      code_OAuthV2: await codeFrom('/oauth/v2/oauth-authorize'),
      code_OAuth2Legacy: await codeFrom('/oauth2/authorize'),
    }),
    others,
  );
});

test('The collection passes with an app key', async () => {
  check(
    await run(forAppKeys, { base_url: issuerOf('login.dc4.localhost'), app_id: '98434376', app_key: 'demo-live-app-key-0123456789abcd' }),
    forAppKeys,
  );
});

test('A credential whose environment was downloaded in the Hub gets tokens after only its secret was filled in', async () => {
  const operator = new Person('operator@tokenhouse.example');
  const hub = issuerOf(nordia.host.replace('login', 'hub'));
  const { html } = await operator.visit(`${hub}/t/globex/credentials/LIVE/globex-live/postman`);
  const environment = JSON.parse(html);
  const [secret, ...others] = environment.values.filter(({ type }) => type === 'secret');
  assert.deepEqual([secret.key, secret.value, others], ['machine_client_secret', '', []]);
  const requests = collection.item
    .find(({ name }) => name === 'Connect')
    .item.filter((item) => /machine_client_secret/.test(JSON.stringify(item)) && !/web_client|access_token/.test(JSON.stringify(item.request)))
    .map(({ name }) => name);
  assert.ok(requests.length > 1);
  check(await run(requests, { machine_client_secret: secretOf('globex-live') }, environment), requests);
});
