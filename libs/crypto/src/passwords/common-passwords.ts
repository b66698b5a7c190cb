import { dictionary } from '@zxcvbn-ts/language-common';

/** People build passwords on the first words of the list; words further down are refused only as they stand. */
const MAX_BASE_RANK = 5_000;
/** A password is built on a word only when the word has at least this many characters. */
const MIN_WORD = 4;
/** Up to this many digits and signs around a word are decoration; more may be a secret of their own. */
const MAX_DECORATION = 6;
const LEET: Readonly<Record<string, string>> = { '@': 'a', '4': 'a', '3': 'e', '1': 'i', '!': 'i', '0': 'o', $: 's', '5': 's', '7': 't' };

let ranks: ReadonlyMap<string, number> | undefined;

/** The word's place in the packaged list, the most used first. The index is built on first use, not at start. */
function rank(word: string): number {
  ranks ??= new Map(dictionary['passwords-common'].map((password, place) => [password, place]));
  return ranks.get(word) ?? Infinity;
}

/**
 * Whether guessers try this password early. It is on the packaged list of about 49,000 leaked passwords, or it is one
 * of them changed in the usual ways: capitals and signs (`Abc@1234`), a few digits and signs around a word
 * (`Password123!`), letters written as digits (`P@ssw0rd1`).
 */
export function isCommonPassword(password: string): boolean {
  const text = password.normalize('NFKC').toLowerCase();
  return rank(text) < Infinity || isListedWithoutSigns(text) || isDecoratedWord(text);
}

function isListedWithoutSigns(text: string): boolean {
  const signless = text.replace(/[^\p{L}\p{N}]/gu, '');
  return text.length - signless.length <= MAX_DECORATION && rank(signless) < Infinity;
}

function isDecoratedWord(text: string): boolean {
  const ended = text.slice(0, endOfLetters(text));
  // A sign in front is decoration (`!admin1`) or the first letter (`@dmin1`).
  return [ended, ended.replace(/^[^\p{L}]+/u, '')].some(
    (word) => word.length >= MIN_WORD && text.length - word.length <= MAX_DECORATION && (isBase(word) || isBase(unleet(word))),
  );
}

/** The position after the last letter. */
function endOfLetters(text: string): number {
  let end = 0;
  for (const letter of text.matchAll(/\p{L}/gu)) end = letter.index + letter[0].length;
  return end;
}

function unleet(word: string): string {
  return word.replace(/[@4310!$57]/g, (sign) => LEET[sign] ?? sign);
}

function isBase(word: string): boolean {
  return rank(word) < MAX_BASE_RANK;
}
