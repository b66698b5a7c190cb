import { readFileSync } from 'node:fs';

/** File and title of each row. */
function rows(): (readonly [string, string])[] {
  return readFileSync('docs/conformance.md', 'utf8')
    .split('\n')
    .flatMap((line) => {
      const row = /^\|.*\| `([\w.-]+)` \| (.+) \|$/.exec(line);
      return row ? [[row[1]!, row[2]!] as const] : [];
    });
}

describe('docs/conformance.md', () => {
  it('has a row for each check', () => {
    expect(rows().length).toBeGreaterThan(30);
  });

  it.each(rows())('names a test that is in %s: %s', (file, title) => {
    expect(readFileSync(`apps/api/test/${file}`, 'utf8')).toContain(`'${title}'`);
  });
});
