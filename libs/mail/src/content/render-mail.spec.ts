import fc from 'fast-check';
import type { MailContent } from './mail-content.js';
import { renderMail } from './render-mail.js';

const URL_WITH_TOKEN = 'https://auth.example.com/verify-email?lang=en&from=mail#token=abc-DEF_123';

const mailOf = (name: string): MailContent => ({
  subject: `${name} invites you`,
  preheader: `A word from ${name}`,
  paragraphs: [`Hello ${name},`, 'please confirm your address.'],
  action: { label: `Join ${name}`, url: URL_WITH_TOKEN },
  footer: [`Sent for ${name}.`],
});

const tagsOf = (html: string): string[] => html.match(/<[^>]*>/g) ?? [];

describe('renderMail', () => {
  it('has the link in full in the text, on a line of its own, and twice in the HTML', () => {
    const { text, html } = renderMail(mailOf('Ada'), 'Acme');
    expect(text.split('\n')).toContain(URL_WITH_TOKEN);
    expect(html.split(`href="${URL_WITH_TOKEN.replaceAll('&', '&amp;')}"`)).toHaveLength(3);
  });

  it('says who it is from', () => {
    const { text, html } = renderMail(mailOf('Ada'), 'Acme & Sons');
    expect(text).toContain('Acme & Sons');
    expect(html).toContain('Acme &amp; Sons');
  });

  it.each([
    ['HTML', '<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)&gt;'],
    ['an attribute breakout', '"><script>alert(1)</script>', '&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['template markers', '{{7*7}} ${7*7} <%= 7*7 %>', '{{7*7}} ${7*7} &lt;%= 7*7 %&gt;'],
    ['an entity', '&lt;b&gt;', '&amp;lt;b&amp;gt;'],
  ])('shows %s in a name as it was typed', (_what, name, escaped) => {
    const { html, text } = renderMail(mailOf(name), 'Acme');
    expect(html).toContain(`Hello ${escaped},`);
    expect(text).toContain(`Hello ${name},`);
  });

  it('has the same elements whatever the values are', () => {
    const expected = tagsOf(renderMail(mailOf('Ada'), 'Acme').html);
    const hostile = fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', '/', '`', '\r', '\n', '\0', 'a', '\u2028', '\ud800', 'é') });
    fc.assert(
      fc.property(hostile, (name) => {
        const { html, subject } = renderMail(mailOf(`x${name}`), 'Acme');
        expect(tagsOf(html)).toEqual(expected);
        expect(html.isWellFormed()).toBe(true);
        expect(subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  it('keeps the subject to one line of at most 120 characters', () => {
    expect(renderMail({ ...mailOf(''), subject: 'Hi\r\nBcc: eve@evil.test\u2028there' }, 'Acme').subject).toBe('Hi Bcc: eve@evil.test there');
    const long = renderMail({ ...mailOf(''), subject: '🙂'.repeat(500) }, 'Acme').subject;
    expect([...long]).toHaveLength(120);
    expect(long.endsWith('🙂…')).toBe(true);
  });

  it('lets no value add lines to the text or turn its direction', () => {
    const honest = renderMail(mailOf('Ada'), 'Acme').text.split('\n').length;
    const { text } = renderMail(mailOf('Ada\r\n\r\nYour account is locked. Go to:\nhttps://evil.test\u202e'), 'Acme');
    expect(text.split('\n')).toHaveLength(honest);
    expect(text).not.toContain('\u202e');
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', '//evil.test', '/relative', ''])('refuses %p as a link', (url) => {
    expect(() => renderMail({ ...mailOf('Ada'), action: { label: 'Go', url } }, 'Acme')).toThrow(TypeError);
  });

  it('does without preheader, action and footer', () => {
    const { text, html } = renderMail({ subject: 'Done', paragraphs: ['Your password was changed.'] }, 'Acme');
    expect(text).toBe('Your password was changed.\n\nAcme\n');
    expect(html).not.toContain('<a ');
    expect(html).not.toContain('display:none');
  });
});
