import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The kinds of token that the code can make, read from the sources: purposes of one-time secrets,
 * prefixes of keys and types of JWTs. What it cannot read it refuses, so that no kind goes unseen.
 */
export function tokenKindsInSources(): string[] {
  const sources = sourcesUnder(join(process.cwd(), 'libs'));
  const constants = new Map(sources.flatMap(({ path, text }) => [...text.matchAll(/const ([A-Z_]+) = '([^']*)'/g)].map(([, name, value]): [string, string] => [`${path} ${name}`, value ?? ''])));
  const valueOf = (path: string, expression: string): string => {
    const literal = /^['`]([a-z-]+)['`.]/.exec(expression)?.[1];
    const named = constants.get(`${path} ${expression}`) ?? [...constants].find(([key]) => key.endsWith(` ${expression}`))?.[1];
    const value = literal ?? named;
    if (value === undefined) throw new Error(`${path}: what kind of token is ${expression}?`);
    return value;
  };
  const kinds = new Set<string>();
  for (const { path, text } of sources) {
    const issued = [...text.matchAll(/tokens\.issue\(\{\s*purpose: ([^,\s]+)/g)];
    if (issued.length !== [...text.matchAll(/tokens\.issue\(/g)].length) throw new Error(`${path}: a token is issued without its purpose in plain sight`);
    for (const [, expression = ''] of issued) kinds.add(valueOf(path, expression));
    if (!/one-time-(tokens|secrets)\//.test(path)) for (const [, expression = ''] of text.matchAll(/hashOneTimeSecret\(([^,]+),/g)) kinds.add(valueOf(path, expression));
    for (const [, prefix = ''] of text.matchAll(/'(ae_[a-z]+_)'/g)) kinds.add(prefix);
    for (const [, type = ''] of text.matchAll(/\btyp: '([^']+)'[,}]/g)) kinds.add(type);
  }
  return [...kinds].sort();
}

function sourcesUnder(folder: string): { readonly path: string; readonly text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('spec.ts') && !path.startsWith('testing'))
    .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }));
}
