import express from 'express';
import { auth, requiresAuth } from 'express-openid-connect';
import { clientId, clientSecret, issuer, listen, url } from './settings.js';

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
app.get('/', requiresAuth(), async (request, response) => response.json({ ...request.oidc.user, ...(await request.oidc.fetchUserInfo()) }));
app.get('/signed-out', (_, response) => response.send('Signed out'));
listen(app);
