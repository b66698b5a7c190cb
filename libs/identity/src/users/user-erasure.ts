import { AuditErasures } from '@authengine/audit';
import { Invitations } from '@authengine/tenancy';
import { Injectable } from '@nestjs/common';
import type { User } from './user.entity.js';
import { Users } from './users.js';

/** A user goes for good, with whatever else tells of them: the one way to erase somebody. */
@Injectable()
export class UserErasure {
  constructor(
    private readonly users: Users,
    private readonly invitations: Invitations,
    private readonly audit: AuditErasures,
  ) {}

  /**
   * In a transaction that holds the user's row and has ended the sessions. The audit log keeps what was
   * done by and to an id that nothing leads back from.
   * @throws UserErrors.owns_tenant
   */
  async erase({ id, email, emailVerifiedAt }: Pick<User, 'id' | 'email' | 'emailVerifiedAt'>): Promise<void> {
    // An address that was never proven may be somebody else's, whose traces are not this account's to take along.
    const address = emailVerifiedAt === null ? null : email;
    await this.invitations.forget(id, address);
    await this.users.remove(id);
    await this.audit.add(id, address);
  }
}
