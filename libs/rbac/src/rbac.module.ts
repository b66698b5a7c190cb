import { CryptoModule } from '@authengine/crypto';
import { IdentityModule } from '@authengine/identity';
import { TenancyModule } from '@authengine/tenancy';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessReader } from './access/access-reader.js';
import { AccessSnapshots } from './access/access-snapshots.js';
import { Acting } from './access/acting.js';
import { PermissionGuard } from './access/permission.guard.js';
import { ActiveTenant } from './active-tenant/active-tenant.js';
import { SelectTenantController } from './active-tenant/select-tenant.controller.js';
import { Assignments } from './assignments/assignments.js';
import { PlatformRolesController } from './assignments/platform-roles.controller.js';
import { RoleAssignment } from './assignments/role-assignment.entity.js';
import { RoleGrants } from './assignments/role-grants.js';
import { Bootstrap } from './bootstrap/bootstrap.js';
import { RoleCatalogue } from './bootstrap/role-catalogue.js';
import { SuperAdmin } from './bootstrap/super-admin.js';
import { AcceptInvitationController } from './invitations/accept-invitation.controller.js';
import { Accepting } from './invitations/accepting.js';
import { InvitationBudget } from './invitations/invitation-budget.js';
import { InvitationDirectory } from './invitations/invitation-directory.js';
import { Inviting } from './invitations/inviting.js';
import { TenantInvitationsController } from './invitations/tenant-invitations.controller.js';
import { Departures } from './memberships/departures.js';
import { MemberDirectory } from './memberships/member-directory.js';
import { MyTenantsController } from './memberships/my-tenants.controller.js';
import { MyTenants } from './memberships/my-tenants.js';
import { TenantMembersController } from './memberships/tenant-members.controller.js';
import { OwnershipTransfer } from './ownership/ownership-transfer.js';
import { Ownership } from './ownership/ownership.js';
import { TransferOwnershipController } from './ownership/transfer-ownership.controller.js';
import { Permission } from './permissions/permission.entity.js';
import { RoleDirectoryModule } from './roles/role-directory.module.js';
import { RolePermission } from './roles/role-permission.entity.js';
import { Role } from './roles/role.entity.js';
import { Roles } from './roles/roles.js';
import { OwnTenantController } from './tenants/own-tenant.controller.js';
import { PlatformTenantsController } from './tenants/platform-tenants.controller.js';
import { TenantAdministration } from './tenants/tenant-administration.js';

/** Roles, what they allow, and who decides. Needs the global modules of config, persistence and audit. */
@Module({
  imports: [CryptoModule, IdentityModule, TenancyModule, RoleDirectoryModule, TypeOrmModule.forFeature([Permission, Role, RolePermission, RoleAssignment])],
  controllers: [
    AcceptInvitationController,
    MyTenantsController,
    OwnTenantController,
    PlatformRolesController,
    PlatformTenantsController,
    SelectTenantController,
    TenantInvitationsController,
    TenantMembersController,
    TransferOwnershipController,
  ],
  providers: [
    Accepting,
    AccessReader,
    AccessSnapshots,
    Acting,
    ActiveTenant,
    Assignments,
    Bootstrap,
    Departures,
    InvitationBudget,
    InvitationDirectory,
    Inviting,
    MemberDirectory,
    MyTenants,
    Ownership,
    OwnershipTransfer,
    PermissionGuard,
    RoleCatalogue,
    RoleGrants,
    Roles,
    SuperAdmin,
    TenantAdministration,
  ],
  exports: [AccessReader, AccessSnapshots, Assignments, Bootstrap, PermissionGuard, Roles],
})
export class RbacModule {}
