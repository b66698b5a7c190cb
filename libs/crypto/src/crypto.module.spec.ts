import { ConfigModule, loadSettings } from '@authengine/config';
import { Clock, newId, SystemClock, type SessionId, type UserId } from '@authengine/kernel';
import { Global, Logger, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { AccessTokenKeys } from './access-tokens/access-token-keys.js';
import { accessTokenJwt } from './access-tokens/access-token-jwt.js';
import { AccessTokens, CryptoModule, KeyRing, PasswordHasher, PasswordPolicy, RefreshTokens, SealedSecrets } from './index.js';

@Global()
@Module({ providers: [{ provide: Clock, useClass: SystemClock }], exports: [Clock] })
class TimeModule {}

describe('CryptoModule', () => {
  const settings = loadSettings({ SECRET_KEY: 's'.repeat(32), JWT_SECRET_KEY: 'j'.repeat(32), SUPERADMIN_PASSWORD: 'irrelevant-here', BCRYPT_COST: '4' });

  describe('with keys that an older version used with the white space around them', () => {
    const WRITTEN = { SECRET_KEY: `${'s'.repeat(32)}\n`, JWT_SECRET_KEY: ` ${'j'.repeat(32)}\r\n` };
    const NEW = { SECRET_KEY: 'n'.repeat(32), JWT_SECRET_KEY: 'm'.repeat(32), SUPERADMIN_PASSWORD: 'irrelevant-here', BCRYPT_COST: '4' };
    let warned: jest.SpyInstance;
    beforeEach(() => {
      warned = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    });
    afterEach(() => {
      warned.mockRestore();
    });

    const moduleOf = (env: Record<string, string>): Promise<TestingModule> =>
      Test.createTestingModule({ imports: [ConfigModule.forRoot(loadSettings({ ...NEW, ...env })), TimeModule, CryptoModule] }).compile();
    const sid = newId<SessionId>();
    const before = new KeyRing(WRITTEN.SECRET_KEY);
    const keysBefore = new AccessTokenKeys(WRITTEN.JWT_SECRET_KEY);
    const made = {
      access: new AccessTokens(settings, keysBefore, accessTokenJwt(keysBefore), new SystemClock()).sign({ sub: newId<UserId>(), sid }).token,
      refresh: new RefreshTokens(before).issue(sid, 1),
      sealed: new SealedSecrets(before).seal('a secret', 'here'),
    };

    it.each([
      ['which stand there still', WRITTEN, 2],
      ['which were replaced since', { SECRET_KEYS_PREVIOUS: `other,${WRITTEN.SECRET_KEY}`, JWT_SECRET_KEYS_PREVIOUS: WRITTEN.JWT_SECRET_KEY }, 0],
    ])('takes what was made with them, %s', async (_, env, warnings) => {
      const module = await moduleOf(env);
      expect(module.get(AccessTokens).verify(made.access)).toMatchObject({ sid });
      expect(module.get(RefreshTokens).read(made.refresh)).toEqual({ sessionId: sid, counter: 1 });
      expect(module.get(SealedSecrets).open(made.sealed, 'here')).toBe('a secret');
      expect(warned).toHaveBeenCalledTimes(warnings);
    });

    it('makes new things with the keys alone, and says which variable to see to, without its value', async () => {
      const [module, plain] = [await moduleOf(WRITTEN), await moduleOf({ SECRET_KEY: WRITTEN.SECRET_KEY.trim(), JWT_SECRET_KEY: WRITTEN.JWT_SECRET_KEY.trim() })];
      expect(plain.get(SealedSecrets).open(module.get(SealedSecrets).seal('x', 'y'), 'y')).toBe('x');
      expect(plain.get(AccessTokens).verify(module.get(AccessTokens).sign({ sub: newId<UserId>(), sid }).token)).not.toBeNull();
      expect(plain.get(RefreshTokens).read(made.refresh)).toBeNull();
      const lines = warned.mock.calls.map(([line]) => String(line));
      expect(lines.map((line) => line.split(' ')[0]).sort()).toEqual(['JWT_SECRET_KEY', 'SECRET_KEY']);
      expect(lines.join()).not.toMatch(/s{8}|j{8}/);
    });
  });

  it('supplies everything that features ask for, made from the settings', async () => {
    const module = await Test.createTestingModule({ imports: [ConfigModule.forRoot(settings), TimeModule, CryptoModule] }).compile();
    const sid = newId<SessionId>();
    const access = module.get(AccessTokens);
    expect(access.verify(access.sign({ sub: newId<UserId>(), sid }).token)).toMatchObject({ sid, iss: settings.values.APP_URL });
    const refresh = module.get(RefreshTokens);
    expect(refresh.read(refresh.issue(sid, 1))).toEqual({ sessionId: sid, counter: 1 });
    const hasher = module.get(PasswordHasher);
    await expect(hasher.verify('a password', await hasher.hash('a password'))).resolves.toBe(true);
    expect(module.get(SealedSecrets).needsReseal(module.get(SealedSecrets).seal('x', 'y'))).toBe(false);
    expect(module.get(PasswordPolicy).violations('correct horse battery')).toEqual([]);
    expect(module.get(KeyRing).derivedKey('audit-checkpoint').id).toMatch(/^[0-9a-f]{16}$/);
  });
});
