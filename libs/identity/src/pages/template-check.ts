import Mustache from 'mustache';
import type { Variable, Variables } from './template-variables.js';

/** A piece of a parsed template: its type, its name, where it begins and ends, and for a section what is in it. */
type Token = readonly [type: string, value: string, start: number, end: number, children?: readonly Token[]];

export interface SourceFile {
  /** For whoever mends it: `sign-in.html`, or its path in PAGES_DIR. */
  readonly file: string;
  readonly text: string;
}

/** What the pages' policy lets no browser run or use. */
const INLINE = [/<script(?! src=)/i, /<style\b/i, /\sstyle=/i, /\son[a-z]+=/i, /javascript:/i];
const DEEPEST = 10;

/** Why a template cannot be used, with its file: what cannot be read, unknown variables and parts, what would not be escaped or not run. */
export function templateFaults(source: SourceFile, parts: Readonly<Record<string, SourceFile>>, variables: Variables): string[] {
  return faultsOf(source, [variables], parts, 0);
}

function faultsOf({ file, text }: SourceFile, scopes: readonly Variables[], parts: Readonly<Record<string, SourceFile>>, depth: number): string[] {
  if (depth > DEEPEST) return [`${file} is part of itself`];
  let tokens: readonly Token[];
  try {
    tokens = Mustache.parse(text) as unknown as readonly Token[];
  } catch (error) {
    return [`${file} cannot be read: ${error instanceof Error ? error.message : ''}`];
  }
  const inline = INLINE.flatMap((pattern) => pattern.exec(text)?.[0].trim() ?? []).map((found) => `${file} has ${found}, which the pages' policy does not let browsers use`);
  return [...inline, ...walk(tokens, scopes)];

  function walk(of: readonly Token[], within: readonly Variables[]): string[] {
    return of.flatMap(([type, name, , , children = []]) => {
      if (type === 'text') return [];
      if (type === '&') return [`${file} shows ${name} without escaping it`];
      if (type === '>') return parts[name] ? faultsOf(parts[name], within, parts, depth + 1) : [`${file} names a part that is not there: ${name}`];
      const variable = found(name, within);
      if (variable === undefined) return [`${file} names a variable that is not there: ${name}`];
      return walk(children, type === '#' && typeof variable !== 'string' ? [...within, variable.each] : within);
    });
  }
}

/** As the renderer finds it: in what is nearest. `.length` of a list says whether it has members. */
function found(name: string, scopes: readonly Variables[]): Variable | undefined {
  const [first = '', last] = name.split('.', 2);
  const variable = scopes.toReversed().find((scope) => Object.hasOwn(scope, first))?.[first];
  if (last === undefined) return variable;
  return last === 'length' && typeof variable === 'object' ? '' : undefined;
}
