import { Injectable, type OnModuleInit } from '@nestjs/common';
import { askedPermissionFaults } from './asked-permission-faults.js';
import { dryRunFaults } from './dry-run-faults.js';
import { recordedEventFaults } from './recorded-event-faults.js';
import { RouteAccessError } from './route-access-error.js';
import { RouteHandlers, type RouteHandler } from './route-handlers.js';
import { RouteTable, type Route } from './route-table.js';

const ONE_OF = 'each route has exactly one of @Public, @Authenticated, @RequirePermissions, @ServiceAuthenticated';

/**
 * Deny by default: a route that does not say whom it lets in, or says it twice, stops the start. So does
 * one whose decorators ask for what its callers or its path cannot give, or name what nobody declared: it
 * would fail, or ask for nothing.
 */
@Injectable()
export class AccessCheck implements OnModuleInit {
  constructor(
    private readonly handlers: RouteHandlers,
    private readonly table: RouteTable,
  ) {}

  onModuleInit(): void {
    const faults = [...this.handlers.all().flatMap(faultsOfHandler), ...this.table.routes().flatMap(faultsOfRoute)];
    if (faults.length > 0) throw new RouteAccessError([...new Set(faults)]);
  }
}

function faultsOfHandler(handler: RouteHandler): string[] {
  return [accessFaults, askedPermissionFaults, recordedEventFaults].flatMap((rule) => rule(handler));
}

function faultsOfRoute(route: Route): string[] {
  return [pathFaults, dryRunFaults].flatMap((rule) => rule(route));
}

function accessFaults({ name, access, recentLogin }: RouteHandler): string[] {
  if (access.length === 0) return [`${name} says nothing about access (${ONE_OF})`];
  if (access.length > 1) return [`${name} says more than one thing about access (${access.map((a) => a.kind).join(', ')})`];
  const [only] = access;
  if (!recentLogin) return [];
  if (only?.kind !== 'authenticated' && only?.kind !== 'permissions') return [`${name} asks for a recent login of a user whom it does not authenticate`];
  return only.kind === 'authenticated' && only.endedSessions ? [`${name} asks for a recent login and lets ended sessions in`] : [];
}

function pathFaults({ path, handler: { name, access, readsOwnBody } }: Route): string[] {
  const parameters = path.split('/').filter((segment) => segment.startsWith(':'));
  const tenantParam = access[0]?.kind === 'permissions' ? access[0].tenantParam : undefined;
  return [
    ...(tenantParam !== undefined && !parameters.includes(`:${tenantParam}`) ? [`${name} takes its tenant from :${tenantParam}, which its path does not have`] : []),
    ...(readsOwnBody && parameters.length > 0 ? [`${name} reads its own body and has a path with parameters`] : []),
  ];
}
