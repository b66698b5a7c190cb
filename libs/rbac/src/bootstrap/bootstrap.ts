import { AuditTrail, ServerErrors } from '@authengine/contracts';
import { Tenants } from '@authengine/directory';
import { DomainError, type UserId } from '@authengine/kernel';
import { ADVISORY_LOCKS, isUniqueViolation, Transactions } from '@authengine/persistence';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { BootstrapEvents } from './bootstrap.events.js';
import { RoleCatalogue, type Additions } from './role-catalogue.js';
import { SuperAdmin } from './super-admin.js';

/**
 * Adds the rows that the product needs to run. It runs at every start, adds only what is missing, and may run in
 * several processes at once. `app.init()` and `app.listen()` wait for it.
 */
@Injectable()
export class Bootstrap implements OnApplicationBootstrap {
  private readonly log = new Logger('Bootstrap');

  constructor(
    private readonly transactions: Transactions,
    private readonly catalogue: RoleCatalogue,
    private readonly superAdmin: SuperAdmin,
    private readonly tenants: Tenants,
    private readonly trail: AuditTrail,
  ) {}

  onApplicationBootstrap(): Promise<void> {
    return this.run();
  }

  /** @throws ConfigurationError when SUPERADMIN_EMAIL belongs to an account that is not a super admin */
  async run(): Promise<void> {
    const passwordHash = (await this.superAdmin.exists()) ? undefined : await this.superAdmin.hashPassword();
    try {
      await this.complete(passwordHash);
    } catch (error) {
      if (!isDoneNow(error)) throw error;
      await this.complete(passwordHash);
    }
  }

  private async complete(passwordHash: string | undefined): Promise<void> {
    await this.transactions.run(async () => {
      await this.transactions.manager.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCKS.bootstrap]);
      const added = await this.catalogue.complete();
      if (added.otherScope.length > 0) this.log.warn(`the database has these permissions for the other scope (of tenants, or of the platform), so roles cannot give them as the code says: ${added.otherScope.join(', ')}`);
      const made = passwordHash !== undefined && !(await this.superAdmin.exists()) ? await this.superAdmin.create(passwordHash) : undefined;
      if (made !== undefined || added.permissions.length > 0 || added.roles.length > 0) await this.record(added, made);
    });
  }

  private async record({ permissions, roles }: Additions, made: UserId | undefined): Promise<void> {
    const platform = await this.tenants.findPlatform();
    await this.trail.record(BootstrapEvents.bootstrapped, {
      actorId: null,
      targetUserId: made ?? null,
      tenantId: platform?.id,
      resourceId: platform?.id,
      metadata: { permissions, roles, super_admin: made !== undefined },
    });
    this.log.log(`added ${permissions.length} permissions, ${roles.length} roles${made === undefined ? '' : ' and the first super admin'}`);
  }
}

/** Another process was first, or the change is committed and only its cache entries are late: a second run finds it done. */
function isDoneNow(error: unknown): boolean {
  return isUniqueViolation(error) || (error instanceof DomainError && error.code === ServerErrors.unavailable.code);
}
