/** A word in the user agent, our name for it, and a further word that must be there too. */
const BROWSERS: readonly [RegExp, string, RegExp?][] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS)\//, 'Chrome'],
  [/\bVersion\/\d/, 'Safari', /\bSafari\//],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/\biPhone\b/, 'an iPhone'],
  [/\biPad\b/, 'an iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMacintosh\b/, 'a Mac'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];
/** RFC 9110 section 10.1.5, without the characters that a mail program would turn into a link. */
const PRODUCT = /^([A-Za-z0-9_-]{1,30})(?:\/(\d{1,5}(?:\.\d{1,5}){0,2}))?(?=[\s.]|$)/;

/**
 * A user agent in words for a mail: our own name for a browser, otherwise the name of its first product. Anyone can
 * send any text there, so it must not become a message in our mails.
 */
export function deviceName(userAgent: string | null | undefined): string {
  if (!userAgent) return 'an unknown device';
  const browser = BROWSERS.find(([pattern, , besides]) => pattern.test(userAgent) && besides?.test(userAgent) !== false)?.[1];
  const system = SYSTEMS.find(([pattern]) => pattern.test(userAgent))?.[1];
  if (browser) return system ? `${browser} on ${system}` : browser;
  const [, name, version] = PRODUCT.exec(userAgent) ?? [];
  if (!name || name === 'Mozilla') return system ?? 'an unknown device';
  return version ? `${name} ${version}` : name;
}
