import { ConfigModule, loadSettings } from '@authengine/config';
import { Clock, newId, SystemClock, type SessionId, type UserId } from '@authengine/kernel';
import { Global, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { AccessTokens, CryptoModule, KeyRing, PasswordHasher, PasswordPolicy, RefreshTokens, SealedSecrets } from './index.js';

@Global()
@Module({ providers: [{ provide: Clock, useClass: SystemClock }], exports: [Clock] })
class TimeModule {}

describe('CryptoModule', () => {
  const settings = loadSettings({ SECRET_KEY: 's'.repeat(32), JWT_SECRET_KEY: 'j'.repeat(32), SUPERADMIN_PASSWORD: 'irrelevant-here', BCRYPT_COST: '4' });

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
