import { canonicalUuid, isUuid } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';

/** The protocol's own refusals, which the library turns into answers. It is loaded where the provider is on. */
@Injectable()
export class Refusals {
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

  async unknownResource(): Promise<Error> {
    const { errors } = await import('oidc-provider');
    return new errors.InvalidTarget('resource indicator must be an https URL');
  }
}
