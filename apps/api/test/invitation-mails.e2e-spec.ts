import { PasswordHasher } from '@authengine/crypto';
import type { TenantId } from '@authengine/kernel';
import { People } from '@authengine/testing';
import { newActor, type Actor } from './kit/actor.js';
import { auditOf, bearer, call, logIn, newAddress, PASSWORD, type Answer } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

const PER_HOUR = 12;
const HOSTILE = 'Your mailbox is full, go to https://evil.example/login?x=1 or evil.example or call 1-800-555-0100\u202e';

/** What a stranger may be sent by whoever has a tenant, or an account, of their own. */
describe('mails to strangers', () => {
  let test: TestApp;
  let people: People;
  let owner: Actor;
  let tenant: TenantId;
  beforeAll(async () => {
    test = await createTestApp({ env: { INVITATIONS_PER_HOUR: String(PER_HOUR) } });
    people = new People(test.dataSource);
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    owner = await newActor(test);
    tenant = await people.tenant(owner.id);
  });

  const invite = (email = newAddress('stranger'), role_name = 'TENANT_USER'): Promise<Answer> => owner.ask('POST', `/tenants/users/${tenant}/users`, { email, role_name });
  const nameTenant = async (name: string): Promise<void> => {
    await test.dataSource.query('UPDATE tenants SET name = $2 WHERE id = $1', [tenant, name]);
  };

  it.each([
    ['asks to visit a page', HOSTILE, '“Your mailbox is full, go to or evil exa…”'],
    ['is a URL', 'https://evil.example/', 'an organization'],
    ['looks like markup', '<a href="https://evil.example">Acme</a>\r\nBcc: eve@evil.example', '“'],
    ['is an honest one', 'Müller & Söhne', '“Müller & Söhne”'],
  ])('an invitation to a tenant whose name %s says who calls it so, and has no link but its own', async (_, name, shown) => {
    await nameTenant(name);
    const email = newAddress('stranger');
    expect((await invite(email)).status).toBe(201);
    const mail = await test.mails.latest(email);
    const said = [mail.subject, mail.text, mail.html].map((part) => part.replaceAll(/http:\/\/auth\.test\/\S*#token=[\w-]+/g, ''));
    for (const part of said) {
      expect(part).not.toMatch(/https?:(?!\/\/auth\.test)|evil\s*\.\s*example|eve@|800-555/i);
      expect(part).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    }
    expect(mail.subject).not.toMatch(/[\r\n]/);
    expect(mail.subject).toContain(shown);
    expect(mail.text).toContain(shown);
    expect(mail.text.toLowerCase()).toContain('typed');
  });

  it('a request for another address names the account without a link', async () => {
    const local = 'evil.example/login';
    const id = await people.user();
    await test.dataSource.query('UPDATE users SET email = $2 WHERE id = $1', [id, `${local}@people.test`]);
    const email = newAddress('next');
    await setPassword(id);
    const { access_token } = await logIn(test, `${local}@people.test`);
    expect((await call(test, 'POST', '/me/email', { new_email: email, password: PASSWORD }, bearer(access_token))).status).toBe(202);
    const mail = await test.mails.latest(email);
    expect(mail.text).not.toContain('evil.example');
    expect(mail.html).not.toContain('evil.example');
  });

  it('are at most INVITATIONS_PER_HOUR of one tenant, sent and sent again; then 429, and the others’ are not touched', async () => {
    const first = await invite();
    for (let i = 1; i < PER_HOUR - 1; i += 1) expect((await invite()).status).toBe(201);
    const resend = (): Promise<Answer> => owner.ask('POST', `/tenants/users/${tenant}/invitations/${String(first.body['invitation_id'])}/resend`);
    expect((await resend()).status).toBe(200);
    for (const refused of [await invite(), await resend()]) {
      expect(refused).toMatchObject({ status: 429, body: { code: 'invitation.too_many_invitations' } });
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3_000);
    }
    expect(await auditOf(test, { tenant_id: tenant, action: 'tenant.user.invited', status: 'denied' })).toHaveLength(1);
    const another = await newActor(test);
    const other = await people.tenant(another.id);
    expect((await another.ask('POST', `/tenants/users/${other}/users`, { email: newAddress('stranger') })).status).toBe(201);
  });

  it('are counted one by one when many are asked for at once', async () => {
    const answers = await Promise.all(Array.from({ length: PER_HOUR + 8 }, () => invite()));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array.from({ length: PER_HOUR }, () => 201), ...Array.from({ length: 8 }, () => 429)]);
    await test.mails.settle();
    expect(await test.dataSource.query('SELECT count(*)::int AS count FROM invitations WHERE tenant_id = $1', [tenant])).toEqual([{ count: PER_HOUR }]);
  });

  it('that are refused cost nothing', async () => {
    for (let i = 0; i < PER_HOUR + 3; i += 1) expect((await invite(newAddress('stranger'), 'NO_SUCH_ROLE')).status).toBe(404);
    expect((await invite()).status).toBe(201);
  });

  /** As a reset would. */
  async function setPassword(id: string): Promise<void> {
    const hash = await test.app.get(PasswordHasher, { strict: false }).hash(PASSWORD);
    await test.dataSource.query('INSERT INTO password_credentials (user_id, hash) VALUES ($1, $2) ON CONFLICT (user_id) DO UPDATE SET hash = $2', [id, hash]);
  }
});
