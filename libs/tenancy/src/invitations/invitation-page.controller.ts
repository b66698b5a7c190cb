import { Public } from '@authengine/contracts';
import { ASSET_CACHE, HostedPage, PageRenderer } from '@authengine/identity';
import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { ACCEPT_INVITATION_PAGE, ACCEPT_INVITATION_SCRIPT } from './invitation-page.js';

/** The page that an invitation's mail links to, outside the base URL. */
@ApiExcludeController()
@Controller()
@Public()
export class InvitationPageController {
  constructor(private readonly pages: PageRenderer) {}

  @HostedPage('accept-invitation')
  page(): string {
    return this.pages.action(ACCEPT_INVITATION_PAGE);
  }

  @Get('pages/accept-invitation.js')
  @Header('Content-Type', 'text/javascript; charset=utf-8')
  @Header('Cache-Control', ASSET_CACHE)
  script(): string {
    return ACCEPT_INVITATION_SCRIPT;
  }
}
