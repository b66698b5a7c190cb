import { Settings } from '@authengine/config';
import { Public } from '@authengine/contracts';
import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { HostedPage } from './hosted-page.decorator.js';
import { FORGOT_PASSWORD_PAGE, MAGIC_LINK_PAGE, NOT_ME_PAGE, RESET_PASSWORD_PAGE, UNDO_DELETION_PAGE, UNDO_EMAIL_CHANGE_PAGE, VERIFY_EMAIL_PAGE } from './hosted-pages.js';
import { renderActionPage, type ActionPage } from './page.js';
import { ASSET_CACHE, PAGE_SCRIPT, PAGE_STYLE } from './page-assets.js';

/** The small pages that mails link to, outside the base URL. A scanner that opens one changes nothing. */
@ApiExcludeController()
@Controller()
@Public()
export class PagesController {
  constructor(private readonly settings: Settings) {}

  @HostedPage('verify-email')
  verifyEmail(): string {
    return this.render(VERIFY_EMAIL_PAGE);
  }

  @HostedPage('reset-password')
  resetPassword(): string {
    return this.render(RESET_PASSWORD_PAGE);
  }

  @HostedPage('forgot-password')
  forgotPassword(): string {
    return this.render(FORGOT_PASSWORD_PAGE);
  }

  @HostedPage('magic-link')
  magicLink(): string {
    return this.render(MAGIC_LINK_PAGE);
  }

  @HostedPage('undo-email-change')
  undoEmailChange(): string {
    return this.render(UNDO_EMAIL_CHANGE_PAGE);
  }

  @HostedPage('undo-deletion')
  undoDeletion(): string {
    return this.render(UNDO_DELETION_PAGE);
  }

  @HostedPage('not-me')
  notMe(): string {
    return this.render(NOT_ME_PAGE);
  }

  @Get('pages/page.css')
  @Header('Content-Type', 'text/css; charset=utf-8')
  @Header('Cache-Control', ASSET_CACHE)
  style(): string {
    return PAGE_STYLE;
  }

  @Get('pages/page.js')
  @Header('Content-Type', 'text/javascript; charset=utf-8')
  @Header('Cache-Control', ASSET_CACHE)
  script(): string {
    return PAGE_SCRIPT;
  }

  private render(page: ActionPage): string {
    return renderActionPage(page, { appName: this.settings.values.APP_NAME, publicPath: this.settings.publicPath });
  }
}
