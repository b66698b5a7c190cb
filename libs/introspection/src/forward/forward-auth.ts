import type { IncomingMessage } from 'node:http';
import { AccessErrors, currentRequest, ServerErrors, type RefusedAt } from '@authengine/contracts';
import { DomainError } from '@authengine/kernel';
import { decideAccess, TenantMfaErrors, type Place } from '@authengine/rbac';
import { Injectable } from '@nestjs/common';
import { BASIC_CHALLENGE } from '../client/challenge.js';
import { credentialOnConnection } from '../client/credential-on-connection.js';
import type { PresentedCredential } from '../client/presented-credential.js';
import { ServiceAdmission } from '../client/service-admission.js';
import { AskedPlaces, type AskedPlace } from '../introspect/asked-places.js';
import { isAllowed } from '../introspect/decision.js';
import { TokenHolders, type TokenHolder } from '../introspect/token-holders.js';
import { LiveServiceKeys, type LiveServiceKey } from '../service-keys/live-service-keys.js';
import { forwardQuestion, type ForwardQuestion } from './forward-question.js';
import { identityHeaders, type IdentityHeaders } from './identity-headers.js';
import { userToken } from './user-token.js';

/** Why nobody is let through, and the challenge that goes with a 401. */
export class ForwardRefusal extends Error {
  constructor(
    readonly problem: DomainError,
    readonly challenge?: string,
  ) {
    super(problem.code);
  }
}

/** Whether a proxy lets a request through to its application, and whose it is. It fails closed. */
@Injectable()
export class ForwardAuth {
  constructor(
    private readonly admission: ServiceAdmission,
    private readonly keys: LiveServiceKeys,
    private readonly holders: TokenHolders,
    private readonly places: AskedPlaces,
  ) {}

  /**
   * The headers that tell the application who asks. `rest` is what of the URL is behind the endpoint's path, as it came.
   * @throws ForwardRefusal, whatever went wrong
   */
  async admit(request: IncomingMessage, rest: string, route: string): Promise<IdentityHeaders> {
    const context = currentRequest();
    if (context) context.reservedConnections = true;
    try {
      return await this.decide(request, rest, { method: request.method ?? 'GET', route });
    } catch (error) {
      if (error instanceof ForwardRefusal) throw error;
      throw new ForwardRefusal(error instanceof DomainError && error.status < 500 ? error : ServerErrors.unavailable({ cause: error }));
    }
  }

  private async decide(request: IncomingMessage, rest: string, where: RefusedAt): Promise<IdentityHeaders> {
    const token = userToken(request);
    const { key, holder } = await this.read(credentialOnConnection(request), token, where);
    const question = forwardQuestion(rest);
    if (!holder) throw new ForwardRefusal(AccessErrors.unauthenticated(), token === undefined ? 'Bearer realm="authengine"' : 'Bearer realm="authengine", error="invalid_token"');
    const asked = await this.places.find(question.tenantId, key, holder);
    if (asked.kind === 'closed' || !(await this.mayPass(holder, asked.place, key, question))) throw new ForwardRefusal(refusalAt(asked, holder));
    return identityHeaders(holder, asked.place, key);
  }

  /** The key's verdict comes first. One that is familiar is read together with the token, in one round trip to the cache. */
  private async read(credential: PresentedCredential, token: string | null | undefined, where: RefusedAt): Promise<{ readonly key: LiveServiceKey; readonly holder: TokenHolder | null }> {
    const presented = this.keys.present(credential);
    const early = presented?.familiar ? this.holders.find(token) : undefined;
    early?.catch(() => undefined);
    try {
      if (!presented) throw await this.admission.refusal(where);
      const key = await this.admission.admit(presented, credential, where);
      return { key, holder: await (early ?? this.holders.find(token)) };
    } catch (error) {
      throw error instanceof DomainError && error.status === 401 ? new ForwardRefusal(error, BASIC_CHALLENGE) : error;
    }
  }

  /** What is asked, where it is asked for; and what the key was made with, where the key counts: no query changes that place. */
  private async mayPass(holder: TokenHolder, place: Place, key: LiveServiceKey, { tenantId, permissions }: ForwardQuestion): Promise<boolean> {
    if (permissions.length > 0 && !isAllowed(holder.access, permissions, place, key)) return false;
    if (key.required.length === 0) return true;
    const own: AskedPlace = tenantId === null ? { kind: 'open', place } : await this.places.find(null, key, holder);
    return own.kind === 'open' && decideAccess(holder.access, key.required, own.place).allowed;
  }
}

/** When only a second factor is missing, the answer says so, and the application can ask for it. */
function refusalAt(asked: AskedPlace, { access }: TokenHolder): DomainError {
  const mfaMissing = asked.kind === 'closed' ? asked.mfaMissing : asked.place === null && access.platformMfaMissing === true;
  return mfaMissing ? TenantMfaErrors.mfa_required() : AccessErrors.forbidden();
}
