import { ACCESS_METADATA, AUDITED_METADATA, AUDITED_REFUSAL_METADATA, type Access, type AuditEvent, LIMITED_BY_SOURCE_METADATA } from '@authengine/contracts';
import { isUuid } from '@authengine/kernel';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { AuditedCall, runInCall } from './audited-call.js';
import { AuditRecorder } from './audit-recorder.js';

/** Records every call of an `@Audited` handler, as the decorator promises. */
@Injectable()
export class AuditInterceptor implements NestInterceptor {
  constructor(
    private readonly recorder: AuditRecorder,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const event = this.reflector.get<AuditEvent | undefined>(AUDITED_METADATA, context.getHandler());
    if (!event) return next.handle();
    const refusal = this.reflector.get<AuditEvent>(AUDITED_REFUSAL_METADATA, context.getHandler());
    const limited = this.reflector.getAllAndOverride<boolean | undefined>(LIMITED_BY_SOURCE_METADATA, [context.getHandler(), context.getClass()]);
    const call = new AuditedCall(event, this.tenantOf(context), refusal, limited);
    return from(runInCall(call, () => this.run(call, next)));
  }

  private async run(call: AuditedCall, next: CallHandler): Promise<unknown> {
    let answer: unknown;
    try {
      answer = await lastValueFrom(next.handle(), { defaultValue: undefined });
    } catch (error) {
      await this.recorder.failed(call, error);
      throw error;
    }
    await this.recorder.succeeded(call);
    return answer;
  }

  /** The tenant whose log gets the entry: the one that the route checks the permission in. */
  private tenantOf(context: ExecutionContext): string | null {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS_METADATA, [context.getHandler(), context.getClass()]);
    if (access?.kind !== 'permissions' || access.tenantParam === undefined) return null;
    const { params } = context.switchToHttp().getRequest<{ params: Record<string, unknown> }>();
    const tenantId = params[access.tenantParam];
    return isUuid(tenantId) ? tenantId : null;
  }
}
