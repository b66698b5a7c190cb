import { canonicalUuid } from '@authengine/kernel';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';

/** `id`, `uid`, `tenant_id`; but `role_name` is a text, whatever it looks like. */
const IS_ID = /(?:^|_)u?id$/;

/**
 * Brings the ids of a path into their canonical form, before anything reads them: the guards behind this one, the audit
 * log and the handler see one id. It lets everybody through.
 */
@Injectable()
export class PathIdsGuard implements CanActivate {
  canActivate(context: ExecutionContext): true {
    const { params } = context.switchToHttp().getRequest<Request>();
    for (const [name, value] of Object.entries(params)) if (IS_ID.test(name)) params[name] = canonicalUuid(value);
    return true;
  }
}
