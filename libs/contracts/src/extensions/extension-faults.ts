import { errorCatalogue } from '@authengine/kernel';
import { auditEventCatalogue, auditEventFaults } from '../audit/audit-event.js';
import { permissionCatalogue, permissionFaults } from '../permissions/define-permissions.js';
import { isExtension, type Extension } from './define-extension.js';

const NAME = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/;
const MAX_NAME = 30;

/** The faults of the listed extensions that show before the product is loaded, one line each. */
export function extensionFaults(extensions: readonly Extension[]): string[] {
  const names = extensions.map(({ name }) => name);
  return [
    ...extensions.filter((extension) => !isExtension(extension)).map(({ name }) => `extension ${String(name)} was not made by defineExtension`),
    ...names.filter((name) => !NAME.test(name) || name.length > MAX_NAME).map((name) => `extension ${name} must be named in lower-case words joined by _, in ${MAX_NAME} letters or less`),
    ...new Set(names.filter((name, index) => names.indexOf(name) !== index).map((name) => `extension ${name} is listed twice`)),
    ...permissionFaults(),
    ...auditEventFaults(),
    ...extensions.flatMap(strayFaults),
  ];
}

function strayFaults(extension: Extension): string[] {
  return declaredBy(extension)
    .filter(([, name]) => !name.startsWith(`${extension.name}.`))
    .map(([what, name]) => `${what} ${name} of extension ${extension.name} must begin with ${extension.name}.`);
}

/** The faults that show once everything is loaded: an extension has a name of the product, or declares what it does not list. */
export function catalogueFaults(extensions: readonly Extension[]): string[] {
  const declared = [
    ...permissionCatalogue().map(({ name }) => ['permission', name] as const),
    ...auditEventCatalogue().map(({ name }) => ['event', name] as const),
    ...errorCatalogue().map(({ code }) => ['error', code] as const),
  ];
  const strange = extensions.flatMap((extension) => {
    const own = new Set(declaredBy(extension).map((entry) => entry.join(' ')));
    const [first] = declared.filter(([what, name]) => name.startsWith(`${extension.name}.`) && !own.has(`${what} ${name}`));
    return first ? [`extension ${extension.name} does not list ${first.join(' ')}; where that is not its own, it needs another name`] : [];
  });
  return [...permissionFaults(), ...auditEventFaults(), ...strange];
}

function declaredBy({ permissions = {}, events = {}, errors = {} }: Extension): (readonly [what: string, name: string])[] {
  return [
    ...Object.values(permissions).map(({ name }) => ['permission', name] as const),
    ...Object.values(events).map(({ name }) => ['event', name] as const),
    ...Object.values(errors).map(({ code }) => ['error', code] as const),
  ];
}
