import type { IncomingMessage, ServerResponse } from 'node:http';
import { Settings } from '@authengine/config';
import { currentRequest, FORM_TYPE, mediaType, onlyValue, parseForm, readBody, RequestErrors, type Form } from '@authengine/contracts';
import { DomainError } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import { PageRenderer, policyWithLogo, say, type FormPage, type Look } from '@authengine/identity';
import { errorText } from '../pages/error-text.js';
import { lookOf } from '../pages/look-of.js';
import { pagePolicy } from '../pages/page-policy.js';
import { LiveProvider } from '../provider/live-provider.js';
import { InteractionErrors } from './interaction.errors.js';
import { OpenInteraction } from './open-interaction.js';

const FORM_BYTES = 16 * 1024;

/** What the pages that answer the library's questions share. */
@Injectable()
export class Interactions {
  /** By the answer: the look of the application that asks. */
  private readonly looks = new WeakMap<ServerResponse, Look>();

  constructor(
    private readonly settings: Settings,
    private readonly pages: PageRenderer,
    private readonly provider: LiveProvider,
  ) {}

  /** Runs `work` with the open interaction; what it throws becomes a page. */
  async onPage(request: IncomingMessage, response: ServerResponse, prompt: string, work: (interaction: OpenInteraction) => Promise<void>): Promise<void> {
    if (!this.settings.values.OIDC_ENABLED) throw RequestErrors.not_found();
    try {
      await work(await this.open(request, response, prompt));
    } catch (error) {
      if (!(error instanceof DomainError) || response.headersSent) throw error;
      if (error.retryAfterSeconds !== undefined) response.setHeader('Retry-After', error.retryAfterSeconds);
      this.show(response, error.status, { template: 'error', title: say('error.title'), text: errorText(error), details: [say('error.request', { id: currentRequest()?.requestId ?? '' })] }, pagePolicy());
    }
  }

  /** @throws RequestErrors.unsupported_media_type, RequestErrors.malformed, RequestErrors.too_large */
  async form(request: IncomingMessage): Promise<(name: string) => string | undefined> {
    const bytes = await readBody(request, FORM_BYTES);
    if (mediaType(request.headers['content-type']) !== FORM_TYPE) throw RequestErrors.unsupported_media_type({ detail: `Send ${FORM_TYPE}.` });
    const form: Form = parseForm(bytes);
    return (name) => onlyValue(form, name);
  }

  show(response: ServerResponse, status: number, page: FormPage, policy: string): void {
    const look = this.looks.get(response);
    response.statusCode = status;
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.setHeader('Content-Security-Policy', policyWithLogo(policy, this.pages.brand(look)));
    // The address has no secret, and browsers tell a form's origin only where they may send a Referer.
    response.setHeader('Referrer-Policy', 'same-origin');
    response.setHeader('Cache-Control', 'no-store');
    response.end(this.pages.form(page, look));
  }

  /** @throws InteractionErrors.gone */
  private async open(request: IncomingMessage, response: ServerResponse, prompt: string): Promise<OpenInteraction> {
    const provider = await this.provider.forPage(request);
    let details;
    try {
      details = await provider.interactionDetails(request, response);
    } catch (cause) {
      if (cause instanceof Error && cause.name === 'SessionNotFound') throw InteractionErrors.gone();
      throw cause;
    }
    this.looks.set(response, lookOf(details.params, await provider.Client.find(String(details.params['client_id']))));
    if (details.prompt.name !== prompt) throw InteractionErrors.gone();
    return new OpenInteraction(provider, details, request, response);
  }
}
