import { DomainError } from '@authengine/kernel';
import { AuthGuard } from '@nestjs/passport';
import type { Strategy } from 'passport';
import { OAuthErrors } from '../oauth.errors.js';
import type { Leg } from './leg.js';

/**
 * Nest's guard for one leg. Passport keeps what a request comes to on the strategy that it is handed, so each
 * leg has a delegate of its own; by name it would find the strategy of the process's last application.
 */
export class LegGuard extends AuthGuard() {
  constructor(strategy: Strategy, private readonly leg: Leg) {
    super({ defaultStrategy: Object.create(strategy) as never });
  }

  override getRequest(): Leg {
    return this.leg;
  }

  override handleRequest<T>(error: unknown, user: T | false): T {
    if (error || !user) throw this.leg.failure ?? refusalIn(error);
    return user;
  }
}

/** Passport wraps what its strategies' requests are refused with. */
function refusalIn(error: unknown): unknown {
  if (error instanceof DomainError) return error;
  const wrapped = (error as { readonly oauthError?: unknown } | null)?.oauthError;
  return wrapped instanceof DomainError ? wrapped : OAuthErrors.provider_unavailable({ log: { fault: error instanceof Error ? error.name : 'refused' } });
}
