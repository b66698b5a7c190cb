import { canonicalEmail, isEmail } from '@authengine/kernel';
import { folded } from '@authengine/persistence';

/**
 * Fewer letters are only found where a word begins: a trigram index cannot help with fewer than three letters inside a
 * word.
 */
const ANYWHERE_FROM = 3;

/**
 * The text that a search looks in, as SQL over the row `alias`: address, username, first and last name, each after a
 * space. The index `users_search_idx` is on exactly this expression, so every character counts.
 */
function searchedText(alias: string): string {
  const { email, username, first, last } = { email: `${alias}.email`, username: `${alias}.username`, first: `${alias}.first_name`, last: `${alias}.last_name` };
  return folded(`' ' || coalesce(${email}, '') || ' ' || coalesce(${username}, '') || ' ' || coalesce(${first}, '') || ' ' || coalesce(${last}, '')`);
}

/**
 * The condition that the user `alias` matches the pattern in `parameter` (`$2`, `:words`); `userSearchPattern` makes
 * the pattern.
 */
export function userSearchCondition(alias: string, parameter: string): string {
  return `${searchedText(alias)} LIKE ${folded(parameter)}`;
}

/**
 * The pattern of the words that a person types, in any case, for `userSearchCondition`. An address is searched in its
 * canonical form.
 */
export function userSearchPattern(words: string): string {
  const literal = (isEmail(words) ? canonicalEmail(words) : words).replace(/[\\%_]/g, '\\$&');
  return [...words].length < ANYWHERE_FROM ? `% ${literal}%` : `%${literal}%`;
}
