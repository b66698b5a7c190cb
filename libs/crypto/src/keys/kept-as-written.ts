import type { Settings } from '@authengine/config';
import { Logger } from '@nestjs/common';

/**
 * The keys of this variable with their white space; they count as previous keys. Warns once when the current key is one
 * of them.
 */
export function keptAsWritten(name: 'SECRET_KEY' | 'JWT_SECRET_KEY', { keysAsWritten }: Settings): readonly string[] {
  const { keys, current } = keysAsWritten[name];
  if (current) {
    new Logger('Keys').warn(
      `${name} is written with white space at its ends, which is no part of the key any more. What an older version made with it stays good as long as it is written so: leave it, and when you replace the key, list it in ${name}S_PREVIOUS as it is written now`,
    );
  }
  return keys;
}
