import { Settings } from '@authengine/config';
import { PageRenderer, policyWithLogo, say } from '@authengine/identity';
import type { DomainError } from '@authengine/kernel';
import { errorText } from '@authengine/oidc';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { isApiPath, pathOf } from './base-path.js';

const POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** What a person sees whose page was refused before its handler ran: too many requests, a busy service, a fault. */
@Injectable()
export class ErrorPages {
  constructor(
    private readonly pages: PageRenderer,
    private readonly settings: Settings,
  ) {}

  /** A browser that navigates asks for HTML by name. What is not there, and what a method does not fit, stays a problem. */
  isFor(request: Request, { status }: DomainError): boolean {
    return ![404, 405].includes(status) && !isApiPath(pathOf(request.baseUrl + request.url)) && (request.headers.accept ?? '').includes('text/html');
  }

  of(error: DomainError, requestId: string): { readonly html: string; readonly policy: string } {
    const links = this.settings.values.OIDC_ENABLED ? [{ path: '/sign-in', text: say('to_sign_in') }] : [];
    const html = this.pages.form({ template: 'error', title: say('error.title'), text: errorText(error), links, details: [say('error.request', { id: requestId })] });
    return { html, policy: policyWithLogo(POLICY, this.pages.brand()) };
  }
}
