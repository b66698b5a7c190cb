import { isEmail } from '@authengine/kernel';

const MAX = 40;
const MAX_LOCAL = 30;
const USER_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,38}$/;
/** Whole words that are links or addresses, or would be made into one. */
const LINK = /:\/|\/\/|^www\.|\\|[^\s@]@[^\s@]|^[a-z][a-z\d+.-]*:\S/iu;
/** Between letters a dot makes the name of a host. */
const INNER_DOT = /(?<=[\p{L}\p{M}\p{N}])[.。](?=[\p{L}\p{M}\p{N}])/gu;
/** All else that names of people and organizations are written with stays. */
const FOREIGN = /[^\p{L}\p{M}\p{N} .,&+!'’()/–-]+/gu;
const INVISIBLE = /[\p{Cf}\p{Cs}\p{Co}\p{Cn}]+/gu;
const STACKED_MARKS = /(\p{M}{2})\p{M}+/gu;
/** Telephones make a link of it, and people call it: digits of any script, and between them whatever is no letter that is spelled with. */
const LONG_NUMBER = /(?:\p{N}[^\p{N}\p{Ll}\p{Lu}\p{Lt}\p{Lo}]*){7,}/gu;

/**
 * The name of an organization or a person, as somebody typed it, for a mail that a stranger may get: in quotes, on one
 * short line, without a link or what a mail program would make one of. It must not speak in our mails. Null where
 * nothing of it is left.
 */
export function typed(text: string): string | null {
  const words = text
    .toWellFormed()
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .split(/\s+/u)
    .filter((word) => !LINK.test(word) && !isPath(word))
    .join(' ');
  // What is taken out leaves a space, so that nothing becomes a link by it.
  const plain = words.replace(FOREIGN, ' ').replace(LONG_NUMBER, ' ').replace(STACKED_MARKS, '$1').replace(INNER_DOT, ' ').replace(/\bwww\./gi, 'www ').replace(/ +/g, ' ').trim();
  return /[\p{L}\p{N}]/u.test(plain) ? `“${shortened(plain, MAX)}”` : null;
}

/**
 * An address that somebody gave, for a mail to somebody else: shortened; null for one whose first part could be read as a
 * link or a message. Of a long domain the end is shown, which says whose it is: its owner chooses what stands before.
 */
export function typedAddress(address: string): string | null {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  if (!isEmail(address) || !/^[\p{L}\p{M}\p{N}.+_-]+$/u.test(local) || /^www\./i.test(local)) return null;
  return `${shortened(local, MAX_LOCAL)}@${endOf(address.slice(at + 1), MAX)}`;
}

/** What somebody signs in with elsewhere, that is no address; null for what is no plain user name, and for one that is a telephone number. */
export function typedUserName(name: string): string | null {
  return USER_NAME.test(name) && name.search(LONG_NUMBER) < 0 ? name : null;
}

/** `evil.example/login`, and not `AC/DC`. */
function isPath(word: string): boolean {
  return /[.。]/.test(word.slice(0, Math.max(0, word.lastIndexOf('/'))));
}

function shortened(text: string, max: number): string {
  const characters = [...text];
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join('').replace(/[.-]$/, '').trimEnd()}…`;
}

function endOf(domain: string, max: number): string {
  return domain.length <= max ? domain : `…${domain.slice(1 - max).replace(/^[.-]/, '')}`;
}
