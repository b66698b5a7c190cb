import type { OpenAPIObject } from '@nestjs/swagger';
import { objectsIn } from './schemas.js';

/** What JavaScript alone reads so: `\p{…}`, `\u{…}`, `(?<name>…)`, `\cX`. Python's and Java's compilers stop at some of them. */
const JAVASCRIPT_ONLY = /\\[pPuc]|\(\?</;

/**
 * Leaves out of the document the patterns that not every language's regular expressions can read (JSON Schema,
 * "Regular Expressions", recommends what all share). The server holds bodies to them all the same.
 */
export function keepPortablePatterns(document: OpenAPIObject): void {
  for (const [, object] of objectsIn(document)) {
    if (typeof object['pattern'] === 'string' && JAVASCRIPT_ONLY.test(object['pattern'])) delete object['pattern'];
  }
}
