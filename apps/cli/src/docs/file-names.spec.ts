import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NOT_OURS, treeFiles } from './tree-files.js';

const FILES = treeFiles();
const FOLDERS = [...new Set(FILES.flatMap(foldersOf))];
const SOURCES = FILES.filter((file) => /^(apps|libs)\/.*\.ts$/.test(file)).map((file) => readFileSync(file, 'utf8'));
const WORDS = new Set(SOURCES.flatMap((text) => text.match(/\w+/g) ?? []));

const PAGES = ['README.md', 'CONTRIBUTING.md', 'docs/architecture.md', ...FILES.filter((file) => /^libs\/[^/]+\/README\.md$/.test(file))];

const FILE_NAME = /^[\w.@*-]+(\/[\w.@*-]+)*\.(ts|mjs|cjs|js|md|json)$/;
const FOLDER_NAME = /^[\w.@*-]+(\/[\w.@*-]+)*\/$/;
const PLACE = /^(apps|libs|docs|bench|scripts)(\/[\w.@*-]+)+$/;
const CLASS_NAME = /^[A-Z]\w*[a-z]\w*(\.\w+)?$/;

function foldersOf(file: string): string[] {
  const folder = dirname(file);
  return folder === '.' ? [] : [`${folder}/`, ...foldersOf(folder)];
}

/** What stands in backticks outside of blocks of code. */
function quoted(page: string): string[] {
  const text = readFileSync(page, 'utf8').replace(/^```[\s\S]*?^```/gm, '');
  return [...text.matchAll(/`([^`\n]+)`/g)].map(([, name]) => name!);
}

/** The places in the tree that end with `name`; a `*` stands for part of a name. */
function found(name: string): string[] {
  const ending = new RegExp(`(^|/)${name.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')}$`);
  return [...FILES, ...FOLDERS].filter((place) => ending.test(place));
}

/** Each walk of the page: its title, and the files that it leads through. */
function walks(): { readonly title: string; readonly files: string[] }[] {
  return readFileSync('docs/architecture.md', 'utf8')
    .split(/^## /m)
    .map((section) => ({ title: section.split('\n')[0]!, rows: section.split('\n').filter((line) => line.startsWith('| `')) }))
    .filter(({ title }) => title.endsWith('file by file'))
    .map(({ title, rows }) => ({ title, files: rows.flatMap((row) => [...row.split(' | ')[0]!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!)) }));
}

describe.each(PAGES)('%s', (page) => {
  const names = quoted(page);

  it('names files and folders that are in the tree', () => {
    const places = names.filter((name) => FILE_NAME.test(name) || FOLDER_NAME.test(name) || PLACE.test(name));
    const ours = places.filter((name) => !NOT_OURS.has(name.split('/')[0]!));
    expect(ours.filter((name) => found(name).length + found(`${name}/`).length === 0)).toEqual([]);
  });

  it('names classes and functions that are in the code', () => {
    expect(names.filter((name) => CLASS_NAME.test(name) && !name.split('.').every((word) => WORDS.has(word)))).toEqual([]);
  });

  it('links to files that are there', () => {
    const links = [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, link]) => link!);
    expect(links.filter((link) => !existsSync(join(dirname(page), link)))).toEqual([]);
  });
});

describe('a walk through the code in docs/architecture.md', () => {
  it('is there for a login, an invitation, an introspection and a role', () => {
    expect(walks().map(({ title }) => title)).toEqual([
      'A login with a second factor, file by file',
      'An invitation to a member, file by file',
      'An introspection, file by file',
      'A role taken, to the next introspection, file by file',
    ]);
  });

  it.each(walks())('$title: at most 15 files, each named so that it is one, and none of them twice', ({ files }) => {
    expect(files.length).toBeLessThanOrEqual(15);
    expect(new Set(files).size).toBe(files.length);
    expect(files.filter((name) => found(name).length !== 1)).toEqual([]);
  });
});
