import { PasswordHasher } from '@authengine/crypto';
import { People } from '@authengine/testing';
import type { OpenAPIObject } from '@nestjs/swagger';
import { newActor } from './kit/actor.js';
import { operationsIn } from './kit/operations.js';
import { bearer, call, logIn, newAddress, PASSWORD, signUp, type Answer } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

/** Common, and good by any rule of composition. */
const COMMON = 'Password123!';

describe('passwords, wherever one is chosen', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp({ env: { RATE_LIMIT_PER_MINUTE: '100000' } });
  });
  afterAll(() => test.close());

  const register = (password: string, email = newAddress()): Promise<Answer> => call(test, 'POST', '/auth/register', { email, password });
  const hashesOf = (...emails: string[]): Promise<{ hash: string }[]> =>
    test.dataSource.query('SELECT p.hash FROM password_credentials p JOIN users u ON u.id = p.user_id WHERE u.email = ANY($1) ORDER BY u.email', [emails]);

  /** Each way to choose one: asks for it with this password. */
  const ways: Record<string, () => Promise<(password: string) => Promise<Answer>>> = {
    'at registration': () => Promise.resolve(register),
    'when it is changed': async () => {
      const { access_token } = await logIn(test, await signUp(test));
      return (new_password) => call(test, 'POST', '/auth/password', { current_password: PASSWORD, new_password }, bearer(access_token));
    },
    'when a first one is set': async () => {
      const email = await signUp(test);
      const { access_token } = await logIn(test, email);
      await test.dataSource.query('DELETE FROM password_credentials WHERE user_id = (SELECT id FROM users WHERE email = $1)', [email]);
      return (new_password) => call(test, 'POST', '/auth/set-password', { new_password }, bearer(access_token));
    },
    'at a reset': async () => {
      const email = await signUp(test);
      await call(test, 'POST', '/auth/password-reset/request', { email });
      const token = await test.mails.token(email, 'Choose a new password');
      return (new_password) => call(test, 'POST', '/auth/password-reset/confirm', { token, new_password });
    },
    'with an account that an administrator invited': async () => {
      const owner = await newActor(test);
      const email = newAddress('guest');
      await owner.ask('POST', `/tenants/users/${await new People(test.dataSource).tenant(owner.id)}/users`, { email });
      const token = await test.mails.token(email);
      return (password) => call(test, 'POST', '/auth/invitations/accept', { token, password });
    },
  };

  it.each(Object.keys(ways))('PW-01 PW-05 PW-07 a short, a broken and a common one are refused %s, a good one after them is taken', async (way) => {
    const choose = await ways[way]?.();
    for (const bad of ['sevench', 'abc\0defgh1', COMMON, 'PASSWORD123!']) expect(await choose?.(bad)).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
    expect([200, 202]).toContain((await choose?.('eightch8'))?.status);
  });

  it('PW-07 there is no other place to choose one', async () => {
    const document = (await (await fetch(`${test.url}/openapi.json`)).json()) as OpenAPIObject;
    const taking = operationsIn(document).flatMap(({ path, fields }) => fields.filter((field) => /^(new_)?password$/.test(field)).map((field) => `${path} ${field}`));
    const proving = ['/auth/login password', '/auth/reauthenticate password', '/me/email password'];
    const choosing = ['/auth/register password', '/auth/password new_password', '/auth/set-password new_password', '/auth/password-reset/confirm new_password', '/auth/invitations/accept password'];
    expect(choosing).toHaveLength(Object.keys(ways).length);
    expect(taking.sort()).toEqual([...proving, ...choosing].sort());
  });

  it('PW-02 64 characters with spaces are taken, and sign in as they are, spaces at the ends included', async () => {
    const password = ' sixty-four characters, with spaces at both ends and between:   ';
    expect(password).toHaveLength(64);
    const email = await signUp(test, newAddress(), password);
    expect((await logIn(test, email, password)).access_token).toBeDefined();
    expect((await call(test, 'POST', '/auth/login', { email, password: password.trim() })).status).toBe(401);
  });

  it('PW-10 a megabyte of it is refused, and never hashed', async () => {
    const hasher = test.app.get(PasswordHasher, { strict: false });
    const hashes = [jest.spyOn(hasher, 'hash'), jest.spyOn(hasher, 'hashOf'), jest.spyOn(hasher, 'verify')];
    const email = newAddress();
    for (const [path, status] of [['/auth/register', 413], ['/auth/login', 413]] as const) {
      expect((await call(test, 'POST', path, { email, password: 'x'.repeat(1_048_576) })).status).toBe(status);
    }
    for (const path of ['/auth/register', '/auth/login']) expect((await call(test, 'POST', path, { email, password: 'x'.repeat(2_000) })).status).toBe(400);
    for (const hash of hashes) {
      expect(hash).not.toHaveBeenCalled();
      hash.mockRestore();
    }
  });

  it('PW-11 the same password of two users is kept as two salted bcrypt hashes', async () => {
    const stored = await hashesOf(await signUp(test), await signUp(test));
    for (const { hash } of stored) expect(hash).toMatch(/\$2b\$\d\d\$[./A-Za-z0-9]{53}$/);
    expect(new Set(stored.map(({ hash }) => hash)).size).toBe(2);
  });

  it('PW-12 a raised cost counts from the next login on, once, also of several at once', async () => {
    const email = await signUp(test);
    const raised = await createTestApp({ beside: test, env: { BCRYPT_COST: '5' } });
    try {
      await Promise.all([logIn(raised, email), logIn(raised, email)]);
      const [first] = await hashesOf(email);
      expect(first?.hash).toContain('$2b$05$');
      await logIn(raised, email);
      expect(await hashesOf(email)).toEqual([first]);
      expect((await logIn(test, email)).access_token).toBeDefined();
      expect(await hashesOf(email)).toEqual([first]);
    } finally {
      await raised.close();
    }
  });

  it.each([
    ['POST', '/auth/password', { current_password: PASSWORD, new_password: 'eleven otters under the pier' }, 200],
    ['POST', '/auth/reauthenticate', { password: PASSWORD }, 200],
    ['POST', '/me/email', { new_email: newAddress(), password: PASSWORD }, 202],
  ])('PW-12 %s %s takes the password while a login keeps it under a newer hash', async (method, path, body, status) => {
    const email = await signUp(test);
    const { access_token } = await logIn(test, email);
    const raised = await createTestApp({ beside: test, env: { BCRYPT_COST: '5' } });
    const hasher = test.app.get(PasswordHasher, { strict: false });
    const verify = hasher.verify.bind(hasher);
    const meanwhile = jest.spyOn(hasher, 'verify').mockImplementationOnce(async (password, stored) => {
      const matches = await verify(password, stored);
      await logIn(raised, email);
      return matches;
    });
    try {
      expect((await call(test, method, path, body, bearer(access_token))).status).toBe(status);
      expect(meanwhile).toHaveBeenCalledTimes(2);
    } finally {
      meanwhile.mockRestore();
      await raised.close();
    }
  });

  it('PW-14 no answer has a field for a hash, a hint or a security question', async () => {
    const { components } = (await (await fetch(`${test.url}/openapi.json`)).json()) as { components: { schemas: Record<string, { properties?: object }> } };
    const fields = Object.values(components.schemas).flatMap(({ properties }) => Object.keys(properties ?? {}));
    expect(fields.length).toBeGreaterThan(50);
    // Of the audit log's Merkle tree (RFC 9162), and of its personal fields.
    const ofTheLog = ['root_hash', 'leaf_hash', 'from_root_hash', 'to_root_hash', 'salts'];
    expect(fields.filter((field) => /hash|hint$|question|answer|salt/i.test(field) && field !== 'token_type_hint' && !ofTheLog.includes(field))).toEqual([]);
  });
});
