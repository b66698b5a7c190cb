import { forwardQuestion } from './forward-question.js';

const NOTHING = { tenantId: null, permissions: [] };

describe('what a proxy asks', () => {
  it('stands in the query of the endpoint itself, with a slash behind it or without', () => {
    const asked = { tenantId: 't', permissions: ['a b', 'c'] };
    expect(forwardQuestion('?tenant_id=t&permission=a+b&permission=c')).toEqual(asked);
    expect(forwardQuestion('/?permission=a%20b&permission=c&tenant_id=t')).toEqual(asked);
    expect(['', '/', '?', '/?'].map(forwardQuestion)).toEqual([NOTHING, NOTHING, NOTHING, NOTHING]);
  });

  it.each(['/x?tenant_id=t&permission=a', '//?tenant_id=t', '/../?permission=a', '/%3Fpermission=a', '/.?tenant_id=t', '/%2F?tenant_id=t', '/\\?tenant_id=t', '/x?a=1&a=2&=', '/ ?permission=a', '/x/?permission=a', `/${'x'.repeat(10_000)}?permission=a`])(
    'is nothing below it: %.40s',
    (rest) => {
      expect(forwardQuestion(rest)).toEqual(NOTHING);
    },
  );

  it.each(['?permision=a', '?tenant_id=a&tenant_id=a', '?tenant_id=a&tenant%5Fid=b', '?Permission=a', '?permission%00=a', '?permission[]=a', '?__proto__=a', '?=a', '?a', `?${'permission=a&'.repeat(101)}`, '?tenant_id=t;permission=a&x'])(
    'is refused where a word of it is not known, or twice there: %.40s',
    (rest) => {
      expect(() => forwardQuestion(rest)).toThrow(expect.objectContaining({ code: 'request.invalid' }) as Error);
    },
  );

  it('requires what it says, whatever that is', () => {
    expect(forwardQuestion('?permission=&tenant_id=')).toEqual({ tenantId: '', permissions: [''] });
    expect(forwardQuestion('?permission=%zz')).toEqual({ tenantId: null, permissions: ['%zz'] });
    expect(forwardQuestion('??permission=a')).toEqual({ tenantId: null, permissions: ['a'] });
    expect(forwardQuestion('?permission=a,b')).toEqual({ tenantId: null, permissions: ['a,b'] });
  });
});
