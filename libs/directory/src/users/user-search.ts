import { canonicalEmail, isEmail } from '@authengine/kernel';
import { folded } from '@authengine/persistence';

/** Fewer letters are looked for where a word begins: an index of triples has nothing to say about less in the middle of one. */
const ANYWHERE_FROM = 3;

/**
 * What a user is searched by, as SQL over the row `alias`: address, username, first and last name, each after a space.
 * The index `users_search_idx` is on this expression, letter by letter.
 */
function searchedText(alias: string): string {
  const { email, username, first, last } = { email: `${alias}.email`, username: `${alias}.username`, first: `${alias}.first_name`, last: `${alias}.last_name` };
  return folded(`' ' || coalesce(${email}, '') || ' ' || coalesce(${username}, '') || ' ' || coalesce(${first}, '') || ' ' || coalesce(${last}, '')`);
}

/** The condition that the user `alias` contains the words that `parameter` (`$2`, `:words`) holds as `userSearchPattern` gives them. */
export function userSearchCondition(alias: string, parameter: string): string {
  return `${searchedText(alias)} LIKE ${folded(parameter)}`;
}

/** Words as people type them, in whatever case, as a pattern for `userSearchCondition`. An address is looked for in the form that it is kept in. */
export function userSearchPattern(words: string): string {
  const literal = (isEmail(words) ? canonicalEmail(words) : words).replace(/[\\%_]/g, '\\$&');
  return [...words].length < ANYWHERE_FROM ? `% ${literal}%` : `%${literal}%`;
}
