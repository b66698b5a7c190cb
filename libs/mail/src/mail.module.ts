import { Settings } from '@authengine/config';
import { CryptoModule } from '@authengine/crypto';
import { Logger, Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { oneLine } from './content/one-line.js';
import { DevMailbox } from './dev-mailbox/dev-mailbox.js';
import { DevMailboxController } from './dev-mailbox/dev-mailbox.controller.js';
import { DevMailboxTransport } from './dev-mailbox/dev-mailbox.transport.js';
import { Mailer } from './mailer.js';
import { MailDelivery } from './queue/mail-delivery.js';
import { MailQueue } from './queue/mail-queue.js';
import { QueuedMail } from './queue/queued-mail.entity.js';
import { QueuedMails } from './queue/queued-mails.js';
import { SealedMail } from './queue/sealed-mail.js';
import { MailRelay } from './relay/mail-relay.js';
import { RelayCheck } from './relay/relay-check.js';
import { MailRequestRow } from './requests/mail-request.entity.js';
import { MailRequests } from './requests/mail-requests.js';
import { WaitingRequests } from './requests/waiting-requests.js';
import { MailTransport } from './transport/mail-transport.js';
import { smtpOptions } from './transport/smtp-options.js';
import { SmtpTransport } from './transport/smtp.transport.js';

/**
 * Gives every module the `Mailer`. Needs `Settings`, `Clock`, `Transactions` and `AuditTrail` from global modules.
 * Import it after the PersistenceModule, so that it stops before that one closes.
 */
@Module({})
export class MailModule {
  static forRoot(settings: Settings): DynamicModule {
    const { EMAIL_PROVIDER, AUTHENGINE_DATA_DIR } = settings.values;
    const mailbox = EMAIL_PROVIDER === 'console' && !settings.production ? new DevMailbox(AUTHENGINE_DATA_DIR) : undefined;
    return {
      module: MailModule,
      global: true,
      imports: [CryptoModule, TypeOrmModule.forFeature([QueuedMail, MailRequestRow])],
      controllers: mailbox ? [DevMailboxController] : [],
      providers: [
        ...(mailbox ? [{ provide: DevMailbox, useValue: mailbox }] : []),
        { provide: MailTransport, useFactory: () => (mailbox ? devMailboxTransport(mailbox, settings) : smtpTransport(settings)) },
        QueuedMails,
        SealedMail,
        MailDelivery,
        WaitingRequests,
        MailRequests,
        MailQueue,
        MailRelay,
        RelayCheck,
        Mailer,
      ],
      exports: [Mailer, MailQueue, MailRelay, MailRequests],
    };
  }
}

function devMailboxTransport(mailbox: DevMailbox, { values }: Settings): MailTransport {
  if (values.SMTP_URL) new Logger('Mail').warn('SMTP_URL is set, but mails stay in the dev mailbox until EMAIL_PROVIDER=smtp is set too');
  return new DevMailboxTransport(mailbox);
}

function smtpTransport(settings: Settings): MailTransport {
  const { values } = settings;
  return new SmtpTransport(smtpOptions(settings), { name: values.EMAIL_SENDER.name ?? oneLine(values.APP_NAME, 60), address: values.EMAIL_SENDER.address });
}
