import type { MailContent } from './mail-content.js';

/** The plain text; the link stands in full on a line of its own. Takes values that are one line each. */
export function renderText(content: MailContent, appName: string): string {
  const { paragraphs, action, footer = [] } = content;
  const blocks = [
    ...paragraphs,
    ...(action ? [`${action.label}:\n${action.url}`] : []),
    ...(footer.length > 0 ? [footer.join('\n')] : []),
    appName,
  ];
  return `${blocks.join('\n\n')}\n`;
}
