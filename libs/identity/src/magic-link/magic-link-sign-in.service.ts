import { AuditTrail } from '@authengine/contracts';
import { type User, Users } from '@authengine/directory';
import { Transactions } from '@authengine/persistence';
import { AuthenticationErrors, type LoginDto, type RefreshTransport } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { placeOf } from '../not-me/occasion.js';
import { en } from '../pages/messages/en.js';
import { FirstProof } from '../first-proof/first-proof.js';
import { withParameters } from '../redirects/redirect-target.js';
import type { MfaChallengeDto } from '../sign-in/second-factor.port.js';
import { SignInEvents } from '../sign-in/sign-in.events.js';
import { SignIn, type SignInOutcome } from '../sign-in/sign-in.js';
import type { MagicLinkHandOverDto, MagicLinkPreviewDto } from './magic-link.dto.js';
import { MagicLinkEvents } from './magic-link.events.js';
import { MagicLinks, type ClaimedLink } from './magic-links.js';

/** Sign-in by a mailed link. The link proves the mailbox and replaces the password, never the second factor. */
@Injectable()
export class MagicLinkSignInService {
  constructor(
    private readonly magicLinks: MagicLinks,
    private readonly users: Users,
    private readonly firstProof: FirstProof,
    private readonly signIn: SignIn,
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
  ) {}

  /**
   * Who would be signed in, and who asked for the link; the link stays unused.
   * @throws AuthenticationErrors.invalid_one_time_token
   */
  async preview(token: string): Promise<MagicLinkPreviewDto> {
    const link = await this.magicLinks.peek(token);
    if (!link) throw AuthenticationErrors.invalid_one_time_token();
    const { email, occasion, redirect_to } = link.payload;
    return {
      message: `Sign in as ${email}? The link was asked for ${occasion}. Go on only if that was you.`,
      email,
      ...placeOf(occasion),
      requested_at: link.createdAt.toISOString(),
      redirect_to,
    };
  }

  /**
   * The link was confirmed on our page, and the application that it names continues with it.
   * @throws AuthenticationErrors.invalid_one_time_token, also for a link that names no application
   */
  handOver(token: string): Promise<MagicLinkHandOverDto> {
    return this.transactions.run(async () => {
      const handed = await this.magicLinks.handOver(token);
      if (!handed?.request.redirect_to) throw AuthenticationErrors.invalid_one_time_token();
      const { email, redirect_to } = handed.request;
      await this.trail.record(MagicLinkEvents.handedOver, { actorId: handed.userId, targetUserId: handed.userId, metadata: { email, redirect_origin: new URL(redirect_to).origin } });
      return { message: en['magic_link.handed_over'], redirect_to: withParameters(redirect_to, { magic_link_token: handed.token }) };
    });
  }

  /**
   * Of any number of parallel callers with one link, one signs in.
   * @throws AuthenticationErrors.invalid_one_time_token, the same for every fault; the link is used up
   * @throws AuthenticationErrors.origin_not_allowed where the page may not have the cookie that it wants; the link is not
   */
  async signInBy(token: string, refreshTransport?: RefreshTransport | null): Promise<LoginDto | MfaChallengeDto> {
    return this.signIn.answer(await this.begun(token, refreshTransport));
  }

  /**
   * The session or the challenge itself, for the page that the link was confirmed for: it hands out no tokens.
   * @throws AuthenticationErrors.invalid_one_time_token, also for a link that was asked for elsewhere, which stays good
   */
  async onPage(token: string, page: string): Promise<Exclude<SignInOutcome, { kind: 'refused' }>> {
    if ((await this.magicLinks.peekHandedOver(token))?.payload.redirect_to !== page) throw AuthenticationErrors.invalid_one_time_token();
    return this.begun(token, 'body');
  }

  private async begun(token: string, refreshTransport: RefreshTransport | null | undefined): Promise<Exclude<SignInOutcome, { kind: 'refused' }>> {
    const outcome = await this.transactions.run(() => this.take(token, refreshTransport));
    if (outcome.kind === 'refused') throw AuthenticationErrors.invalid_one_time_token();
    return outcome;
  }

  private async take(token: string, refreshTransport: RefreshTransport | null | undefined): Promise<SignInOutcome> {
    const link = await this.magicLinks.claim(token);
    const user = link?.userId ? await this.users.lock(link.userId) : null;
    // The link proves only the mailbox that it was sent to, not a later address of the account.
    if (!user || user.email === null || user.email !== link?.payload.email) return this.refuse(link, { kind: 'refused', reason: 'unknown_user' });
    await this.prove(user);
    const outcome = await this.signIn.begin({ userId: user.id, strategy: 'magic_link', refreshTransport });
    return outcome.kind === 'refused' ? this.refuse(link, outcome) : outcome;
  }

  private async prove(user: User): Promise<void> {
    if (user.emailVerifiedAt !== null) return;
    await this.firstProof.take(user);
    await this.users.changed([user.id], 'grants');
  }

  private async refuse(link: ClaimedLink | null, outcome: SignInOutcome & { kind: 'refused' }): Promise<SignInOutcome> {
    const reason = link ? outcome.reason : 'invalid_link';
    await this.trail.record(SignInEvents.failed, { actorId: null, targetUserId: link?.userId, status: 'failure', metadata: { email: link?.payload.email, auth_strategy: 'magic_link', reason } });
    return outcome;
  }
}
