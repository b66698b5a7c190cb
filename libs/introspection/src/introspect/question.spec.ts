import { parseBody, questionInForm, toQuestion } from './question.js';

const question = (contentType: string | undefined, text: string) => {
  const body = parseBody(contentType, Buffer.from(text));
  return 'form' in body ? questionInForm(body.form) : toQuestion(body.json);
};
const codeOf = (work: () => unknown): unknown => {
  try {
    return { answer: work() };
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
};

/** What a question is that asks for none. */
const NO_DECISION = { permissions: null, decisionOnly: false, minEpoch: 0 };

describe('the body of an introspection', () => {
  it('is JSON', () => {
    expect(question('application/json', '{"token":"t","tenant_id":"x"}')).toEqual({ token: 't', tenantId: 'x', ...NO_DECISION });
  });

  it('or a form, as RFC 7662 section 2.1 has it', () => {
    expect(question('application/x-www-form-urlencoded', 'token=a%2Eb&tenant_id=x&token_type_hint=access_token')).toEqual({ token: 'a.b', tenantId: 'x', ...NO_DECISION });
  });

  it.each(['application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"', 'application/json ; charset=UTF-8'])('may say %s', (type) => {
    expect(question(type, '{"token":"t"}')).toEqual({ token: 't', tenantId: null, ...NO_DECISION });
  });

  it.each([undefined, '', 'text/plain', 'multipart/form-data', 'application/json; charset=utf-16', 'application/jsonx'])('is refused as %s', (type) => {
    expect(codeOf(() => question(type, '{"token":"t"}'))).toBe('request.unsupported_media_type');
  });

  it('is malformed as a form of thousands of parameters', () => {
    expect(codeOf(() => question('application/x-www-form-urlencoded', `token=t${'&a'.repeat(40_000)}`))).toBe('request.malformed');
  });

  it.each([undefined, '', 'application/json', 'application/x-www-form-urlencoded', 'text/plain'])('without a byte asks nothing, called %s or not', (type) => {
    expect(codeOf(() => question(type, ''))).toBe('request.invalid');
  });

  it.each(['{', '{"token":', "{'token':1}", '\0', `${'['.repeat(50_000)}`])('is malformed when it is no JSON: %.20j', (body) => {
    expect(codeOf(() => question('application/json', body))).toBe('request.malformed');
  });

  it.each(['null', '[]', '"t"', '42', '[{"token":"t"}]', `${'['.repeat(20_000)}${']'.repeat(20_000)}`])('is malformed when it is no object: %.20j', (body) => {
    expect(codeOf(() => question('application/json', body))).toBe('request.malformed');
  });

  it.each(['{"token":"a","token":"b"}', '{"token":"a","tok\\u0065n":"b"}', '{"token":{"a":1,"a":2}}'])('HT-09 is malformed when it has a key twice: %s', (body) => {
    expect(codeOf(() => question('application/json', body))).toBe('request.malformed');
  });

  it.each(['{}', '{"tenant_id":null}', '{"tokens":"t"}'])('is invalid without a token: %s', (body) => {
    expect(codeOf(() => question('application/json', body))).toBe('request.invalid');
  });

  it.each([['{"token":"t","role":"x"}', 'request.invalid'], ['{"token":"t","__proto__":{"isAdmin":true}}', 'request.malformed'], ['{"token":"t","constructor":{}}', 'request.malformed']])('is refused with a field too many, and pollutes nothing: %s', (body, code) => {
    expect(codeOf(() => question('application/json', body))).toBe(code);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it('is invalid as a form that names a parameter twice (RFC 6749 section 3.1)', () => {
    expect(codeOf(() => question('application/x-www-form-urlencoded', 'token=a&token=b'))).toBe('request.invalid');
    expect(codeOf(() => question('application/x-www-form-urlencoded', 'token=a&tenant_id=x&tenant_id=x'))).toBe('request.invalid');
    expect(codeOf(() => question('application/x-www-form-urlencoded', 'token=a&token_type_hint=x&token_type_hint=y'))).toBe('request.invalid');
  });

  it.each(['client_id=a', 'scope=a&scope=b', 'resource=a&resource=b', '__proto__=a', 'constructor=a', 'token%5B%5D=b', 'a=&a=&=b'])('ignores of a form what other standards put there: %s', (more) => {
    expect(question('application/x-www-form-urlencoded', `token=t&${more}`)).toEqual({ token: 't', tenantId: null, ...NO_DECISION });
    expect(({} as { a?: unknown }).a).toBeUndefined();
  });

  it('takes a form parameter without a value as left out, and a tenant of null as none', () => {
    expect(question('application/x-www-form-urlencoded', 'token=a&tenant_id=')).toEqual({ token: 'a', tenantId: null, ...NO_DECISION });
    expect(question('application/json', '{"token":"t","tenant_id":null}')).toEqual({ token: 't', tenantId: null, ...NO_DECISION });
  });

  it.each([[42], [null], [[]], [{}], [''], [true]])('takes a token of any type, to be answered: %j', (token) => {
    expect(question('application/json', JSON.stringify({ token }))).toEqual({ token, tenantId: null, ...NO_DECISION });
  });

  it('asks for a decision about one permission or several, in JSON and in a form', () => {
    const both = { token: 't', tenantId: null, permissions: ['a', 'b'], decisionOnly: false, minEpoch: 0 };
    expect(question('application/json', '{"token":"t","permission":["a","b"]}')).toEqual(both);
    expect(question('application/x-www-form-urlencoded', 'token=t&permission=a&permission=b')).toEqual(both);
    expect(question('application/json', '{"token":"t","permission":"a","include":"decision"}')).toEqual({ ...both, permissions: ['a'], decisionOnly: true });
    expect(question('application/x-www-form-urlencoded', 'token=t&permission=a&include=decision')).toEqual({ ...both, permissions: ['a'], decisionOnly: true });
    expect(question('application/json', '{"token":"t","permission":null,"include":null}')).toEqual({ ...both, permissions: null });
  });

  it.each(['"permission":[]', '"permission":42', '"permission":{}', '"permission":["a",null]', '"permission":[["a"]]', `"permission":${JSON.stringify(Array.from({ length: 101 }, () => 'a'))}`, '"include":"decision"', '"permission":"a","include":"all"', '"permission":"a","include":["decision"]'])(
    'is invalid with what decides nothing: %.60s',
    (fields) => {
      expect(codeOf(() => question('application/json', `{"token":"t",${fields}}`))).toBe('request.invalid');
    },
  );
});
