import { Settings } from '@authengine/config';
import { AUDITED_METADATA, AuditTrail, currentRequest, RECENT_LOGIN_METADATA, type AuditEvent } from '@authengine/contracts';
import { Clock } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { Session } from '../sessions/session.entity.js';
import { AuthenticationErrors } from './authentication.errors.js';

/** Behind the authentication guard: on routes that ask for it, the user proved who they are a short while ago. */
@Injectable()
export class RecentLoginGuard implements CanActivate {
  private readonly withinMs: number;

  constructor(
    settings: Settings,
    private readonly reflector: Reflector,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly trail: AuditTrail,
  ) {
    this.withinMs = settings.values.RECENT_LOGIN_MINUTES * 60_000;
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const asked = this.reflector.get<boolean | undefined>(RECENT_LOGIN_METADATA, context.getHandler());
    if (asked !== true) return true;
    const principal = currentRequest()?.principal;
    if (principal?.kind !== 'user') throw new Error('@RequireRecentLogin stands on a route that does not authenticate a user');
    const session = await this.transactions.manager.findOneBy(Session, { id: principal.sessionId });
    if (session && this.clock.now().getTime() - session.authenticatedAt.getTime() <= this.withinMs) return true;

    const error = AuthenticationErrors.recent_login_required();
    const { method, path } = context.switchToHttp().getRequest<Request>();
    await this.trail.refuse(this.reflector.get<AuditEvent | undefined>(AUDITED_METADATA, context.getHandler()), error, { method, route: path });
    throw error;
  }
}
