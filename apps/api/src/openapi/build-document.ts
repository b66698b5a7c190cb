import type { INestApplication } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, ModulesContainer } from '@nestjs/core';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { isApiPath } from '../http/base-path.js';
import { RouteHandlers } from '../http/routes/route-handlers.js';
import { addEventWebhooks } from './event-webhooks.js';
import { letNullThrough } from './nullable-schemas.js';
import { operationsByPath } from './operations.js';
import { keepPortablePatterns } from './portable-patterns.js';
import { addProblemResponses, PROBLEM_SCHEMA } from './problem-responses.js';
import { describeRequestBodies } from './request-bodies.js';
import { addRevocationEpoch } from './revocation-epoch.js';

const SEPARATOR = '.';

/** The OpenAPI document of the application's routes; needs no store, so a preview application will do. */
export function buildDocument(app: INestApplication, appName: string, publicPath = ''): OpenAPIObject {
  // Made here, since a preview makes no providers.
  const handlers = new RouteHandlers(new DiscoveryService(app.get(ModulesContainer)), new MetadataScanner());
  const document = SwaggerModule.createDocument(app, description(appName, publicPath), {
    operationIdFactory: (controller, method) => `${controller}${SEPARATOR}${method}`,
  });
  for (const [path, operation] of operationsByPath(document)) {
    const handler = handlers.find(operation.operationId ?? '');
    if (!handler) continue;
    addProblemResponses(operation, handler, isApiPath(path));
    if (handler.audited) addRevocationEpoch(operation);
    // A public operation that says it takes a token does without one too: an empty requirement (OpenAPI 3.0, "Security Requirement Object").
    if (handler.access[0]?.kind === 'public') operation.security = operation.security?.length ? [{}, ...operation.security] : [];
    operation.operationId = handler.name.replace(/Controller(?=\.)/, '').replace(SEPARATOR, '_');
  }
  document.components = { ...document.components, schemas: { ...document.components?.schemas, Problem: PROBLEM_SCHEMA } };
  addEventWebhooks(document);
  describeRequestBodies(document);
  keepPortablePatterns(document);
  letNullThrough(document);
  return document;
}

function description(name: string, publicPath: string): Omit<OpenAPIObject, 'paths'> {
  return new DocumentBuilder()
    .setTitle(name)
    .setDescription(
      [
        'Sign in, then press Authorize and paste the access token; services paste their API key. Every refusal is an RFC 9457 problem whose `code` is stable.',
        'Lists take `limit` and `cursor`; the next page is in the `Link` header.',
      ].join('\n\n'),
    )
    .setVersion('1')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer(publicPath || '/', 'This service')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'The access token of a signed-in user' }, 'bearer')
    .addApiKey({ type: 'apiKey', name: 'X-API-Key', in: 'header', description: 'The key of an internal service: ae_sk_…' }, 'api_key')
    .addCookieAuth('ae_refresh', { type: 'apiKey', description: 'The refresh token of a browser application that asked for `"refresh_transport": "cookie"`; `__Secure-ae_refresh` where APP_URL is https' }, 'refresh_cookie')
    .addBasicAuth({ type: 'http', scheme: 'basic', description: 'The same key as the password; the user name is its id, the name of its service, or empty' }, 'service_basic')
    .build();
}
