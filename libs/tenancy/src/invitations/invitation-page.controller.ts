import { Public } from '@authengine/contracts';
import { Tenants } from '@authengine/directory';
import { ASSET_CACHE, HostedPage, PageRenderer } from '@authengine/identity';
import { canonicalUuid, isUuid, type TenantId } from '@authengine/kernel';
import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { ACCEPT_INVITATION_PAGE, ACCEPT_INVITATION_SCRIPT } from './invitation-page.js';

/** The page that an invitation's mail links to, outside the base URL. */
@ApiExcludeController()
@Controller()
@Public()
export class InvitationPageController {
  constructor(
    private readonly pages: PageRenderer,
    private readonly tenants: Tenants,
  ) {}

  @HostedPage('accept-invitation')
  async page(@Query('organization') organization: unknown): Promise<string> {
    const id = canonicalUuid(organization);
    return this.pages.action(ACCEPT_INVITATION_PAGE, { brand: (isUuid(id) ? await this.tenants.brandOf(id as TenantId) : null) ?? undefined });
  }

  @Get('pages/accept-invitation.js')
  @Header('Content-Type', 'text/javascript; charset=utf-8')
  @Header('Cache-Control', ASSET_CACHE)
  script(): string {
    return ACCEPT_INVITATION_SCRIPT;
  }
}
