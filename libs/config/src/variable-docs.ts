import { z } from 'zod';

/** The purpose of a variable, and whether its value may be shown. */
export interface VariableDoc {
  readonly section: string;
  readonly about: string;
  readonly secret?: boolean;
  /** A value to show in `.env.example` when there is no default. */
  readonly example?: string;
}

export const docs = z.registry<VariableDoc>();

/** A variable of an extension, with its description on the extension's page. */
export function setting<S extends z.ZodType>(schema: S, doc: Omit<VariableDoc, 'section'>): S {
  docs.add(schema, { section: 'Extensions', ...doc });
  return schema;
}

export function wholeNumber(min: number, max: number) {
  return z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .refine((n) => n >= min && n <= max, `must be between ${min} and ${max}`);
}

/** Texts between commas. */
export function list() {
  return z.string().transform((text) => text.split(',').map((item) => item.trim()).filter((item) => item !== ''));
}

const YES: ReadonlySet<string> = new Set(['true', '1', 'yes', 'on']);
const NO: ReadonlySet<string> = new Set(['false', '0', 'no', 'off']);

/** Yes or no, in all the usual words. */
export function flag(message = 'must be true or false') {
  return z
    .string()
    .toLowerCase()
    .refine((text) => YES.has(text) || NO.has(text), message)
    .transform((text) => YES.has(text));
}

/** One of these words, in either case. */
export function oneOf<const W extends readonly [string, ...string[]]>(words: W) {
  return z.string().toLowerCase().pipe(z.enum(words, `must be ${words.join(', ')}`.replace(/, ([^,]*)$/, ' or $1')));
}

/** The fault of a variable's value, to be written after its name; never the value itself. */
export class VariableFault extends Error {}

/** A variable that `read` parses, or refuses with a `VariableFault`. */
export function readBy<T>(read: (text: string) => T) {
  return z.string().transform((text, context) => {
    try {
      return read(text);
    } catch (error) {
      if (!(error instanceof VariableFault)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
      return z.NEVER;
    }
  });
}

/** For a value that its user parses: it is parsed here only to refuse a wrong one, and stays text. */
export function asItIs(read: (text: string) => unknown): (text: string) => string {
  return (text) => {
    read(text);
    return text;
  };
}

export function urlWith(protocols: readonly string[]) {
  return z.string().refine((text) => isUrlWith(protocols, text), `must be a URL with ${protocols.join(' or ')}`);
}

/**
 * As `urlWith`, for protocols whose address names one or several hosts (`redis+cluster://h1:6379,h2:6379`). A URL
 * cannot, so each host is checked in a URL of its own.
 */
export function urlOfHosts(one: readonly string[], several: readonly string[]) {
  return z.string().refine((text) => {
    const [whole = '', before = '', hosts = ''] = /^([^:/?#]+:\/\/(?:[^@/?#]*@)?)([^/?#]*)/.exec(text) ?? [];
    const after = text.slice(whole.length);
    return isUrlWith(one, text) || hosts.split(',').every((host) => host !== '' && isUrlWith(several, `${before}${host}${after}`));
  }, `must be a URL with ${[...one, ...several].join(' or ')}`);
}

/** A URL that paths are appended to, so it has no query, fragment, user or password. */
export function baseUrl(protocols: readonly string[]) {
  return urlWith(protocols).refine((text) => !URL.canParse(text) || isBase(new URL(text)), 'must have no user, query or fragment');
}

function isUrlWith(protocols: readonly string[], text: string): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}

function isBase({ username, password, href }: URL): boolean {
  return username === '' && password === '' && !/[?#]/.test(href);
}
