import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';

/** Of 4: fewer than 10^10 guesses would do, a day's work for whoever has the hash. */
const ENOUGH = 4;

/** Whether zxcvbn finds it in few guesses: leaked ones, dates, keyboard rows, repetitions, and what stands in `about`. */
export function isFoundSoon(password: string, about: readonly string[]): boolean {
  return new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs }).check(password, [...about]).score < ENOUGH;
}
