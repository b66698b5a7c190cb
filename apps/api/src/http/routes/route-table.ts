import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Express } from 'express';
import { RouteHandlers, type RouteHandler } from './route-handlers.js';

export interface Route {
  /** Upper case. */
  readonly method: string;
  /** As Express knows it: `/api/v1/tenants/:id`. */
  readonly path: string;
  readonly handler: RouteHandler;
}

interface Pattern {
  readonly method: string;
  readonly path: RegExp;
}

/** The routes that Express serves, read back from its router, which is the truth about paths. */
@Injectable()
export class RouteTable {
  private table: { readonly routes: readonly Route[]; readonly patterns: readonly Pattern[]; readonly ownBody: ReadonlySet<string> } | undefined;

  constructor(
    private readonly handlers: RouteHandlers,
    private readonly host: HttpAdapterHost,
  ) {}

  routes(): readonly Route[] {
    return this.read().routes;
  }

  /** The methods that some route takes at `path`; HEAD goes with GET. */
  allowedMethods(path: string): string[] {
    const plain = path.length > 1 ? path.replace(/\/$/, '') : path;
    const found = new Set(this.read().patterns.filter((pattern) => pattern.path.test(plain)).map(({ method }) => method));
    if (found.has('GET')) found.add('HEAD');
    return [...found].sort();
  }

  /** Whether the route at this path, in whatever spelling Express takes for it, reads its body itself. */
  readsOwnBody(method: string, path: string): boolean {
    return this.read().ownBody.has(`${method} ${asExpressReads(path)}`);
  }

  private read(): NonNullable<RouteTable['table']> {
    this.table ??= this.build();
    return this.table;
  }

  private build(): NonNullable<RouteTable['table']> {
    const express = this.host.httpAdapter.getInstance<Express>();
    const routes: Route[] = [];
    const patterns: Pattern[] = [];
    for (const { route } of express.router.stack) {
      // A wildcard is a net under routes (Nest's own 404), not one of them.
      if (!route || typeof route.path !== 'string' || route.path.includes('*')) continue;
      // So is what answers to every method there is, where none of our handlers does: Nest hangs one under each page.
      const everything = route.stack.some(({ method }) => method === 'trace');
      for (const { method, handle } of route.stack) {
        const handler = this.handlers.find(handle.name);
        if (!method || (everything && !handler)) continue;
        if (handler) routes.push({ method: method.toUpperCase(), path: route.path, handler });
        patterns.push({ method: method.toUpperCase(), path: matcher(route.path) });
      }
    }
    const ownBody = new Set(routes.filter(({ handler }) => handler.readsOwnBody).map(({ method, path }) => `${method} ${asExpressReads(path)}`));
    return { routes, patterns, ownBody };
  }
}

/** Express takes a path in either case, and with a slash behind it (its router's `caseSensitive` and `strict` are off). */
function asExpressReads(path: string): string {
  return path.toLowerCase().replace(/(?<=.)\/$/, '');
}

/** Paths here are literals and whole-segment parameters; anything finer is Express' business. */
function matcher(path: string): RegExp {
  const source = path
    .split('/')
    .map((segment) => (segment.startsWith(':') ? '[^/]+' : segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
    .join('/');
  return new RegExp(`^${source}$`, 'i');
}
