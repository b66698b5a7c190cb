import { chooseLanguage } from './language.js';

describe('the language of a page', () => {
  it.each([
    ['de', 'fr', 'de'],
    ['it zh-Hant-TW', 'fr', 'zh'],
    ['xx', 'fr;q=0.4, ja;q=0.9', 'ja'],
    [undefined, 'pt-BR,pt;q=0.9,en;q=0.8', 'pt'],
    [undefined, 'DE-at', 'de'],
    [undefined, 'es;q=0, fr;q=0.1', 'fr'],
    [undefined, undefined, 'en'],
    [undefined, '*', 'en'],
    [['de'], '', 'en'],
    ['constructor __proto__ toString', 'hasOwnProperty;q=x', 'en'],
    ['de '.repeat(10_000), ','.repeat(100_000), 'en'],
  ])('for ui_locales %p and Accept-Language %p', (uiLocales, acceptLanguage, language) => {
    expect(chooseLanguage(uiLocales, acceptLanguage)).toBe(language);
  });
});
