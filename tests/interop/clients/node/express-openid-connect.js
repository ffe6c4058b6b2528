import express from 'express';
import openidConnect from 'express-openid-connect';
import { clientId, clientSecret, issuer, listen, url } from './settings.js';

const { auth, requiresAuth } = openidConnect; // CommonJS
const app = express();
app.use(
  auth({
    issuerBaseURL: issuer,
    baseURL: url,
    clientID: clientId,
    clientSecret,
    secret: 'a long secret of the application itself',
    authorizationParams: { response_type: 'code' }, // the default is an ID token from the authorization endpoint
    authRequired: false,
    idpLogout: true,
    routes: { logout: '/sign-out', postLogoutRedirect: '/signed-out' },
  }),
);
app.get('/', requiresAuth(), async ({ oidc }, response) =>
  response.json({ ...oidc.user, ...(await oidc.fetchUserInfo()), accessToken: oidc.accessToken.access_token, refreshToken: oidc.refreshToken }),
);
app.get('/signed-out', (_, response) => response.send('Signed out'));
listen(app);
