import type { IncomingMessage } from 'node:http';
import { constantTimeEqual } from '@authengine/crypto';
import type { Text } from '@authengine/identity';
import type { default as Provider } from 'oidc-provider';
import type { SignedIn } from './signed-in.js';
import { InteractionErrors } from './interaction.errors.js';
import type { HandlePurpose } from './visit-handle.js';

/** A browser on a page with a form. */
export interface FormVisit {
  /** In the form beside the cookie, which no other site's form is sent with. */
  readonly seal: string;
  readonly policy: string;
  /** @throws InteractionErrors.gone for a form that is not from this visit's page */
  checkForm(seal: unknown): void;
}

/** A browser on a page that signs people in: on its way to an application, or on its own account. */
export interface Visit extends FormVisit {
  readonly provider: Provider;
  /** Known to this browser's visit alone: what comes back by a mail, or from another service, comes back to it. */
  bound(to: Exclude<HandlePurpose, 'form'>): string;
  /** The library's session of the browser. */
  readonly session: { readonly accountId?: string; readonly uid?: string } | undefined;
  /** The session that has begun in another tab since an application's question was asked; undefined for none. */
  readonly meanwhile?: Visit['session'];
  /** Who is about to sign in, as far as the application says. */
  readonly hint: string | undefined;
  /** Whether an application waits, which is told when the person does not want to. */
  readonly waits: boolean;
  /** The application; undefined where none waits. */
  application(): Promise<Text | undefined>;
  signedIn(signedIn: SignedIn): Promise<void>;
  /** Goes on with the session that has begun meanwhile. */
  lookAgain(): Promise<void>;
  cancel(): Promise<void>;
}

/** @throws InteractionErrors.gone */
export function checkSeal(request: IncomingMessage, own: string, given: unknown): void {
  const site = request.headers['sec-fetch-site'];
  if (typeof given !== 'string' || !constantTimeEqual(given, own) || (site !== undefined && site !== 'same-origin')) throw InteractionErrors.gone();
}
