import { ACCESS_METADATA, AUDITED_REFUSAL_METADATA, currentRequest, type Access, type AuditEvent } from '@authengine/contracts';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { challengeOf } from '../client/challenge.js';
import { isNameOf } from '../client/named-service.js';
import { credentialInHeaders } from '../client/presented-credential.js';
import { ApiKeyRefusals } from '../introspect/api-key-refusals.js';
import { LiveServiceKeys } from './live-service-keys.js';

/** Which service is calling: a key that stands, on every route that is for services and does not ask for it itself. */
@Injectable()
export class ServiceKeyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: LiveServiceKeys,
    private readonly refusals: ApiKeyRefusals,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS_METADATA, [context.getHandler(), context.getClass()]);
    if (access?.kind !== 'service' || access.checkedByHandler === true) return true;
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const { scheme, secret, name } = credentialInHeaders(request);
    const presented = this.keys.present(secret);
    const key = presented && (await this.keys.find(presented));
    if (!key || !isNameOf(key, name)) {
      http.getResponse<Response>().setHeader('WWW-Authenticate', challengeOf(scheme));
      const { path: route } = request.route as { readonly path: string };
      throw await this.refusals.refusal({ method: request.method, route }, this.reflector.get<AuditEvent | undefined>(AUDITED_REFUSAL_METADATA, context.getHandler()));
    }
    const current = currentRequest();
    if (current) current.principal = { kind: 'service', keyId: key.keyId, tenantId: key.tenantId };
    return true;
  }
}
