import { ADVISORY_LOCKS } from './advisory-locks.js';

describe('advisory locks', () => {
  it('have a key for each use, so that a start does not wait for a shipment of audit entries', () => {
    const keys = Object.values(ADVISORY_LOCKS);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
