import { Settings } from '@authengine/config';
import { currentRequest, type Brand } from '@authengine/contracts';
import { Injectable } from '@nestjs/common';
import { brandOver, policyWithLogo } from './brand.js';
import type { FormField, FormPage } from './form-page.js';
import { chooseLanguage } from './language.js';
import { MESSAGES, type Language } from './messages/messages.js';
import { PAGE_POLICY, type ActionPage } from './page.js';
import { pageWords } from './page-words.js';
import { say, textIn, type Text } from './text.js';
import type { TemplateName } from './template-names.js';
import { Templates } from './templates.js';

/** For whom a page is, and in whose look. */
export interface Look {
  /** `ui_locales` of the application's request. */
  readonly uiLocales?: unknown;
  /** Of the application, and of the organization. */
  readonly brand?: Brand | undefined;
}

type Tell = (text: Text) => string;

/** Makes pages of templates: in the reader's language, in the look of the application or of the company. */
@Injectable()
export class PageRenderer {
  private readonly templates: Templates;

  /** @throws ConfigurationError for a template that cannot be used */
  constructor(private readonly settings: Settings) {
    this.templates = Templates.load(settings.values.PAGES_DIR);
  }

  /** The company's own style for the pages, where it has one. */
  get style(): string | undefined {
    return this.templates.style;
  }

  brand({ brand = {} }: Look = {}): Brand {
    const { APP_NAME, PAGES_LOGO_URL, PAGES_COLOR, PAGES_PRIVACY_URL, PAGES_TERMS_URL, PAGES_SUPPORT_URL } = this.settings.values;
    return brandOver(brand, { name: APP_NAME, logo_url: PAGES_LOGO_URL, color: PAGES_COLOR, privacy_url: PAGES_PRIVACY_URL, terms_url: PAGES_TERMS_URL, support_url: PAGES_SUPPORT_URL });
  }

  form(page: FormPage, look: Look = {}): string {
    const { language, tell, at } = this.reader(look);
    const { form, passkey } = page;
    return this.render(page.template ?? 'form', language, look, {
      title: tell(page.title),
      text: tell(page.text),
      error: page.error === undefined ? null : tell(page.error),
      points: (page.points ?? []).map((text) => ({ text: tell(text) })),
      details: (page.details ?? []).map((text) => ({ text: tell(text) })),
      links: (page.links ?? []).map(({ path, text }) => ({ href: at(path), text: tell(text) })),
      providers: (page.providers ?? []).map(({ name, path, text }) => ({ name, href: at(path), text: tell(text) })),
      passkey: passkey ? { text: tell(passkey.text) } : null,
      script_url: passkey ? at('/pages/passkey.js') : null,
      data: passkey ? [{ name: 'passkey', value: at(passkey.begin) }] : [],
      form: form && {
        action: form.action,
        hidden: Object.entries(form.hidden).map(([name, value]) => ({ name, value })),
        fields: form.fields.map((field) => fieldOf(field, tell, page.error === undefined ? [] : ['outcome'])),
        buttons: form.buttons.map(({ name = null, value = '', text, quiet = false }) => ({ name, value, text: tell(text), quiet })),
      },
    });
  }

  /** A page that a mail links to, with its policy where a request is answered with it. */
  action(page: ActionPage, look: Look = {}): string {
    const { language, tell, at } = this.reader(look);
    const api = (path: string | undefined): string | undefined => (path === undefined ? undefined : at(`/api/v1/${path}`));
    currentRequest()?.http?.response.setHeader('Content-Security-Policy', policyWithLogo(PAGE_POLICY, this.brand(look)));
    const says = (text: Text | undefined): string | undefined => (text === undefined ? undefined : tell(text));
    const data = {
      'endpoint': api(page.endpoint), 'account': api(page.account), 'preview': api(page.preview), 'hand-over': api(page.handOver), 'done': says(page.done), 'words': JSON.stringify(pageWords(page, language, tell)),
      'says-incomplete': tell(say('action.incomplete')), 'says-unreachable': tell(say('action.unreachable')), 'says-void': tell(say('error.link')), 'says-too-many': tell(say('error.too_many')),
    };
    return this.render('mail-link', language, look, {
      title: tell(page.title),
      text: tell(page.text),
      error: null,
      account: page.account === undefined ? null : tell(say('account')),
      no_script: tell(say('action.no_script')),
      points: [], details: [], providers: [], passkey: null,
      links: page.next === undefined || !this.settings.values.OIDC_ENABLED ? [] : [{ href: at(page.next.path), text: tell(page.next.text) }],
      script_url: at(page.script ?? '/pages/page.js'),
      data: Object.entries(data).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }])),
      form: { action: '', hidden: [], fields: (page.fields ?? []).map((field) => fieldOf(field, tell, ['outcome'])), buttons: [{ name: null, value: '', text: tell(page.button), quiet: false }] },
    });
  }

  private render(template: TemplateName, language: Language, look: Look, view: object): string {
    const brand = this.brand(look);
    const { at, tell } = this.reader(look);
    return this.templates.render(template, {
      account: null,
      no_script: null,
      language,
      app_name: brand.name,
      logo_url: brand.logo_url ?? null,
      style_url: at('/pages/page.css'),
      color_url: brand.color === undefined ? null : at(`/pages/colors/${brand.color.slice(1).toLowerCase()}.css`),
      footer: ([['privacy_url', 'footer.privacy'], ['terms_url', 'footer.terms'], ['support_url', 'footer.support']] as const).flatMap(([url, text]) => (brand[url] === undefined ? [] : [{ href: brand[url], text: tell(say(text)) }])),
      ...view,
    });
  }

  private reader({ uiLocales }: Look): { readonly language: Language; readonly tell: Tell; readonly at: (path: string) => string } {
    const language = chooseLanguage(uiLocales, currentRequest()?.http?.request.headers['accept-language']);
    return { language, tell: (text) => textIn(MESSAGES[language], text), at: (path) => this.settings.publicPath + path };
  }
}

function fieldOf({ name, label, type, autocomplete, value, readonly = false, attributes = {}, hint }: FormField, tell: Tell, describedBy: readonly string[]): object {
  return {
    name,
    label: tell(label),
    type,
    autocomplete,
    value: value ?? null,
    readonly,
    described_by: [...(hint === undefined ? [] : [`${name}-hint`]), ...describedBy].join(' ') || null,
    hint: hint === undefined ? null : tell(hint),
    attributes: Object.entries(attributes).map(([key, text]) => ({ name: key, value: text })),
  };
}
