import express from 'express';
import session from 'express-session';
import passport from 'passport';
import OpenIDConnectStrategy from 'passport-openidconnect';
import { clientId, clientSecret, issuer, listen, url } from './settings.js';

passport.use(
  new OpenIDConnectStrategy(
    {
      issuer,
      authorizationURL: `${issuer}/connect/authorize`,
      tokenURL: `${issuer}/connect/token`,
      userInfoURL: `${issuer}/connect/userinfo`,
      clientID: clientId,
      clientSecret,
      callbackURL: '/callback',
      scope: ['profile', 'email'],
    },
    // A function of nine parameters gets what userinfo says.
    (_issuer, profile, _idProfile, _context, idToken, accessToken, refreshToken, _params, done) =>
      done(null, { ...profile, idToken, accessToken, refreshToken }),
  ),
);
passport.serializeUser((user, done) => done(null, user));
passport.deserializeUser((user, done) => done(null, user));

const app = express();
app.use(session({ secret: 'a long secret of the application itself', resave: false, saveUninitialized: false }));
app.use(passport.session());
app.get('/callback', passport.authenticate('openidconnect', { successRedirect: '/', failureMessage: true }));
app.get('/sign-out', (request, response, next) => {
  const end = new URL('/connect/end-session', issuer);
  end.search = new URLSearchParams({ id_token_hint: request.user.idToken, post_logout_redirect_uri: `${url}/signed-out` });
  request.logout((error) => (error ? next(error) : response.redirect(end.href)));
});
app.get('/signed-out', (_, response) => response.send('Signed out'));
app.get('/', (request, response) => {
  if (!request.isAuthenticated()) return response.redirect('/sign-in');
  const { id: sub, displayName: name, emails, accessToken, refreshToken } = request.user;
  return response.json({ sub, name, email: emails?.[0]?.value, accessToken, refreshToken });
});
app.get('/sign-in', passport.authenticate('openidconnect'));
listen(app);
