import { createHash } from 'node:crypto';
import { DefinedTwiceError } from '@authengine/kernel';

const NAME = /^[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+$/;
const names = new Set<string>();

/**
 * The key of an extension's advisory lock, for `pg_advisory_xact_lock($1)`. It follows from the name, which begins with
 * the extension's name (`projects.import`). It is negative, so it never equals one of ADVISORY_LOCKS.
 * @throws DefinedTwiceError for a name that is taken: two uses of one key would wait for each other
 */
export function defineAdvisoryLock(name: string): string {
  if (!NAME.test(name)) throw new Error(`the advisory lock ${name} is not named like projects.import`);
  if (names.has(name)) throw new DefinedTwiceError(`advisory lock ${name} is defined twice`);
  names.add(name);
  const digest = createHash('sha256').update(`authengine/advisory-lock/${name}`).digest().readBigUInt64BE();
  return String(BigInt.asIntN(64, digest | (1n << 63n)));
}
