import { change } from './hub.js';
import { application, native, program, web } from './settings.js';

// Registers where people return after they signed in and out. run.sh starts this before the tests.
const uris = (base, ...paths) => paths.map((path) => base + path).join('\n');

await change(web.CLIENT_ID, {
  redirectUris: uris(application, '/callback', '/signin-oidc', '/auth/callback/tokenhouse'),
  postLogoutRedirectUris: uris(application, '/signed-out', '/signed-out-callback', '/signout-callback-oidc'),
});
await change(native.CLIENT_ID, {
  redirectUris: `${program}/callback\nhttp://localhost`, // oidc-agent only listens at localhost
  postLogoutRedirectUris: uris(program, '/signed-out'),
});
