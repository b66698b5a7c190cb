import { dictionary } from '@zxcvbn-ts/language-common';

/** A word needs this many characters to be what a password is built on. */
const MIN_WORD = 4;
/** Digits and signs around a word up to this many are decoration; more of them may be a secret of its own. */
const MAX_DECORATION = 6;
const LEET: Readonly<Record<string, string>> = { '@': 'a', '4': 'a', '3': 'e', '1': 'i', '!': 'i', '0': 'o', $: 's', '5': 's', '7': 't' };

let listed: ReadonlySet<string> | undefined;

/** Built on first use: a process that checks no password does not pay for it. */
function isListed(word: string): boolean {
  listed ??= new Set(dictionary['passwords-common']);
  return listed.has(word);
}

/**
 * Whether guessers try this password early: it is on the packaged list of leaked ones, or becomes so
 * by what people do to satisfy composition rules: capitals, signs (`Abc@1234`), a few digits and signs
 * around a word (`Password123!`), letters written as digits (`P@ssw0rd`).
 */
export function isCommonPassword(password: string): boolean {
  const text = password.normalize('NFKC').toLowerCase();
  return isListed(text) || isListed(text.replace(/[^\p{L}\p{N}]/gu, '')) || isDecoratedWord(text);
}

function isDecoratedWord(text: string): boolean {
  const word = text.replace(/^[^\p{L}]+/u, '').replace(/[^\p{L}]+$/u, '');
  if (word.length < MIN_WORD || text.length - word.length > MAX_DECORATION) return false;
  return isListed(word) || isListed(word.replace(/[@4310!$57]/g, (sign) => LEET[sign] ?? sign));
}
