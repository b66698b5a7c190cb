import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { ConfigurationError } from './configuration-error.js';

const NAME = /^\s*(?:export\s+)?[a-z_]\w*\s*=/i;
const QUOTES = new Set(['"', "'", '`']);

/**
 * The process's variables; those that are not set come from `.env` in the working directory.
 * @throws ConfigurationError naming every line that the parser would read differently from what it seems to say
 */
export function readEnvironment(): NodeJS.ProcessEnv {
  const file = resolve('.env');
  const text = readIfThere(file);
  if (text === undefined) return process.env;
  const faults = malformedLines(text).map(({ line, what }) => `${file}, line ${line}: ${what}`);
  if (faults.length > 0) throw new ConfigurationError(faults);
  for (const [name, value] of Object.entries(parseEnv(text))) process.env[name] ??= value;
  return process.env;
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new ConfigurationError([`${file} cannot be read (${code})`]);
  }
}

/**
 * Node's parser never complains: it joins a line without `=` to the next one, ends a value at `#`, and drops text after
 * a quote.
 */
function malformedLines(text: string): { readonly line: number; readonly what: string }[] {
  const faults: { line: number; what: string }[] = [];
  const lines = text.split(/\r?\n/);
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i] ?? '';
    if (/^\s*(?:#|$)/.test(line)) continue;
    const [name] = NAME.exec(line) ?? [];
    if (name === undefined) {
      faults.push({ line: i + 1, what: 'must be NAME=value, a comment, or empty' });
      continue;
    }
    const value = line.slice(name.length).trim();
    if (!QUOTES.has(value.charAt(0))) {
      if (/\S#/.test(value)) faults.push({ line: i + 1, what: 'the value must be quoted, since it ends at the # otherwise' });
      continue;
    }
    const rest = [value.slice(1), ...lines.slice(i + 1)].join('\n');
    const end = rest.indexOf(value.charAt(0));
    if (end < 0) {
      faults.push({ line: i + 1, what: 'the quote is not closed' });
      continue;
    }
    const after = rest.slice(end + 1).split('\n', 1)[0] ?? '';
    if (!/^\s*(?:#.*)?$/.test(after)) faults.push({ line: i + 1, what: 'something follows the closing quote' });
    i += rest.slice(0, end).split('\n').length - 1;
  }
  return faults;
}
