import type { Access } from '@authengine/contracts';
import type { RouteHandler } from '../../../api/src/http/routes/route-handlers.js';
import type { Route } from '../../../api/src/http/routes/route-table.js';
import { table } from './markdown-table.js';

export const ABOUT_ROUTES = [
  'Every route: where its code is, who may call it, and what it leaves on record.',
  'A permission is asked on the platform, or in the tenant that the path names.',
  '"Signed in" tells no more than that a session stands: what somebody may do to what is their own, the service beside the controller decides.',
  'Routes without an event read, or begin what another route ends.',
  'The development mailbox is there with `EMAIL_PROVIDER=console` alone, which production refuses.',
].join(' ');

/** One row a route, sorted by path. A route whose controller is none of `files` is an extension's, and stands on its page. */
export function routeTable(routes: readonly Route[], files: ReadonlyMap<string, string>): string {
  const rows = [...routes]
    .sort((a, b) => compare(a.path, b.path) || compare(a.method, b.method))
    .flatMap(({ method, path, handler }) => {
      const file = files.get(handler.controller.name);
      return file === undefined ? [] : [[`\`${method} ${path}\``, `\`${file}\` ${handler.method}`, whoMay(handler), events(handler)]];
    });
  return table(['Route', 'File and handler', 'Who may', 'Audit event'], rows);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function whoMay({ access: [access], recentLogin }: RouteHandler): string {
  return `${access ? inWords(access) : ''}${recentLogin ? ', recent login' : ''}`;
}

function inWords(access: Access): string {
  switch (access.kind) {
    case 'public':
      return 'public';
    case 'authenticated':
      return access.endedSessions ? 'signed in, or once was' : 'signed in';
    case 'service':
      return 'service key';
    case 'permissions':
      return `${access.permissions.map(({ name }) => `\`${name}\``).join(' and ')} ${access.tenantParam === undefined ? 'on the platform' : `in \`:${access.tenantParam}\``}`;
  }
}

function events({ audited, refusedAs }: RouteHandler): string {
  if (audited === undefined) return '';
  return refusedAs === undefined || refusedAs === audited ? `\`${audited.name}\`` : `\`${audited.name}\`, refused \`${refusedAs.name}\``;
}
