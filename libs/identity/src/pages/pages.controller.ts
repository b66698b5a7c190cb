import { Settings } from '@authengine/config';
import { Public } from '@authengine/contracts';
import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { PAGE_POLICY, renderActionPage } from './page.js';
import { PAGE_SCRIPT, PAGE_STYLE } from './page-assets.js';

const ASSET_CACHE = 'public, max-age=3600';

/** The small pages that mails link to; outside the base URL. A scanner that opens one changes nothing. */
@ApiExcludeController()
@Controller()
@Public()
export class PagesController {
  constructor(private readonly settings: Settings) {}

  @Get('verify-email')
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Header('Content-Security-Policy', PAGE_POLICY)
  @Header('Referrer-Policy', 'no-referrer')
  @Header('Cache-Control', 'no-store')
  verifyEmail(): string {
    return renderActionPage(
      { title: 'Confirm your address', text: 'Click the button to confirm that this address is yours.', button: 'Confirm my address', endpoint: 'auth/verify-email' },
      this.settings.values.APP_NAME,
    );
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
}
