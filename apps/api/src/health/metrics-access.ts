import { Settings } from '@authengine/config';
import { AccessErrors, RequestErrors } from '@authengine/contracts';
import { constantTimeEqual } from '@authengine/crypto';
import { bearerToken } from '@authengine/sessions';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { cameByManagementPort } from './management-server.js';

/**
 * Metrics tell how busy a company is and which routes it uses: whoever reaches the management port reads
 * them, and whoever has the token. Without either they are open in development, and nowhere in production.
 */
@Injectable()
export class MetricsAccess implements CanActivate {
  private readonly token: string | undefined;
  private readonly open: boolean;

  constructor({ values, production }: Settings) {
    this.token = values.METRICS_TOKEN;
    this.open = !production && values.METRICS_TOKEN === undefined && values.MANAGEMENT_PORT === undefined;
  }

  /** @throws RequestErrors.not_found, AccessErrors.unauthenticated */
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    if (this.open || cameByManagementPort(request)) return true;
    if (this.token === undefined) throw RequestErrors.not_found();
    const token = bearerToken(request);
    if (token === undefined || token === null || !constantTimeEqual(token, this.token)) throw AccessErrors.unauthenticated();
    return true;
  }
}
