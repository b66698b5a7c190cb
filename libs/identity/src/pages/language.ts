import { MESSAGES, type Language } from './messages/messages.js';

const OTHERWISE: Language = 'en';
/** No browser names more. */
const MOST = 20;
const LONGEST = 1024;

/** The first language that there is: of `ui_locales` (OpenID Connect Core section 3.1.2.1), else of Accept-Language, the best liked first. */
export function chooseLanguage(uiLocales: unknown, acceptLanguage: string | undefined): Language {
  const asked = typeof uiLocales === 'string' && uiLocales.length <= LONGEST ? uiLocales.split(' ').slice(0, MOST) : [];
  return [...asked, ...liked(acceptLanguage ?? '')].map(languageOf).find((language) => language !== undefined) ?? OTHERWISE;
}

/** RFC 9110 section 12.5.4. */
function liked(header: string): string[] {
  if (header.length > LONGEST) return [];
  return header
    .split(',')
    .slice(0, MOST)
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';').map((text) => text.trim());
      const q = parameters.find((parameter) => parameter.startsWith('q='));
      return { tag, weight: q === undefined ? 1 : Number(q.slice(2)) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ tag }) => tag);
}

/** `pt-BR` is told in `pt`. */
function languageOf(tag: string): Language | undefined {
  const primary = tag.split('-')[0]?.toLowerCase() ?? '';
  return Object.hasOwn(MESSAGES, primary) ? (primary as Language) : undefined;
}
