import { Clock } from '@authengine/kernel';
import { Injectable, Logger } from '@nestjs/common';
import { QueuedMails } from '../queue/queued-mails.js';
import type { MailFault } from '../transport/mail-delivery-error.js';

/** Whether mails can be sent, judged by the last attempt of this process. */
@Injectable()
export class MailRelay {
  private readonly log = new Logger('Mail');
  private fault: MailFault | undefined;
  private known = false;

  constructor(
    private readonly mails: QueuedMails,
    private readonly clock: Clock,
  ) {}

  get works(): boolean {
    return this.fault === undefined;
  }

  /**
   * Whether a connection alone can show that the server works again. It cannot when the server refused our sender: it
   * says so only to a mail.
   */
  get checkable(): boolean {
    return this.fault?.concerns === 'relay';
  }

  /**
   * The server took a mail, or (`check`) let us in. Mails that waited since the fault are due at once: their links
   * expire soon.
   */
  async worked(at: 'send' | 'check'): Promise<void> {
    if (at === 'check' && this.fault?.concerns === 'sender') return;
    if (this.known && this.works) return;
    const again = !this.works;
    this.fault = undefined;
    this.known = true;
    await this.mails.hasten(this.clock.now());
    if (again) this.log.log('mails leave again; those that waited are sent now');
  }

  /** Each reason is logged once, however many mails meet it. */
  failed(fault: MailFault): void {
    if (fault.concerns === 'mail') return;
    const news = this.fault?.reason !== fault.reason;
    this.fault = fault;
    this.known = true;
    if (news) this.log.error(`mails do not leave (${fault.reason}) and wait in their queue for up to a day; ${fault.remedy}`);
  }
}
