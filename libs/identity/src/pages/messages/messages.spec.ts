import { en, type MessageKey } from './en.js';
import { MESSAGES } from './messages.js';

const placeholders = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

describe.each(Object.entries(MESSAGES))('the messages in %s', (_, messages) => {
  it('are all there, and no others', () => {
    expect(Object.keys(messages).sort()).toEqual(Object.keys(en).sort());
  });

  it('have the same places to fill in', () => {
    const differing = Object.entries(messages).filter(([key, text]) => placeholders(text).join() !== placeholders(en[key as MessageKey]).join());
    expect(differing).toEqual([]);
  });

  it('are no empty texts, and hold no markup', () => {
    expect(Object.values<string>(messages).filter((text) => text.trim() === '' || /[<>]/.test(text))).toEqual([]);
  });
});

it('another language is another text', () => {
  const { en: english, ...others } = MESSAGES;
  const longer = (Object.keys(english) as MessageKey[]).filter((key) => english[key].split(' ').length > 3);
  for (const messages of Object.values(others)) expect(longer.filter((key) => messages[key] === english[key])).toEqual([]);
});
