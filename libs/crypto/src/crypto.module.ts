import { Settings } from '@authengine/config';
import { Module } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { accessTokenJwt } from './access-tokens/access-token-jwt.js';
import { AccessTokenKeys } from './access-tokens/access-token-keys.js';
import { AccessTokens } from './access-tokens/access-tokens.js';
import { keptAsWritten } from './keys/kept-as-written.js';
import { KeyRing } from './keys/key-ring.js';
import { putHashingBehindRequests } from './passwords/hashing-priority.js';
import { HashingQueue, hashingLimits } from './passwords/hashing-queue.js';
import { PasswordHasher } from './passwords/password-hasher.js';
import { PasswordPolicy } from './passwords/password-policy.js';
import { RefreshTokens } from './refresh-tokens/refresh-tokens.js';
import { SealedSecrets } from './sealed-secrets/sealed-secrets.js';

/** Keys, passwords, tokens and seals. Needs `Settings` and `Clock` from global modules. */
@Module({
  providers: [
    {
      provide: KeyRing,
      inject: [Settings],
      useFactory: (settings: Settings) => new KeyRing(settings.values.SECRET_KEY, [...settings.values.SECRET_KEYS_PREVIOUS, ...keptAsWritten('SECRET_KEY', settings)]),
    },
    {
      provide: AccessTokenKeys,
      inject: [Settings],
      useFactory: (settings: Settings) => new AccessTokenKeys(settings.values.JWT_SECRET_KEY, [...settings.values.JWT_SECRET_KEYS_PREVIOUS, ...keptAsWritten('JWT_SECRET_KEY', settings)]),
    },
    { provide: JwtService, inject: [AccessTokenKeys], useFactory: accessTokenJwt },
    {
      provide: HashingQueue,
      inject: [Settings],
      useFactory: async ({ values }: Settings) => {
        await putHashingBehindRequests();
        return new HashingQueue(hashingLimits(values.BCRYPT_COST, values.WEB_CONCURRENCY));
      },
    },
    AccessTokens,
    PasswordHasher,
    PasswordPolicy,
    RefreshTokens,
    SealedSecrets,
  ],
  exports: [KeyRing, AccessTokens, HashingQueue, PasswordHasher, PasswordPolicy, RefreshTokens, SealedSecrets],
})
export class CryptoModule {}
