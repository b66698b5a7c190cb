import { ACCESS_METADATA, currentRequest, type Access } from '@authengine/contracts';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { RequestLoad } from './request-load.js';

/** One signed-in user, from wherever, has so many requests in work, and so many a minute. */
@Injectable()
export class UserLoadGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly load: RequestLoad,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const principal = currentRequest()?.principal;
    // A token whose session has ended speaks for nobody: whoever still has it must not use up its user's turns.
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS_METADATA, [context.getHandler(), context.getClass()]);
    if (access?.kind === 'authenticated' && access.endedSessions) return true;
    return principal?.kind !== 'user' || this.load.enter(context, this.load.users, principal.userId);
  }
}
