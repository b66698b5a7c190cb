import type { IncomingMessage, ServerResponse } from 'node:http';
import { Settings } from '@authengine/config';
import { LimitedBySource, Public, ReadsOwnBody } from '@authengine/contracts';
import { inEvenTime, ResetRequestService, say, type Text } from '@authengine/identity';
import { isEmail } from '@authengine/kernel';
import { Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { forgotPasswordPage } from './account-pages.js';
import { Interactions } from './interactions.js';
import { mailSentPage } from './sign-in-page.js';
import type { FormVisit } from './visit.js';

/** `/forgot-password`, where `/.well-known/change-password` leads too: the same answer for every address, in the same time. */
@ApiExcludeController()
@Controller()
@Public()
export class ForgotPasswordController {
  constructor(
    private readonly interactions: Interactions,
    private readonly resets: ResetRequestService,
    private readonly settings: Settings,
  ) {}

  @Get('forgot-password')
  page(@Req() request: IncomingMessage, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    return this.interactions.onForm(request, response, (form) => {
      this.show(form, response, 200);
      return Promise.resolve();
    });
  }

  @Post('forgot-password')
  @ReadsOwnBody()
  @LimitedBySource()
  answer(@Req() request: IncomingMessage, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    return this.interactions.onForm(request, response, async (form) => {
      const field = await this.interactions.form(request);
      form.checkForm(field('seal'));
      const email = field('email') ?? '';
      if (!isEmail(email)) return this.show(form, response, 400, email, say('error.address'));
      await inEvenTime(() => this.resets.request(email));
      this.interactions.show(response, 200, mailSentPage(say('mail_sent.password', { email }), this.interactions.toSignIn), form.policy);
    });
  }

  private show({ seal, policy }: FormVisit, response: ServerResponse, status: number, email?: string, error?: Text): void {
    this.interactions.show(response, status, forgotPasswordPage({ action: `${this.settings.publicPath}/forgot-password`, seal, email, error }, this.interactions.toSignIn), policy);
  }
}
