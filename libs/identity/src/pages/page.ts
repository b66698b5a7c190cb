/** An input besides the click; sent under `name` together with the token. */
interface PageField {
  readonly name: string;
  readonly label: string;
  readonly type: 'password' | 'text';
  /** The hint for password managers (HTML section 4.10.18.7.1): `new-password`. */
  readonly autocomplete: string;
  /** Further attributes of the field. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Shown below the field, and read out with it. */
  readonly hint?: string;
}

/** A page that asks for one click before it does what the mail was for. */
export interface ActionPage {
  readonly title: string;
  readonly text: string;
  readonly button: string;
  /** The URL for `{token}` and the page's fields, relative to the base URL. */
  readonly endpoint: string;
  readonly fields?: readonly PageField[];
  /**
   * The URL that says whose account the link is for, so that password managers know it. It answers `email` and changes
   * nothing.
   */
  readonly account?: string;
  /** The URL that says, before any click, what the link is for; its `message` replaces `text`. It changes nothing. */
  readonly preview?: string;
  /** The URL for the token when the preview names an application to return to. */
  readonly handOver?: string;
  /** Shown after the click when the endpoint answers no `message`. */
  readonly done?: string;
  /** True when no mail links here, so that the address holds no token. */
  readonly withoutToken?: true;
  /** The page's script, when it needs more than sending one form. */
  readonly script?: string;
}

export const PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export interface PageSurroundings {
  readonly appName: string;
  /** The service's path on its host. */
  readonly publicPath: string;
}

/** No framework and no inline code; works with a keyboard and a screen reader. Even our own texts are escaped. */
export function renderActionPage(page: ActionPage, { appName, publicPath }: PageSurroundings): string {
  const at = (path: string): string => escapeHtml(publicPath + path);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(page.title)} – ${escapeHtml(appName)}</title>
<link rel="stylesheet" href="${at('/pages/page.css')}">
<script src="${at(page.script ?? '/pages/page.js')}" defer></script>
</head>
<body>
<main${dataAttributes(page, publicPath)}>
<p class="product">${escapeHtml(appName)}</p>
<h1>${escapeHtml(page.title)}</h1>
<p id="text">${escapeHtml(page.text)}</p>
<form id="action" method="post">
${page.account === undefined ? '' : ACCOUNT_FIELD}${(page.fields ?? []).map(renderField).join('')}<button type="submit">${escapeHtml(page.button)}</button>
</form>
<p id="outcome" role="status" aria-live="polite"></p>
<noscript><p>This page needs JavaScript to confirm your click.</p></noscript>
</main>
</body>
</html>
`;
}

/** The field has no name, so it is not sent; it appears once the account is known. */
const ACCOUNT_FIELD = `<p class="field" id="account" hidden>
<label for="username">Account</label>
<input id="username" type="text" autocomplete="username" readonly>
</p>
`;

function renderField({ name, label, type, autocomplete, attributes = {}, hint }: PageField): string {
  const id = escapeHtml(name);
  const described = [...(hint ? [`${id}-hint`] : []), 'outcome'].join(' ');
  return `<p class="field">
<label for="${id}">${escapeHtml(label)}</label>
<input id="${id}" name="${id}" type="${type}" autocomplete="${escapeHtml(autocomplete)}" aria-describedby="${described}"${Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeHtml(value)}"`).join('')} required>
${hint ? `<small id="${id}-hint">${escapeHtml(hint)}</small>\n` : ''}</p>
`;
}

function dataAttributes({ endpoint, account, preview, handOver, done, withoutToken }: ActionPage, publicPath: string): string {
  const api = (path: string | undefined): string | undefined => (path === undefined ? undefined : `${publicPath}/api/v1/${path}`);
  const attributes = { endpoint: api(endpoint), account: api(account), preview: api(preview), 'hand-over': api(handOver), done, 'without-token': withoutToken ? '' : undefined };
  return Object.entries(attributes)
    .map(([name, value]) => (value === undefined ? '' : ` data-${name}="${escapeHtml(value)}"`))
    .join('');
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
