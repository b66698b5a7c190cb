import { CryptoModule } from '@authengine/crypto';
import { IdentityModule } from '@authengine/identity';
import { TenancyModule } from '@authengine/tenancy';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessReader } from './access/access-reader.js';
import { AccessSnapshots } from './access/access-snapshots.js';
import { PermissionGuard } from './access/permission.guard.js';
import { Assignments } from './assignments/assignments.js';
import { PlatformRolesController } from './assignments/platform-roles.controller.js';
import { RoleAssignment } from './assignments/role-assignment.entity.js';
import { Bootstrap } from './bootstrap/bootstrap.js';
import { RoleCatalogue } from './bootstrap/role-catalogue.js';
import { SuperAdmin } from './bootstrap/super-admin.js';
import { Permission } from './permissions/permission.entity.js';
import { RoleDirectoryModule } from './roles/role-directory.module.js';
import { RolePermission } from './roles/role-permission.entity.js';
import { Role } from './roles/role.entity.js';
import { Roles } from './roles/roles.js';

/** Roles, what they allow, and who decides. Needs the global modules of config, persistence and audit. */
@Module({
  imports: [CryptoModule, IdentityModule, TenancyModule, RoleDirectoryModule, TypeOrmModule.forFeature([Permission, Role, RolePermission, RoleAssignment])],
  controllers: [PlatformRolesController],
  providers: [AccessReader, AccessSnapshots, Assignments, Bootstrap, PermissionGuard, RoleCatalogue, Roles, SuperAdmin],
  exports: [AccessReader, AccessSnapshots, Assignments, Bootstrap, PermissionGuard, Roles],
})
export class RbacModule {}
