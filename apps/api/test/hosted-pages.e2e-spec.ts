import type { Actor } from './kit/actor.js';
import { application, Browser, CALLBACK, platformAdmin, relyingParty, start } from './kit/oidc.js';
import { createTestApp, type TestApp } from './test-app.js';

describe('the look and the language of the hosted pages', () => {
  let test: TestApp;
  let admin: Actor;

  beforeAll(async () => {
    test = await createTestApp({ env: { OIDC_ENABLED: 'true', APP_NAME: 'Acme', PAGES_LOGO_URL: 'https://cdn.acme.example/logo.svg', PAGES_COLOR: '#AA2200', PAGES_PRIVACY_URL: 'https://acme.example/privacy', PAGES_SUPPORT_URL: 'https://acme.example/help' } });
    admin = await platformAdmin(test);
  });
  afterAll(() => test.close());

  const signInPage = async (fields: Record<string, unknown> = {}, parameters: Record<string, string> = {}, headers: Record<string, string> = {}) => {
    const config = await relyingParty(test, await application(admin, fields));
    return new Browser(test).open((await start(config, parameters)).url, { headers });
  };

  it('are in the language of the application’s request, else of the browser, else English', async () => {
    const pages = [await signInPage({}, { ui_locales: 'xx de-AT' }), await signInPage({}, {}), await (async () => new Browser(test).open(`${test.url}/verify-email`, { headers: { 'accept-language': 'ja,en;q=0.5' } }))()];
    expect(pages.map(({ title, html }) => [title, /<html lang="(\w+)"/.exec(html)?.[1]])).toEqual([['Anmelden', 'de'], ['Sign in', 'en'], ['アドレスの確認', 'ja']]);
  });

  it('say what went wrong in that language too', async () => {
    const page = await (await signInPage({}, { ui_locales: 'fr' })).send({ email: 'nobody@people.test', password: 'wrong password here' });
    expect([page.status, page.error]).toEqual([401, 'L’adresse ou le mot de passe n’est pas correct, ou ce compte ne peut pas se connecter.']);
    const refused = await new Browser(test).open(`http://auth.test/oauth2/authorize?client_id=nobody&ui_locales=es`);
    expect([refused.status, refused.title]).toEqual([400, 'Este inicio de sesión no puede continuar']);
  });

  it('have the company’s name, logo, colour and links', async () => {
    const { html, headers } = await signInPage();
    expect(html).toContain('<img src="https://cdn.acme.example/logo.svg" alt="Acme">');
    expect(html).toContain('<a href="https://acme.example/privacy">Privacy</a>');
    expect(html).toContain('<a href="https://acme.example/help">Help</a>');
    expect(html).not.toContain('Terms of use');
    expect(html).toContain('/pages/colors/aa2200.css');
    expect(headers.get('content-security-policy')).toContain('img-src https://cdn.acme.example');
    const style = await fetch(`${test.url}/pages/colors/aa2200.css`);
    expect([style.headers.get('content-type'), await style.text()]).toEqual(['text/css; charset=utf-8', ':root { --brand: #aa2200; --on-brand: #ffffff; }\n']);
    expect((await fetch(`${test.url}/pages/colors/red;}body{.css`)).status).toBe(404);
    const mail = await new Browser(test).open(`${test.url}/reset-password`);
    expect(mail.headers.get('content-security-policy')).toContain('img-src https://cdn.acme.example');
  });

  it('an application has a look of its own, and the rest of the company’s', async () => {
    const branding = { name: 'The Shop', color: '#ffe000', terms_url: 'https://shop.example.com/terms' };
    const { html } = await signInPage({ branding });
    expect(html).toContain('alt="The Shop"');
    expect(html).toContain('/pages/colors/ffe000.css');
    expect(html).toContain('<a href="https://shop.example.com/terms">Terms of use</a>');
    expect(html).toContain('<a href="https://acme.example/privacy">Privacy</a>');
  });

  it.each([
    ['color', 'red'],
    ['color', '#12345'],
    ['logo_url', 'http://shop.example.com/logo.svg'],
    ['logo_url', 'https://shop.example.com/a b'],
    ['logo_url', "https://shop.example.com; script-src 'unsafe-inline'/"],
    ['privacy_url', 'javascript:alert(1)'],
    ['terms_url', 'https://user@shop.example.com/'],
    ['name', 'a\nb'],
    ['script', 'x'],
  ])('refuses a branding with the %s %p when it is written', async (field, value) => {
    const answer = await admin.ask<{ errors: { field: string }[] }>('POST', '/platform/applications', { name: 'Shop', type: 'web', redirect_uris: [CALLBACK], branding: { [field]: value } });
    expect([answer.status, answer.body.errors.map((error) => error.field)]).toEqual([400, [`branding.${field}`]]);
  });

  it.each([[[]], [[{ name: 'Shop' }]], ['Shop'], [5]])('refuses %j as a branding', async (branding) => {
    expect((await admin.ask('POST', '/platform/applications', { name: 'Shop', type: 'web', redirect_uris: [CALLBACK], branding })).status).toBe(400);
  });

  it('a branding is shown, changed and cleared', async () => {
    const { id } = await application(admin, { branding: { color: '#112233' } });
    expect((await admin.ask('GET', `/platform/applications/${id}`)).body).toMatchObject({ branding: { color: '#112233' } });
    expect((await admin.ask('PATCH', `/platform/applications/${id}`, { branding: { name: 'Shop' } })).body).toMatchObject({ branding: { name: 'Shop' } });
    expect((await admin.ask('PATCH', `/platform/applications/${id}`, { branding: null })).body).toMatchObject({ branding: null });
    // Nothing said is no look, however it is said.
    for (const branding of [{}, { color: null }]) expect((await admin.ask('PATCH', `/platform/applications/${id}`, { branding })).body).toMatchObject({ branding: null });
    expect((await admin.ask('PATCH', `/platform/applications/${id}`, { branding: { name: 'Shop', color: null } })).body['branding']).toEqual({ name: 'Shop' });
  });
});
