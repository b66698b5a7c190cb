import { currentRequest, type RefusedAt } from '@authengine/contracts';
import type { DomainError } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import { ApiKeyRefusals } from '../introspect/api-key-refusals.js';
import { LiveServiceKeys, type LiveServiceKey, type PresentedKey } from '../service-keys/live-service-keys.js';
import { isNameOf } from './named-service.js';
import type { PresentedCredential } from './presented-credential.js';

/** Lets a service in whose key stands, and nobody else. */
@Injectable()
export class ServiceAdmission {
  constructor(
    private readonly keys: LiveServiceKeys,
    private readonly refusals: ApiKeyRefusals,
  ) {}

  /** What is thrown at a service that presents nothing in the form of a key. */
  refusal(where?: RefusedAt): Promise<DomainError> {
    return this.refusals.refusal(where);
  }

  /** The key when it stands now, and is the one of the name that came with it. @throws IntrospectionErrors.invalid_api_key, RequestErrors.rate_limited */
  async admit(presented: PresentedKey, { name }: PresentedCredential, where?: RefusedAt): Promise<LiveServiceKey> {
    const key = await this.keys.find(presented);
    if (!key || !isNameOf(key, name)) throw await this.refusals.refusal(where);
    setServicePrincipal(key);
    return key;
  }
}

export function setServicePrincipal({ keyId, tenantId }: LiveServiceKey): void {
  const request = currentRequest();
  if (request) request.principal = { kind: 'service', keyId, tenantId };
}
