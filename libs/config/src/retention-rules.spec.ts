import { retentionRules } from './retention-rules.js';

const ACME = '0b1f3c52-7f4e-4a00-9d1b-3f2a8c6e5b10';

describe('AUDIT_RETENTION', () => {
  it('is a list of rules, for all tenants or for one', () => {
    expect(retentionRules().parse(`*=730, auth.*=90,role.created=forever,${ACME.toUpperCase()}:*=365`)).toEqual([
      { tenantId: null, events: '*', days: 730 },
      { tenantId: null, events: 'auth.*', days: 90 },
      { tenantId: null, events: 'role.created', days: null },
      { tenantId: ACME, events: '*', days: 365 },
    ]);
    expect(retentionRules().parse('')).toEqual([]);
  });

  it.each(['*', '*=0', '*=-1', '*=1.5', 'auth*=9', '=9', 'acme:*=9', '*=9=9', '*=100000', 'auth.**=3'])('refuses %s', (text) => {
    expect(retentionRules().safeParse(text).success).toBe(false);
  });
});
