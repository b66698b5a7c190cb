import { DomainError } from '@authengine/kernel';
import type { Request, Response } from 'express';
import passport, { type Strategy } from 'passport';
import { OAuthErrors } from '../oauth.errors.js';

/** What a strategy came to: a place to send the browser, or what its `verify` handed over. */
export type StrategyResult<T> = { readonly kind: 'redirect'; readonly url: string } | { readonly kind: 'verified'; readonly value: T };

/**
 * Runs a Passport strategy for one step of one flow. It sees a request of these query parameters and
 * nothing of the browser's, and answers to us instead of to the browser.
 * @throws DomainError, whatever the strategy failed with
 */
export function runStrategy<T>(strategy: Strategy, query: Readonly<Record<string, string>>): Promise<StrategyResult<T>> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      reject(refusalIn(error));
    };
    const done = (error: unknown, value: unknown): void => {
      if (error) fail(error);
      else if (value) resolve({ kind: 'verified', value: value as T });
      else fail(undefined);
    };
    const redirected = {
      setHeader: (name: string, url: string) => {
        if (name === 'Location') resolve({ kind: 'redirect', url });
      },
      end: () => undefined,
    };
    const authenticate = passport.authenticate(strategy, { session: false }, done) as (request: Request, response: Response, next: (error: unknown) => void) => unknown;
    authenticate({ query } as unknown as Request, redirected as unknown as Response, fail);
  });
}

/** Passport wraps what its strategies' requests are refused with. */
function refusalIn(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  const wrapped = (error as { readonly oauthError?: unknown } | undefined)?.oauthError;
  return wrapped instanceof DomainError ? wrapped : OAuthErrors.provider_unavailable({ log: { fault: error instanceof Error ? error.name : 'refused' } });
}
