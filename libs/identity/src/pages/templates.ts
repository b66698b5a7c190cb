import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '@authengine/config';
import Mustache from 'mustache';
import { SAMPLE, SAMPLE_SEAL } from './template-sample.js';
import { PAGE_TEMPLATES, PART_TEMPLATES, type PartName, type TemplateName } from './template-names.js';
import { templateFaults, type SourceFile } from './template-check.js';
import { PAGE_VARIABLES } from './template-variables.js';

const SHIPPED = join(import.meta.dirname, 'templates');
const STYLE_FILE = 'page.css';
const PAGES = Object.keys(PAGE_TEMPLATES) as TemplateName[];
const PARTS = Object.keys(PART_TEMPLATES) as PartName[];
const NOTHING_ASKED: ReadonlySet<TemplateName> = new Set(['message', 'error']);

/** The templates of the pages: the company's own where PAGES_DIR has one, else the shipped one. */
export class Templates {
  private readonly writer = new Mustache.Writer();

  private constructor(
    private readonly pages: Readonly<Record<TemplateName, SourceFile>>,
    private readonly parts: Readonly<Record<PartName, SourceFile>>,
    /** The company's own style. */
    readonly style: string | undefined,
  ) {}

  /** @throws ConfigurationError naming every file that cannot be used, and why */
  static load(folder: string | undefined): Templates {
    const own = folder === undefined ? [] : ownFiles(folder);
    const stray = own.filter((name) => name.endsWith('.html') && !(PAGES as string[]).includes(name.slice(0, -5)) && !(PARTS as string[]).includes(name.slice(0, -5)));
    const read = (name: string): SourceFile => (folder !== undefined && own.includes(`${name}.html`) ? { file: join(folder, `${name}.html`), text: readFileSync(join(folder, `${name}.html`), 'utf8') } : { file: `${name}.html`, text: readFileSync(join(SHIPPED, `${name}.html`), 'utf8') });
    const pages = Object.fromEntries(PAGES.map((name) => [name, read(name)])) as Record<TemplateName, SourceFile>;
    const parts = Object.fromEntries(PARTS.map((name) => [name, read(name)])) as Record<PartName, SourceFile>;
    const templates = new Templates(pages, parts, folder !== undefined && own.includes(STYLE_FILE) ? readFileSync(join(folder, STYLE_FILE), 'utf8') : undefined);
    const faults = [...stray.map((name) => `${join(folder ?? '', name)} is the name of no page`), ...templates.faults()];
    if (faults.length > 0) throw new ConfigurationError([...new Set(faults)].map((fault) => `PAGES_DIR: ${fault}`));
    return templates;
  }

  render(name: TemplateName, view: object): string {
    const parts = Object.fromEntries(Object.entries(this.parts).map(([part, { text }]) => [part, text]));
    return this.writer.render(this.pages[name].text, view, parts, { escape });
  }

  private faults(): string[] {
    return PAGES.flatMap((name) => {
      const unusable = templateFaults(this.pages[name], this.parts, PAGE_VARIABLES);
      return unusable.length > 0 ? unusable : this.missing(name);
    });
  }

  /** What a page cannot do without, and the form of a template does not have. */
  private missing(name: TemplateName): string[] {
    if (NOTHING_ASKED.has(name)) return [];
    const html = this.render(name, SAMPLE);
    const needed = name === 'mail-link' ? ['id="action"', 'id="outcome"', `src="${SAMPLE.script_url}"`] : [`value="${SAMPLE_SEAL}"`, `action="${SAMPLE.form.action}"`, 'type="submit"'];
    return needed.filter((text) => !html.includes(text)).map((text) => `${this.pages[name].file}: a page made of it has no ${text.includes(SAMPLE_SEAL) ? 'hidden fields' : text}`);
  }
}

function ownFiles(folder: string): string[] {
  if (!existsSync(folder)) throw new ConfigurationError([`PAGES_DIR: ${folder} is not there`]);
  try {
    return readdirSync(folder);
  } catch {
    throw new ConfigurationError([`PAGES_DIR: ${folder} cannot be read`]);
  }
}

function escape(value: unknown): string {
  return String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
