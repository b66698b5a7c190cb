import { Public, RequestErrors } from '@authengine/contracts';
import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { HostedPage } from './hosted-page.decorator.js';
import { MAGIC_LINK_PAGE, NOT_ME_PAGE, RESET_PASSWORD_PAGE, UNDO_DELETION_PAGE, UNDO_EMAIL_CHANGE_PAGE, VERIFY_EMAIL_PAGE } from './hosted-pages.js';
import { COLOR_CODE, colorStyle } from './brand.js';
import { ASSET_CACHE, PAGE_SCRIPT, PAGE_STYLE } from './page-assets.js';
import { PageRenderer } from './page-renderer.js';
import { PASSKEY_SCRIPT } from './passkey-script.js';

/** The small pages that mails link to, outside the base URL. A scanner that opens one changes nothing. */
@ApiExcludeController()
@Controller()
@Public()
export class PagesController {
  constructor(private readonly pages: PageRenderer) {}

  @HostedPage('verify-email')
  verifyEmail(): string {
    return this.pages.action(VERIFY_EMAIL_PAGE);
  }

  @HostedPage('reset-password')
  resetPassword(): string {
    return this.pages.action(RESET_PASSWORD_PAGE);
  }

  @HostedPage('magic-link')
  magicLink(): string {
    return this.pages.action(MAGIC_LINK_PAGE);
  }

  @HostedPage('undo-email-change')
  undoEmailChange(): string {
    return this.pages.action(UNDO_EMAIL_CHANGE_PAGE);
  }

  @HostedPage('undo-deletion')
  undoDeletion(): string {
    return this.pages.action(UNDO_DELETION_PAGE);
  }

  @HostedPage('not-me')
  notMe(): string {
    return this.pages.action(NOT_ME_PAGE);
  }

  @Get('pages/page.css')
  @Header('Content-Type', 'text/css; charset=utf-8')
  @Header('Cache-Control', ASSET_CACHE)
  style(): string {
    return this.pages.style ?? PAGE_STYLE;
  }

  /** @throws RequestErrors.not_found */
  @Get('pages/colors/:color.css')
  @Header('Content-Type', 'text/css; charset=utf-8')
  @Header('Cache-Control', ASSET_CACHE)
  color(@Param('color') color: string): string {
    if (!COLOR_CODE.test(color)) throw RequestErrors.not_found();
    return colorStyle(color);
  }

  @Get('pages/page.js')
  @Header('Content-Type', 'text/javascript; charset=utf-8')
  @Header('Cache-Control', ASSET_CACHE)
  script(): string {
    return PAGE_SCRIPT;
  }

  @Get('pages/passkey.js')
  @Header('Content-Type', 'text/javascript; charset=utf-8')
  @Header('Cache-Control', ASSET_CACHE)
  passkeyScript(): string {
    return PASSKEY_SCRIPT;
  }
}
