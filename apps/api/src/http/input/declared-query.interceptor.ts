import { RequestErrors } from '@authengine/contracts';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { Request } from 'express';
import type { Observable } from 'rxjs';
import { MAX_ERRORS, printable } from './field-errors.js';

type Declared = 'all' | ReadonlySet<string>;

/**
 * Refuses query parameters that the handler does not take, and one that comes twice where the
 * handler takes it by name. A handler with a whole `@Query()` leaves both to its DTO.
 */
@Injectable()
export class DeclaredQueryInterceptor implements NestInterceptor {
  private readonly declared = new WeakMap<object, Declared>();

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    if (request.url.includes('?')) this.check(request.query, this.declaredBy(context));
    return next.handle();
  }

  private check(query: Request['query'], declared: Declared): void {
    if (declared === 'all') return;
    const errors = Object.entries(query).flatMap(([name, value]) => {
      if (!declared.has(name)) return [{ field: printable(name), message: 'is not a known query parameter' }];
      return Array.isArray(value) ? [{ field: name, message: 'must be given once' }] : [];
    });
    if (errors.length > 0) throw RequestErrors.invalid({ errors: errors.slice(0, MAX_ERRORS) });
  }

  private declaredBy(context: ExecutionContext): Declared {
    const handler = context.getHandler();
    let declared = this.declared.get(handler);
    if (!declared) {
      declared = declaredQuery(context.getClass(), handler.name);
      this.declared.set(handler, declared);
    }
    return declared;
  }
}

function declaredQuery(controller: object, method: string): Declared {
  const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Record<string, { data?: unknown }>;
  const taken = Object.entries(args).filter(([key]) => key.startsWith(`${RouteParamtypes.QUERY}:`));
  if (taken.some(([, { data }]) => typeof data !== 'string')) return 'all';
  return new Set(taken.map(([, { data }]) => data as string));
}
