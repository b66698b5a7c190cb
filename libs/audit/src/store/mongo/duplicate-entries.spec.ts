import { areAllPresentAlready } from './duplicate-entries.js';

const fault = (init: object): Error => Object.assign(new Error('bulk'), init);

describe('a bulk insert that failed', () => {
  it('has kept everything when all it met are duplicates', () => {
    expect(areAllPresentAlready(fault({ code: 11000, writeErrors: [{ code: 11000 }, { code: 11000 }] }))).toBe(true);
    expect(areAllPresentAlready(fault({ code: 11000, writeErrors: { code: 11000 } }))).toBe(true);
    expect(areAllPresentAlready(fault({ code: 11000, writeErrors: [] }))).toBe(true);
    expect(areAllPresentAlready(fault({ code: 11000 }))).toBe(true);
  });

  it('may miss something in every other case', () => {
    expect(areAllPresentAlready(fault({ code: 11000, writeErrors: [{ code: 11000 }, { code: 121 }] }))).toBe(false);
    expect(areAllPresentAlready(fault({ code: 64, writeErrors: [] }))).toBe(false);
    expect(areAllPresentAlready(fault({ code: 11000, writeErrors: [{ code: 11000 }], result: { getWriteConcernError: () => ({ code: 64 }) } }))).toBe(false);
    expect(areAllPresentAlready(fault({}))).toBe(false);
    expect(areAllPresentAlready('11000')).toBe(false);
  });
});
