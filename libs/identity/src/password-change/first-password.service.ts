import { AccessErrors, AuditTrail, type UserPrincipal } from '@authengine/contracts';
import { Users } from '@authengine/directory';
import { Transactions } from '@authengine/persistence';
import { StandingPrincipals } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { NewPassword } from '../passwords/new-password.js';
import { PasswordChangedNotice } from '../passwords/password-changed-notice.js';
import { PasswordCredentials } from '../passwords/password-credentials.js';
import { PasswordErrors } from './password-change.errors.js';
import { PasswordChangeEvents } from './password-change.events.js';

/** Sets a password for an account without one, such as an account from a social login. */
@Injectable()
export class FirstPasswordService {
  constructor(
    private readonly users: Users,
    private readonly newPassword: NewPassword,
    private readonly credentials: PasswordCredentials,
    private readonly principals: StandingPrincipals,
    private readonly notice: PasswordChangedNotice,
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
  ) {}

  /**
   * @throws PasswordErrors.already_set; of parallel callers exactly one sets it
   * @throws PasswordErrors.address_not_proven: a person who proves the address later must not inherit the password
   * @throws RequestErrors.invalid for a password that the policy refuses
   */
  async set({ userId, sessionId }: UserPrincipal, password: string): Promise<void> {
    const owner = await this.users.find(userId);
    if (!owner) throw AccessErrors.unauthenticated();
    if ((await this.credentials.hashOf(userId)) !== null) throw PasswordErrors.already_set();
    const hash = await this.newPassword.hash(password, { email: owner.email }, 'new_password');
    await this.transactions.run(async () => {
      const { user } = await this.principals.hold({ userId, sessionId });
      if (user.email === null || user.emailVerifiedAt === null) throw PasswordErrors.address_not_proven();
      if ((await this.credentials.hashOf(userId)) !== null) throw PasswordErrors.already_set();
      await this.credentials.set(userId, hash);
      await this.users.changed([userId], 'grants');
      await this.notice.tell(user);
      await this.trail.record(PasswordChangeEvents.set, { targetUserId: userId, resourceId: userId });
    });
  }
}
