import { TenantEndingPort } from '@authengine/contracts';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Membership } from './memberships/membership.entity.js';
import { Memberships } from './memberships/memberships.js';
import { LiveTenants } from './tenants/live-tenants.js';
import { TenantDirectory } from './tenants/tenant-directory.js';
import { TenantEndings } from './tenants/tenant-endings.js';
import { Tenant } from './tenants/tenant.entity.js';
import { Tenants } from './tenants/tenants.js';
import { UserViews } from './users/user-views.js';
import { User } from './users/user.entity.js';
import { Users } from './users/users.js';

/**
 * The users, the tenants, and their memberships. Needs `Clock`, `Transactions`, `VersionedCache` and `RoleDirectoryPort` from
 * global modules.
 */
@Module({
  imports: [TypeOrmModule.forFeature([Membership, Tenant, User])],
  providers: [
    LiveTenants,
    Memberships,
    TenantDirectory,
    TenantEndings,
    Tenants,
    Users,
    UserViews,
    { provide: TenantEndingPort, useExisting: TenantEndings },
  ],
  exports: [LiveTenants, Memberships, TenantDirectory, TenantEndingPort, Tenants, Users, UserViews],
})
export class DirectoryModule {}
