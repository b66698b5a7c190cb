import { ServerErrors } from '@authengine/contracts';
import { DomainError, isUuid, type ApplicationId, type GrantId, type SessionId, type UserId } from '@authengine/kernel';
import { isForeignKeyViolation, isPostgresUnavailable, VersionedCache } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import type { Adapter, AdapterPayload } from 'oidc-provider';
import { Applications } from '../applications/applications.js';
import { Artefacts, type FoundArtefact } from '../artefacts/artefacts.js';
import { ClientMetadata } from '../clients/client-metadata.js';
import { EndedTokens } from '../grants/ended-tokens.js';
import { Grants } from '../grants/grants.js';
import { JwtAccessTokens } from '../tokens/jwt-access-tokens.js';
import { tokenIdOf } from '../tokens/token-id.js';
import { RefreshRotation } from './refresh-rotation.js';
import { Refusals } from './refusals.js';
import { BrowserSessions } from './browser-sessions.js';
import { currentProtocolRequest } from './current-context.js';

const DAY_SECONDS = 86_400;
/** The library's names of the endpoints that end what they are shown. */
const ENDING_ROUTES: readonly unknown[] = ['revocation', 'end_session', 'end_session_confirm'];
/** Its names of those where an application proves who it is, and something is kept. */
const AUTHENTICATING_ROUTES: readonly unknown[] = ['token', 'pushed_authorization_request', 'device_authorization'];

/** The stores behind the protocol library: one object per kind of artefact, each with the rule of its kind. */
@Injectable()
export class ProviderAdapters {
  constructor(
    private readonly artefacts: Artefacts,
    private readonly applications: Applications,
    private readonly metadata: ClientMetadata,
    private readonly grants: Grants,
    private readonly endedTokens: EndedTokens,
    private readonly jwts: JwtAccessTokens,
    private readonly rotation: RefreshRotation,
    private readonly refusals: Refusals,
    private readonly browsers: BrowserSessions,
    private readonly cache: VersionedCache,
  ) {}

  readonly of = (kind: string): Adapter => guarded(this.plain(kind));

  private plain(kind: string): Adapter {
    const plain: Adapter = {
      upsert: async (id, payload, expiresIn = DAY_SECONDS) => {
        await this.write(kind, id, payload, { expiresIn });
      },
      find: async (id) => payloadOf(await this.artefacts.find(kind, id)),
      findByUid: async (uid) => payloadOf(await this.artefacts.findByName(kind, uid)),
      findByUserCode: async (userCode) => payloadOf(await this.artefacts.findByName(kind, userCode)),
      consume: async (id) => {
        const { consumed, grantId } = await this.artefacts.consume(kind, id);
        if (consumed) return;
        if (grantId !== null) await this.grants.end(grantId, 'code_reused');
        throw await this.refusals.used(kind);
      },
      destroy: async (id) => {
        await this.artefacts.delete(kind, id);
      },
      revokeByGrantId: async (grantId) => {
        await this.artefacts.deleteOfGrant(kind, grantId as GrantId);
      },
    };
    return { ...plain, ...this.rules(kind) };
  }

  private async write(kind: string, id: string, payload: AdapterPayload, how: { readonly expiresIn: number; readonly once?: boolean }): Promise<boolean> {
    try {
      return await this.artefacts.write(kind, id, payload, how);
    } catch (error) {
      if (!isForeignKeyViolation(error, 'oidc_artefacts_application_id_fkey')) throw error;
      // Deleted since this request began: answered as every later one is.
      throw await this.refusals.noClient({ authenticates: AUTHENTICATING_ROUTES.includes(currentProtocolRequest()?.oidc.route) });
    }
  }

