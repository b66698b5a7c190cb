import type { Settings } from '@authengine/config';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import { AppModule } from '../../../api/src/app.module.js';
import { BASE_PATH, WITHOUT_BASE_PATH } from '../../../api/src/http/base-path.js';
import { installedSettings } from '../../../api/src/installed-settings.js';
import { buildDocument } from '../../../api/src/openapi/build-document.js';

/** Settings of no one: a preview of the application reads routes and opens nothing. */
const NOWHERE = {
  NODE_ENV: 'test',
  SECRET_KEY: 'not a secret: nothing is sealed or signed by a preview',
  JWT_SECRET_KEY: 'not a secret either: nothing is sealed or signed',
  SUPERADMIN_PASSWORD: 'not a password of anyone',
};

/** The installation without its environment: what pages and documents are written from. */
export function nowhere(): Promise<Settings> {
  return installedSettings(NOWHERE);
}

/** The application as it would be, without its stores: what it says of itself can be read, and nothing runs. */
export async function previewApplication(): Promise<INestApplication> {
  const postgres = { kind: 'embedded', host: '127.0.0.1', port: 1, shownAs: 'nothing' } as const;
  const app = await NestFactory.create(AppModule.forRoot(await nowhere(), postgres), { preview: true, logger: false, abortOnError: false });
  app.setGlobalPrefix(BASE_PATH, { exclude: WITHOUT_BASE_PATH });
  return app;
}

/** The OpenAPI document of the built application; the compiled code carries what the plugin read from comments. */
export async function openApiDocument(): Promise<OpenAPIObject> {
  return buildDocument(await previewApplication(), 'AuthEngine');
}
