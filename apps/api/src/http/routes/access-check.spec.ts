import {
  AccessWrite,
  Audited,
  Authenticated,
  defineAuditEvents,
  definePermissions,
  PlatformPermissions,
  Public,
  ReadsOwnBody,
  RequirePermissions,
  RequireRecentLogin,
  ServiceAuthenticated,
  TenantPermissions,
  type AuditEvent,
  type PermissionDefinition,
} from '@authengine/contracts';
import { DryRunQuery } from '@authengine/rbac';
import { Controller, Delete, Get, Param, Post, Query, type Type } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { IsOptional, IsString } from 'class-validator';
import { AccessCheck } from './access-check.js';
import { RouteHandlers } from './route-handlers.js';
import { RouteTable } from './route-table.js';

const OwnPermissions = definePermissions('TENANT', { use: { name: 'probe.use', description: 'Use the probe' } });
const OwnEvents = defineAuditEvents({ used: { name: 'probe.used', description: 'The probe was used', resource: 'Auth' } });
const UNDECLARED: PermissionDefinition = { ...OwnPermissions.use, name: 'probe.invented' };
const SAME_NAME: PermissionDefinition = { ...PlatformPermissions.usersView, scope: 'TENANT' };
const STRAY: AuditEvent = { ...OwnEvents.used, name: 'probe.strayed' };

class NamedDryRunQuery extends DryRunQuery {
  @IsOptional()
  @IsString()
  name?: string;
}

@Controller('probe')
class ProbeController {
  @Get('silent')
  silent(): void {
    // Says nothing about access.
  }

  @Post('recent-service')
  @ServiceAuthenticated()
  @RequireRecentLogin()
  recentService(): void {
    // A service has no login.
  }

  @Post('recent-ended')
  @Authenticated({ endedSessions: true })
  @RequireRecentLogin()
  recentEnded(): void {
    // Whoever has logged out is let in.
  }

  @Post('tenants/:id/other')
  @RequirePermissions(OwnPermissions.use, { tenantParam: 'tenant_id' })
  otherParam(): void {
    // The path has :id.
  }

  @Post('tenants/:tenant_id/own-body')
  @Public()
  @ReadsOwnBody()
  ownBody(): void {
    // The body is read before the path is.
  }

  @Post('tenant-permission')
  @RequirePermissions(TenantPermissions.usersView)
  noTenant(): void {
    // In which tenant?
  }

  @Post('tenants/:tenant_id/platform-permission')
  @RequirePermissions(TenantPermissions.usersView, PlatformPermissions.usersView, { tenantParam: 'tenant_id' })
  platformInTenant(@Param('tenant_id') id: string): string {
    return id;
  }

  @Post('tenants/:tenant_id/undeclared')
  @RequirePermissions(UNDECLARED, { tenantParam: 'tenant_id' })
  undeclared(): void {
    // No role can have it.
  }

  @Post('tenants/:tenant_id/same-name')
  @RequirePermissions(SAME_NAME, { tenantParam: 'tenant_id' })
  sameName(): void {
    // Declared for the platform, asked in a tenant.
  }

  @Post('stray-event')
  @Authenticated()
  @Audited(STRAY)
  strayEvent(): void {
    // Not in the catalogue.
  }

  @Post('stray-refusal')
  @Authenticated()
  @Audited(OwnEvents.used, { refusal: STRAY })
  strayRefusal(): void {
    // Neither is its refusal.
  }

  @Delete('dry-run')
  @Authenticated()
  dryRun(@Query() query: NamedDryRunQuery): boolean {
    return query.dry_run;
  }

  @Delete('dry-run-by-name')
  @Authenticated()
  dryRunByName(@Query('dry_run') dryRun: string): string {
    return dryRun;
  }

  @Delete('no-dry-run')
  @Authenticated()
  @AccessWrite()
  noDryRun(@Query('why') why: string): string {
    return why;
  }

  @Get('reads')
  @Authenticated()
  @AccessWrite()
  reads(@Query() query: DryRunQuery): boolean {
    return query.dry_run;
  }
}

@Controller('sound/:tenant_id')
class SoundController {
  @Get('platform')
  @RequirePermissions(PlatformPermissions.usersView)
  platform(): void {
    // The path's tenant is a filter here.
  }

  @Delete('tenant')
  @RequirePermissions(TenantPermissions.usersView, OwnPermissions.use, { tenantParam: 'tenant_id' })
  @RequireRecentLogin()
  @Audited(OwnEvents.used)
  @AccessWrite()
  tenant(@Query() query: NamedDryRunQuery): boolean {
    return query.dry_run;
  }
}

/** The start of an application of these controllers alone: undefined, or what stopped it. */
async function start(...controllers: Type[]): Promise<string | undefined> {
  class ProbeModule {}
  const module = { module: ProbeModule, imports: [DiscoveryModule], controllers, providers: [RouteHandlers, RouteTable, AccessCheck] };
  const app = await NestFactory.create(module, { logger: false, abortOnError: false });
  try {
    await app.init();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  } finally {
    await app.close();
  }
}

describe('RB-09 the start', () => {
  let stopped: string | undefined;
  beforeAll(async () => {
    stopped = await start(ProbeController, SoundController);
  });

  it.each([
    ['a route that says nothing of its access', 'ProbeController.silent says nothing about access (each route has exactly one of @Public, @Authenticated, @RequirePermissions, @ServiceAuthenticated)'],
    ['a recent login of what is no user', 'ProbeController.recentService asks for a recent login of a user whom it does not authenticate'],
    ['a recent login of a session that may have ended', 'ProbeController.recentEnded asks for a recent login and lets ended sessions in'],
    ['a tenant that the path does not name', 'ProbeController.otherParam takes its tenant from :tenant_id, which its path does not have'],
    ['an own body behind a path with parameters', 'ProbeController.ownBody reads its own body and has a path with parameters'],
    ['a permission of tenants without a tenant', 'ProbeController.noTenant asks for tenant.users.view, which is held in a tenant, and names none'],
    ['a permission of the platform in a tenant', 'ProbeController.platformInTenant asks for platform.users.view in a tenant, and it is held on the platform'],
    ['a permission that nobody declared', 'ProbeController.undeclared asks for probe.invented, which nobody declared'],
    ['a permission that was declared otherwise', 'ProbeController.sameName asks for platform.users.view, which nobody declared'],
    ['an event that nobody declared', 'ProbeController.strayEvent is recorded as probe.strayed, which nobody declared'],
    ['a refusal that nobody declared', 'ProbeController.strayRefusal is recorded as probe.strayed, which nobody declared'],
    ['a dry run of what changes no access', 'ProbeController.dryRun takes dry_run and is no @AccessWrite'],
    ['a dry run that is taken by its name', 'ProbeController.dryRunByName takes dry_run and is no @AccessWrite'],
    ['a write of access without a dry run', 'ProbeController.noDryRun is an @AccessWrite and takes no dry_run'],
    ['a write of access by GET', 'ProbeController.reads is an @AccessWrite by GET'],
  ])('is stopped by %s', (_, fault) => {
    expect(stopped?.split('; ')).toContain(fault);
  });

  it('names each mistake once, and nothing that is sound', () => {
    expect(stopped?.split('; ')).toHaveLength(15);
    expect(stopped).not.toContain('SoundController');
  });

  it('comes about where everything is sound', async () => {
    expect(await start(SoundController)).toBeUndefined();
  });
});
