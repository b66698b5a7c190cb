import { Settings } from '@authengine/config';
import { Injectable } from '@nestjs/common';

/**
 * The links in mails. The token is in the fragment, which reaches no log and no Referer. The host is that of APP_URL or
 * of the company's own page, never one from a request.
 */
@Injectable()
export class MailLinks {
  constructor(private readonly settings: Settings) {}

  verifyEmail(token: string): string {
    return this.link(this.settings.values.VERIFY_EMAIL_URL, '/verify-email', token);
  }

  acceptInvitation(token: string): string {
    return this.link(this.settings.values.INVITATION_URL, '/accept-invitation', token);
  }

  resetPassword(token: string): string {
    return this.link(this.settings.values.RESET_PASSWORD_URL, '/reset-password', token);
  }

  magicLink(token: string): string {
    return this.link(this.settings.values.MAGIC_LINK_URL, '/magic-link', token);
  }

  undoEmailChange(token: string): string {
    return this.link(undefined, '/undo-email-change', token);
  }

  undoDeletion(token: string): string {
    return this.link(undefined, '/undo-deletion', token);
  }

  notMe(token: string): string {
    return this.link(undefined, '/not-me', token);
  }

  private link(configured: string | undefined, path: string, token: string): string {
    return `${configured ?? this.settings.values.APP_URL + path}#token=${token}`;
  }
}
