import { retentionClasses } from './retention-rules.js';

const EVENTS = ['auth.login.failed', 'auth.login.succeeded', 'role.created', 'tenant.created'];
const ACME = '0b1f3c52-7f4e-4a00-9d1b-3f2a8c6e5b10';

describe('how long an event is kept', () => {
  it('is for ever without a rule', () => {
    expect(retentionClasses([], null, EVENTS)).toEqual([]);
    expect(retentionClasses([{ tenantId: ACME, events: '*', days: 9 }], null, EVENTS)).toEqual([]);
  });

  it('is what the most exact rule says: the tenant first, then the name', () => {
    const rules = [
      { tenantId: null, events: '*', days: 400 },
      { tenantId: null, events: 'auth.*', days: 90 },
      { tenantId: null, events: 'auth.login.failed', days: 30 },
      { tenantId: null, events: 'role.*', days: null },
      { tenantId: ACME, events: 'auth.*', days: 7 },
    ];
    expect(retentionClasses(rules, null, EVENTS)).toEqual([
      { days: 30, events: ['auth.login.failed'] },
      { days: 90, events: ['auth.login.succeeded'] },
      { days: 400, events: ['tenant.created'] },
    ]);
    expect(retentionClasses(rules, ACME, EVENTS)).toEqual([
      { days: 7, events: ['auth.login.failed', 'auth.login.succeeded'] },
      { days: 400, events: ['tenant.created'] },
    ]);
  });
});
