import { currentRequest } from '@authengine/contracts';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { RequestLoad } from './request-load.js';

/** One signed-in user, from wherever, has so many requests in work, and so many a minute. */
@Injectable()
export class UserLoadGuard implements CanActivate {
  constructor(private readonly load: RequestLoad) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const principal = currentRequest()?.principal;
    return principal?.kind !== 'user' || this.load.enter(context, this.load.users, principal.userId);
  }
}
