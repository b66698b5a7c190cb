import { AuditTrail, currentRequest, RECENT_LOGIN_METADATA, refuseRequest } from '@authengine/contracts';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthenticationErrors } from './authentication.errors.js';
import { RecentLogins } from './recent-logins.js';

/**
 * Runs after the authentication guard: on routes that demand it, the user must have proven who they are a short while
 * ago.
 */
@Injectable()
export class RecentLoginGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly logins: RecentLogins,
    private readonly trail: AuditTrail,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const asked = this.reflector.get<boolean | undefined>(RECENT_LOGIN_METADATA, context.getHandler());
    if (asked !== true) return true;
    const principal = currentRequest()?.principal;
    if (principal?.kind !== 'user') throw new Error('@RequireRecentLogin stands on a route that does not authenticate a user');
    if (await this.logins.has(principal.sessionId)) return true;
    return refuseRequest(this.trail, context, AuthenticationErrors.recent_login_required());
  }
}
