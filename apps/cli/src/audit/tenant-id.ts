import { canonicalUuid, isUuid } from '@authengine/kernel';
import { CommandFault } from '../fail-command.js';

/** @throws CommandFault when `text` is no id */
export function tenantId(text: string): string {
  const id = canonicalUuid(text);
  if (!isUuid(id)) throw new CommandFault(`${text} is no id of a tenant.`);
  return id;
}
