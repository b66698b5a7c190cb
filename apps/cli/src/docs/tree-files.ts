import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What is installed, built or made at run. */
export const NOT_OURS: ReadonlySet<string> = new Set(['node_modules', 'dist', 'coverage', '.git', '.cache', '.authengine']);

/** The files of the repository, as paths from its root, without `NOT_OURS`. */
export function treeFiles(folder = ''): string[] {
  return readdirSync(folder === '' ? '.' : folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : treeFiles(path);
    return [path];
  });
}
