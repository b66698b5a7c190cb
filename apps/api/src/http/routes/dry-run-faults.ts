import type { Route } from './route-table.js';

const DRY_RUN = 'dry_run';

/** A caller who asks for a dry run must get one: it is there on every write of access, and nowhere else. */
export function dryRunFaults({ method, handler: { name, accessWrite, query } }: Route): string[] {
  const takes = query.includes(DRY_RUN);
  return [
    ...(takes && !accessWrite ? [`${name} takes ${DRY_RUN} and is no @AccessWrite`] : []),
    ...(accessWrite && !takes ? [`${name} is an @AccessWrite and takes no ${DRY_RUN}`] : []),
    ...(accessWrite && method === 'GET' ? [`${name} is an @AccessWrite by GET`] : []),
  ];
}