  /** What a kind does in its own way. */
  private rules(kind: string): Partial<Adapter> {
    switch (kind) {
      case 'Client':
        return { find: async (id) => this.client(id) };
      case 'Grant':
        return this.grant();
      case 'Session':
        return {
          find: async (id) => payloadOf(await this.artefacts.find(kind, id)) ?? this.notFound(),
          destroy: async (id) => {
            if (this.browsers.isLeaving(id)) await this.browsers.end(payloadOf(await this.artefacts.find(kind, id)));
            await this.artefacts.delete(kind, id);
          },
        };
      case 'Interaction':
        return {
          destroy: async (id) => {
            // Two requests may carry the same answer; one of them goes on with it.
            if (!(await this.artefacts.delete(kind, id))) throw await this.refusals.used(kind);
          },
        };
      case 'ReplayDetection':
        return {
          upsert: async (id, payload, expiresIn = DAY_SECONDS) => {
            if (!(await this.write(kind, id, payload, { expiresIn, once: true }))) throw await this.refusals.used(kind);
          },
        };
      case 'AccessToken':
        return {
          find: async (id) => (this.jwts.isNamed(id) ? this.jwts.ofUser(id) : (payloadOf(await this.artefacts.find(kind, id)) ?? this.notFound())),
          ...OF_A_GRANT,
        };
      case 'ClientCredentials':
        return {
          find: async (id) => (this.jwts.isNamed(id) ? this.jwts.ofApplication(id) : payloadOf(await this.artefacts.find(kind, id))),
          destroy: (id) => this.endOwnToken(id),
        };
      case 'RefreshToken':
        return {
          ...OF_A_GRANT,
          upsert: async (id, payload, expiresIn = DAY_SECONDS) => {
            // The same successor may be written by a retry: then it is there already.
            await this.write(kind, id, payload, { expiresIn, once: true });
            if (isUuid(payload.sessionUid)) await this.browsers.seen(payload.sessionUid as SessionId);
          },
          find: async (id) => this.rotation.read(id),
          consume: async (id) => {
            await this.artefacts.consume(kind, id);
          },
        };
      default:
        return {};
    }
  }

  /**
   * It may just have ended, or its user been deleted. Whoever ends it is told so once every node knows; whose it was, nobody can tell
   * any more.
   */
  private async notFound(): Promise<undefined> {
    if (ENDING_ROUTES.includes(currentProtocolRequest()?.oidc.route)) await this.cache.confirmAll();
    return undefined;
  }

  private async endOwnToken(id: string): Promise<void> {
    const jwt = this.jwts.isNamed(id) ? await this.jwts.named(id) : null;
    if (jwt) return this.endedTokens.end(jwt.hangsOn, jwt.clientId, new Date(jwt.exp * 1000));
    const found = await this.artefacts.find('ClientCredentials', id);
    if (found) await this.endedTokens.end(tokenIdOf(id), found.payload.clientId as ApplicationId, new Date((found.payload.exp ?? 0) * 1000));
    await this.artefacts.delete('ClientCredentials', id);
  }

  private grant(): Partial<Adapter> {
    return {
      upsert: async (id, payload) => {
        await this.grants.write(id as GrantId, { ...payload });
      },
      find: async (id) => {
        const grant = isUuid(id) ? await this.grants.find(id as GrantId) : null;
        return grant ? { ...(grant.payload as AdapterPayload), jti: id, kind: 'Grant', accountId: grant.userId satisfies UserId, clientId: grant.applicationId } : undefined;
      },
      destroy: async (id) => {
        if (isUuid(id)) await this.grants.end(id as GrantId, this.rotation.endReason());
      },
    };
  }

  private async client(id: string): Promise<AdapterPayload | undefined> {
    const application = isUuid(id) ? await this.applications.find(id as ApplicationId) : null;
    return application?.status === 'ACTIVE' ? this.metadata.of(application) : undefined;
  }
}


/**
 * The library ends the grant of a token that is revoked, and nothing of an ended grant is found. The row stays until it
 * expires: whoever repeats the revocation is told only once every node knows.
 */
const OF_A_GRANT: Pick<Adapter, 'destroy' | 'revokeByGrantId'> = { destroy: () => Promise.resolve(undefined), revokeByGrantId: () => Promise.resolve(undefined) };

function payloadOf(found: FoundArtefact | undefined): AdapterPayload | undefined {
  return found && { ...found.payload, ...(found.consumedAt === null ? {} : { consumed: Math.floor(found.consumedAt.getTime() / 1000) }) };
}

/** A fault of a store is not the client's: the library answers it with the status that is set here. */
function guarded(adapter: Adapter): Adapter {
  const wrapped = Object.entries(adapter).map(([name, method]) => [name, async (...args: never[]) => run(() => (method as (...all: never[]) => Promise<unknown>)(...args))]);
  return Object.fromEntries(wrapped) as Adapter;
}

async function run<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isPostgresUnavailable(error)) throw Object.assign(ServerErrors.unavailable({ cause: error }), { statusCode: 503 });
    if (error instanceof DomainError) throw Object.assign(error, { statusCode: error.status });
    throw error;
  }
}
