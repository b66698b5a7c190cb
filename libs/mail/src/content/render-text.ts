import type { MailContent } from './mail-content.js';

/** The plain text; the full link stands on a line of its own. Every value must be one line. */
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
