import { ACCESS_METADATA, AccessErrors, AuditTrail, currentRequest, refuseRequest, type Access } from '@authengine/contracts';
import { AccessTokens, type AccessTokenClaims } from '@authengine/crypto';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { LiveSessions } from '../sessions/live-sessions.js';
import { bearerToken } from './bearer-token.js';

/** Finds out who is calling. Every route that needs a user takes a genuine token of a live session. */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: AccessTokens,
    private readonly sessions: LiveSessions,
    private readonly trail: AuditTrail,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS_METADATA, [context.getHandler(), context.getClass()]);
    if (!access) throw new Error(`${context.getClass().name}.${context.getHandler().name} does not say who may call it`);
    if (access.kind === 'public' || access.kind === 'service') return true;

    const request = context.switchToHttp().getRequest<Request>();
    const token = bearerToken(request);
    if (token === undefined) throw AccessErrors.unauthenticated();
    const claims = this.tokens.verify(token);
    const stands = claims !== null && ((access.kind === 'authenticated' && access.endedSessions === true) || (await this.sessions.find(claims)) !== null);
    if (!stands) return refuseRequest(this.trail, context, AccessErrors.unauthenticated());
    setPrincipal(claims);
    return true;
  }
}

function setPrincipal(claims: AccessTokenClaims): void {
  const request = currentRequest();
  if (!request) throw new Error('the authentication guard runs inside a request');
  request.principal = { kind: 'user', userId: claims.sub, sessionId: claims.sid, tenantId: claims.tid ?? null };
}
