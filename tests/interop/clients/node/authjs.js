import { ExpressAuth, getSession } from '@auth/express';
import express from 'express';
import { clientId, clientSecret, issuer, listen, url } from './settings.js';

const tokenhouse = { id: 'tokenhouse', name: 'Tokenhouse', type: 'oidc', issuer, clientId, clientSecret };
let tokens; // Auth.js itself doesn't keep them
const events = { signIn: ({ account }) => (tokens = { accessToken: account.access_token, refreshToken: account.refresh_token }) };
const config = { providers: [tokenhouse], secret: 'a long secret of the application itself', trustHost: true, events };

const app = express();
app.use('/auth', ExpressAuth(config));
app.get('/', async (request, response) => {
  const session = await getSession(request, config);
  if (session) response.json({ ...session.user, ...tokens });
  else response.redirect('/auth/signin?callbackUrl=/');
});

// Auth.js ends its own session only. Then the application sends the browser to the server, which asks the person.
const end = new URL('/connect/end-session', issuer);
end.search = new URLSearchParams({ client_id: clientId, post_logout_redirect_uri: `${url}/signed-out` });
app.get('/sign-out', (_, response) => response.redirect('/auth/signout?callbackUrl=/sign-out-everywhere'));
app.get('/sign-out-everywhere', (_, response) => response.redirect(end.href));
app.get('/signed-out', (_, response) => response.send('Signed out'));
listen(app);
