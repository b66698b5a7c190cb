import { AuditErasures } from '@authengine/audit';
import { type User, Users } from '@authengine/directory';
import { Injectable } from '@nestjs/common';
import { PersonalData } from './personal-data.js';

/** Erases a user for good, with all data about them. Nothing else may erase a user. */
@Injectable()
export class UserErasure {
  constructor(
    private readonly users: Users,
    private readonly personalData: PersonalData,
    private readonly audit: AuditErasures,
  ) {}

  /**
   * Call this in a transaction that holds the user's row and has ended the sessions. The audit log keeps the acts under
   * the user's id, but the id leads to nobody.
   * @throws UserErrors.owns_tenant
   */
  async erase({ id, email, emailVerifiedAt }: Pick<User, 'id' | 'email' | 'emailVerifiedAt'>): Promise<void> {
    const address = emailVerifiedAt === null ? null : email;
    await this.personalData.erase(id, address);
    await this.users.remove(id);
    await this.audit.add(id, address);
  }
}
