import { ACCESS_METADATA, AUDITED_REFUSAL_METADATA, type Access, type AuditEvent } from '@authengine/contracts';
import { DomainError } from '@authengine/kernel';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { challengeOf } from '../client/challenge.js';
import { credentialInHeaders } from '../client/presented-credential.js';
import { ServiceAdmission } from '../client/service-admission.js';
import { LiveServiceKeys } from './live-service-keys.js';

/** Demands a valid key on every route for services whose handler does not check the key itself. */
@Injectable()
export class ServiceKeyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: LiveServiceKeys,
    private readonly admission: ServiceAdmission,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS_METADATA, [context.getHandler(), context.getClass()]);
    if (access?.kind !== 'service' || access.checkedByHandler === true) return true;
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const credential = credentialInHeaders(request);
    const { path: route } = request.route as { readonly path: string };
    const where = { method: request.method, route };
    const refused = this.reflector.get<AuditEvent | undefined>(AUDITED_REFUSAL_METADATA, context.getHandler());
    try {
      const presented = this.keys.present(credential);
      if (!presented) throw await this.admission.refusal(where, refused);
      await this.admission.admit(presented, credential, where, refused);
    } catch (error) {
      if (error instanceof DomainError && error.status < 500) http.getResponse<Response>().setHeader('WWW-Authenticate', challengeOf(credential.scheme));
      throw error;
    }
    return true;
  }
}
