import { AUDITED_REFUSAL_METADATA, AuditTrail, type AuditEvent } from '@authengine/contracts';
import { HashingQueue } from '@authengine/crypto';
import { DomainError } from '@authengine/kernel';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';

/**
 * Lets in as many requests that will hash a password as can be hashed in time; the others are refused
 * (503) before anything is looked up or written for them, so that a flood costs the rest little.
 */
@Injectable()
export class HashingRoomGuard implements CanActivate {
  constructor(
    private readonly queue: HashingQueue,
    private readonly reflector: Reflector,
    private readonly trail: AuditTrail,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    try {
      http.getResponse<Response>().once('close', this.queue.announce());
      return true;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const request = http.getRequest<Request>();
      const { path } = request.route as { readonly path: string };
      await this.trail.refuse(this.reflector.get<AuditEvent | undefined>(AUDITED_REFUSAL_METADATA, context.getHandler()), error, { method: request.method, route: path });
      throw error;
    }
  }
}
