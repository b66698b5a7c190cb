import { Clock } from '@authengine/kernel';
import { Injectable, Logger } from '@nestjs/common';
import { QueuedMails } from '../queue/queued-mails.js';
import type { MailFault } from '../transport/mail-delivery-error.js';

/** Whether mails leave, as far as this process knows: what it tried last. */
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

  /** Whether connecting to the server can show that it works again: what it says of our sender it says to mails only. */
  get checkable(): boolean {
    return this.fault?.concerns === 'relay';
  }

  /** It took a mail, or (`check`) let us in. What waits since something was wrong is due then: a link in it has little time left. */
  async worked(at: 'send' | 'check'): Promise<void> {
    if (at === 'check' && this.fault?.concerns === 'sender') return;
    if (this.known && this.works) return;
    const again = !this.works;
    this.fault = undefined;
    this.known = true;
    await this.mails.hasten(this.clock.now());
    if (again) this.log.log('mails leave again; those that waited are sent now');
  }

  /** Told once for each reason, however many mails meet it. */
  failed(fault: MailFault): void {
    if (fault.concerns === 'mail') return;
    const news = this.fault?.reason !== fault.reason;
    this.fault = fault;
    this.known = true;
    if (news) this.log.error(`mails do not leave (${fault.reason}) and wait in their queue for up to a day; ${fault.remedy}`);
  }
}
