import { ConfigurationError } from '../errors/configuration-error.js';
import type { ActiveToken } from './answer.js';

/** The audiences that a service is: a token for another one is not for it (RFC 9700 section 2.3). */
export type Audience = string | readonly string[];

/** @throws ConfigurationError for what no token could be for */
export function checkAudience(audience: Audience): void {
  const all = [audience].flat();
  if (all.length === 0 || all.some((one) => typeof one !== 'string' || one.trim() === '')) throw new ConfigurationError('AuthEngine: audience must be a name or a list of names, none of them empty; leave it out to take the tokens that name no other service');
}

/**
 * Whether a token is for this service. AuthEngine's own tokens, and those that an application asked for without `resource`,
 * name AuthEngine itself; they are for every service that says nothing else.
 */
export function isForUs({ aud, iss }: { readonly [K in keyof Pick<ActiveToken, 'aud' | 'iss'>]?: unknown }, audience: Audience | undefined): boolean {
  if (audience === undefined) return aud === undefined || aud === iss;
  return typeof aud === 'string' && [audience].flat().includes(aud);
}
