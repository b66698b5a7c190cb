import { isTold, unknownFilters } from './event-filter.js';

describe('the events of a webhook', () => {
  it.each([
    [['*'], 'tenant.user.invited', true],
    [['tenant.user.invited'], 'tenant.user.invited', true],
    [['tenant.user'], 'tenant.user.invited', false],
    [['tenant.*'], 'tenant.user.invited', true],
    [['tenant.*'], 'tenant', false],
    [['tenant.*'], 'tenants.user.invited', false],
    [['auth.*', 'tenant.user.*'], 'tenant.user.invited', true],
    [[], 'tenant.user.invited', false],
  ])('%j: %s is told: %s', (filters, event, told) => {
    expect(isTold(filters, event)).toBe(told);
  });

  it('are those of the catalogue; what is mistyped is told by its place', () => {
    const events = ['tenant.user.invited', 'auth.login.succeeded'];
    expect(unknownFilters(['*', 'tenant.*', 'auth.login.succeeded', 'tenant.user.*'], events)).toEqual([]);
    expect(unknownFilters(['auth.login.succeded', 'tenant*', 'tenants.*', '*.user', 'Tenant.*', '', 'auth.*'], events)).toEqual([0, 1, 2, 3, 4, 5]);
  });
});
