import { ACCESS_METADATA, currentRequest, sourceKey, type Access } from '@authengine/contracts';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { isApiPath } from '../base-path.js';
import { RequestLoad } from './request-load.js';

/** One client address has so many requests of the API in work, and so many a minute. Services, which ask for all of a company's users, and probes are not counted. */
@Injectable()
export class SourceLoadGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly load: RequestLoad,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS_METADATA, [context.getHandler(), context.getClass()]);
    if (access?.kind === 'service' || !isApiPath(context.switchToHttp().getRequest<Request>().path)) return true;
    return this.load.enter(context, this.load.sources, sourceKey(currentRequest()?.ip ?? null));
  }
}
