import { Settings } from '@authengine/config';
import { Public, RequestErrors } from '@authengine/contracts';
import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { mailboxListPage, mailboxMessagePage, MAILBOX_CSP } from './dev-mailbox-page.js';
import { DevMailbox } from './dev-mailbox.js';
import type { MailboxMessageDto } from './dto/mailbox-message.dto.js';
import { MailboxQueryDto } from './dto/mailbox-query.dto.js';

/** Outside the base URL: the server adds no prefix to this path. */
const DEV_MAILBOX_PATH = 'dev/mailbox';

const HTML = 'text/html; charset=utf-8';

/** The dev mailbox, for a browser and for tests. It exists only where mails are kept instead of sent. */
@ApiExcludeController()
@Controller(DEV_MAILBOX_PATH)
export class DevMailboxController {
  private readonly page: string;

  constructor(
    private readonly mailbox: DevMailbox,
    { publicPath }: Settings,
  ) {
    this.page = `${publicPath}/${DEV_MAILBOX_PATH}`;
  }

  @Public()
  @Get()
  @Header('Content-Type', HTML)
  @Header('Content-Security-Policy', MAILBOX_CSP)
  @Header('Referrer-Policy', 'no-referrer')
  @Header('Cache-Control', 'no-store')
  async all(): Promise<string> {
    return mailboxListPage(await this.mailbox.list(), this.page);
  }

  @Public()
  @Get('messages')
  @Header('Cache-Control', 'no-store')
  list(@Query() { to, limit }: MailboxQueryDto): Promise<MailboxMessageDto[]> {
    return this.mailbox.list({ to, limit });
  }

  @Public()
  @Get(':id')
  @Header('Content-Type', HTML)
  @Header('Content-Security-Policy', MAILBOX_CSP)
  @Header('Referrer-Policy', 'no-referrer')
  @Header('Cache-Control', 'no-store')
  async message(@Param('id') id: string): Promise<string> {
    const message = await this.mailbox.find(id);
    if (!message) throw RequestErrors.not_found();
    return mailboxMessagePage(message, this.page);
  }
}
