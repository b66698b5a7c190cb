import { RequestErrors } from '@authengine/contracts';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { Request } from 'express';
import type { Observable } from 'rxjs';
import { MAX_ERRORS, printable } from './field-errors.js';

/**
 * Refuses body fields where the handler takes no body: a caller who says more than is looked at, as in
 * `DELETE /me/sessions {"id": …}`, means something else than what would happen. An empty object is no field.
 */
@Injectable()
export class DeclaredBodyInterceptor implements NestInterceptor {
  private readonly declared = new WeakMap<object, boolean>();

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const body: unknown = context.switchToHttp().getRequest<Request>().body;
    if (typeof body === 'object' && body !== null && !this.takesBody(context)) {
      const errors = Object.keys(body).map((name) => ({ field: printable(name), message: 'is not a known field' }));
      if (errors.length > 0) throw RequestErrors.invalid({ errors: errors.slice(0, MAX_ERRORS) });
    }
    return next.handle();
  }

  private takesBody(context: ExecutionContext): boolean {
    const handler = context.getHandler();
    let takes = this.declared.get(handler);
    if (takes === undefined) {
      const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), handler.name) ?? {}) as object;
      takes = Object.keys(args).some((key) => key.startsWith(`${RouteParamtypes.BODY}:`));
      this.declared.set(handler, takes);
    }
    return takes;
  }
}
