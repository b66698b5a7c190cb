import { ConfigurationError } from '../errors/configuration-error.js';

/** The path with its parameters in their places. No parameter can lead to another path. @throws ConfigurationError */
export function fillPath(path: string, params: Readonly<Record<string, string>> = {}, query: Readonly<Record<string, unknown>> = {}): string {
  const filled = path.replace(/\{([^{}]*)\}/g, (_, name: string) => {
    const value: unknown = Object.hasOwn(params, name) ? params[name] : undefined;
    if (typeof value !== 'string' || value === '' || value === '.' || value === '..') throw new ConfigurationError(`AuthEngine: the parameter ${name} of ${path} needs a value`);
    return encodeURIComponent(value);
  });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined && one !== null) search.append(name, String(one));
  }
  return search.toString() === '' ? filled : `${filled}?${search.toString()}`;
}
