import { currentRequest } from '@authengine/contracts';
import { AccessTokens, type AccessTokenClaims } from '@authengine/crypto';
import { LiveTenants } from '@authengine/directory';
import type { TenantId } from '@authengine/kernel';
import { Copies } from '@authengine/persistence';
import { AccessSnapshots, type AccessSnapshot, type Glance, type Place, type SessionAccess } from '@authengine/rbac';
import { Injectable } from '@nestjs/common';
import { LiveServiceKeys, type LiveServiceKey, type PresentedKey } from '../service-keys/live-service-keys.js';
import { isNameOf } from '../client/named-service.js';
import type { PresentedCredential } from '../client/presented-credential.js';
import { ApiKeyRefusals } from './api-key-refusals.js';
import { INACTIVE, IntrospectionAnswers } from './introspection-answers.js';
import { keyMaySee } from './key-may-see.js';
import type { Question } from './question.js';
import { tenantAskedFor } from './tenant-asked-for.js';

/** Whether a token stands, and what it allows (RFC 7662): refusal first, every reason for it the same answer. */
@Injectable()
export class Introspection {
  constructor(
    private readonly keys: LiveServiceKeys,
    private readonly refusals: ApiKeyRefusals,
    private readonly tokens: AccessTokens,
    private readonly snapshots: AccessSnapshots,
    private readonly tenants: LiveTenants,
    private readonly answers: IntrospectionAnswers,
    private readonly copies: Copies,
  ) {}

  /**
   * The JSON answer. The key comes first: without one that stands nothing is said of the question.
   * @throws IntrospectionErrors.invalid_api_key, RequestErrors.rate_limited, and what `ask` throws
   */
  async answer({ secret, name }: PresentedCredential, ask: () => Promise<Question>): Promise<string> {
    const presented = this.keys.present(secret);
    if (!presented) throw await this.refusals.refusal();
    const { key, question, claims, holder } = presented.familiar ? await this.readTogether(presented, name, ask) : await this.readInTurn(presented, name, ask);
    if (!claims || !holder) return INACTIVE;
    const tenantId = tenantAskedFor(question.tenantId, key.tenantId, claims.tid);
    if (tenantId === 'unknown') return INACTIVE;
    if (!keyMaySee(key.tenantId, tenantId, holder.access)) return INACTIVE;
    const place = tenantId === null ? null : await this.placeIn(tenantId, holder.access);
    if (place === 'none') return INACTIVE;
    return this.answers.active({ claims, ...holder }, place, key);
  }

  /** A key not known to this process: its verdict before a byte of the body is read. */
  private async readInTurn(presented: PresentedKey, name: string | undefined, ask: () => Promise<Question>): Promise<Read> {
    const key = await this.admit(presented, name);
    const question = await ask();
    const claims = this.tokens.verify(question.token);
    return { key, question, claims, holder: claims && (await this.snapshots.find(claims)) };
  }

  /**
   * A key that held when last seen: its copies and those of what it asks about are read together, in
   * one round trip. Where they do not suffice, one after the other; the key's verdict comes first.
   */
  private async readTogether(presented: PresentedKey, name: string | undefined, ask: () => Promise<Question>): Promise<Read> {
    let question: Question;
    try {
      question = await ask();
    } catch (error) {
      await this.admit(presented, name);
      throw error;
    }
    const claims = this.tokens.verify(question.token);
    const ofKey = this.keys.glance(presented);
    const ofToken = claims ? this.snapshots.glance(claims) : NOTHING;
    const copies = ofKey && ofToken && (await this.copies.read([...ofKey.keys, ...ofToken.keys]));
    const glanced = copies && ofKey.judge(copies);
    const holder = copies && ofToken.judge(copies.slice(ofKey.keys.length));
    if (glanced && holder !== undefined && isNameOf(glanced, name)) {
      setPrincipal(glanced);
      return { key: glanced, question, claims, holder };
    }
    const key = await this.admit(presented, name);
    return { key, question, claims, holder: claims && (await this.snapshots.find(claims)) };
  }

  private async admit(presented: PresentedKey, name: string | undefined): Promise<LiveServiceKey> {
    const key = await this.keys.find(presented);
    if (!key || !isNameOf(key, name)) throw await this.refusals.refusal();
    setPrincipal(key);
    return key;
  }

  /** A tenant that stands, of which the user is a member or in which a platform role counts, and for which the session has the second factor it may ask for; `'none'` otherwise. */
  private async placeIn(tenantId: TenantId, access: AccessSnapshot): Promise<NonNullable<Place> | 'none'> {
    const membership = access.tenants.get(tenantId);
    if (membership) return membership.status === 'ACTIVE' && !membership.mfaMissing ? { tenantId } : 'none';
    if (access.platformMfaMissing) return 'none';
    if (access.platformPermissions.length === 0) return 'none';
    const live = (await this.tenants.read([tenantId])).get(tenantId);
    return live?.status === 'ACTIVE' ? { tenantId, live } : 'none';
  }
}

/** A token that is not genuine needs no copies to be refused. */
const NOTHING: Glance = { keys: [], judge: () => null };

function setPrincipal({ keyId, tenantId }: LiveServiceKey): void {
  const request = currentRequest();
  if (request) request.principal = { kind: 'service', keyId, tenantId };
}

interface Read {
  readonly key: LiveServiceKey;
  readonly question: Question;
  readonly claims: AccessTokenClaims | null;
  readonly holder: SessionAccess | null;
}
