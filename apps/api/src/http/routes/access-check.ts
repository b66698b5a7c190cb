import { Injectable, type OnModuleInit } from '@nestjs/common';
import { RouteAccessError } from './route-access-error.js';
import { RouteHandlers } from './route-handlers.js';

/** Deny by default: a route that does not say whom it lets in, or says it twice, stops the start. */
@Injectable()
export class AccessCheck implements OnModuleInit {
  constructor(private readonly handlers: RouteHandlers) {}

  onModuleInit(): void {
    const faults = this.handlers
      .all()
      .filter(({ access }) => access.length !== 1)
      .map(({ name, access }) => (access.length === 0 ? `${name} says nothing about access` : `${name} says more than one thing about access (${access.map((a) => a.kind).join(', ')})`));
    if (faults.length > 0) throw new RouteAccessError(faults);
  }
}
