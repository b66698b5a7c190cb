import { setTimeout as sleep } from 'node:timers/promises';
import { DevMailbox, type MailboxMessageDto } from '@authengine/mail';
import { PATIENCE_MS } from './patience.js';

const LOOK_EVERY_MS = 10;

/** The mails that an application under test has sent: its dev mailbox (`EMAIL_PROVIDER=console`, the default in tests). */
export class MailSink {
  private readonly mailbox: DevMailbox;

  /** `sent`, where it is given, resolves when every mail that was due has been sent: `latest` is then the last one of them, and none before it. */
  constructor(
    settings: { readonly values: { readonly AUTHENGINE_DATA_DIR: string } },
    private readonly sent: () => Promise<void> = () => Promise.resolve(),
  ) {
    this.mailbox = new DevMailbox(settings.values.AUTHENGINE_DATA_DIR);
  }

  /** Resolves when every mail that was due has been sent. */
  settle(): Promise<void> {
    return this.sent();
  }

  /** What has arrived so far, newest first. To show that something was not sent, `settle` before. */
  all(to?: string): Promise<MailboxMessageDto[]> {
    return this.mailbox.list({ to });
  }

  /** The newest mail to `to` (with this in its subject); waits for it, since mails go out after the answer. */
  async latest(to: string, subject = ''): Promise<MailboxMessageDto> {
    const deadline = Date.now() + PATIENCE_MS;
    await this.sent();
    do {
      const found = (await this.all(to)).find((mail) => mail.subject.includes(subject));
      if (found) return found;
      await sleep(LOOK_EVERY_MS);
    } while (Date.now() < deadline);
    throw new Error(`no mail to ${to}${subject && ` about "${subject}"`} within ${PATIENCE_MS} ms`);
  }

  /** The token of the link in the newest mail to `to`. */
  async token(to: string, subject?: string): Promise<string> {
    const { text } = await this.latest(to, subject);
    const token = /#token=([^\s&]+)/.exec(text)?.[1];
    if (token === undefined) throw new Error(`the newest mail to ${to} has no link with a token`);
    return decodeURIComponent(token);
  }

  /** Of all that was due until now. */
  async clear(): Promise<void> {
    await this.sent();
    await this.mailbox.clear();
  }
}
