import { readFileSync } from 'node:fs';
import { treeFiles } from './tree-files.js';

const CODE = /\b[A-Z]{2}-\d{2}\b/g;
const COMMENT = /^\s*(\/\/|\/?\*)/;

/** The codes in titles, and in the tables that titles are made of: what a spec says outside its comments. */
function codesOfSpecs(): string[] {
  const lines = treeFiles()
    .filter((file) => /^(apps|libs)\/.*spec\.ts$/.test(file))
    .flatMap((file) => readFileSync(file, 'utf8').split('\n'));
  return [...new Set(lines.filter((line) => !COMMENT.test(line)).flatMap((line) => line.match(CODE) ?? []))].sort();
}

/** The rows of the page, each with the letters of the heading that it stands under. */
function rowsOfPage(): { readonly code: string; readonly promise: string; readonly under: string }[] {
  let under = '';
  return readFileSync('docs/requirements.md', 'utf8')
    .split('\n')
    .flatMap((line) => {
      under = /^## ([A-Z]{2}): ./.exec(line)?.[1] ?? under;
      const row = /^\| ([A-Z]{2}-\d{2}) \| ([^|]*) \|/.exec(line);
      return row ? [{ code: row[1]!, promise: row[2]!, under }] : [];
    });
}

describe('docs/requirements.md', () => {
  const rows = rowsOfPage();

  it('has one line for each code in the title of a test, and a test for each line', () => {
    expect(rows.length).toBeGreaterThan(100);
    expect(rows.map(({ code }) => code).sort()).toEqual(codesOfSpecs());
  });

  it('says each under the heading of its letters, in order', () => {
    expect(rows.filter(({ code, under }) => !code.startsWith(under))).toEqual([]);
    expect(rows.map(({ code }) => code)).toEqual(rows.map(({ code }) => code).sort());
  });

  it('says something, in one sentence', () => {
    expect(rows.filter(({ promise }) => !/^[^.]{15,}\.$/.test(promise)).map(({ code }) => code)).toEqual([]);
  });
});
