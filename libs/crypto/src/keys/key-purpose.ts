import { DefinedTwiceError } from '@authengine/kernel';

/**
 * The purposes that keys are derived for. The key of one purpose never opens, verifies or equals the key of another.
 */
export const KEY_PURPOSES = ['password-pepper', 'refresh-token', 'sealed-secret', 'audit-checkpoint', 'kept-answer', 'oidc-cookie', 'oidc-refresh-token'] as const;

declare const declared: unique symbol;

export type KeyPurpose = (typeof KEY_PURPOSES)[number] | (string & { readonly [declared]: true });

const NAME = /^[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_-]*)+$/;
const purposes = new Set<string>();

/**
 * A purpose of an extension. It begins with the extension's name (`projects.webhook`); our own purposes have no dot.
 * @throws DefinedTwiceError for a name that is taken
 */
export function defineKeyPurpose(name: string): KeyPurpose {
  if (!NAME.test(name)) throw new Error(`the key purpose ${name} is not named like projects.webhook`);
  if (purposes.has(name)) throw new DefinedTwiceError(`key purpose ${name} is defined twice`);
  purposes.add(name);
  return name as KeyPurpose;
}
