import type { ApplicationId, SessionId, UserId } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import type { Client, Grant, KoaContextWithOIDC, default as Provider } from 'oidc-provider';
import { Consents } from '../grants/consents.js';
import { Grants } from '../grants/grants.js';

export interface Granted {
  readonly userId: UserId;
  readonly sessionId: SessionId;
  readonly client: Client;
  readonly scopes: readonly string[];
  /** Audiences, each with the scopes that count there. */
  readonly resources: readonly string[];
}

/** What an application gets in a session: all it asks for where it is the company's own, else what was agreed to. */
@Injectable()
export class Granting {
  constructor(
    private readonly grants: Grants,
    private readonly consents: Consents,
  ) {}

  /** The grant of this browser's session; undefined where the user has to be asked. */
  async existing(ctx: KoaContextWithOIDC): Promise<Grant | undefined> {
    const { oidc } = ctx;
    const { client, session } = oidc;
    if (!client || session?.accountId === undefined) return undefined;
    const asked = { userId: session.accountId as UserId, sessionId: session.uid as SessionId, client, scopes: [...oidc.requestParamScopes], resources: Object.keys(oidc.resourceServers ?? {}) };
    const grant = await this.current(ctx, asked);
    if (!(await this.needNotBeAsked(asked, client))) return grant;
    const complete = grant ?? (await this.open(oidc.provider, asked));
    return complete && this.add(complete, asked);
  }

  /** The grant, after the user has agreed; undefined where what was agreed to does not hold any more. */
  async agreed(provider: Provider, granted: Granted, existingId: string | undefined): Promise<string | undefined> {
    const existing = existingId === undefined ? undefined : await provider.Grant.find(existingId);
    const grant = existing ?? (await this.open(provider, granted));
    return grant && (await this.add(grant, granted)).jti;
  }

  private async current(ctx: KoaContextWithOIDC, { sessionId, client }: Granted): Promise<Grant | undefined> {
    const id = (ctx.oidc.result?.consent as { readonly grantId?: string } | undefined)?.grantId ?? ctx.oidc.session?.grantIdFor(client.clientId);
    const row = id === undefined ? null : await this.grants.find(id as never);
    // One of another session of this browser ends with that session.
    return row?.sessionId === sessionId ? ctx.oidc.provider.Grant.find(row.id) : undefined;
  }

  private async needNotBeAsked({ userId, scopes, resources }: Granted, client: Client): Promise<boolean> {
    if (client['ae:first_party'] === true) return true;
    const agreed = new Set((await this.consents.of(userId, client.clientId as ApplicationId)) ?? []);
    return agreed.size > 0 && resources.length === 0 && scopes.every((scope) => agreed.has(scope));
  }

  private async open(provider: Provider, { userId, sessionId, client, scopes }: Granted): Promise<Grant | undefined> {
    const id = await this.grants.open({ userId, sessionId, applicationId: client.clientId as ApplicationId, applicationName: client.clientName ?? '', scopes });
    if (id === null) return undefined;
    const grant = new provider.Grant({ accountId: userId, clientId: client.clientId });
    grant.jti = id;
    return grant;
  }

  private async add(grant: Grant, { scopes, resources }: Granted): Promise<Grant> {
    grant.addOIDCScope(scopes.join(' '));
    for (const resource of resources) grant.addResourceScope(resource, scopes.join(' '));
    await grant.save();
    return grant;
  }
}
