import { beforeAndAfter } from './before-and-after.js';

describe('what a change did', () => {
  it('is what differs, as it was and as it is', () => {
    expect(beforeAndAfter({ name: 'Acme', level: 1, scopes: ['a'] }, { name: 'Acme Two', level: 1, scopes: ['a'] })).toEqual({ before: { name: 'Acme' }, after: { name: 'Acme Two' } });
  });

  it('says null of what was not there, or is no more', () => {
    expect(beforeAndAfter({ description: 'old' }, { description: null, logo: 'x' })).toEqual({ before: { description: 'old', logo: null }, after: { description: null, logo: 'x' } });
    expect(beforeAndAfter({ logo: undefined }, { logo: null })).toEqual({ before: {}, after: {} });
  });
});
