export type { MailContent } from './content/mail-content.js';
export { typed, typedAddress } from './content/typed.js';
export { DevMailbox } from './dev-mailbox/dev-mailbox.js';
export type { MailboxMessageDto } from './dev-mailbox/dto/mailbox-message.dto.js';
export { MailModule } from './mail.module.js';
export { Mailer } from './mailer.js';
export { MailRequestKind } from './requests/mail-request-kind.js';
export { MailRequests } from './requests/mail-requests.js';
export { MailQueue } from './queue/mail-queue.js';
