import { createHash, randomBytes } from 'node:crypto';
import express from 'express';
import session from 'express-session';
import passport from 'passport';
import OpenIDConnectStrategy from 'passport-openidconnect';

const { PORT = '3000', APP_URL = 'https://shop.example.com', ISSUER = 'https://auth.example.com', CLIENT_ID = '', CLIENT_SECRET = '', SESSION_SECRET = '' } = process.env;
const engine = await (await fetch(`${ISSUER}/.well-known/openid-configuration`)).json();

/** AuthEngine requires PKCE (RFC 7636), which passport-openidconnect 0.1.2 does not know. */
class WithPkce extends OpenIDConnectStrategy {
  authenticate(req, options) {
    const tokens = Object.create(this._oauth2);
    if (!req.query.code) req.session.verifier = randomBytes(32).toString('base64url');
    const { verifier } = req.session;
    tokens.getOAuthAccessToken = (code, params, done) => Object.getPrototypeOf(tokens).getOAuthAccessToken.call(tokens, code, { ...params, code_verifier: verifier }, done);
    // Passport makes an object of its own for each request, so this is of this request alone.
    this._oauth2 = tokens;
    super.authenticate(req, { ...options, verifier });
  }

  authorizationParams({ verifier }) {
    return { code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256' };
  }
}

passport.use('authengine', new WithPkce(
  {
    issuer: engine.issuer, authorizationURL: engine.authorization_endpoint, tokenURL: engine.token_endpoint, userInfoURL: engine.userinfo_endpoint,
    clientID: CLIENT_ID, clientSecret: CLIENT_SECRET, callbackURL: `${APP_URL}/callback`, scope: 'profile email', nonce: true, skipUserProfile: false,
  },
  (issuer, profile, context, idToken, accessToken, refreshToken, done) => done(null, { sub: profile.id, email: profile.emails?.[0]?.value, idToken, accessToken, refreshToken }),
));
passport.serializeUser((user, done) => done(null, user));
passport.deserializeUser((user, done) => done(null, user));

const app = express();
// In production: `cookie: { secure: true, sameSite: 'lax' }`, and a store that outlives the process.
app.use(session({ secret: SESSION_SECRET, resave: false, saveUninitialized: false, cookie: { sameSite: 'lax' } }));
app.use(passport.session());

app.get('/callback', passport.authenticate('authengine', { successRedirect: '/', failureRedirect: '/signed-out' }));
app.get('/signed-out', (req, res) => res.status(req.isAuthenticated() ? 409 : 401).send('You are signed out.'));
app.use((req, res, next) => (req.isAuthenticated() ? next() : passport.authenticate('authengine')(req, res, next)));

/** One of AuthEngine's endpoints, as this client. */
const ask = (url, form) => fetch(url, { method: 'POST', body: new URLSearchParams({ ...form, client_id: CLIENT_ID, client_secret: CLIENT_SECRET }) });

app.get('/', (req, res) => res.json({ sub: req.user.sub, email: req.user.email }));
app.get('/userinfo', async (req, res) => {
  const answer = await fetch(engine.userinfo_endpoint, { headers: { authorization: `Bearer ${req.user.accessToken}` } });
  res.status(answer.status).json(await answer.json());
});
app.get('/refresh', async (req, res, next) => {
  const answer = await ask(engine.token_endpoint, { grant_type: 'refresh_token', refresh_token: req.user.refreshToken });
  const tokens = await answer.json();
  if (!answer.ok) return res.status(401).json(tokens);
  const renewed = tokens.access_token !== req.user.accessToken;
  // The former refresh token is used up: keep the new one.
  return req.login({ ...req.user, accessToken: tokens.access_token, refreshToken: tokens.refresh_token }, (error) => (error ? next(error) : res.json({ renewed })));
});
app.get('/revoke', async (req, res) => {
  const answers = await Promise.all([req.user.accessToken, req.user.refreshToken].map((token) => ask(engine.revocation_endpoint, { token })));
  res.json({ revoked: answers.every(({ ok }) => ok) });
});
app.get('/logout', (req, res, next) => {
  const { idToken } = req.user;
  req.logout((error) => (error ? next(error) : res.redirect(`${engine.end_session_endpoint}?${new URLSearchParams({ id_token_hint: idToken, post_logout_redirect_uri: `${APP_URL}/signed-out` })}`)));
});

app.listen(Number(PORT), '127.0.0.1');
