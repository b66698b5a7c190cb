import type { MailContent } from './mail-content.js';
import { markup, type Markup } from './markup.js';

// Mail clients drop style sheets, so each element carries its style. Contrast is at least 4.5:1 (WCAG 2.2, 1.4.3).
const BODY = 'margin:0;padding:24px;background:#f4f5f7;color:#1c2530;font:16px/1.5 system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif';
const CARD = 'max-width:560px;margin:0 auto;padding:32px;background:#ffffff;border-radius:8px';
const TITLE = 'margin:0 0 16px;font-size:22px;line-height:1.3';
const BUTTON = 'display:inline-block;padding:12px 20px;border-radius:6px;background:#1d4ed8;color:#ffffff;font-weight:600;text-decoration:none';
const SMALL = 'margin:0 0 8px;color:#4b5563;font-size:14px';
const LINK = 'color:#1d4ed8;word-break:break-all';
const HIDDEN = 'display:none;max-height:0;overflow:hidden';

/** The HTML: readable without images, by a screen reader, and in dark mode. Every value must be one line. */
export function renderHtml(content: MailContent, appName: string): string {
  const { subject, preheader, paragraphs, action, footer = [] } = content;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${subject}</title>
</head>
<body style="${BODY}">
${preheader ? markup`<div style="${HIDDEN}">${preheader}</div>\n` : undefined}<main style="${CARD}">
<h1 style="${TITLE}">${subject}</h1>
${paragraphs.map((paragraph) => markup`<p style="margin:0 0 16px">${paragraph}</p>\n`)}${action ? actionBlock(action) : undefined}${footer.map((line) => markup`<p style="${SMALL}">${line}</p>\n`)}<p style="${SMALL}">${appName}</p>
</main>
</body>
</html>
`.toString();
}

function actionBlock({ label, url }: NonNullable<MailContent['action']>): Markup {
  return markup`<p style="margin:24px 0"><a href="${url}" style="${BUTTON}">${label}</a></p>
<p style="${SMALL}">If the button does not work, open this link: <a href="${url}" style="${LINK}">${url}</a></p>
`;
}
