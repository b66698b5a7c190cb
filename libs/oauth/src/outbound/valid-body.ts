import { Injectable, type ExecutionContext, type Type } from '@nestjs/common';
import { ApplicationConfig } from '@nestjs/core';
import type { Request } from 'express';

/** Gives a guard the validated body, before the pipes run. */
@Injectable()
export class ValidBody {
  constructor(private readonly application: ApplicationConfig) {}

  /** The body as the application's pipes make it; null when they refuse it. */
  async of<T>(context: ExecutionContext, metatype: Type<T>): Promise<T | null> {
    try {
      let value: unknown = context.switchToHttp().getRequest<Request<object, unknown, unknown>>().body;
      for (const pipe of this.application.getGlobalPipes()) value = await pipe.transform(value, { type: 'body', metatype });
      return value as T;
    } catch {
      return null;
    }
  }
}
