import { currentRequest, type AuditEvent, type RefusedAt } from '@authengine/contracts';
import { canonicalUuid, type DomainError } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import { LiveServiceKeys, type LiveServiceKey, type PresentedKey } from '../service-keys/live-service-keys.js';
import { ApiKeyRefusals } from './api-key-refusals.js';
import type { PresentedCredential } from './presented-credential.js';

/** Lets a service in whose key is valid, and nobody else. */
@Injectable()
export class ServiceAdmission {
  constructor(
    private readonly keys: LiveServiceKeys,
    private readonly refusals: ApiKeyRefusals,
  ) {}

  /** The error for a service that presents nothing in the form of a key. The caller throws it. */
  refusal(where?: RefusedAt, event?: AuditEvent): Promise<DomainError> {
    return this.refusals.refusal(where, event);
  }

  /**
   * The key, when it is valid now and belongs to the name that came with it.
   * @throws IntrospectionErrors.invalid_api_key, RequestErrors.rate_limited
   */
  async admit(presented: PresentedKey, credential: PresentedCredential, where?: RefusedAt, event?: AuditEvent): Promise<LiveServiceKey> {
    const key = await this.keys.find(presented);
    if (!key || !this.admitFound(key, credential)) throw await this.refusals.refusal(where, event);
    return key;
  }

  /** Whether a valid key belongs to the name that came with it. If it does, the request is that service's from now on. */
  admitFound(key: LiveServiceKey, { name }: Pick<PresentedCredential, 'name'>): boolean {
    if (!isNameOf(key, name)) return false;
    const request = currentRequest();
    if (request) request.principal = { kind: 'service', keyId: key.keyId, tenantId: key.tenantId };
    return true;
  }
}

/** A key's names are its id and its service's name. A key may also come without a name. */
function isNameOf({ keyId, serviceName }: LiveServiceKey, name: string | undefined): boolean {
  return name === undefined || name === '' || name === serviceName || canonicalUuid(name) === keyId;
}
