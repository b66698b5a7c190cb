import type { IncomingMessage, ServerResponse } from 'node:http';
import { Settings } from '@authengine/config';
import { currentRequest, FORM_TYPE, mediaType, onlyValue, parseForm, readBody, RequestErrors, type Form } from '@authengine/contracts';
import { DomainError } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import { renderFormPage, type FormPage } from '../pages/form-page.js';
import { pagePolicy } from '../pages/page-policy.js';
import { LiveProvider } from '../provider/live-provider.js';
import { InteractionErrors } from './interaction.errors.js';
import { OpenInteraction } from './open-interaction.js';

const FORM_BYTES = 16 * 1024;

/** What the pages that answer the library's questions share. */
@Injectable()
export class Interactions {
  constructor(
    private readonly settings: Settings,
    private readonly provider: LiveProvider,
  ) {}

  /** Runs `work` with the open interaction; what it throws becomes a page. */
  async onPage(request: IncomingMessage, response: ServerResponse, prompt: string, work: (interaction: OpenInteraction) => Promise<void>): Promise<void> {
    if (!this.settings.values.OIDC_ENABLED) throw RequestErrors.not_found();
    try {
      await work(await this.open(request, response, prompt));
    } catch (error) {
      if (!(error instanceof DomainError) || response.headersSent) throw error;
      this.show(response, error.status, { title: error.title, text: error.detail, details: [`Request ${currentRequest()?.requestId ?? ''}`] }, pagePolicy());
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
    const { APP_NAME } = this.settings.values;
    response.statusCode = status;
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.setHeader('Content-Security-Policy', policy);
    // The address has no secret, and browsers tell a form's origin only where they may send a Referer.
    response.setHeader('Referrer-Policy', 'same-origin');
    response.setHeader('Cache-Control', 'no-store');
    response.end(renderFormPage(page, { appName: APP_NAME, publicPath: this.settings.publicPath }));
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
    if (details.prompt.name !== prompt) throw InteractionErrors.gone();
    return new OpenInteraction(provider, details, request, response);
  }
}
