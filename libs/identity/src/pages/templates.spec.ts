import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from '@authengine/config';
import { SAMPLE } from './template-sample.js';
import { Templates } from './templates.js';

describe('templates of a company', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pages-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const own = (name: string, text: string): void => {
    writeFileSync(join(folder, name), text);
  };
  const refusal = (): string => {
    try {
      Templates.load(folder);
    } catch (error) {
      if (error instanceof ConfigurationError) return error.faults.join('\n');
      throw error;
    }
    return '';
  };

  it('take the place of the shipped ones, one by one', () => {
    own('consent.html', '{{> top}}<h1>Our own {{title}}</h1>{{> inputs}}{{> bottom}}');
    own('page.css', 'body { color: red }');
    own('README.txt', 'for people');
    const templates = Templates.load(folder);
    expect(templates.render('consent', SAMPLE)).toContain('<h1>Our own sample</h1>');
    expect(templates.render('device', SAMPLE)).toContain('<h1>sample</h1>');
    expect(templates.style).toBe('body { color: red }');
  });

  it('escape what they show', () => {
    expect(Templates.load(undefined).render('consent', { ...SAMPLE, title: `<script>alert("x")</script>'&` })).toContain('<h1>&#60;script&#62;alert(&#34;x&#34;)&#60;/script&#62;&#39;&#38;</h1>');
  });

  it.each([
    ['consent.html', '{{> inputs}}{{#points}}', 'consent.html cannot be read: Unclosed section'],
    ['consent.html', '{{> inputs}}{{titel}}', 'consent.html names a variable that is not there: titel'],
    ['consent.html', '{{> inputs}}{{#points}}{{href}}{{/points}}', 'names a variable that is not there: href'],
    ['consent.html', '{{> inputs}}{{constructor}}', 'names a variable that is not there: constructor'],
    ['consent.html', '{{> inputs}}{{title.toString}}', 'names a variable that is not there: title.toString'],
    ['consent.html', '{{> inputs}}{{{title}}}', 'consent.html shows title without escaping it'],
    ['consent.html', '{{> inputs}}{{> footer}}', 'consent.html names a part that is not there: footer'],
    ['consent.html', '<p style="color: red">{{title}}</p>{{> inputs}}', "has style=, which the pages' policy"],
    ['consent.html', '<script>alert(1)</script>{{> inputs}}', 'has <script'],
    ['consent.html', '{{> top}}<h1>{{title}}</h1>', 'a page made of it has no hidden fields'],
    ['mail-link.html', '{{> top}}<h1>{{title}}</h1>', 'a page made of it has no id="action"'],
    ['top.html', '{{> top}}', 'top.html is part of itself'],
    ['signin.html', '', 'signin.html is the name of no page'],
  ])('%s with %p stops the start, and says why', (name, text, fault) => {
    own(name, text);
    expect(refusal()).toContain('PAGES_DIR: ' + folder);
    expect(refusal()).toContain(fault);
  });

  it('a folder that is not there stops the start', () => {
    expect(() => Templates.load(join(folder, 'elsewhere'))).toThrow(/PAGES_DIR: .*elsewhere is not there/);
  });
});
