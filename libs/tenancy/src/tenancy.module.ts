import { TenantEnding } from '@authengine/contracts';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Invitation } from './invitations/invitation.entity.js';
import { Invitations } from './invitations/invitations.js';
import { Membership } from './memberships/membership.entity.js';
import { Memberships } from './memberships/memberships.js';
import { LiveTenants } from './tenants/live-tenants.js';
import { TenantDirectory } from './tenants/tenant-directory.js';
import { TenantEndings } from './tenants/tenant-endings.js';
import { Tenant } from './tenants/tenant.entity.js';
import { Tenants } from './tenants/tenants.js';

/** Tenants, their members, and who is invited. Needs `Clock`, `Transactions` and `Copies` from global modules. */
@Module({
  imports: [TypeOrmModule.forFeature([Tenant, Membership, Invitation])],
  providers: [Tenants, LiveTenants, TenantDirectory, Memberships, Invitations, TenantEndings, { provide: TenantEnding, useExisting: TenantEndings }],
  exports: [Tenants, LiveTenants, TenantDirectory, Memberships, Invitations, TenantEnding],
})
export class TenancyModule {}
