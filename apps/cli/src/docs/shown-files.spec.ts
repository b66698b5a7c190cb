import { readFileSync } from 'node:fs';
import { treeFiles } from './tree-files.js';

/** A file that a page shows whole: `<!-- file: path -->` before a block of code, at whatever indent. */
const SHOWN = /^( *)<!-- file: (\S+) -->\n\1```\w*\n([\s\S]*?)^\1```$/gm;

const PAGES = ['README.md', ...treeFiles('docs').filter((file) => file.endsWith('.md'))];
const shown = PAGES.flatMap((page) => [...readFileSync(page, 'utf8').matchAll(SHOWN)].map(([, indent = '', path = '', text = '']) => ({ page, path, text: text.replace(new RegExp(`^${indent}`, 'gm'), '') })));
const named = PAGES.flatMap((page) => readFileSync(page, 'utf8').match(/<!-- file:/g) ?? []);

describe('a configuration that a page shows', () => {
  it('is found wherever a page names a file', () => {
    expect(shown.length).toBeGreaterThan(0);
    expect(shown).toHaveLength(named.length);
  });

  it.each(shown)('is the file that the tests run: $path in $page', ({ path, text }) => {
    expect(text).toBe(readFileSync(path, 'utf8'));
  });
});
