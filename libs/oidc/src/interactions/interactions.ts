import type { IncomingMessage, ServerResponse } from 'node:http';
import { Settings } from '@authengine/config';
import { currentRequest, FORM_TYPE, mediaType, onlyValue, parseForm, readBody, RequestErrors, type Form } from '@authengine/contracts';
import { DomainError } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import { PageRenderer, policyWithLogo, say, type FormPage, type Look } from '@authengine/identity';
import { errorText } from '../pages/error-text.js';
import { Looks } from '../pages/looks.js';
import { pagePolicy, policyWithScript } from '../pages/page-policy.js';
import { BrowserLogin } from '../provider/browser-login.js';
import { RequestBudgets } from '../limits/request-budgets.js';
import { LiveProvider } from '../provider/live-provider.js';
import { goneIfNotFound, InteractionErrors } from './interaction.errors.js';
import { OpenInteraction, type Interaction } from './open-interaction.js';
import { OwnForm } from './own-form.js';
import { OwnVisit } from './own-visit.js';
import { PageCookie } from './page-cookie.js';
import { RecalledQuestions } from './recalled-question.js';
import { visitNamed, type HandlePurpose, type NamedVisit } from './visit-handle.js';
import type { FormVisit, Visit } from './visit.js';

const FORM_BYTES = 16 * 1024;
/** Questions that a sign-in answers. */
const SIGN_IN_PROMPTS = ['login', 'create'];
/** Why a sign-in is asked for where there is no session; a session may answer them all. */
const FOR_WANT_OF_A_SESSION = ['no_session', 'max_age', 'id_token_hint'];

/** What an address says of the visit that it belongs to. */
export interface Handle {
  readonly purpose: HandlePurpose;
  readonly value: unknown;
}

/** What the pages that answer the library's questions share. */
@Injectable()
export class Interactions {
  /** By the answer: the look of the application that asks, and of the organization. */
  private readonly shown = new WeakMap<ServerResponse, Look>();
  /** By request: its form, which is read once. */
  private readonly forms = new WeakMap<IncomingMessage, Promise<Form>>();

  constructor(
    private readonly settings: Settings,
    private readonly pages: PageRenderer,
    private readonly provider: LiveProvider,
    private readonly logins: BrowserLogin,
    private readonly cookie: PageCookie,
    private readonly questions: RecalledQuestions,
    private readonly budgets: RequestBudgets,
    private readonly looks: Looks,
  ) {}

  /** Runs `work` with the open interaction; what it throws becomes a page. */
  onPage(request: IncomingMessage, response: ServerResponse, prompt: string, work: (interaction: OpenInteraction) => Promise<void>): Promise<void> {
    return this.told(request, response, async () => {
      await this.named(request, response);
      await work(await this.open(request, response, [prompt]));
    });
  }

  /** The same for a page that is good at its own address too, where no application waits for a sign-in. `handle` is that of its address. */
  onVisit(request: IncomingMessage, response: ServerResponse, work: (visit: Visit) => Promise<void>, handle?: Handle): Promise<void> {
    return this.told(request, response, async () => {
      await work(await this.visit(request, response, handle));
    });
  }

  /** The same for a page that signs nobody in. It is there without the provider too; with it, it looks as the application wants. */
  onForm(request: IncomingMessage, response: ServerResponse, work: (form: FormVisit) => Promise<void>): Promise<void> {
    return this.told(request, response, async () => {
      if (this.settings.values.OIDC_ENABLED) await this.open(request, response).catch(ifGone);
      await work(new OwnForm(request, this.cookie.secretOf(request, response)));
    });
  }

  private async visit(request: IncomingMessage, response: ServerResponse, handle?: Handle): Promise<Visit> {
    if ((await this.named(request, response, handle))?.uid === null) return this.ownVisit(request, response);
    try {
      return await this.open(request, response, SIGN_IN_PROMPTS);
    } catch (error) {
      ifGone(error);
      return this.ownVisit(request, response);
    }
  }

  private async ownVisit(request: IncomingMessage, response: ServerResponse): Promise<Visit> {
    const provider = await this.provider.forPage(request);
    const session = await this.logins.current(provider, request, response);
    return new OwnVisit(provider, session, this.logins, `${this.settings.publicPath}/sign-in`, this.cookie.secretOf(request, response), request, response);
  }

