import { JwtService } from '@nestjs/jwt';
import type { AccessTokenKeys } from './access-token-keys.js';

/** A JwtService over the key ring: it signs with the current key and verifies with the key that the header names. */
export function accessTokenJwt(keys: AccessTokenKeys): JwtService {
  return new JwtService({
    secretOrKeyProvider: (_request, tokenOrPayload) => {
      if (typeof tokenOrPayload !== 'string') return keys.current.key;
      const found = keys.findBySegment(tokenOrPayload.slice(0, tokenOrPayload.indexOf('.')));
      if (!found) throw new Error('the header is not one of ours');
      return found.key;
    },
    signOptions: { algorithm: 'HS256' },
    verifyOptions: { algorithms: ['HS256'] },
  });
}
