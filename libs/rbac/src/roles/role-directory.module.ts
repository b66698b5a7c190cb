import { RoleDirectoryPort } from '@authengine/contracts';
import { Global, Module } from '@nestjs/common';
import { PostgresRoleDirectory } from './postgres-role-directory.js';

/** A separate global module, because libs below this one show roles too. */
@Global()
@Module({ providers: [{ provide: RoleDirectoryPort, useClass: PostgresRoleDirectory }], exports: [RoleDirectoryPort] })
export class RoleDirectoryModule {}
