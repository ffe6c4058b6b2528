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

const catalogue = [
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
];

/** The Hub manages both environments, and is reached with LIVE tokens alone. */
const ofHub = [
  'hub.allowlists.read',
  'hub.allowlists.write',
  'hub.audit.read',
  'hub.contracts.read',
  'hub.contracts.write',
  'hub.credentials.read',
  'hub.credentials.write',
  'hub.log.read',
  'hub.people.read',
  'hub.people.write',
  'hub.requests.read',
  'hub.requests.write',
  'hub.tenants.read',
  'hub.tenants.write',
];

const scopesAt = (issuer) => (issuer.includes('loginuat.') ? catalogue : [...catalogue, ...ofHub].sort());

const withSecret = ['client_secret_basic', 'client_secret_post'];
const withOrWithout = [...withSecret, 'none'];

const metadata = (issuer) => ({
  issuer,
  token_endpoint: `${issuer}/connect/token`,
  jwks_uri: `${issuer}/.well-known/jwks.json`,
  introspection_endpoint: `${issuer}/connect/introspect`,
  introspection_endpoint_auth_methods_supported: withSecret,
  revocation_endpoint: `${issuer}/connect/revoke`,
});

/** Ours: what an API follows, and where it reports. */
const forApis = (site) => ({
  client_state_endpoint: `${site}/connect/client-state`,
  refusal_report_endpoint: `${site}/connect/refusals`,
});

/** A tenant's own host: nobody signs in there. */
const metadataForMachines = (issuer) => ({
  ...metadata(issuer),
  ...forApis(issuer.replace('//acme.login.', '//login.dc2.')), // at home at the site
  scopes_supported: scopesAt(issuer),
  response_types_supported: [],
  grant_types_supported: ['client_credentials'],
  token_endpoint_auth_methods_supported: withSecret,
  revocation_endpoint_auth_methods_supported: withSecret,
});

const claims = ['iss', 'sub', 'aud', 'exp', 'iat', 'auth_time', 'nonce', 'at_hash', 'sid', 'tenant', 'tenant_id'];

const metadataForPeople = (issuer) => ({
  ...metadata(issuer),
  ...forApis(issuer),
  authorization_endpoint: `${issuer}/connect/authorize`,
  userinfo_endpoint: `${issuer}/connect/userinfo`,
  end_session_endpoint: `${issuer}/connect/end-session`,
  scopes_supported: ['openid', 'profile', 'email', 'offline_access', ...scopesAt(issuer)],
  response_types_supported: ['code'],
  response_modes_supported: ['query', 'form_post'],
  grant_types_supported: ['client_credentials', 'authorization_code', 'refresh_token'],
  token_endpoint_auth_methods_supported: withOrWithout,
  revocation_endpoint_auth_methods_supported: withOrWithout,
  code_challenge_methods_supported: ['S256'],
  authorization_response_iss_parameter_supported: true,
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256', 'ES256'],
  claims_supported: [...claims, 'name', 'preferred_username', 'locale', 'updated_at', 'email', 'email_verified'],
  ui_locales_supported: ['en'],
  prompt_values_supported: ['none', 'login', 'consent', 'select_account'],
  claims_parameter_supported: true,
  request_parameter_supported: false,
  request_uri_parameter_supported: false,
});

export const metadataOf = (issuer) => (new URL(issuer).hostname.startsWith('login') ? metadataForPeople : metadataForMachines)(issuer);

/** The challenge that comes with every 401, as the clients parse it. */
export const challengesOf = (issuer) => [{ scheme: 'basic', parameters: { realm: issuer, charset: 'UTF-8' } }];

export const wrongSecret = {
  error: 'invalid_client',
  error_description: 'Client authentication failed. Check the client ID and the secret, and that both belong to this host.',
};

export const uatCredentialAtLive = {
  error: 'invalid_client',
  error_description: `These are UAT credentials. This host doesn't accept them. Use ${issuerOf('loginuat.dc2.localhost')} instead.`,
};

/** In the catalogue, but not in the contract of acme. */
export const scopeOutsideContract = 'Public.HrCore.Write';

export const outsideContract = {
  error: 'invalid_scope',
  error_description: `The scope '${scopeOutsideContract}' isn't available to this client.`,
};

/** A tenant whose applications act for people. */
export const nordia = { host: 'login.dc3.localhost', web: 'nordia-erp', native: 'nordia-desktop' };

export const callback = 'http://127.0.0.1:8400/callback';

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

export const connect = {
  lifetime: 300,
  accessToken: /^[\w-]+\.[\w-]+\.[\w-]+$/,
  refreshToken: /^[\w-]{43}$/,
  userInfo: true,
  revoke: true,
};

const dialect = (lifetime, accessToken, refreshToken, paths) => ({
  lifetime,
  accessToken: new RegExp(`^${accessToken}$`),
  refreshToken: new RegExp(`^${refreshToken}$`),
  userInfo: 'userinfo_endpoint' in paths,
  revoke: 'revocation_endpoint' in paths,
  /** What its integrators are told, as a client's configuration. */
  at: (issuer) => ({
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    authorization_response_iss_parameter_supported: true,
    ...Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, issuer + path])),
  }),
});

export const oauthV2 = dialect(600, `_0XBPWQQ_${uuid}`, `_1XBPWQQ_${uuid}`, {
  authorization_endpoint: '/oauth/v2/oauth-authorize',
  token_endpoint: '/oauth/v2/oauth-token',
  revocation_endpoint: '/oauth/v2/oauth-revoke',
  userinfo_endpoint: '/oauth/v2/oauth-userinfo',
});

export const oauth2Legacy = dialect(300, uuid, uuid, {
  authorization_endpoint: '/oauth2/authorize',
  token_endpoint: '/oauth2/token',
});
