import type { MailContent, RenderedMail } from './mail-content.js';
import { oneLine } from './one-line.js';
import { renderHtml } from './render-html.js';
import { renderText } from './render-text.js';

const MAX_SUBJECT = 120;
const MAX_LABEL = 60;
const MAX_LINE = 2_000;

/**
 * The mail as plain text and as HTML that loads no images, styles or fonts.
 * @throws TypeError when the action's link is not an http or https URL
 */
export function renderMail(content: MailContent, appName: string): RenderedMail {
  const safe: MailContent = {
    subject: oneLine(content.subject, MAX_SUBJECT),
    preheader: oneLine(content.preheader ?? '', MAX_LINE),
    paragraphs: content.paragraphs.map((paragraph) => oneLine(paragraph, MAX_LINE)),
    ...(content.action ? { action: { label: oneLine(content.action.label, MAX_LABEL), url: webUrl(content.action.url) } } : {}),
    footer: (content.footer ?? []).map((line) => oneLine(line, MAX_LINE)),
  };
  const sender = oneLine(appName, MAX_LABEL);
  return { subject: safe.subject, text: renderText(safe, sender), html: renderHtml(safe, sender) };
}

function webUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol !== 'https:' && parsed?.protocol !== 'http:') throw new TypeError('the link of a mail must be an http or https URL');
  return parsed.href;
}
