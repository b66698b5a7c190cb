import { safeText } from './safe-text.js';

export const MAX_DEPTH = 3;
const MAX_MEMBERS = 50;
/** Members of one entry's metadata, over all levels. */
const MAX_VALUES = 200;
const MAX_NAME = 64;

interface Budget {
  values: number;
}

/**
 * `value` as plain JSON that every store can keep. Texts are safe and limited in length; dates, UUIDs and bigints
 * become texts; members are limited in depth (3), width (50) and total number (200). Never throws.
 */
export function safeValue(value: unknown): unknown {
  return bound(value, 1, { values: MAX_VALUES });
}

function bound(value: unknown, depth: number, budget: Budget): unknown {
  switch (typeof value) {
    case 'string':
      return safeText(value);
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'boolean':
      return value;
    case 'bigint':
      return safeText(value.toString());
    case 'object':
      return value === null ? null : boundObject(value, depth, budget);
    default:
      return undefined;
  }
}

function boundObject(value: object, depth: number, budget: Budget): unknown {
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return '[binary]';
  try {
    if (Array.isArray(value)) return depth > MAX_DEPTH ? '[nested too deeply]' : boundArray(value, depth, budget);
    const plain = toPlain(value);
    if (typeof plain !== 'object' || plain === null) return bound(plain, depth, budget);
    return depth > MAX_DEPTH ? '[nested too deeply]' : boundRecord(plain, depth, budget);
  } catch {
    return '[unreadable]';
  }
}

function boundArray(values: readonly unknown[], depth: number, budget: Budget): unknown[] {
  const kept: unknown[] = [];
  for (const value of values.slice(0, MAX_MEMBERS)) {
    if (!spend(budget)) break;
    kept.push(bound(value, depth + 1, budget) ?? null);
  }
  if (kept.length < values.length) kept.push(`[${values.length - kept.length} more]`);
  return kept;
}

function boundRecord(record: object, depth: number, budget: Budget): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(record).slice(0, MAX_MEMBERS)) {
    if (!spend(budget)) break;
    const bounded = bound(value, depth + 1, budget);
    if (bounded !== undefined) kept[safeName(name)] = bounded;
  }
  return kept;
}

/** The value that JSON.stringify would use: the text of a Date, a URL or a BSON UUID; otherwise its members. */
function toPlain(value: object): unknown {
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON === 'function') return (toJSON as () => unknown).call(value);
  if (value instanceof Error) return value.name;
  if (value instanceof Set) return [...(value as Set<unknown>)].slice(0, MAX_MEMBERS).join(', ');
  return value;
}

/** MongoDB gives `$` and `.` in names a meaning of its own, and JavaScript does so with `__proto__`. */
function safeName(name: string): string {
  const safe = safeText(name, MAX_NAME).replace(/^\$/, '_').replaceAll('.', '_');
  return safe === '' || safe === '__proto__' ? '_' : safe;
}

function spend(budget: Budget): boolean {
  budget.values -= 1;
  return budget.values >= 0;
}
