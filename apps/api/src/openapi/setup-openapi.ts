import { Settings } from '@authengine/config';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule } from '@nestjs/swagger';
import { DOCS_PATH, OPENAPI_PATH } from '../http/base-path.js';
import { buildDocument } from './build-document.js';

/** Serves the document and Swagger UI; the document is built when first asked for. */
export function setupOpenApi(app: NestExpressApplication): void {
  const { values: { APP_NAME }, publicPath } = app.get(Settings);
  SwaggerModule.setup(DOCS_PATH, app, () => buildDocument(app, APP_NAME, publicPath), {
    jsonDocumentUrl: OPENAPI_PATH,
    raw: ['json'],
    customSiteTitle: `${APP_NAME} API`,
    swaggerOptions: { persistAuthorization: true, displayRequestDuration: true, tagsSorter: 'alpha', validatorUrl: null },
  });
}
