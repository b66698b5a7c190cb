import { CryptoModule } from '@authengine/crypto';
import { DirectoryModule } from '@authengine/directory';
import { IdentityModule } from '@authengine/identity';
import { SessionsModule } from '@authengine/sessions';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessReader } from './access/access-reader.js';
import { AccessSnapshots } from './access/access-snapshots.js';
import { Acting } from './access/acting.js';
import { PermissionGuard } from './access/permission.guard.js';
import { SecondFactorDemand } from './access/second-factor-demand.js';
import { Assignments } from './assignments/assignments.js';
import { MemberRoles } from './assignments/member-roles.js';
import { PlatformRolesController } from './assignments/platform-roles.controller.js';
import { RoleAssignment } from './assignments/role-assignment.entity.js';
import { RoleGrants } from './assignments/role-grants.js';
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
import { Permission } from './permissions/permission.entity.js';
import { PermissionsController } from './permissions/permissions.controller.js';
import { PlatformUsers } from './platform-users/platform-users.js';
import { PlatformUsersController } from './platform-users/platform-users.controller.js';
import { UserList } from './platform-users/user-list.js';
import { PlatformRoleDefinitionsController } from './role-definitions/platform-role-definitions.controller.js';
import { RoleDefinitions } from './role-definitions/role-definitions.js';
import { RoleNames } from './role-definitions/role-names.js';
import { TenantRoleDefinitionsController } from './role-definitions/tenant-role-definitions.controller.js';
import { RoleDirectoryModule } from './roles/role-directory.module.js';
import { RolePermission } from './roles/role-permission.entity.js';
import { Role } from './roles/role.entity.js';
import { Roles } from './roles/roles.js';

/** Roles, what they allow, and who decides. Needs the global modules of config, persistence and audit. */
@Module({
  imports: [
    CryptoModule,
    DirectoryModule,
    IdentityModule,
    SessionsModule,
    RoleDirectoryModule,
    TypeOrmModule.forFeature([Permission, Role, RolePermission, RoleAssignment]),
  ],
  controllers: [
    ExplainController,
    MatrixController,
    PermissionsController,
    PlatformRoleDefinitionsController,
    PlatformRolesController,
    PlatformUsersController,
    TenantAssignmentsController,
    TenantRoleDefinitionsController,
  ],
  providers: [
    AccessReader,
    AccessSnapshots,
    Acting,
    Assignments,
    Bootstrap,
    DeclaredPermissions,
    DryRun,
    ExplainService,
    ForecastReader,
    GrantEntries,
    Grants,
    MemberRoles,
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
    UserList,
  ],
  exports: [
    AccessReader,
    AccessSnapshots,
    Acting,
    Assignments,
    Bootstrap,
    DryRun,
    PermissionGuard,
    PlatformUsers,
    RoleGrants,
    Roles,
    SecondFactorDemand,
    ServiceKeyStates,
  ],
})
export class RbacModule {}
