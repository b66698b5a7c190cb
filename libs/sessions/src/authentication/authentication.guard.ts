import { ACCESS_METADATA, AccessErrors, AuditTrail, currentRequest, refuseRequest, type Access } from '@authengine/contracts';
import { AccessTokens, type AccessTokenClaims } from '@authengine/crypto';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { RefreshCookie } from '../refresh-cookie/refresh-cookie.js';
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
    private readonly cookie: RefreshCookie,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS_METADATA, [context.getHandler(), context.getClass()]);
    if (!access) throw new Error(`${context.getClass().name}.${context.getHandler().name} does not say who may call it`);
    if (access.kind === 'public' || access.kind === 'service') return true;

    const request = context.switchToHttp().getRequest<Request>();
    const token = bearerToken(request);
    const claims = await this.claimsOf(token, access);
    if (claims) setPrincipal(claims);
    else if (access.kind === 'authenticated' && access.orRefreshToken === true && (hasRefreshToken(request.body) || this.cookie.sent() !== undefined)) return true;
    else if (token === undefined) throw AccessErrors.unauthenticated();
    else return refuseRequest(this.trail, context, AccessErrors.unauthenticated());
    return true;
  }

  private async claimsOf(token: string | null | undefined, access: Access): Promise<AccessTokenClaims | null> {
    if (token === undefined) return null;
    if (access.kind === 'authenticated' && access.endedSessions === true) return this.tokens.recognize(token);
    const claims = this.tokens.verify(token);
    return claims !== null && (await this.sessions.find(claims)) !== null ? claims : null;
  }
}

function hasRefreshToken(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'refresh_token' in body && typeof body.refresh_token === 'string';
}

function setPrincipal(claims: AccessTokenClaims): void {
  const request = currentRequest();
  if (!request) throw new Error('the authentication guard runs inside a request');
  request.principal = { kind: 'user', userId: claims.sub, sessionId: claims.sid, tenantId: claims.tid ?? null };
}
