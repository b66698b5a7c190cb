import { ValidateBy } from 'class-validator';

/** RFC 3339 section 5.6, with optional fractions of a second and any offset. */
const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** Whether `text` is a time of RFC 3339, on a day that exists. */
export function isRfc3339(text: unknown): text is string {
  const [, year, month, day] = (typeof text === 'string' && text.length <= 40 && RFC3339.exec(text)) || [];
  if (year === undefined || month === undefined || day === undefined || year === '0000') return false;
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day);
}

export function IsRfc3339(): PropertyDecorator {
  return ValidateBy({ name: 'isRfc3339', validator: { validate: isRfc3339, defaultMessage: () => '$property must be a time like 2026-01-31T12:00:00Z' } });
}
