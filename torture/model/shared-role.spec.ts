import { explore } from './explorer.js';
import { sharedRole } from './shared-role.js';

describe('a permission that is taken from a role which all tenants share', () => {
  it('is gone with the answer, whatever is made meanwhile, since the role has a version of its own', () => {
    expect(explore(sharedRole('a version of its own', 3))).toEqual({ states: expect.any(Number), history: null });
  });

  it('would stay in a tenant that is made meanwhile, if the change raised the versions of the tenants that it finds', () => {
    expect(explore(sharedRole('the versions of the tenants that it finds')).history).toEqual([
      'the change begins, finds the tenants, and waits',
      'a tenant is made, and the role given in it',
      'node 1 is asked about the newer tenant',
      'the change commits and is acknowledged',
      'node 1 is asked about the newer tenant',
      'it allows what was taken',
    ]);
  });
});
