import { isEmail } from '@authengine/kernel';

const MAX = 40;
const MAX_LOCAL = 30;
const USER_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,38}$/;
/** Words that are links or addresses, or that a mail program would turn into one. */
const LINK = /:\/|\/\/|^www\.|\\|[^\s@]@[^\s@]|^[a-z][a-z\d+.-]*:\S/iu;
/** A dot between letters makes a host name. */
const INNER_DOT = /(?<=[\p{L}\p{M}\p{N}])[.。](?=[\p{L}\p{M}\p{N}])/gu;
/** All characters except those that people and organizations use in their names. */
const FOREIGN = /[^\p{L}\p{M}\p{N} .,&+!'’()/–-]+/gu;
const INVISIBLE = /[\p{Cf}\p{Cs}\p{Co}\p{Cn}]+/gu;
const STACKED_MARKS = /(\p{M}{2})\p{M}+/gu;
/**
 * Phones make a link of a long number, and people call it. It is digits of any script, with anything but letters
 * between them.
 */
const LONG_NUMBER = /(?:\p{N}[^\p{N}\p{Ll}\p{Lu}\p{Lt}\p{Lo}]*){7,}/gu;

/**
 * The name that somebody typed for an organization or a person, for a mail to a possible stranger: quoted, on one short
 * line, without a link or anything that a mail program turns into one. The name must not become a message of its own.
 * Null when nothing of it remains.
 */
export function typed(text: string): string | null {
  const words = text
    .toWellFormed()
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .split(/\s+/u)
    .filter((word) => !LINK.test(word) && !isPath(word))
    .join(' ');
  // A removed part leaves a space, so that its neighbours do not join into a link.
  const plain = words.replace(FOREIGN, ' ').replace(LONG_NUMBER, ' ').replace(STACKED_MARKS, '$1').replace(INNER_DOT, ' ').replace(/\bwww\./gi, 'www ').replace(/ +/g, ' ').trim();
  return /[\p{L}\p{N}]/u.test(plain) ? `“${shortened(plain, MAX)}”` : null;
}

/**
 * An address that somebody gave, shortened for a mail to somebody else. Null when its first part could be read as a
 * link or a message. Of a long domain the end is shown: it names the owner, and the owner chooses what stands before
 * it.
 */
export function typedAddress(address: string): string | null {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  if (!isEmail(address) || !/^[\p{L}\p{M}\p{N}.+_-]+$/u.test(local) || /^www\./i.test(local)) return null;
  return `${shortened(local, MAX_LOCAL)}@${endOf(address.slice(at + 1), MAX)}`;
}

/** A user name at another service. Null when it is not a plain user name, or is a telephone number. */
export function typedUserName(name: string): string | null {
  return USER_NAME.test(name) && name.search(LONG_NUMBER) < 0 ? name : null;
}

/** `evil.example/login`, but not `AC/DC`. */
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
