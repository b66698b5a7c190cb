import { restrictionOf } from './key-restriction.js';

describe('the restriction of a key', () => {
  it('is none where nothing is restricted', () => {
    expect(restrictionOf({ permissions: null, allowedAddresses: null })).toBeNull();
  });

  it('leaves of the permissions those that are named, whole names alone', () => {
    const restriction = restrictionOf({ permissions: ['tenant.view', 'tenant.users.view'], allowedAddresses: null });
    expect(restriction?.visible(['tenant.delete', 'tenant.users.view', 'tenant.users.view.all', 'tenant.view'])).toEqual(['tenant.users.view', 'tenant.view']);
    expect(restriction?.visible(['tenant'])).toEqual([]);
    expect(restriction?.admits(null)).toBe(true);
  });

  it('admits whoever comes from one of the addresses, and nobody from nowhere', () => {
    const restriction = restrictionOf({ permissions: null, allowedAddresses: ['10.0.0.0/8', '2001:db8::7'] });
    expect(['10.9.9.9', '2001:db8::7', '::ffff:10.1.1.1'].map((address) => restriction?.admits(address))).toEqual([true, true, true]);
    expect(['11.0.0.1', '2001:db8::8', '', 'x', null].map((address) => restriction?.admits(address))).toEqual([false, false, false, false, false]);
    expect(restriction?.visible(['tenant.view'])).toEqual(['tenant.view']);
  });
});
