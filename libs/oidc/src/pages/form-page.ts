interface FormField {
  readonly name: string;
  readonly label: string;
  readonly type: 'text' | 'password';
  /** For password managers (HTML section 4.10.18.7.1). */
  readonly autocomplete: string;
  readonly value?: string;
  readonly readonly?: boolean;
  readonly attributes?: Readonly<Record<string, string>>;
}

interface FormButton {
  readonly name?: string;
  readonly value?: string;
  readonly text: string;
  /** Not the one that the page is about; it may be pressed with the fields empty. */
  readonly quiet?: boolean;
}

/** A page that the server renders whole: one form, no script. */
export interface FormPage {
  readonly title: string;
  readonly text: string;
  /** What went wrong the last time. */
  readonly error?: string;
  readonly points?: readonly string[];
  readonly details?: readonly string[];
  /** Ways to go elsewhere, under the service's own path. */
  readonly links?: readonly { readonly path: string; readonly text: string }[];
  readonly form?: {
    readonly action: string;
    readonly hidden: Readonly<Record<string, string>>;
    readonly fields: readonly FormField[];
    readonly buttons: readonly FormButton[];
  };
}

/** Works with a keyboard, a screen reader and without JavaScript. Even our own texts are escaped. */
export function renderFormPage(page: FormPage, { appName, publicPath }: { readonly appName: string; readonly publicPath: string }): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(page.title)} – ${escapeHtml(appName)}</title>
<link rel="stylesheet" href="${escapeHtml(publicPath)}/pages/page.css">
</head>
<body>
<main>
<p class="product">${escapeHtml(appName)}</p>
<h1>${escapeHtml(page.title)}</h1>
<p id="text">${escapeHtml(page.text)}</p>
${list(page.points)}${page.error === undefined ? '' : `<p id="outcome" role="alert" data-failed>${escapeHtml(page.error)}</p>\n`}${page.form ? form(page.form, page.error !== undefined) : ''}${(page.links ?? []).map(({ path, text }) => `<p><a href="${escapeHtml(publicPath + path)}">${escapeHtml(text)}</a></p>\n`).join('')}${(page.details ?? []).map((detail) => `<p><small>${escapeHtml(detail)}</small></p>\n`).join('')}</main>
</body>
</html>
`;
}

function list(points: FormPage['points']): string {
  return points === undefined ? '' : `<ul>\n${points.map((point) => `<li>${escapeHtml(point)}</li>\n`).join('')}</ul>\n`;
}

function form({ action, hidden, fields, buttons }: NonNullable<FormPage['form']>, failed: boolean): string {
  const secrets = Object.entries(hidden).map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">\n`);
  return `<form method="post" action="${escapeHtml(action)}">\n${secrets.join('')}${fields.map((one) => field(one, failed)).join('')}<p>${buttons.map(button).join('\n')}</p>\n</form>\n`;
}

function field({ name, label, type, autocomplete, value, readonly, attributes = {} }: FormField, failed: boolean): string {
  const more = Object.entries(attributes).map(([key, text]) => ` ${key}="${escapeHtml(text)}"`);
  return `<p class="field">
<label for="${escapeHtml(name)}">${escapeHtml(label)}</label>
<input id="${escapeHtml(name)}" name="${escapeHtml(name)}" type="${type}" autocomplete="${escapeHtml(autocomplete)}"${value === undefined ? '' : ` value="${escapeHtml(value)}"`}${readonly ? ' readonly' : ''}${failed ? ' aria-describedby="outcome"' : ''}${more.join('')} required>
</p>
`;
}

function button({ name, value, text, quiet }: FormButton): string {
  return `<button type="submit"${name === undefined ? '' : ` name="${escapeHtml(name)}" value="${escapeHtml(value ?? '')}"`}${quiet ? ' formnovalidate' : ''}>${escapeHtml(text)}</button>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
