import { readFileSync } from 'node:fs';
import { treeFiles } from './tree-files.js';
import { withShownFiles } from './shown-files.js';

const PAGES = ['README.md', ...treeFiles('docs').filter((file) => file.endsWith('.md'))].filter((page) => readFileSync(page, 'utf8').includes('<!-- file:'));

describe('a file that a page shows', () => {
  it('stands in the block behind its name, at the indent of both', () => {
    const page = '1. Take\n\n   <!-- file: a/b.conf -->\n   ```nginx\n   old\n   ```\n\n<!-- file: c -->\n```\n```\n';
    expect(withShownFiles(page, (path) => `${path}:\n\n  $1\n`)).toBe('1. Take\n\n   <!-- file: a/b.conf -->\n   ```nginx\n   a/b.conf:\n\n     $1\n   ```\n\n<!-- file: c -->\n```\nc:\n\n  $1\n```\n');
  });

  it('is the only thing that changes', () => {
    const page = '```nginx\nserver {}\n```\n<!-- file: a --> in a line\n';
    expect(withShownFiles(page, () => 'no')).toBe(page);
  });

  it.each(PAGES)('is the file that the tests run: %s', (page) => {
    const text = readFileSync(page, 'utf8');
    const read: string[] = [];
    expect(
      withShownFiles(text, (path) => {
        read.push(path);
        return readFileSync(path, 'utf8');
      }),
    ).toBe(text);
    // Each name has its block.
    expect(read).toHaveLength(text.match(/<!-- file:/g)?.length ?? 0);
  });
});
