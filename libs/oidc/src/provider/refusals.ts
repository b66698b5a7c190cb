import { canonicalUuid, Clock, isUuid } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';

/** An assertion is kept until it expires, so that it is used once. */
const LONGEST_ASSERTION_SECONDS = 86_400;

/** The protocol's own refusals, which the library turns into answers. It is loaded where the provider is on. */
@Injectable()
export class Refusals {
  constructor(private readonly clock: Clock) {}

  /** For what may be used once and was used before. */
  async used(kind: string): Promise<Error> {
    const { errors } = await import('oidc-provider');
    switch (kind) {
      case 'PushedAuthorizationRequest':
        return new errors.InvalidRequestUri('request_uri is invalid, expired, or was already used');
      case 'Interaction':
        return new errors.SessionNotFound('this sign-in has been answered already');
      case 'ReplayDetection':
        return new errors.InvalidClientAuth('assertions and proofs must only be used once');
      default:
        return new errors.InvalidGrant('the code was used before');
    }
  }

  /** For an application that is not there; 401 where it had to prove who it is (RFC 6749 section 5.2). */
  async noClient({ authenticates }: { readonly authenticates: boolean }): Promise<Error> {
    const { errors } = await import('oidc-provider');
    return authenticates ? new errors.InvalidClientAuth('client not found') : new errors.InvalidClient('client is invalid', 'client not found');
  }

  async denied(description: string): Promise<Error> {
    const { errors } = await import('oidc-provider');
    return new errors.AccessDenied(undefined, description);
  }

  /** @throws InvalidRequest for what names no organization */
  async unlessOrganization(value: unknown): Promise<void> {
    if (value === undefined || isUuid(canonicalUuid(value))) return;
    const { errors } = await import('oidc-provider');
    throw new errors.InvalidRequest('organization must be the id of an organization');
  }

  /** @throws InvalidClientAuth for an assertion that is good for longer than a day (RFC 7523 section 3 lets a server refuse it) */
  async unlessSoon(exp: unknown): Promise<void> {
    if (typeof exp === 'number' && exp - this.clock.now().getTime() / 1000 <= LONGEST_ASSERTION_SECONDS) return;
    const { errors } = await import('oidc-provider');
    throw new errors.InvalidClientAuth('the assertion must expire within a day');
  }

  async tooMany(description: string): Promise<Error> {
    const { errors } = await import('oidc-provider');
    return Object.assign(new errors.CustomOIDCProviderError('temporarily_unavailable', description), { status: 429, statusCode: 429 });
  }

  async unknownResource(): Promise<Error> {
    const { errors } = await import('oidc-provider');
    return new errors.InvalidTarget('resource indicator must be an https URL');
  }
}
