const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** HTML that is escaped already. Only `markup` makes it. */
export class Markup {
  private constructor(private readonly html: string) {}

  toString(): string {
    return this.html;
  }

  static of(strings: TemplateStringsArray, values: readonly MarkupValue[]): Markup {
    return new Markup(strings.reduce((html, part, i) => html + toHtml(values[i - 1]) + part));
  }
}

export type MarkupValue = string | Markup | readonly Markup[] | undefined;

/**
 * HTML from a template. It escapes every value that is not markup itself, so the result is safe in text and in quoted
 * attributes.
 */
export function markup(strings: TemplateStringsArray, ...values: readonly MarkupValue[]): Markup {
  return Markup.of(strings, values);
}

function toHtml(value: MarkupValue): string {
  if (value === undefined) return '';
  if (value instanceof Markup) return value.toString();
  if (typeof value !== 'string') return value.map(String).join('');
  return value.toWellFormed().replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}
