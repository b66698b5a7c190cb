import { CryptoModule } from '@authengine/crypto';
import { IdentityModule } from '@authengine/identity';
import { TenancyModule } from '@authengine/tenancy';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessReader } from './access/access-reader.js';
import { AccessSnapshots } from './access/access-snapshots.js';
import { Acting } from './access/acting.js';
import { PermissionGuard } from './access/permission.guard.js';
import { SecondFactorDemand } from './access/second-factor-demand.js';
import { ActiveTenant } from './active-tenant/active-tenant.js';
import { SelectTenantController } from './active-tenant/select-tenant.controller.js';
import { Assignments } from './assignments/assignments.js';
import { MemberRoles } from './assignments/member-roles.js';
import { PlatformRolesController } from './assignments/platform-roles.controller.js';
import { RoleAssignment } from './assignments/role-assignment.entity.js';
import { TenantAssignmentsController } from './assignments/tenant-assignments.controller.js';
import { Bootstrap } from './bootstrap/bootstrap.js';
import { RoleCatalogue } from './bootstrap/role-catalogue.js';
import { SuperAdmin } from './bootstrap/super-admin.js';
import { DryRun } from './dry-run/dry-run.js';
import { ForecastReader } from './dry-run/forecast-reader.js';
import { ServiceKeyStates } from './dry-run/service-key-states.js';
import { ExplainController } from './explain/explain.controller.js';
import { ExplainService } from './explain/explain.service.js';
import { GrantEntries } from './explain/grant-entries.js';
import { Grants } from './explain/grants.js';
import { MatrixController } from './matrix/matrix.controller.js';
import { PermissionMatrix } from './matrix/permission-matrix.js';
import { DeclaredPermissions } from './permissions/declared-permissions.js';
import { RoleGrants } from './assignments/role-grants.js';
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
import { PermissionsController } from './permissions/permissions.controller.js';
import { PlatformUsersController } from './platform-users/platform-users.controller.js';
import { PlatformUsers } from './platform-users/platform-users.js';
import { UserList } from './platform-users/user-list.js';
import { PlatformRoleDefinitionsController } from './role-definitions/platform-role-definitions.controller.js';
import { RoleDefinitions } from './role-definitions/role-definitions.js';
import { RoleNames } from './role-definitions/role-names.js';
import { TenantRoleDefinitionsController } from './role-definitions/tenant-role-definitions.controller.js';
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
    ExplainController,
    MatrixController,
    MyTenantsController,
    OwnTenantController,
    PermissionsController,
    PlatformRoleDefinitionsController,
    PlatformRolesController,
    PlatformTenantsController,
    PlatformUsersController,
    SelectTenantController,
    TenantAssignmentsController,
    TenantInvitationsController,
    TenantMembersController,
    TenantRoleDefinitionsController,
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
    DeclaredPermissions,
    Departures,
    DryRun,
    ExplainService,
    ForecastReader,
    GrantEntries,
    Grants,
    InvitationBudget,
    InvitationDirectory,
    Inviting,
    MemberDirectory,
    MemberRoles,
    MyTenants,
    Ownership,
    OwnershipTransfer,
    PermissionGuard,
    PermissionMatrix,
    PlatformUsers,
    RoleCatalogue,
    RoleDefinitions,
    RoleGrants,
    RoleNames,
    Roles,
    SecondFactorDemand,
    ServiceKeyStates,
    SuperAdmin,
    TenantAdministration,
    UserList,
  ],
  exports: [AccessReader, AccessSnapshots, Acting, Assignments, Bootstrap, DryRun, PermissionGuard, Roles, ServiceKeyStates],
})
export class RbacModule {}
