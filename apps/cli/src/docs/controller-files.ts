import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const CONTROLLER = /^@Controller\(/m;
const CLASS = /^export class (\w+)/gm;

const OF_PRODUCT = ['apps', 'libs'];
const OF_EXTENSIONS = ['extensions', 'examples'];

/** Where each controller of the product, or of extensions, stands in the tree, by the name of its class; the names differ, or the service does not start. */
export function controllerFiles(root: string, of: 'product' | 'extensions' = 'product'): ReadonlyMap<string, string> {
  return new Map(
    (of === 'product' ? OF_PRODUCT : OF_EXTENSIONS).flatMap((folder) =>
      sources(root, folder).flatMap((file): [string, string][] => {
        const text = readFileSync(join(root, file), 'utf8');
        return CONTROLLER.test(text) ? [...text.matchAll(CLASS)].map(([, name = '']) => [name, file]) : [];
      }),
    ),
  );
}

function sources(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => join(folder, file))
    .filter((file) => (OF_EXTENSIONS.includes(folder) ? /\.ts$/ : /\/src\/.*\.ts$/).test(file) && !file.endsWith('spec.ts'));
}
