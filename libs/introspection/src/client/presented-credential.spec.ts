import { agreeing, credentialInForm, credentialInHeaders } from './presented-credential.js';
import { parseForm } from '@authengine/contracts';

const KEY = `ae_sk_${'a'.repeat(64)}`;
const OTHER = `ae_sk_${'b'.repeat(64)}`;
const basic = (pair: string, scheme = 'Basic'): string => `${scheme} ${Buffer.from(pair).toString('base64')}`;
const inHeaders = (headers: Record<string, string>, rawHeaders = Object.entries(headers).flat()) => credentialInHeaders({ headers, rawHeaders });
const codeOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
};

describe('what a service presents', () => {
  it('is in X-API-Key, in HTTP Basic or a bearer token', () => {
    expect(inHeaders({ 'x-api-key': KEY })).toEqual({ scheme: 'api_key', secret: KEY });
    expect(inHeaders({ authorization: basic(`billing:${KEY}`) })).toEqual({ scheme: 'basic', secret: KEY, name: 'billing' });
    expect(inHeaders({ authorization: basic(`:${KEY}`, 'bAsIc') })).toEqual({ scheme: 'basic', secret: KEY, name: '' });
    expect(inHeaders({ authorization: `bearer ${KEY}` })).toEqual({ scheme: 'bearer', secret: KEY });
  });

  it('has both parts of HTTP Basic encoded as a form (RFC 6749 section 2.3.1)', () => {
    expect(inHeaders({ authorization: basic('a+%26+b%3A%C3%BC:s%2Bc:d') })).toEqual({ scheme: 'basic', secret: 's+c:d', name: 'a & b:ü' });
  });

  it.each(['Basic', 'Basic ', 'Basic !!', basic('no colon'), basic('%zz:a'), basic('a:%'), 'Basic  YTpi YTpi'])('is no such thing as %s', (authorization) => {
    expect(inHeaders({ authorization })).toMatchObject({ scheme: 'basic', secret: null });
  });

  it('is none in the bearer token of a user, or in a scheme that is not known', () => {
    for (const authorization of ['Bearer eyJhbGciOi.e30.x', 'Digest username="x"', '', 'Bearer']) {
      expect(inHeaders({ authorization }).secret).toBeUndefined();
      expect(inHeaders({ authorization, 'x-api-key': KEY })).toEqual({ scheme: 'api_key', secret: KEY });
    }
  });

  it('is no such thing when Authorization comes twice', () => {
    expect(inHeaders({ authorization: `Bearer ${KEY}` }, ['Authorization', `Bearer ${KEY}`, 'AUTHORIZATION', `Bearer ${KEY}`]).secret).toBeNull();
  });

  it('may be said twice, and not otherwise the second time', () => {
    expect(inHeaders({ 'x-api-key': KEY, authorization: basic(`billing:${KEY}`) })).toEqual({ scheme: 'api_key', secret: KEY, name: 'billing' });
    for (const authorization of [basic(`billing:${OTHER}`), `Bearer ${OTHER}`, basic('billing:'), 'Basic !!']) expect(codeOf(() => inHeaders({ 'x-api-key': KEY, authorization }))).toBe('request.invalid');
  });

  it('is in a form where a secret is, and not where a name stands alone', () => {
    const inForm = (text: string) => credentialInForm(parseForm(Buffer.from(text)));
    expect(inForm(`client_id=billing&client_secret=${KEY}`)).toEqual({ scheme: 'form', secret: KEY, name: 'billing' });
    expect(inForm('client_id=billing&client_secret=').secret).toBeUndefined();
    expect(inForm('client_id=a&client_id=b')).toEqual({ scheme: 'form', secret: undefined, name: undefined });
    expect(codeOf(() => inForm('client_secret=a&client_secret=b'))).toBe('request.invalid');
    expect(codeOf(() => agreeing(inHeaders({ authorization: basic(`billing:${KEY}`) }), inForm(`client_secret=${OTHER}`)))).toBe('request.invalid');
    expect(codeOf(() => agreeing(inHeaders({ authorization: basic(`billing:${KEY}`) }), inForm(`client_id=shipping&client_secret=${KEY}`)))).toBe('request.invalid');
  });
});
