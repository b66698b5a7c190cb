import type { Extension } from '@authengine/contracts';
import { DiscoveryService, HttpAdapterHost, MetadataScanner, ModulesContainer } from '@nestjs/core';
import { RouteHandlers } from '../../../api/src/http/routes/route-handlers.js';
import { RouteTable, type Route } from '../../../api/src/http/routes/route-table.js';
import { controllerFiles } from './controller-files.js';
import { previewApplication } from './openapi-document.js';
import { routeTable } from './route-rows.js';

/** The routes that the start-up check reads, with their files in the tree that this runs in. */
export async function routesOfProduct(): Promise<string> {
  return routeTable(await previewRoutes(), controllerFiles(process.cwd()));
}

/** The routes of one extension; empty where it has none. */
export async function routesOfExtension({ module }: Extension): Promise<string> {
  const own = controllersOf(module);
  const routes = (await previewRoutes()).filter(({ handler }) => own.has(handler.controller));
  const ofProduct = controllerFiles(process.cwd());
  const files = new Map([...controllerFiles(process.cwd(), 'extensions')].filter(([name]) => !ofProduct.has(name)));
  return routes.some(({ handler }) => files.has(handler.controller.name)) ? routeTable(routes, files) : '';
}

/** Those of the module and of the modules that it imports, the product's among them. */
function controllersOf(module: Extension['module'], seen = new Set<unknown>()): Set<unknown> {
  if (module === undefined || seen.has(module)) return new Set();
  seen.add(module);
  const [type, given] = 'module' in module ? [module.module, module] : [module, undefined];
  const declared = (key: 'controllers' | 'imports'): unknown[] => [...((Reflect.getMetadata(key, type) as unknown[] | undefined) ?? []), ...(given?.[key] ?? [])];
  const imported = declared('imports').filter((one): one is NonNullable<Extension['module']> => typeof one === 'function' || (typeof one === 'object' && one !== null && 'module' in one));
  return new Set([...declared('controllers'), ...imported.flatMap((one) => [...controllersOf(one, seen)])]);
}

export async function previewRoutes(): Promise<readonly Route[]> {
  const app = await previewApplication();
  // Puts the routes into Express; a preview has no hooks to run and opens no store.
  await app.init();
  // Made here, since a preview makes no providers.
  const handlers = new RouteHandlers(new DiscoveryService(app.get(ModulesContainer)), new MetadataScanner());
  return new RouteTable(handlers, app.get(HttpAdapterHost)).routes();
}
