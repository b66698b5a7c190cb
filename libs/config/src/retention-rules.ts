import { z } from 'zod';

/** How long entries of the audit log are kept. */
export interface RetentionRule {
  /** Null: in every log. */
  readonly tenantId: string | null;
  /** An event's name, the beginning of names (`auth.*`), or `*`. */
  readonly events: string;
  /** Null: for ever. */
  readonly days: number | null;
}

const RULE = /^(?:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):)?(\*|[a-z][a-z0-9_.]{0,99}(?:\.\*)?)=(?:([1-9]\d{0,4})|forever)$/i;

/** `*=730,auth.*=90,<tenant id>:*=365,role.*=forever` */
export function retentionRules() {
  return z.string().transform((text, context): RetentionRule[] =>
    text.split(',').map((part) => part.trim()).filter((part) => part !== '').flatMap((part) => {
      const [, tenantId, events, days] = RULE.exec(part) ?? [];
      if (events === undefined) {
        context.addIssue({ code: 'custom', message: `must be a list of rules like *=730, auth.*=90, role.*=forever or <tenant id>:*=365; ${JSON.stringify(part.slice(0, 60))} is none` });
        return [];
      }
      return [{ tenantId: tenantId?.toLowerCase() ?? null, events: events.toLowerCase(), days: days === undefined ? null : Number(days) }];
    }),
  );
}
