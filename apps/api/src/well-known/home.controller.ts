import { Settings } from '@authengine/config';
import { Public, RequestErrors } from '@authengine/contracts';
import { demoUrl } from '@authengine/oidc';
import { Controller, Get, Header, HttpStatus, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { DOCS_PATH, OPENAPI_PATH } from '../http/base-path.js';
import { startPage } from './start-page.js';

/** `/`: the company's own page, or in development a start page. */
@ApiExcludeController()
@Controller()
@Public()
export class HomeController {
  constructor(private readonly settings: Settings) {}

  @Get('/')
  @Header('Content-Type', 'text/html; charset=utf-8')
  home(@Res({ passthrough: true }) response: Response): string | undefined {
    const { production, publicPath } = this.settings;
    const { API_DOCS, APP_NAME, EMAIL_PROVIDER, HOME_URL } = this.settings.values;
    if (HOME_URL !== undefined) {
      response.redirect(HttpStatus.FOUND, HOME_URL);
      return undefined;
    }
    if (production) throw RequestErrors.not_found();
    const demo = demoUrl(this.settings);
    return startPage(APP_NAME, [
      // Whole, because answers of a sign-in return to APP_URL, whatever name the browser has asked for.
      ...(demo === null ? [] : [[demo, 'Demo: sign in at an application'] as const]),
      ...(API_DOCS === 'on' ? [[`${publicPath}/${DOCS_PATH}`, 'Swagger UI'] as const, [`${publicPath}/${OPENAPI_PATH}`, 'OpenAPI document'] as const] : []),
      ...(EMAIL_PROVIDER === 'console' ? [[`${publicPath}/dev/mailbox`, 'Mailbox'] as const] : []),
      [`${publicPath}/health/ready`, 'Health'],
    ]);
  }
}
