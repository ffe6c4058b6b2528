// The demonstration as its documentation shows it to a customer. Written out here and not read from the server, so that
// the tests notice when what customers rely on changes.

const url = process.env.TOKENHOUSE_URL;
if (!url) throw new Error('TOKENHOUSE_URL is not set. Start these tests with run.sh.');

const { protocol, port } = new URL(url);

export const issuerOf = (host) => `${protocol}//${host}:${port}`;

export const hrApi = 'urn:tokenhouse:hr';

export const secretOf = (client) => `${client}-demo-secret`;

/** Who gets what where. */
export const logins = [
  {
    host: 'login.dc2.localhost',
    client: 'acme-live',
    scope: 'Public.Application.Read Public.Application.Write',
    about: { tenant: 'acme', tenant_id: 218, environment: 'LIVE', datacentre: 'dc2' },
  },
  {
    host: 'loginuat.dc2.localhost',
    client: 'acme-uat',
    scope: 'Public.Application.Read Public.Application.Write',
    about: { tenant: 'acme', tenant_id: 218, environment: 'UAT', datacentre: 'dc2' },
  },
  {
    host: 'login.dc3.localhost',
    client: 'globex-live',
    scope: 'Public.Application.Read Public.HrCore.Write',
    about: { tenant: 'globex', tenant_id: 6784, environment: 'LIVE', datacentre: 'dc3' },
  },
  {
    host: 'acme.login.localhost',
    client: 'acme-live',
    scope: 'Public.Application.Read Public.Application.Write',
    about: { tenant: 'acme', tenant_id: 218, environment: 'LIVE', datacentre: 'dc2' },
  },
];

export const metadataOf = (issuer) => ({
  issuer,
  token_endpoint: `${issuer}/connect/token`,
  jwks_uri: `${issuer}/.well-known/jwks.json`,
  scopes_supported: [
    'Public.Applicant.Read',
    'Public.Applicant.Write',
    'Public.Application.Read',
    'Public.Application.Write',
    'Public.Document.Read',
    'Public.Document.Write',
    'Public.HrCore.Write',
    'Public.Job.Read',
    'Public.Job.Write',
    'Public.Offer.Read',
    'Public.Offer.Write',
    'all',
    'payments.read',
    'payments.write',
  ],
  response_types_supported: [],
  grant_types_supported: ['client_credentials'],
  token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
});

/** The challenge that comes with every 401, as the clients parse it. */
export const challengesOf = (issuer) => [{ scheme: 'basic', parameters: { realm: issuer, charset: 'UTF-8' } }];

export const wrongSecret = {
  error: 'invalid_client',
  error_description: 'Client authentication failed. Check the client id and the secret, and that both belong to this host.',
};

export const uatCredentialAtLive = {
  error: 'invalid_client',
  error_description: `These are UAT credentials; this host does not take them. Use ${issuerOf('loginuat.dc2.localhost')} instead.`,
};

/** In the catalogue, but not in the contract of acme. */
export const scopeOutsideContract = 'Public.HrCore.Write';

export const outsideContract = {
  error: 'invalid_scope',
  error_description: `The scope '${scopeOutsideContract}' is not available to this client.`,
};
