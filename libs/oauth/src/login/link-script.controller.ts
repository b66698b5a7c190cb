import { Public } from '@authengine/contracts';
import { ASSET_CACHE } from '@authengine/identity';
import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { LINK_SCRIPT, LINK_SCRIPT_PATH } from './link-page.js';

/** Serves the script of the page that asks before a link, outside the base URL like the assets of the other pages. */
@ApiExcludeController()
@Controller()
@Public()
export class LinkScriptController {
  @Get(LINK_SCRIPT_PATH.slice(1))
  @Header('Content-Type', 'text/javascript; charset=utf-8')
  @Header('Cache-Control', ASSET_CACHE)
  script(): string {
    return LINK_SCRIPT;
  }
}
