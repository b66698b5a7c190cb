import type { KoaContextWithOIDC, ErrorOut } from 'oidc-provider';
import { currentRequest } from '@authengine/contracts';
import { Settings } from '@authengine/config';
import { Injectable } from '@nestjs/common';
import { renderFormPage, type FormPage } from '../pages/form-page.js';
import { pagePolicy } from '../pages/page-policy.js';

/** The pages that the library asks for, in the look of all others. */
@Injectable()
export class ProviderPages {
  constructor(private readonly settings: Settings) {}

  error(ctx: KoaContextWithOIDC, out: ErrorOut): void {
    this.show(ctx, {
      title: 'This sign-in cannot go on',
      text: TEXTS[out.error] ?? 'The application has sent something that this service does not take. Go back to the application and try again.',
      details: [`${out.error}${out.error_description === undefined ? '' : `: ${out.error_description}`}`, `Request ${currentRequest()?.requestId ?? ''}`],
    });
  }

  signOut(ctx: KoaContextWithOIDC, form: string): void {
    this.show(ctx, {
      title: 'Sign out?',
      text: 'You will be signed out here, and of the applications that you signed in to in this browser.',
      form: { action: actionOf(form), hidden: { xsrf: valueOf(form, 'xsrf') }, fields: [], buttons: [{ name: 'logout', value: 'yes', text: 'Sign out' }, { text: 'Stay signed in', quiet: true }] },
    });
  }

  signedOut(ctx: KoaContextWithOIDC): void {
    this.show(ctx, { title: 'Signed out', text: 'You are signed out. You can close this page.' });
  }

  deviceCode(ctx: KoaContextWithOIDC, form: string, wrong: boolean): void {
    this.show(ctx, {
      title: 'Connect a device',
      text: 'Enter the code that the device shows.',
      ...(wrong ? { error: 'This code is not right, or it is too old. Look at the device again.' } : {}),
      form: {
        action: actionOf(form),
        hidden: { xsrf: valueOf(form, 'xsrf') },
        fields: [{ name: 'user_code', label: 'Code', type: 'text', autocomplete: 'off', attributes: { autocapitalize: 'characters', spellcheck: 'false' } }],
        buttons: [{ text: 'Continue' }],
      },
    });
  }

  confirmDevice(ctx: KoaContextWithOIDC, form: string, applicationName: string, userCode: string): void {
    this.show(ctx, {
      title: `Connect ${applicationName}?`,
      text: `The device must show the code ${userCode}. If it does not, or if you have not asked for this, cancel.`,
      form: {
        action: actionOf(form),
        hidden: { xsrf: valueOf(form, 'xsrf'), user_code: valueOf(form, 'user_code'), confirm: 'yes' },
        fields: [],
        buttons: [{ text: 'Continue' }, { name: 'abort', value: 'yes', text: 'Cancel', quiet: true }],
      },
    });
  }

  deviceConnected(ctx: KoaContextWithOIDC): void {
    this.show(ctx, { title: 'Device connected', text: 'You can close this page and go on at the device.' });
  }

  private show(ctx: KoaContextWithOIDC, page: FormPage): void {
    ctx.type = 'html';
    ctx.set('Content-Security-Policy', pagePolicy());
    ctx.body = renderFormPage(page, { appName: this.settings.values.APP_NAME, publicPath: this.settings.publicPath });
  }
}

const TEXTS: Readonly<Record<string, string>> = {
  invalid_client: 'The application that sent you here is not registered, or has been disabled.',
  invalid_redirect_uri: 'The application wants you to be sent to an address that is not registered for it.',
  session_not_found: 'This sign-in has expired or was finished already. Go back to the application and try again.',
  server_error: 'Something went wrong here. Try again in a moment.',
};

/** The library hands its forms over as text. */
function actionOf(form: string): string {
  return / action="([^"]*)"/.exec(form)?.[1] ?? '';
}

function valueOf(form: string, name: string): string {
  const input = form.split('<input').find((part) => part.includes(`name="${name}"`)) ?? '';
  return / value="([^"]*)"/.exec(input)?.[1] ?? '';
}
