import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Membership } from './memberships/membership.entity.js';
import { Memberships } from './memberships/memberships.js';
import { LiveTenants } from './tenants/live-tenants.js';
import { Tenant } from './tenants/tenant.entity.js';
import { Tenants } from './tenants/tenants.js';

/** Tenants and their members. Needs `Clock`, `Transactions` and `Copies` from global modules. */
@Module({
  imports: [TypeOrmModule.forFeature([Tenant, Membership])],
  providers: [Tenants, LiveTenants, Memberships],
  exports: [Tenants, LiveTenants, Memberships],
})
export class TenancyModule {}
