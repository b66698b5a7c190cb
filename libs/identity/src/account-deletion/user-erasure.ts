import { AuditErasures } from '@authengine/audit';
import { type User, Users } from '@authengine/directory';
import { Injectable } from '@nestjs/common';
import { PersonalData } from './personal-data.js';

/** A user goes for good, with whatever else tells of them: the one way to erase somebody. */
@Injectable()
export class UserErasure {
  constructor(
    private readonly users: Users,
    private readonly personalData: PersonalData,
    private readonly audit: AuditErasures,
  ) {}

  /**
   * In a transaction that holds the user's row and has ended the sessions. The audit log keeps what was
   * done by and to an id that nothing leads back from.
   * @throws UserErrors.owns_tenant
   */
  async erase({ id, email, emailVerifiedAt }: Pick<User, 'id' | 'email' | 'emailVerifiedAt'>): Promise<void> {
    const address = emailVerifiedAt === null ? null : email;
    await this.personalData.erase(id, address);
    await this.users.remove(id);
    await this.audit.add(id, address);
  }
}
