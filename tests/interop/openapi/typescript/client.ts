// Lists the credentials of a tenant, rotates the secret of one, and gets a token with it: by the types that openapi-typescript generates.
import createClient from 'openapi-fetch';
import type { paths as HubPaths } from './hub.js';
import type { paths as OAuthPaths } from './oauth.js';

type Settings = { login: string; hub: string; tenant: string; client: string; secret: string };

export async function rotate({ login, hub, tenant, client, secret }: Settings) {
  const protocol = createClient<OAuthPaths>({ baseUrl: login });

  async function token(value: string) {
    const { data, error } = await protocol.POST('/connect/token', {
      body: { grant_type: 'client_credentials', client_id: client, client_secret: value },
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    });
    return data ? { access: data.access_token, lifetime: data.expires_in } : { error: error?.error };
  }

  const first = await token(secret);
  const api = createClient<HubPaths>({ baseUrl: hub, headers: { Authorization: `Bearer ${first.access}` } });
  const { data: list } = await api.GET('/api/v1/tenants/{tenant}/credentials', { params: { path: { tenant }, query: { environment: 'LIVE' } } });

  const path = { tenant, environment: 'LIVE', client };
  const { data: before } = await api.GET('/api/v1/tenants/{tenant}/credentials/{environment}/{client}', { params: { path } });
  const old = before?.secrets.filter(({ state }) => state === 'Live') ?? [];
  const { data: made } = await api.POST('/api/v1/tenants/{tenant}/credentials/{environment}/{client}/secrets', { params: { path }, body: { days: 30 } });
  const days = made?.expires_at ? (Date.parse(made.expires_at) - Date.now()) / 86_400_000 : undefined;
  const second = await token(made?.secret ?? '');
  for (const { id } of old)
    await api.DELETE('/api/v1/tenants/{tenant}/credentials/{environment}/{client}/secrets/{secret}', { params: { path: { ...path, secret: id } } });
  const refused = await token(secret);
  const { error: problem } = await api.POST('/api/v1/tenants/{tenant}/credentials/{environment}/{client}/secrets', { params: { path }, body: { days: 7 } });
  return {
    listed: list?.items.map(({ id }) => id),
    lifetime: second.lifetime,
    days: days && Math.round(days),
    refused: refused.error,
    problem: problem?.code,
    fields: Object.keys(problem?.fields ?? {}),
    secret: made?.secret,
  };
}
