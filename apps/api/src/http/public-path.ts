import type { IncomingMessage } from 'node:http';
import { BASE_PATH, DOCS_PATH, OPENAPI_PATH, OUTSIDE_BASE_PATH } from './base-path.js';

/** The first words of all paths that there are here. */
const FIRST_WORDS = new Set([BASE_PATH, DOCS_PATH, OPENAPI_PATH, ...OUTSIDE_BASE_PATH].map((path) => firstWord(`/${path}`)));

/**
 * A service behind a prefix (`APP_URL=https://example.com/auth`) is asked with the prefix, or without it where
 * the proxy takes it away: the routes see it without, and `originalUrl` is always what the client asked for.
 */
export function publicPathRewriter(publicPath: string): ((request: IncomingMessage & { originalUrl?: string }) => void) | undefined {
  if (publicPath === '') return undefined;
  return (request) => {
    const asked = request.url ?? '/';
    request.url = withoutPrefix(asked, publicPath);
    request.originalUrl = publicPath + request.url;
  };
}

/** Not where the prefix is the beginning of a path of our own: `/api` is taken away before `/api/v1/me`, and not of it. */
export function withoutPrefix(url: string, prefix: string): string {
  if (!url.startsWith(prefix)) return url;
  const rest = url.slice(prefix.length);
  if (rest === '' || rest.startsWith('?')) return FIRST_WORDS.has(firstWord(prefix)) ? url : `/${rest}`;
  if (!rest.startsWith('/')) return url;
  return FIRST_WORDS.has(firstWord(rest)) || !FIRST_WORDS.has(firstWord(url)) ? rest : url;
}

function firstWord(path: string): string {
  return /^\/[^/?]*/.exec(path)?.[0].toLowerCase() ?? '';
}
