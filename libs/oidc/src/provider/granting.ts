import type { ApplicationId, GrantId, SessionId, TenantId, UserId } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import type { Client, Grant, KoaContextWithOIDC, default as Provider } from 'oidc-provider';
import { Consents } from '../grants/consents.js';
import type { Grant as GrantRow } from '../grants/grant.entity.js';
import { Grants } from '../grants/grants.js';
import { OrganizationChoices, type OrganizationChoice } from '../organizations/organization-choice.js';
import { Refusals } from './refusals.js';

export interface Granted {
  readonly userId: UserId;
  readonly sessionId: SessionId;
  readonly client: Client;
  /** The organization that it is for. */
  readonly tenantId: TenantId | null;
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
    private readonly organizations: OrganizationChoices,
    private readonly refusals: Refusals,
  ) {}

  /** By request: the choice is the same wherever it is asked for. */
  private readonly choices = new WeakMap<object, Promise<OrganizationChoice>>();

  /**
   * For which organization the user signs in; undefined before they are known.
   * @throws AccessDenied for one that is none of the user's
   */
  async organization(ctx: KoaContextWithOIDC): Promise<Exclude<OrganizationChoice, { kind: 'refused' }> | undefined> {
    const { client, session } = ctx.oidc;
    if (!client || session?.accountId === undefined) return undefined;
    let choice = this.choices.get(ctx.oidc);
    if (!choice) this.choices.set(ctx.oidc, (choice = this.choose(ctx, client)));
    const found = await choice;
    if (found.kind === 'refused') throw await this.refusals.denied('the account is not one of the organization');
    return found;
  }

  /** The grant of this browser's session; undefined where the user has to be asked. */
  async existing(ctx: KoaContextWithOIDC): Promise<Grant | undefined> {
    const { oidc } = ctx;
    const { client, session } = oidc;
    if (!client || session?.accountId === undefined) return undefined;
    const choice = await this.organization(ctx);
    if (choice?.kind !== 'settled') return undefined;
    const asked = { userId: session.accountId as UserId, sessionId: session.uid as SessionId, client, tenantId: choice.tenantId, scopes: [...oidc.requestParamScopes], resources: Object.keys(oidc.resourceServers ?? {}) };
    const grant = await this.current(ctx, asked);
    if (!(await this.needNotBeAsked(asked, client))) return grant;
    const complete = grant ?? (await this.open(oidc.provider, asked));
    return complete && this.add(oidc.provider, complete.jti, asked);
  }

  /** The grant, after the user has agreed; undefined where what was agreed to does not hold any more. */
  async agreed(provider: Provider, granted: Granted, existingId: string | undefined): Promise<string | undefined> {
    const existing = existingId === undefined ? undefined : await provider.Grant.find(existingId);
    const grant = existing ?? (await this.open(provider, granted));
    return grant && (await this.add(provider, grant.jti, granted))?.jti;
  }

  private async choose(ctx: KoaContextWithOIDC, client: Client): Promise<OrganizationChoice> {
    const { session, params, requestParamScopes, result } = ctx.oidc;
    return this.organizations.decide({
      userId: session?.accountId as UserId,
      sessionId: session?.uid as SessionId,
      wanted: requestParamScopes.has('organization'),
      named: params?.['organization'],
      bound: (client['ae:tenant_id'] ?? null) as TenantId | null,
      chosen: (result?.['organization'] as { readonly tenant_id?: string } | undefined)?.tenant_id,
      current: (await this.remembered(ctx))?.tenantId ?? null,
    });
  }

  private async current(ctx: KoaContextWithOIDC, { sessionId, client, tenantId }: Granted): Promise<Grant | undefined> {
    const remembered = await this.remembered(ctx);
    const row = remembered?.tenantId === tenantId ? remembered : await this.grants.inSession(sessionId, client.clientId as ApplicationId, tenantId);
    return row ? ctx.oidc.provider.Grant.find(row.id) : undefined;
  }

  /** What this browser's session has of the application. One of another session ends with that session. */
  private async remembered({ oidc: { result, session, client } }: KoaContextWithOIDC): Promise<GrantRow | undefined> {
    const id = (result?.consent as { readonly grantId?: string } | undefined)?.grantId ?? session?.grantIdFor(client?.clientId ?? '');
    const row = id === undefined ? null : await this.grants.find(id as GrantId);
    return row?.sessionId === session?.uid ? (row ?? undefined) : undefined;
  }

  private async needNotBeAsked({ userId, scopes, resources }: Granted, client: Client): Promise<boolean> {
    if (client['ae:first_party'] === true) return true;
    const agreed = new Set((await this.consents.of(userId, client.clientId as ApplicationId)) ?? []);
    return agreed.size > 0 && resources.length === 0 && scopes.every((scope) => agreed.has(scope));
  }

  private async open(provider: Provider, { userId, sessionId, client, tenantId, scopes }: Granted): Promise<Grant | undefined> {
    const id = await this.grants.open({ userId, sessionId, tenantId, applicationId: client.clientId as ApplicationId, applicationName: client.clientName ?? '', scopes });
    if (id === null) return undefined;
    const grant = new provider.Grant({ accountId: userId, clientId: client.clientId });
    grant.jti = id;
    return grant;
  }

  /** Another tab of the browser may add to the same grant now, so it is read while its row is held. Undefined where it has ended. */
  private add(provider: Provider, id: string, { scopes, resources }: Granted): Promise<Grant | undefined> {
    return this.grants.holding(id as GrantId, async () => {
      const grant = await provider.Grant.find(id);
      grant?.addOIDCScope(scopes.join(' '));
      for (const resource of resources) grant?.addResourceScope(resource, scopes.join(' '));
      await grant?.save();
      return grant;
    });
  }
}