  /**
   * The visit that the form, or the address, was made for in this browser. Its question becomes the one that the browser answers:
   * another tab may have been asked another one since.
   */
  private async named(request: IncomingMessage, response: ServerResponse, handle?: Handle): Promise<NamedVisit | undefined> {
    const { purpose, value }: Handle = handle ?? { purpose: 'form', value: request.method === 'POST' ? (await this.form(request))('seal') : undefined };
    if (value === undefined) return undefined;
    const named = visitNamed(purpose, this.cookie.secretOf(request, response), value);
    if (typeof named?.uid === 'string') await this.questions.recall(await this.provider.forPage(request), request, response, named.uid);
    return named;
  }

  private async told(request: IncomingMessage, response: ServerResponse, work: () => Promise<void>): Promise<void> {
    try {
      if (request.method === 'POST') await this.budgets.enter({ method: request.method, route: new URL(request.url ?? '/', 'http://form').pathname });
      await work();
    } catch (error) {
      if (!(error instanceof DomainError) || response.headersSent) throw error;
      if (error.retryAfterSeconds !== undefined) response.setHeader('Retry-After', error.retryAfterSeconds);
      this.show(response, error.status, { template: 'error', title: say('error.title'), text: errorText(error), links: this.toSignIn, details: [say('error.request', { id: currentRequest()?.requestId ?? '' })] }, pagePolicy());
    }
  }

  /** The way back of pages: goes on in the sign-in that is open, else begins one. */
  get toSignIn(): NonNullable<FormPage['links']> {
    return this.settings.values.OIDC_ENABLED ? [{ path: '/sign-in', text: say('to_sign_in') }] : [];
  }

  /** @throws RequestErrors.unsupported_media_type, RequestErrors.malformed, RequestErrors.too_large */
  async form(request: IncomingMessage): Promise<(name: string) => string | undefined> {
    let read = this.forms.get(request);
    if (!read) this.forms.set(request, (read = readForm(request)));
    const form = await read;
    return (name) => onlyValue(form, name);
  }

  show(response: ServerResponse, status: number, page: FormPage, policy: string): void {
    const look = this.shown.get(response);
    response.statusCode = status;
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.setHeader('Content-Security-Policy', policyWithLogo(page.passkey ? policyWithScript(policy) : policy, this.pages.brand(look)));
    // The address has no secret, and browsers tell a form's origin only where they may send a Referer.
    response.setHeader('Referrer-Policy', 'same-origin');
    response.setHeader('Cache-Control', 'no-store');
    response.end(this.pages.form(page, look));
  }

  /** @throws InteractionErrors.gone */
  private async open(request: IncomingMessage, response: ServerResponse, prompts?: readonly string[]): Promise<OpenInteraction> {
    const provider = await this.provider.forPage(request);
    const details = await provider.interactionDetails(request, response).catch(goneIfNotFound);
    this.shown.set(response, await this.looks.of(details.params, await provider.Client.find(String(details.params['client_id'])), chosenIn(details)));
    if (prompts && !prompts.includes(details.prompt.name)) throw InteractionErrors.gone();
    const { session, prompt } = details;
    const waited = session === undefined && prompt.reasons.every((reason) => FOR_WANT_OF_A_SESSION.includes(reason));
    const meanwhile = waited ? await this.logins.current(provider, request, response) : undefined;
    return new OpenInteraction(provider, details, this.cookie.secretOf(request, response), request, response, meanwhile);
  }
}

/** @throws RequestErrors.unsupported_media_type, RequestErrors.malformed, RequestErrors.too_large */
async function readForm(request: IncomingMessage): Promise<Form> {
  const bytes = await readBody(request, FORM_BYTES);
  if (mediaType(request.headers['content-type']) !== FORM_TYPE) throw RequestErrors.unsupported_media_type({ detail: `Send ${FORM_TYPE}.` });
  return parseForm(bytes);
}

/** @throws whatever is no missing interaction */
function ifGone(error: unknown): void {
  if (!(error instanceof DomainError) || error.code !== InteractionErrors.gone.code) throw error;
}

/** The organization that was chosen before, on a page of this sign-in. */
function chosenIn({ lastSubmission }: Interaction): unknown {
  return (lastSubmission?.['organization'] as { readonly tenant_id?: unknown } | undefined)?.tenant_id;
}
