import { HttpException, Inject, Injectable, Logger, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthEngine } from '../auth-engine.js';
import { admit, type IncomingRequest } from '../requests/admit.js';
import { rememberUser } from './current-user.js';
import { requiredOf } from './required-of.js';

/** As Express and Fastify have it. */
interface OutgoingHeaders {
  setHeader?(name: string, value: string): unknown;
  header?(name: string, value: string): unknown;
}

/** Lets through whoever may, and nobody else. `AuthEngineModule` binds it to every route. */
@Injectable()
export class AuthEngineGuard implements CanActivate {
  private readonly log = new Logger('AuthEngine');

  constructor(
    @Inject(AuthEngine) private readonly engine: AuthEngine,
    @Inject(Reflector) private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const required = requiredOf(this.reflector, context);
    if (required === 'public') return true;
    // What is no HTTP request carries no token where this guard could find it.
    if (context.getType() !== 'http') return false;
    const request = context.switchToHttp().getRequest<IncomingRequest>();
    const admission = await admit(this.engine, request, required);
    if ('user' in admission) {
      rememberUser(request, admission.user);
      return true;
    }
    const { refusal, cause } = admission;
    if (cause !== undefined) this.log.error(cause instanceof Error ? cause.message : 'there was no answer');
    const response = context.switchToHttp().getResponse<OutgoingHeaders>();
    for (const [name, value] of Object.entries(refusal.headers)) {
      if (response.setHeader) response.setHeader(name, value);
      else response.header?.(name, value);
    }
    throw new HttpException(refusal.body, refusal.status);
  }
}
