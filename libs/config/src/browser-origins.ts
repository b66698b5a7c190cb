/** A web origin, as browsers write it (RFC 6454 section 6.2). */
export function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

/** Android's credential manager names the calling application by the SHA-256 of its signing certificate. */
export function isAndroidOrigin(text: string): boolean {
  return /^android:apk-key-hash:[A-Za-z0-9_-]{43}$/.test(text);
}

/** Schemes that do not show whose page it is, or that run their content as code. */
const NOBODYS = new Set(['about', 'blob', 'data', 'file', 'javascript', 'null', 'vbscript', 'view-source']);

/** The origins that a page may name: a web origin, or that of a hybrid shell such as `capacitor://localhost`. */
export function isPageOrigin(text: string): boolean {
  if (isOrigin(text)) return true;
  const scheme = /^([a-z][a-z\d+.-]*):\/\/[a-z\d][a-z\d._-]*(?::\d{1,5})?$/.exec(text)?.[1];
  return scheme !== undefined && !NOBODYS.has(scheme) && !['http', 'https', 'ws', 'wss', 'ftp'].includes(scheme);
}
