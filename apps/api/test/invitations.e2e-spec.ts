import { newId, type TenantId, type UserId } from '@authengine/kernel';
import { People } from '@authengine/testing';
import { actorOf, newActor, type Actor } from './kit/actor.js';
import { auditOf, bearer, call, logIn, newAddress, PASSWORD, signUp, type Answer } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

interface Invited {
  readonly invitation_id: string;
}

describe('invitations', () => {
  let test: TestApp;
  let people: People;
  let tenant: TenantId;
  let owner: Actor;

  beforeAll(async () => {
    test = await createTestApp({ env: { MAX_CONCURRENT_SESSIONS: '100' } });
    people = new People(test.dataSource);
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    owner = await newActor(test);
    tenant = await people.tenant(owner.id);
  });

  const invite = (actor: Actor, email: string, role_name?: string, at: string = tenant) =>
    actor.ask<Invited & Record<string, unknown>>('POST', `/tenants/users/${at}/users`, { email, ...(role_name === undefined ? {} : { role_name }) });
  const invited = async (email: string, role?: string, actor = owner): Promise<{ id: string; token: string }> => {
    await test.mails.clear();
    const answer = await invite(actor, email, role);
    expect(answer.status).toBe(201);
    return { id: answer.body.invitation_id, token: await test.mails.token(email) };
  };
  const accept = (token: string, fields: Record<string, unknown> = { password: PASSWORD }, as?: string): Promise<Answer> =>
    call(test, 'POST', '/auth/invitations/accept', { token, ...fields }, as === undefined ? {} : bearer(as));
  const codeOf = ({ status, body }: { status: number; body: Record<string, unknown> }): string => `${status} ${String(body['code'])}`;
  const rolesOf = async (email: string): Promise<string[]> =>
    (
      await test.dataSource.query<{ name: string }[]>(
        `SELECT r.name FROM memberships m JOIN users u ON u.id = m.user_id LEFT JOIN role_assignments a ON a.user_id = u.id AND a.tenant_id = m.tenant_id
           LEFT JOIN roles r ON r.id = a.role_id WHERE u.email = $1 AND m.tenant_id = $2 ORDER BY 1`,
        [email, tenant],
      )
    ).map(({ name }) => name);
  const member = async (...roles: string[]): Promise<Actor> => actorOf(test, await people.newMember(tenant, ...roles));
  const listed = async (query = ''): Promise<Record<string, unknown>[]> => (await owner.ask<Record<string, unknown>[]>('GET', `/tenants/users/${tenant}/invitations${query}`)).body;

  it('make an account whose address the mail has proven, with a password of its own', async () => {
    const email = newAddress('guest');
    await test.mails.clear();
    const answer = await invite(owner, email.toUpperCase());
    expect(answer.body).toEqual({ message: expect.any(String), invitation_id: expect.any(String), status: 'invited' });
    const accepted = await accept(await test.mails.token(email), { password: PASSWORD, first_name: 'Grace' });
    expect([accepted.status, accepted.body]).toEqual([200, { message: 'You are now a member of A tenant.', tenant_id: tenant, tenant_name: 'A tenant', user_id: expect.any(String) }]);
    expect(await rolesOf(email)).toEqual(['TENANT_USER']);
    const login = await logIn(test, email);
    expect((await call(test, 'GET', '/me', undefined, bearer(login.access_token))).body).toMatchObject({ id: accepted.body['user_id'], first_name: 'Grace', status: 'ACTIVE', is_email_verified: true });
    expect((await call(test, 'POST', '/auth/login', { email, password: 'TempPass@123' })).status).toBe(401);
    expect(await auditOf(test, { tenant_id: tenant, action: 'USER_INVITED_TO_TENANT' })).toMatchObject([{ action: 'tenant.user.invited', actor_id: owner.id, resource_id: answer.body.invitation_id, metadata: { email, role_name: 'TENANT_USER' } }]);
    expect(await auditOf(test, { tenant_id: tenant, action: 'tenant.user.joined' })).toMatchObject([
      { actor_id: accepted.body['user_id'], resource_id: answer.body.invitation_id, metadata: { email, role_name: 'TENANT_USER', invited_by: owner.id, new_account: true } },
    ]);
    expect(JSON.stringify(await auditOf(test, { tenant_id: tenant }))).not.toMatch(/[A-Za-z0-9_-]{43}/);
  });

  it('answer alike whether or not the address has an account', async () => {
    const [known, unknown] = [await signUp(test), newAddress()];
    const [one, other] = [await invite(owner, known), await invite(owner, unknown)];
    expect(one.status).toBe(other.status);
    expect({ ...one.body, invitation_id: '' }).toEqual({ ...other.body, invitation_id: '' });
  });

  it('TN-06 are for the signed-in user whose proven address it is, and nobody else', async () => {
    const email = await signUp(test);
    const { token } = await invited(email, 'TENANT_MANAGER');
    const stranger = await newActor(test);
    expect(codeOf(await accept(token, {}, stranger.token))).toBe('403 invitation.other_address');
    expect(codeOf(await accept(token, {}, owner.token))).toBe('403 invitation.other_address');
    expect(codeOf(await accept(token, {}, `${stranger.token}x`))).toBe('401 auth.unauthenticated');
    expect(codeOf(await accept(token))).toBe('401 invitation.sign_in_required');
    const login = await logIn(test, email);
    const unproven = await actorOf(test, (await call<{ id: UserId }>(test, 'GET', '/me', undefined, bearer(login.access_token))).body.id);
    await test.dataSource.query('UPDATE users SET email_verified_at = NULL WHERE id = $1', [unproven.id]);
    expect(codeOf(await accept(token, {}, unproven.token))).toBe('403 invitation.other_address');
    await test.dataSource.query('UPDATE users SET email_verified_at = now() WHERE id = $1', [unproven.id]);
    expect((await accept(token, {}, login.access_token)).status).toBe(200);
    expect(await rolesOf(email)).toEqual(['TENANT_MANAGER']);
    expect((await call(test, 'GET', `/tenants/users/${tenant}/users`, undefined, bearer(login.access_token))).status).toBe(200);
    expect((await logIn(test, email)).access_token).toBeTruthy();
  });

  it('OC-09 drop what somebody else registered for the address before', async () => {
    const email = newAddress('victim');
    await call(test, 'POST', '/auth/register', { email, password: 'the attacker knows this one', username: `u${Date.now() % 1e9}`, first_name: 'Mallory', phone_number: '+441632960961' });
    const verification = await test.mails.token(email);
    const { token } = await invited(email);
    expect((await accept(token, { password: PASSWORD })).status).toBe(200);
    expect((await call(test, 'POST', '/auth/login', { email, password: 'the attacker knows this one' })).status).toBe(401);
    expect((await call(test, 'POST', '/auth/verify-email', { token: verification })).status).toBe(400);
    const login = await logIn(test, email);
    expect((await call(test, 'GET', '/me', undefined, bearer(login.access_token))).body).toMatchObject({ first_name: null, username: null, phone_number: null, is_email_verified: true });
  });

  it('TN-06 that were used, edited, withdrawn, replaced or have expired are refused', async () => {
    const used = await invited(newAddress());
    expect((await accept(used.token)).status).toBe(200);
    const revoked = await invited(newAddress());
    expect((await owner.ask('DELETE', `/tenants/users/${tenant}/invitations/${revoked.id}`)).status).toBe(204);
    const again = newAddress();
    const replaced = await invited(again);
    const renewed = await invited(again, 'TENANT_MANAGER');
    expect(renewed.id).toBe(replaced.id);
    const expired = await invited(newAddress());
    const edited = `${renewed.token.slice(0, -1)}${renewed.token.endsWith('A') ? 'E' : 'A'}`;
    for (const token of [used.token, revoked.token, replaced.token, edited, '', 'x', renewed.token.toLowerCase(), `${renewed.token}=`]) {
      expect([token, codeOf(await accept(token))]).toEqual([token, '400 invitation.invalid']);
    }
    expect((await accept(renewed.token)).status).toBe(200);
    expect(await rolesOf(again)).toEqual(['TENANT_MANAGER']);
    test.clock.advance({ days: 7 });
    expect(codeOf(await accept(expired.token))).toBe('400 invitation.invalid');
    test.clock.reset();
    expect((await call(test, 'POST', '/auth/verify-email', { token: expired.token })).status).toBe(400);
  });

  it('RB-01 go no higher than below who sends them, nor change what somebody higher sent', async () => {
    const manager = await member('TENANT_MANAGER');
    for (const role of ['TENANT_MANAGER', 'TENANT_ADMIN', 'TENANT_OWNER']) expect(codeOf(await invite(manager, newAddress(), role))).toBe('403 role.level_insufficient');
    expect(codeOf(await invite(owner, newAddress(), 'TENANT_OWNER'))).toBe('403 role.level_insufficient');
    for (const role of ['PLATFORM_ADMIN', 'SUPER_ADMIN', 'tenant_user', 'NOBODY']) expect(codeOf(await invite(owner, newAddress(), role))).toBe('404 role.not_found');
    const email = newAddress();
    const { id, token } = await invited(email, 'TENANT_ADMIN');
    expect(codeOf(await invite(manager, email, 'TENANT_USER'))).toBe('403 role.level_insufficient');
    expect(codeOf(await manager.ask('DELETE', `/tenants/users/${tenant}/invitations/${id}`))).toBe('403 role.level_insufficient');
    expect(codeOf(await manager.ask('POST', `/tenants/users/${tenant}/invitations/${id}/resend`))).toBe('403 role.level_insufficient');
    expect((await accept(token)).status).toBe(200);
    expect(await rolesOf(email)).toEqual(['TENANT_ADMIN']);
  });

  it('TN-06 give nothing that whoever sent them could not give now', async () => {
    const cases: [string, (inviter: Actor) => Promise<unknown>][] = [
      ['demoted', (inviter) => test.dataSource.query('DELETE FROM role_assignments WHERE user_id = $1', [inviter.id])],
      ['removed', (inviter) => owner.ask('DELETE', `/tenants/users/${tenant}/users/${inviter.id}`)],
      ['suspended', (inviter) => test.dataSource.query("UPDATE users SET status = 'SUSPENDED' WHERE id = $1", [inviter.id])],
      ['deleted', (inviter) => test.dataSource.query('DELETE FROM users WHERE id = $1', [inviter.id])],
    ];
    for (const [what, happen] of cases) {
      const [inviter, email] = [await member('TENANT_ADMIN'), newAddress()];
      const { id, token } = await invited(email, 'TENANT_MANAGER', inviter);
      await happen(inviter);
      expect([what, codeOf(await accept(token))]).toEqual([what, '403 invitation.no_longer_allowed']);
      expect(await test.dataSource.query('SELECT 1 FROM users WHERE email = $1', [email])).toEqual([]);
      await test.mails.clear();
      expect((await owner.ask('POST', `/tenants/users/${tenant}/invitations/${id}/resend`)).status).toBe(200);
      expect([what, (await accept(await test.mails.token(email))).status]).toEqual([what, 200]);
    }
    const [inviter, email] = [await member('TENANT_ADMIN'), newAddress()];
    const { token } = await invited(email, 'TENANT_MANAGER', inviter);
    await test.dataSource.query("UPDATE role_assignments SET role_id = (SELECT id FROM roles WHERE name = 'TENANT_MANAGER') WHERE user_id = $1", [inviter.id]);
    expect(codeOf(await accept(token))).toBe('403 invitation.no_longer_allowed');
  });

  it('need a good password for a new account, and are not used up by a bad one', async () => {
    const email = newAddress();
    const { token } = await invited(email);
    for (const fields of [{}, { password: 'short' }, { password: 'Password123' }, { password: email }, { password: null }]) {
      const answer = await accept(token, fields);
      expect([fields, answer.status, (answer.body['errors'] as { field: string }[])[0]?.field]).toEqual([fields, 400, 'password']);
    }
    for (const fields of [{ password: PASSWORD, tenant_id: tenant }, { password: PASSWORD, role_name: 'TENANT_OWNER' }, { password: PASSWORD, email: 'x@y.test' }]) expect((await accept(token, fields)).status).toBe(400);
    expect((await accept(token)).status).toBe(200);
  });

  it('RC-05 accepted many times at once lead to one account and one membership', async () => {
    const email = newAddress();
    const { token } = await invited(email);
    const answers = await Promise.all(Array.from({ length: 8 }, () => accept(token)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status } of answers) expect([200, 400, 401]).toContain(status);
    expect(await rolesOf(email)).toEqual(['TENANT_USER']);
    expect(await auditOf(test, { tenant_id: tenant, action: 'tenant.user.joined', status: 'success' })).toHaveLength(1);
  });

  it('RC-05 accepted and withdrawn at once end one way or the other', async () => {
    for (let round = 0; round < 4; round += 1) {
      const email = newAddress();
      const { id, token } = await invited(email);
      const [accepted, revoked] = await Promise.all([accept(token), owner.ask('DELETE', `/tenants/users/${tenant}/invitations/${id}`)]);
      expect([[200, 409], [400, 204]]).toContainEqual([accepted.status, revoked.status]);
      expect(await rolesOf(email)).toEqual(accepted.status === 200 ? ['TENANT_USER'] : []);
    }
  });

  it('RC-05 sent many times at once to one address are one, with one link that works', async () => {
    const email = newAddress();
    await test.mails.clear();
    const answers = await Promise.all(Array.from({ length: 5 }, () => invite(owner, email)));
    expect(new Set(answers.map(({ body }) => body.invitation_id)).size).toBe(1);
    expect(await listed(`?q=${email}`)).toHaveLength(1);
    for (let deadline = Date.now() + 5_000; (await test.mails.all(email)).length < 5 && Date.now() < deadline; ) await new Promise((done) => setTimeout(done, 20));
    const tokens = (await test.mails.all(email)).map(({ text }) => /#token=([^\s&]+)/.exec(text)?.[1] ?? '');
    const results: number[] = [];
    for (const token of tokens) results.push((await accept(token)).status);
    expect(results.filter((status) => status === 200)).toHaveLength(1);
  });

  it('are not for members, and mail nobody without end', async () => {
    const already = await member('TENANT_USER');
    expect(codeOf(await invite(owner, already.email))).toBe('409 invitation.already_member');
    const email = newAddress();
    const statuses: number[] = [];
    for (let i = 0; i < 11; i += 1) statuses.push((await invite(owner, email)).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 201), 429]);
    const other = await newActor(test);
    const elsewhere = await people.tenant(other.id);
    expect((await invite(other, email, undefined, elsewhere)).status).toBe(201);
  });

  it('are listed with how they stand, sent again, and withdrawn, by their own tenant alone', async () => {
    const [one, two, three] = [await invited(newAddress('one')), await invited(newAddress('two'), 'TENANT_MANAGER'), await invited(newAddress('three'))];
    await accept(two.token);
    await owner.ask('DELETE', `/tenants/users/${tenant}/invitations/${three.id}`);
    expect((await owner.ask('DELETE', `/tenants/users/${tenant}/invitations/${three.id}`)).status).toBe(204);
    expect(codeOf(await owner.ask('DELETE', `/tenants/users/${tenant}/invitations/${two.id}`))).toBe('409 invitation.not_pending');
    expect(codeOf(await owner.ask('POST', `/tenants/users/${tenant}/invitations/${three.id}/resend`))).toBe('409 invitation.not_pending');
    expect((await listed()).map(({ id, status, role_name }) => [id, status, role_name])).toEqual(
      expect.arrayContaining([[one.id, 'pending', 'TENANT_USER'], [two.id, 'accepted', 'TENANT_MANAGER'], [three.id, 'revoked', 'TENANT_USER']]),
    );
    for (const [status, id] of [['pending', one.id], ['accepted', two.id], ['revoked', three.id]]) expect((await listed(`?status=${status}`)).map((each) => each['id'])).toEqual([id]);
    expect(JSON.stringify(await listed())).not.toMatch(/token|hash/);
    const page = await owner.ask<object[]>('GET', `/tenants/users/${tenant}/invitations?limit=2`);
    expect([page.body.length, page.headers.get('x-total-count'), page.headers.get('link') !== null]).toEqual([2, '3', true]);

    const stranger = await newActor(test);
    const foreign = await people.tenant(stranger.id);
    for (const place of [tenant, foreign, newId()]) {
      for (const [method, path] of [['DELETE', ''], ['POST', '/resend']] as const) {
        expect(codeOf(await stranger.ask(method, `/tenants/users/${place}/invitations/${one.id}${path}`))).toBe('404 request.not_found');
      }
    }
    expect((await stranger.ask('GET', `/tenants/users/${tenant}/invitations`)).status).toBe(404);
    expect(await listed('?status=pending')).toMatchObject([{ id: one.id }]);
    await test.dataSource.query("UPDATE invitations SET expires_at = now() - interval '1 second' WHERE id = $1", [one.id]);
    expect(await listed('?status=expired')).toMatchObject([{ id: one.id, status: 'expired' }]);
    expect((await owner.ask('POST', `/tenants/users/${tenant}/invitations/${one.id}/resend`)).status).toBe(200);
    expect(await listed('?status=pending')).toMatchObject([{ id: one.id }]);
  });

  it('TN-05 are dead while their tenant is suspended', async () => {
    const email = newAddress();
    const { token } = await invited(email);
    await test.dataSource.query("UPDATE tenants SET status = 'SUSPENDED' WHERE id = $1", [tenant]);
    expect(codeOf(await accept(token))).toBe('400 invitation.invalid');
    await test.dataSource.query("UPDATE tenants SET status = 'ACTIVE' WHERE id = $1", [tenant]);
    expect((await accept(token)).status).toBe(200);
  });

  it('EV-11 carry a tenant’s name as text, whatever it holds', async () => {
    await test.dataSource.query('UPDATE tenants SET name = $2 WHERE id = $1', [tenant, '<b>Bank</b> "of" {{evil}}']);
    const email = newAddress();
    await invited(email);
    const mail = await test.mails.latest(email);
    expect(mail.html).not.toContain('<b>Bank');
    expect(mail.text).toContain('“b Bank /b of evil”');
    expect(mail.text).toContain('http://auth.test/accept-invitation#token=');
  });
});
