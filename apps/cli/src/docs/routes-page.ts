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

export async function previewRoutes(): Promise<readonly Route[]> {
  const app = await previewApplication();
  // Puts the routes into Express; a preview has no hooks to run and opens no store.
  await app.init();
  // Made here, since a preview makes no providers.
  const handlers = new RouteHandlers(new DiscoveryService(app.get(ModulesContainer)), new MetadataScanner());
  return new RouteTable(handlers, app.get(HttpAdapterHost)).routes();
}
