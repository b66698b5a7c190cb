import type { TenantId } from '@authengine/kernel';
import { People } from '@authengine/testing';
import { actorOf, newActor, type Actor } from './kit/actor.js';
import { inBrowser } from './kit/browser.js';
import { application, Browser, platformAdmin, relyingParty, signIn, start, type Page } from './kit/oidc.js';
import { auditOf, newAddress, signUp } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

const LOOK = { name: 'Globex', logo_url: 'https://cdn.globex.example/logo.svg', color: '#AA2200', support_url: 'https://globex.example/help' };

describe('the look of an organization', () => {
  let test: TestApp;
  let people: People;
  let admin: Actor;
  let owner: Actor;
  let tenant: TenantId;

  beforeAll(async () => {
    test = await createTestApp({ env: { OIDC_ENABLED: 'true', APP_NAME: 'Acme', PAGES_COLOR: '#111111', PAGES_PRIVACY_URL: 'https://acme.example/privacy', MAX_CONCURRENT_SESSIONS: '100' } });
    people = new People(test.dataSource);
    admin = await platformAdmin(test);
    owner = await newActor(test);
    tenant = await people.tenant(owner.id);
    expect((await owner.ask('PATCH', `/tenants/${tenant}`, { branding: LOOK })).body).toMatchObject({ id: tenant, branding: LOOK });
  });
  afterAll(() => test.close());

  const pageOf = async (fields: Record<string, unknown> = {}, parameters: Record<string, string> = {}): Promise<Page> =>
    new Browser(test).open((await start(await relyingParty(test, await application(admin, fields)), parameters)).url);
  const expectLook = ({ html, headers }: Pick<Page, 'html' | 'headers'>, name = 'Globex'): void => {
    expect(html).toContain(`<img src="${LOOK.logo_url}" alt="${name}">`);
    expect(html).toContain('/pages/colors/aa2200.css');
    expect(html).toContain(`<a href="${LOOK.support_url}">Help</a>`);
    expect(html).toContain('<a href="https://acme.example/privacy">Privacy</a>');
    expect(headers.get('content-security-policy')).toContain('img-src https://cdn.globex.example');
  };
  const expectPlain = ({ html, headers }: Pick<Page, 'html' | 'headers'>): void => {
    expect(html).toContain('<p class="product">Acme</p>');
    expect(html).toContain('/pages/colors/111111.css');
    expect(headers.get('content-security-policy')).not.toContain('img-src');
  };

  it('is that of the pages when the application names the organization, over the look of an application of all', async () => {
    expectLook(await pageOf({ branding: { name: 'Shop', color: '#00ff00' } }, { organization: tenant.toUpperCase(), scope: 'openid organization' }));
    expectPlain(await pageOf());
  });

  it('is that of the pages of its own application, which may differ from it', async () => {
    expectLook(await pageOf({ tenant_id: tenant }));
    expectLook(await pageOf({ tenant_id: tenant, branding: { name: 'Globex mail' } }), 'Globex mail');
  });

  it('is that of the pages that follow when it was chosen, of sign-out, and of errors', async () => {
    const email = await signUp(test);
    const [{ id = '' } = {}] = await test.dataSource.query<{ id: string }[]>('SELECT id FROM users WHERE email = $1', [email]);
    for (const one of [tenant, await people.tenant()]) await people.member(one, id as never, 'TENANT_USER');
    const config = await relyingParty(test, await application(admin, { name: 'Stranger', first_party: false }));
    const browser = new Browser(test);
    const choose = await signIn(browser, (await start(config, { scope: 'openid organization' })).url, email);
    expectPlain(choose);
    const consent = await choose.send({ organization: tenant });
    expect(consent.title).toBe('Go on to Stranger?');
    expectLook(consent);
    const own = await application(admin, { tenant_id: tenant });
    expectLook(await browser.open(`http://auth.test/oauth2/logout?client_id=${own.id}`));
    expectLook(await browser.open(`http://auth.test/oauth2/authorize?client_id=${own.id}&redirect_uri=https://elsewhere.example/`));
  });

  it('is nobody’s that is none, is suspended, or says nothing', async () => {
    const its = await newActor(test);
    const closed = await people.tenant(its.id);
    expect((await its.ask('PATCH', `/tenants/${closed}`, { branding: LOOK })).status).toBe(200);
    expectLook(await pageOf({}, { organization: closed }));
    await test.dataSource.query("UPDATE tenants SET status = 'SUSPENDED' WHERE id = $1", [closed]);
    for (const organization of ['00000000-0000-4000-8000-000000000000', closed, await people.tenant()]) expectPlain(await pageOf({}, { organization }));
  });

  it('is that of its invitations, and of no page that names another', async () => {
    const opened = async (organization: string): Promise<Pick<Page, 'html' | 'headers'>> => {
      const answer = await fetch(`${test.url}/accept-invitation?organization=${encodeURIComponent(organization)}`);
      return { html: await answer.text(), headers: answer.headers };
    };
    expectLook(await opened(tenant));
    for (const other of ['00000000-0000-4000-8000-000000000000', 'x', `${tenant}'`]) expectPlain(await opened(other));
  });

  inBrowser((newPage) => {
    it('is there when the mailed link is opened, and the invitation is accepted in it', async () => {
      const email = newAddress();
      await test.mails.clear();
      await owner.ask('POST', `/tenants/users/${tenant}/users`, { email });
      const page = await newPage();
      // The page lets the logo in from where it is, and from nowhere else.
      await page.route(LOOK.logo_url, (route) => route.fulfill({ contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>' }));
      await page.goto(`${test.url}/accept-invitation#token=${await test.mails.token(email)}`);
      await page.getByAltText('Globex').waitFor();
      await page.getByRole('button', { name: 'Accept the invitation' }).click();
      await page.getByLabel('Password').waitFor();
      expect(await page.locator('#username').inputValue()).toBe(email);
    });
  });

  it('is for those who may change the organization, is on record, and says what is wrong', async () => {
    const its = await newActor(test);
    const mine = await people.tenant(its.id);
    const member = await actorOf(test, await people.newMember(mine, 'TENANT_USER'));
    expect((await member.ask('PATCH', `/tenants/${mine}`, { branding: LOOK })).status).toBe(403);
    expect((await (await newActor(test)).ask('PATCH', `/tenants/${mine}`, { branding: LOOK })).status).toBe(404);
    for (const [field, value] of [['logo_url', 'http://globex.example/logo.svg'], ['logo_url', 'data:image/svg+xml,x'], ['color', 'red'], ['support_url', 'javascript:alert(1)'], ['name', 'Mailbox full: https://evil.example'], ['name', 'a\nb'], ['style', 'x']]) {
      const refused = await its.ask<{ errors?: { field: string }[] }>('PATCH', `/tenants/${mine}`, { branding: { [field!]: value } });
      expect([refused.status, refused.body.errors?.map((error) => error.field)]).toEqual([400, [`branding.${field}`]]);
    }
    for (const branding of [[], [{ name: 'Globex' }], 'Globex', 5, true]) {
      const refused = await its.ask<{ errors?: { field: string }[] }>('PATCH', `/tenants/${mine}`, { branding });
      expect([refused.status, refused.body.errors?.[0]?.field]).toEqual([400, expect.stringMatching(/^branding/)]);
    }
    const audited = async (): Promise<unknown[]> => (await auditOf(test, { action: 'tenant.updated', tenant_id: mine })).map(({ actor_id, metadata }) => [actor_id, metadata]);
    expect((await its.ask('PATCH', `/tenants/${mine}?dry_run=true`, { branding: LOOK })).body).toMatchObject({ dry_run: true, changes: [] });
    expect((await its.ask('GET', `/tenants/${mine}`)).body).toMatchObject({ branding: null });
    for (let i = 0; i < 2; i += 1) expect((await its.ask('PATCH', `/tenants/${mine}`, { branding: LOOK })).body).toMatchObject({ branding: LOOK });
    expect((await its.ask('PATCH', `/tenants/${mine}`, { branding: { name: 'Globex' } })).body).toMatchObject({ branding: { name: 'Globex' } });
    expect((await admin.ask('PUT', `/platform/tenants/${mine}`, { branding: null })).body).toMatchObject({ branding: null });
    // Nothing said is no look, however it is said.
    for (const branding of [{}, { color: null }]) expect((await its.ask('PATCH', `/tenants/${mine}`, { branding })).body).toMatchObject({ branding: null });
    expect(await audited()).toEqual(expect.arrayContaining([
      [its.id, { changes: { branding: LOOK }, before: { branding: null }, after: { branding: LOOK } }],
      [admin.id, { changes: { branding: null }, before: { branding: { name: 'Globex' } }, after: { branding: null } }],
    ]));
    expect((await audited()).filter((entry) => JSON.stringify(entry).includes('changes'))).toHaveLength(3);
  });
});
