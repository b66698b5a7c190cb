import { createHash } from 'node:crypto';
import { markup, type Markup } from '../content/markup.js';
import type { MailboxMessageDto } from './dto/mailbox-message.dto.js';

const STYLE = `body{margin:2rem auto;max-width:60rem;padding:0 1rem;font:16px/1.5 system-ui,sans-serif;color-scheme:light dark}
table{border-collapse:collapse;width:100%}th,td{padding:.4rem .8rem .4rem 0;text-align:left;vertical-align:top;overflow-wrap:anywhere}
tr+tr{border-top:1px solid #8886}pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit}dt{font-weight:600}dd{margin:0 0 .5rem}`;

/** The page runs, loads, frames and submits nothing; the style sheet above is its only one. */
export const MAILBOX_CSP = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const LINK = /(https?:\/\/[^\s<>"]+)/;

export function mailboxListPage(messages: readonly MailboxMessageDto[], path: string): string {
  const rows = messages.map(
    (message) => markup`<tr><td><time datetime="${message.created_at}">${message.created_at}</time></td><td>${message.to}</td><td><a href="${path}/${message.id}">${message.subject || '(no subject)'}</a></td></tr>\n`,
  );
  const table = markup`<table>\n<thead><tr><th scope="col">Queued</th><th scope="col">To</th><th scope="col">Subject</th></tr></thead>\n<tbody>\n${rows}</tbody>\n</table>`;
  return page('Dev mailbox', markup`<h1>Dev mailbox</h1>\n${messages.length === 0 ? markup`<p>No mail yet. Reload after the next one.</p>` : table}`);
}

export function mailboxMessagePage(message: MailboxMessageDto, path: string): string {
  return page(
    message.subject,
    markup`<p><a href="${path}">All mails</a></p>
<h1>${message.subject}</h1>
<dl><dt>To</dt><dd>${message.to}</dd><dt>Queued</dt><dd><time datetime="${message.created_at}">${message.created_at}</time></dd></dl>
<pre>${withLinks(message.text)}</pre>`,
  );
}

/** The escaped text, with its web addresses as links. */
function withLinks(text: string): Markup[] {
  return text.split(LINK).map((part, i) => (i % 2 === 1 ? markup`<a href="${part}" rel="noreferrer noopener">${part}</a>` : markup`${part}`));
}

function page(title: string, body: Markup): string {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title}</title>
${styleElement()}
</head>
<body>
${body}
</body>
</html>
`.toString();
}

/** The style sheet contains nothing that escaping changes; otherwise its hash would not match. */
function styleElement(): Markup {
  return markup`<style>${STYLE}</style>`;
}
