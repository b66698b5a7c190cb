import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';

/** The highest score. Below it, fewer than 10^10 guesses are enough: a day's work for a thief of the hash. */
const ENOUGH = 4;

/** Whether zxcvbn needs few guesses: leaked passwords, dates, keyboard rows, repetitions, and the words in `about`. */
export function isFoundSoon(password: string, about: readonly string[]): boolean {
  return new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs }).check(password, [...about]).score < ENOUGH;
}
