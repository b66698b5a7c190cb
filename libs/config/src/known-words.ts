import { withoutRuns } from './without-runs.js';

/** Words that people use to invent secrets: READMEs, tutorials, sample files, people in a hurry. */
const WORDS = `password passwords passwd passw pass passphrase phrase pwd secret secrets secure secured securely security safe strong stronger strongest long longer very super mega ultra
  admin admins administrator administration superadmin superuser supersecret root user users username guest owner master account accounts login logon signin access
  my your yours our this that these those the thing some any other another same here there it is are be must should will can not do dont never ever now please
  change changed changeme changeit changethis replace replaceme replacethis enter insert put use using type set choose pick pickyour generate generated create make add fill
  in into on at for from with without to of or and me a an as by before after only
  default defaults initial first new old temp temporary tmp placeholder example examples sample demo test tests testing tester dummy fake insecure unsafe todo fixme none null
  key keys secretkey jwt token tokens session cookie signing signature encryption hash salt api app apps application service services server system software site website web company corp organization organisation business
  auth authengine authentication authorization engine identity welcome letmein hello world qwerty qwertyuiop asdf asdfgh asdfghjkl zxcv zxcvbn zxcvbnm iloveyou
  local localhost dev development developer stage staging prod production live deploy deployment environment env config configuration docker compose
  random string text value values character characters char chars letters number numbers digits symbols least minimum min bit bits byte bytes hex base openssl rand enough good great best better correct valid real
  complex complicated unique private public personal important nobody anybody somebody anyone someone anywhere somewhere one two three
  db database postgres postgresql redis mongo mongodb fastapi nestjs node python django`
  .split(/\s+/)
  .sort((a, b) => b.length - a.length);

/** The signs that people write in place of a letter. */
const LEET: Readonly<Record<string, string>> = { a: 'a@4', b: 'b8', e: 'e3', g: 'g9', i: 'i1!|', l: 'l1|', o: 'o0', s: 's5$', t: 't7+', z: 'z2' };
/** Every random text contains shorter words, so they count only beside one word of this length. */
const TELLING = 5;
const LONG = 4;
const LONG_TOGETHER = 8;
/**
 * The least share of the text, without repetitions and counting, that must be words: a long random key contains fewer
 * by chance.
 */
const SHARE = 0.35;

/** The cheapest way to read the text up to a place: the characters left over, and its last word. */
interface Reading {
  readonly letters: number;
  readonly others: number;
  readonly word: string | null;
}

/**
 * The rest of the text, in lower case, without the known words, taken out so that the fewest letters stay. The whole
 * text when it contains too few known words.
 */
export function withoutKnownWords(input: string): string {
  const text = input.normalize('NFKC').toLowerCase();
  const readings = read(text);
  const words: string[] = [];
  let left = '';
  for (let end = text.length; end > 0; ) {
    const word = readings[end]?.word ?? null;
    if (word === null) left = text.charAt(end - 1) + left;
    else words.push(word);
    end -= word?.length ?? 1;
  }
  return tells(words) && text.length - left.length >= SHARE * withoutRuns(text).length ? left : text;
}

function read(text: string): Reading[] {
  const readings: Reading[] = [{ letters: 0, others: 0, word: null }];
  for (let start = 0; start < text.length; start += 1) {
    const { letters, others } = readings[start] ?? { letters: 0, others: 0 };
    const isLetter = /\p{L}/u.test(text.charAt(start));
    offer(readings, start + 1, { letters: letters + (isLetter ? 1 : 0), others: others + (isLetter ? 0 : 1), word: null });
    for (const word of WORDS) if (standsAt(text, start, word)) offer(readings, start + word.length, { letters, others, word });
  }
  return readings;
}

function offer(readings: Reading[], at: number, reading: Reading): void {
  const best = readings[at];
  if (!best || reading.letters < best.letters || (reading.letters === best.letters && reading.others < best.others)) readings[at] = reading;
}

function standsAt(text: string, start: number, word: string): boolean {
  if (start + word.length > text.length) return false;
  for (let i = 0; i < word.length; i += 1) {
    const letter = word.charAt(i);
    if (!(LEET[letter] ?? letter).includes(text.charAt(start + i))) return false;
  }
  return true;
}

function tells(words: readonly string[]): boolean {
  const long = words.filter(({ length }) => length >= LONG).reduce((sum, { length }) => sum + length, 0);
  return words.some(({ length }) => length >= TELLING) || long >= LONG_TOGETHER;
}
