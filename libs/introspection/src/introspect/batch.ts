import { RequestErrors } from '@authengine/contracts';
import type { FieldError } from '@authengine/kernel';
import { readQuestion, type Question } from './question.js';

const MAX_QUESTIONS = 100;
const MAX_ERRORS = 20;

/**
 * The questions of a batch, in their order. A malformed one makes the whole call invalid, and the error has its index.
 * @throws RequestErrors.invalid
 */
export function toQuestions(fields: Readonly<Record<string, unknown>>): Question[] {
  const { tokens, ...others } = fields;
  const errors: FieldError[] = Object.keys(others).map((field) => ({ field: field.slice(0, 64), message: 'is not a field of this request' }));
  const entries: unknown[] = Array.isArray(tokens) ? tokens : [];
  if (entries.length === 0 || entries.length > MAX_QUESTIONS) errors.push({ field: 'tokens', message: `must be a list of 1 to ${MAX_QUESTIONS} questions` });
  const questions = entries.slice(0, MAX_QUESTIONS).map((entry, i) => questionIn(entry, errors, `tokens.${i}`));
  if (errors.length > 0) throw RequestErrors.invalid({ errors: errors.slice(0, MAX_ERRORS) });
  return questions;
}

function questionIn(entry: unknown, errors: FieldError[], place: string): Question {
  if (typeof entry === 'object' && entry !== null && !Array.isArray(entry)) return readQuestion(entry as Record<string, unknown>, errors, `${place}.`);
  errors.push({ field: place, message: 'must be an object' });
  return { token: null, tenantId: null, permissions: null, decisionOnly: false, minEpoch: 0 };
}
