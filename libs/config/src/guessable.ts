/** Words that sample configurations, tutorials and hurried people make secrets of. */
const WORDS =
  /change[-_ ]?(?:me|this|it|in)?|super[-_ ]?(?:secret|admin|user)?|secret|password|passwd|passphrase|administrator|admin|default|example|sample|insecure|placeholder|replace|auth[-_ ]?engine|welcome|letmein|qwerty(?:uiop)?|iloveyou|login|root|user|guest|test|demo|staging|development|dev|localhost|production|prod|your|with|the|this|that|key|jwt|token|long|enough|random|string|value|characters|least/g;
const LEET: Readonly<Record<string, string>> = { '@': 'a', '4': 'a', '3': 'e', '1': 'i', '!': 'i', '0': 'o', $: 's', '5': 's' };
const KEY_BITS = 100;
/** A known word and up to so many characters are still what is tried first: `Superadmin123!`. */
const DECORATION = 6;

/** Whether a key of whatever length says less than 100 bits besides known words, repetitions and counting. */
export function isGuessableKey(key: string): boolean {
  return Math.min(estimatedBits(withoutRuns(key)), estimatedBits(withoutRuns(withoutWords(key)))) < KEY_BITS;
}

/** Whether a person's password is little but known words, repetitions and counting, letters written as digits included. */
export function isGuessablePassword(password: string): boolean {
  const unleet = password.replace(/[@43!10$5]/g, (sign) => LEET[sign] ?? sign);
  return [password, unleet].some((text) => withoutRuns(withoutWords(text)).length <= DECORATION);
}

function withoutWords(text: string): string {
  return text.toLowerCase().replace(WORDS, '');
}

/** Of `abcdef`, `987654` and `aaaaaa` the first two characters are left: the others follow from them. */
function withoutRuns(text: string): string {
  const step = (i: number): number => text.charCodeAt(i) - text.charCodeAt(i - 1);
  return [...Array(text.length).keys()]
    .filter((i) => i < 2 || Math.abs(step(i)) > 1 || step(i) !== step(i - 1))
    .map((i) => text.charAt(i))
    .join('');
}

/** Shannon's estimate over the value's own characters, of one period where it repeats itself. */
function estimatedBits(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  let perCharacter = 0;
  for (const count of counts.values()) perCharacter -= (count / value.length) * Math.log2(count / value.length);
  return perCharacter * periodOf(value);
}

/** After how many characters the value begins anew: where it is found again in itself written twice. */
function periodOf(value: string): number {
  return (value + value).indexOf(value, 1);
}
