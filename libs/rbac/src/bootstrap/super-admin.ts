import { ConfigurationError, Settings } from '@authengine/config';
import { PasswordHasher } from '@authengine/crypto';
import { Memberships, Tenants, Users } from '@authengine/directory';
import { PasswordCredentials } from '@authengine/identity';
import { Clock, type UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { RoleAssignments } from '../assignments/role-assignments.js';
import { BuiltInRoles } from '../roles/built-in-roles.js';
import { Roles } from '../roles/roles.js';

/** Makes the first super admin together with the platform's tenant, on a platform without one. */
@Injectable()
export class SuperAdmin {
  constructor(
    private readonly settings: Settings,
    private readonly transactions: Transactions,
    private readonly users: Users,
    private readonly passwords: PasswordCredentials,
    private readonly hasher: PasswordHasher,
    private readonly tenants: Tenants,
    private readonly memberships: Memberships,
    private readonly roles: Roles,
    private readonly assignments: RoleAssignments,
    private readonly clock: Clock,
  ) {}

  async exists(): Promise<boolean> {
    const rows = await this.transactions.manager.query<unknown[]>(
      `SELECT 1 FROM role_assignments a
         JOIN roles r ON r.id = a.role_id AND r.name = $1 AND r.tenant_id IS NULL
         JOIN tenants t ON t.id = a.tenant_id AND t.type = 'PLATFORM' LIMIT 1`,
      [BuiltInRoles.superAdmin.name],
    );
    return rows.length > 0;
  }

  /** Call this before the transaction, because a hash takes long. */
  hashPassword(): Promise<string> {
    return this.hasher.hash(this.settings.values.SUPERADMIN_PASSWORD);
  }

  /**
   * Call this in a transaction that has found no super admin.
   * @throws ConfigurationError when the address has an account: registering it first must not make anyone a super admin
   */
  async create(passwordHash: string): Promise<UserId> {
    const now = this.clock.now();
    const user = await this.users.create({ email: this.settings.values.SUPERADMIN_EMAIL, status: 'ACTIVE', emailVerifiedAt: now, createdAt: now });
    if (!user) {
      throw new ConfigurationError(['SUPERADMIN_EMAIL is the address of an existing account, which is not made a super admin by a start; name an address without one']);
    }
    await this.passwords.set(user.id, passwordHash);
    await this.assign(user.id);
    return user.id;
  }

  private async assign(userId: UserId): Promise<void> {
    const platform = (await this.tenants.findPlatform()) ?? (await this.tenants.create({ name: 'Platform', type: 'PLATFORM', ownerId: userId, createdBy: null }));
    await this.memberships.add(platform.id, userId);
    const role = await this.roles.findAssignable(BuiltInRoles.superAdmin.name, platform);
    if (!role) throw new Error('the role SUPER_ADMIN is not in the catalogue');
    await this.assignments.add(role, { userId, tenantId: platform.id, by: null });
  }
}
