import type { KoaContextWithOIDC, ErrorOut } from 'oidc-provider';
import { currentRequest } from '@authengine/contracts';
import { PageRenderer, policyWithLogo, say, type FormPage, type MessageKey, type Text } from '@authengine/identity';
import { Injectable } from '@nestjs/common';
import { Looks } from '../pages/looks.js';
import { formTarget, pagePolicy } from '../pages/page-policy.js';

/** The pages that the library asks for, in the look of all others. */
@Injectable()
export class ProviderPages {
  constructor(
    private readonly pages: PageRenderer,
    private readonly looks: Looks,
  ) {}

  error(ctx: KoaContextWithOIDC, out: ErrorOut): Promise<void> {
    return this.show(ctx, {
      template: 'error',
      title: say('error.title'),
      text: textOf(out.error),
      details: [`${out.error}${out.error_description === undefined ? '' : `: ${out.error_description}`}`, say('error.request', { id: currentRequest()?.requestId ?? '' })],
    });
  }

  signOut(ctx: KoaContextWithOIDC, form: string): Promise<void> {
    return this.show(ctx, {
      template: 'sign-out',
      title: say('sign_out.title'),
      text: say('sign_out.text'),
      form: { action: actionOf(form), hidden: { xsrf: valueOf(form, 'xsrf') }, fields: [], buttons: [{ name: 'logout', value: 'yes', text: say('sign_out.submit') }, { text: say('sign_out.stay'), quiet: true }] },
      // The library has found that the address is registered.
    }, formTarget(ctx.oidc.params?.['post_logout_redirect_uri']));
  }

  signedOut(ctx: KoaContextWithOIDC): Promise<void> {
    return this.show(ctx, { template: 'message', title: say('signed_out.title'), text: say('signed_out.text') });
  }

  deviceCode(ctx: KoaContextWithOIDC, form: string, fault?: Error): Promise<void> {
    return this.show(ctx, {
      template: 'device',
      title: say('device.title'),
      text: say('device.text'),
      ...(fault ? { error: say(fault.name === 'AbortedError' ? 'device.cancelled' : 'device.wrong') } : {}),
      form: {
        action: actionOf(form),
        hidden: { xsrf: valueOf(form, 'xsrf') },
        fields: [{ name: 'user_code', label: say('device.code'), type: 'text', autocomplete: 'off', attributes: { autocapitalize: 'characters', spellcheck: 'false' } }],
        buttons: [{ text: say('continue') }],
      },
    });
  }

  confirmDevice(ctx: KoaContextWithOIDC, form: string, applicationName: string, userCode: string): Promise<void> {
    return this.show(ctx, {
      template: 'device-confirm',
      title: say('device_confirm.title', { application: applicationName }),
      text: say('device_confirm.text', { code: userCode }),
      form: {
        action: actionOf(form),
        hidden: { xsrf: valueOf(form, 'xsrf'), user_code: valueOf(form, 'user_code'), confirm: 'yes' },
        fields: [],
        buttons: [{ text: say('continue') }, { name: 'abort', value: 'yes', text: say('cancel'), quiet: true }],
      },
    });
  }

  deviceConnected(ctx: KoaContextWithOIDC): Promise<void> {
    return this.show(ctx, { template: 'message', title: say('device_connected.title'), text: say('device_connected.text') });
  }

  private async show(ctx: KoaContextWithOIDC, page: FormPage, formTargets: readonly string[] = []): Promise<void> {
    // Before the request was understood there is neither.
    const oidc = ctx.oidc as Partial<KoaContextWithOIDC['oidc']> | undefined;
    const look = await this.looks.of(oidc?.params ?? ctx.query, oidc?.client);
    ctx.type = 'html';
    ctx.set('Content-Security-Policy', policyWithLogo(pagePolicy(formTargets), this.pages.brand(look)));
    ctx.body = this.pages.form(page, look);
  }
}

const TEXTS: Readonly<Record<string, MessageKey>> = {
  invalid_client: 'error.invalid_client',
  invalid_redirect_uri: 'error.invalid_redirect_uri',
  session_not_found: 'error.gone',
  server_error: 'error.server_error',
};

function textOf(code: string): Text {
  return say(TEXTS[code] ?? 'error.text');
}

/** The library hands its forms over as text. */
function actionOf(form: string): string {
  return / action="([^"]*)"/.exec(form)?.[1] ?? '';
}

function valueOf(form: string, name: string): string {
  const input = form.split('<input').find((part) => part.includes(`name="${name}"`)) ?? '';
  return / value="([^"]*)"/.exec(input)?.[1] ?? '';
}
