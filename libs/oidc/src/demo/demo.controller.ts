import { Settings } from '@authengine/config';
import { Public } from '@authengine/contracts';
import { HostedPage } from '@authengine/identity';
import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { DemoApplication } from './demo-application.js';
import { demoPage } from './demo-page.js';
import { DEMO_SCRIPT } from './demo-script.js';

/** `/demo`: in development, an application that signs people in, so that a newcomer sees it at work. */
@ApiExcludeController()
@Controller()
@Public()
export class DemoController {
  constructor(
    private readonly demo: DemoApplication,
    private readonly settings: Settings,
  ) {}

  /** The answers of a sign-in come to this address too; the script reads them. */
  @HostedPage('demo')
  async page(@Query() _all: unknown): Promise<string> {
    const { APP_NAME, APP_URL } = this.settings.values;
    return demoPage({ appName: APP_NAME, issuer: APP_URL, publicPath: this.settings.publicPath, clientId: await this.demo.clientId() });
  }

  @Get('demo/demo.js')
  @Header('Content-Type', 'text/javascript; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  script(): string {
    this.demo.url();
    return DEMO_SCRIPT;
  }
}
