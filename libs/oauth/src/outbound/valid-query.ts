import { Injectable, type ExecutionContext, type Type } from '@nestjs/common';
import { ApplicationConfig } from '@nestjs/core';
import type { Request } from 'express';

/** Gives a guard that acts the validated query, before the pipes run. */
@Injectable()
export class ValidQuery {
  constructor(private readonly application: ApplicationConfig) {}

  /** The query as the application's pipes make it. Null where the guard may not act: the pipes or the rule of bodies refuse the request, or it is a HEAD. */
  async of<T>(context: ExecutionContext, metatype: Type<T>): Promise<T | null> {
    const { method, query, body } = context.switchToHttp().getRequest<Request<object, unknown, unknown>>();
    if (method === 'HEAD') return null;
    if (typeof body === 'object' && body !== null && Object.keys(body).length > 0) return null;
    try {
      let value: unknown = query;
      for (const pipe of this.application.getGlobalPipes()) value = await pipe.transform(value, { type: 'query', metatype });
      return value as T;
    } catch {
      return null;
    }
  }
}
