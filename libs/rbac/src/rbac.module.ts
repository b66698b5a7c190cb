import { CryptoModule } from '@authengine/crypto';
import { DirectoryModule } from '@authengine/directory';
import { IdentityModule } from '@authengine/identity';
import { SessionsModule } from '@authengine/sessions';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessReader } from './access/access-reader.js';
import { AccessSnapshots } from './access/access-snapshots.js';
import { AuthorizationService } from './access/authorization.service.js';
import { PermissionGuard } from './access/permission.guard.js';
import { MfaDemand } from './access/mfa-demand.js';
import { RoleAssignmentService } from './assignments/role-assignment.service.js';
import { MemberRoles } from './assignments/member-roles.js';
import { PlatformRolesController } from './assignments/platform-roles.controller.js';
import { RoleAssignment } from './assignments/role-assignment.entity.js';
import { RoleAssignments } from './assignments/role-assignments.js';
import { TenantAssignmentsController } from './assignments/tenant-assignments.controller.js';
import { Bootstrap } from './bootstrap/bootstrap.js';
import { RoleCatalogue } from './bootstrap/role-catalogue.js';
import { SuperAdmin } from './bootstrap/super-admin.js';
import { AccessWrites } from './access-writes/access-writes.js';
import { ForecastReader } from './access-writes/forecast-reader.js';
import { ServiceKeyStates } from './access-writes/service-key-states.js';
import { ExplainController } from './explain/explain.controller.js';
import { ExplainService } from './explain/explain.service.js';
import { GrantAuditEntries } from './explain/grant-audit-entries.js';
import { PermissionSources } from './explain/permission-sources.js';
import { MatrixController } from './matrix/matrix.controller.js';
import { PermissionMatrix } from './matrix/permission-matrix.js';
import { DeclaredPermissions } from './permissions/declared-permissions.js';
import { Permission } from './permissions/permission.entity.js';
import { PermissionsController } from './permissions/permissions.controller.js';
import { PlatformUserService } from './platform-users/platform-user.service.js';
import { PlatformUsersController } from './platform-users/platform-users.controller.js';
import { UserList } from './platform-users/user-list.js';
import { PlatformRoleDefinitionsController } from './role-definitions/platform-role-definitions.controller.js';
import { RoleDefinitionService } from './role-definitions/role-definition.service.js';
import { RoleNames } from './role-definitions/role-names.js';
import { TenantRoleDefinitionsController } from './role-definitions/tenant-role-definitions.controller.js';
import { RoleDirectoryModule } from './roles/role-directory.module.js';
import { RolePermission } from './roles/role-permission.entity.js';
import { Role } from './roles/role.entity.js';
import { Roles } from './roles/roles.js';

/** Roles, their permissions, and the decision. Needs the global modules of config, persistence and audit. */
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
    AuthorizationService,
    RoleAssignmentService,
    Bootstrap,
    DeclaredPermissions,
    AccessWrites,
    ExplainService,
    ForecastReader,
    GrantAuditEntries,
    PermissionSources,
    MemberRoles,
    PermissionGuard,
    PermissionMatrix,
    PlatformUserService,
    RoleCatalogue,
    RoleDefinitionService,
    RoleAssignments,
    RoleNames,
    Roles,
    MfaDemand,
    ServiceKeyStates,
    SuperAdmin,
    UserList,
  ],
  exports: [
    AccessReader,
    AccessSnapshots,
    AuthorizationService,
    RoleAssignmentService,
    Bootstrap,
    AccessWrites,
    PermissionGuard,
    PlatformUserService,
    RoleAssignments,
    Roles,
    MfaDemand,
    ServiceKeyStates,
  ],
})
export class RbacModule {}
