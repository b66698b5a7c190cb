import { AuditTrail } from '@authengine/contracts';
import { User, Users } from '@authengine/directory';
import { FirstProof, mayBeginSession, NotMe, PendingEmail, type ToldAccount, VerificationEvents } from '@authengine/identity';
import { Clock } from '@authengine/kernel';
import { Mailer } from '@authengine/mail';
import { Injectable } from '@nestjs/common';
import { identityLinkedMail } from '../accounts/account.mails.js';
import { LinkedIdentities } from '../accounts/linked-identities.js';
import type { LinkedIdentity } from '../accounts/linked-identity.entity.js';
import { OAuthErrors } from '../oauth.errors.js';
import { OAuthEvents } from '../oauth.events.js';
import type { ProviderIdentity } from '../providers/provider-identity.js';
import { ProviderTitles } from '../providers/provider-titles.js';

export interface Owner {
  readonly identity: LinkedIdentity;
  readonly isNewUser: boolean;
  /** The account has no address yet, so its browser gets a cookie: see `AskingBrowsers`. */
  readonly asksForAddress: boolean;
}

/**
 * Finds the account of a proven identity: the one that it is linked to, or else the one whose address the provider
 * proves, or else a new one. Then it links them.
 */
@Injectable()
export class IdentityOwner {
  constructor(
    private readonly identities: LinkedIdentities,
    private readonly users: Users,
    private readonly firstProof: FirstProof,
    private readonly pendingEmail: PendingEmail,
    private readonly mailer: Mailer,
    private readonly notMe: NotMe,
    private readonly titles: ProviderTitles,
    private readonly clock: Clock,
    private readonly trail: AuditTrail,
  ) {}

  /**
   * Call this in a transaction, which then holds the user's row.
   * @param mayMail whether an unproven address may get a mail now
   * @throws OAuthErrors.not_allowed for an account that may not sign in, before anything changes
   */
  async find(identity: ProviderIdentity, mayMail: boolean): Promise<Owner> {
    const known = await this.identities.claim(identity);
    if (known) return this.return(known, identity, mayMail);
    const user = await this.userOfAddress(identity);
    if (user) return { identity: await this.linkByAddress(user, identity), isNewUser: false, asksForAddress: false };
    return this.create(identity, mayMail);
  }

  private async return(known: LinkedIdentity, identity: ProviderIdentity, mayMail: boolean): Promise<Owner> {
    const user = await this.users.lock(known.userId);
    if (!user || !mayBeginSession(user)) throw OAuthErrors.not_allowed({ log: { user_id: known.userId } });
    await this.identities.used(known.id, identity);
    if (mayMail) await this.pendingEmail.ask(user, this.told(identity));
    return { identity: known, isNewUser: false, asksForAddress: user.email === null };
  }

  /** The user whose address the provider proves, with the row locked and able to sign in. */
  private async userOfAddress({ email }: ProviderIdentity): Promise<User | null> {
    if (!email?.proven) return null;
    const found = await this.users.findByEmail(email.address);
    const user = found && (await this.users.lock(found.id));
    if (user?.email !== email.address) return null;
    const unproven = user.emailVerifiedAt === null && (user.status === 'PENDING_VERIFICATION' || user.status === 'ACTIVE');
    if (!unproven && !mayBeginSession(user)) throw OAuthErrors.not_allowed({ log: { user_id: user.id } });
    return user;
  }

  private async linkByAddress(user: User, identity: ProviderIdentity): Promise<LinkedIdentity> {
    const { id, email } = user;
    if (user.emailVerifiedAt === null) {
      await this.firstProof.take(user);
      const { firstName, lastName, avatarUrl } = identity;
      await this.users.update(id, { firstName, lastName, avatarUrl }, 'grants');
      await this.trail.record(VerificationEvents.verified, { actorId: id, targetUserId: id, resourceId: id, metadata: { email } });
    }
    const linked = await this.identities.add(id, identity);
    if (email !== null) await this.mailer.enqueue('identity-linked', email, identityLinkedMail(this.titles.of(identity.provider), this.clock.now(), await this.notMe.link(user)));
    await this.trail.record(OAuthEvents.linked, {
      actorId: id,
      targetUserId: id,
      resourceId: id,
      metadata: { provider: identity.provider, identity_id: linked.id, provider_email: linked.providerEmail, by: 'proven_address' },
    });
    return linked;
  }

  private async create(identity: ProviderIdentity, mayMail: boolean): Promise<Owner> {
    const { email, firstName, lastName, avatarUrl, provider } = identity;
    const createdAt = this.clock.now();
    const address = email?.proven ? { email: email.address, emailVerifiedAt: createdAt } : { email: null, pendingEmail: email?.address ?? null };
    const user = await this.users.create({ ...address, firstName, lastName, avatarUrl, status: 'ACTIVE', createdAt });
    if (!user) return this.addressTakenMeanwhile(identity);
    const linked = await this.identities.add(user.id, identity);
    if (mayMail) await this.pendingEmail.ask(user, this.told(identity));
    await this.trail.record(OAuthEvents.registered, {
      actorId: user.id,
      targetUserId: user.id,
      resourceId: user.id,
      metadata: { provider, email: user.email, pending_email: user.pendingEmail },
    });
    return { identity: linked, isNewUser: true, asksForAddress: user.email === null };
  }

  /** Another identity of the same person made the account a moment ago. */
  private async addressTakenMeanwhile(identity: ProviderIdentity): Promise<Owner> {
    const user = await this.userOfAddress(identity);
    if (!user) throw OAuthErrors.not_allowed();
    return { identity: await this.linkByAddress(user, identity), isNewUser: false, asksForAddress: false };
  }

  private told({ provider, account, name }: ProviderIdentity): ToldAccount {
    return { provider: this.titles.of(provider), account, name };
  }
}
