import {
  ACCESS_METADATA,
  ACCESS_WRITE_METADATA,
  AUDITED_METADATA,
  AUDITED_REFUSAL_METADATA,
  LIMITED_BY_SOURCE_METADATA,
  OWN_BODY_METADATA,
  PROBLEMS_METADATA,
  RECENT_LOGIN_METADATA,
  type Access,
  type AuditEvent,
} from '@authengine/contracts';
import type { ErrorFactory } from '@authengine/kernel';
import { Injectable, type Type } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { queryNames } from './query-names.js';

/** A controller's method that answers requests, with what its decorators say. */
export interface RouteHandler {
  /** `<Controller>.<method>`, as Nest names the function that it gives to Express. */
  readonly name: string;
  readonly controller: Type;
  readonly method: string;
  /** The access kinds found on the method and on its class; there must be exactly one. */
  readonly access: readonly Access[];
  readonly audited: AuditEvent | undefined;
  /** What a refused call is recorded under; `audited` where nothing else is said. */
  readonly refusedAs: AuditEvent | undefined;
  readonly problems: readonly ErrorFactory[];
  readonly limited: boolean;
  readonly readsOwnBody: boolean;
  readonly recentLogin: boolean;
  /** Says that it changes access and can be tried first. */
  readonly accessWrite: boolean;
  /** The query parameters that it takes. */
  readonly query: readonly string[];
}

/** Every handler of every controller of the application. */
@Injectable()
export class RouteHandlers {
  private handlers: ReadonlyMap<string, RouteHandler> | undefined;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  all(): RouteHandler[] {
    return [...this.byName().values()];
  }

  find(name: string): RouteHandler | undefined {
    return this.byName().get(name);
  }

  private byName(): ReadonlyMap<string, RouteHandler> {
    this.handlers ??= this.discover();
    return this.handlers;
  }

  private discover(): ReadonlyMap<string, RouteHandler> {
    const found = new Map<string, RouteHandler>();
    for (const { metatype } of this.discovery.getControllers()) {
      if (typeof metatype !== 'function') continue;
      const controller = metatype as Type<object>;
      for (const method of this.scanner.getAllMethodNames(controller.prototype as object)) {
        const handler = describe(controller, method);
        if (!handler) continue;
        const known = found.get(handler.name);
        if (known && known.controller !== controller) throw new Error(`two controllers are called ${controller.name}; a route's name must tell which it is`);
        found.set(handler.name, handler);
      }
    }
    return found;
  }
}

function describe(controller: Type<object>, method: string): RouteHandler | undefined {
  const target = (controller.prototype as Record<string, object>)[method];
  if (target === undefined || Reflect.getMetadata(METHOD_METADATA, target) === undefined) return undefined;
  const on = <T>(key: symbol): T | undefined => (Reflect.getMetadata(key, target) ?? Reflect.getMetadata(key, controller)) as T | undefined;
  return {
    name: `${controller.name}.${method}`,
    controller,
    method,
    access: [target, controller].flatMap((place) => (Reflect.getMetadata(ACCESS_METADATA, place) as Access | undefined) ?? []),
    audited: on<AuditEvent>(AUDITED_METADATA),
    refusedAs: on<AuditEvent>(AUDITED_REFUSAL_METADATA),
    problems: on<readonly ErrorFactory[]>(PROBLEMS_METADATA) ?? [],
    limited: on<boolean>(LIMITED_BY_SOURCE_METADATA) ?? false,
    readsOwnBody: on<boolean>(OWN_BODY_METADATA) ?? false,
    recentLogin: on<boolean>(RECENT_LOGIN_METADATA) ?? false,
    accessWrite: on<boolean>(ACCESS_WRITE_METADATA) ?? false,
    query: queryNames(controller, method),
  };
}
