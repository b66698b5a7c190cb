import type { IncomingMessage, ServerResponse } from 'node:http';
import { Settings } from '@authengine/config';
import { LimitedBySource, Public, ReadsOwnBody, RequestErrors } from '@authengine/contracts';
import { RegistrationService, say, type Text } from '@authengine/identity';
import { DomainError, isEmail } from '@authengine/kernel';
import { Controller, Get, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { errorText } from '../pages/error-text.js';
import { ProviderEnabledGuard } from '../provider/provider-enabled.guard.js';
import { signUpPage } from './account-pages.js';
import { Interactions } from './interactions.js';
import { mailSentPage } from './sign-in-page.js';
import type { FormVisit } from './visit.js';

const LONGEST = 1024;

/** `/sign-up`: a new account, by the same service as the API's. Its mail leads back to the sign-in that is open in this browser. */
@ApiExcludeController()
@Controller()
@UseGuards(ProviderEnabledGuard)
@Public()
export class SignUpController {
  constructor(
    private readonly interactions: Interactions,
    private readonly registration: RegistrationService,
    private readonly settings: Settings,
  ) {}

  @Get('sign-up')
  page(@Req() request: IncomingMessage, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    return this.interactions.onForm(request, response, (form) => {
      this.show(form, response, 200);
      return Promise.resolve();
    });
  }

  @Post('sign-up')
  @ReadsOwnBody()
  @LimitedBySource()
  answer(@Req() request: IncomingMessage, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    return this.interactions.onForm(request, response, async (form) => {
      const field = await this.interactions.form(request);
      form.checkForm(field('seal'));
      const [email = '', password = ''] = [field('email'), field('new_password')];
      if (!isEmail(email)) return this.show(form, response, 400, email, say('error.address'));
      if (password.length > LONGEST) return this.show(form, response, 400, email, say('error.password'));
      try {
        await this.registration.register({ email, password });
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        // The only field that the service looks at here is the password.
        return this.show(form, response, error.status, email, error.code === RequestErrors.invalid.code ? say('error.password') : errorText(error));
      }
      this.interactions.show(response, 200, mailSentPage(say('mail_sent.sign_up', { email })), form.policy);
    });
  }

  private show({ seal, policy }: FormVisit, response: ServerResponse, status: number, email?: string, error?: Text): void {
    this.interactions.show(response, status, signUpPage({ action: `${this.settings.publicPath}/sign-up`, seal, email, error }), policy);
  }
}
