import { checkExpiry } from './expiry-in-range.js';

describe("a key's expiry", () => {
  const now = new Date('2026-02-01T00:00:00.000Z');

  it.each([[null], [new Date('2026-02-01T00:00:00.001Z')], [new Date('2036-02-01T00:00:00.000Z')]])('may be %s', (at) => {
    expect(() => checkExpiry(at, now)).not.toThrow();
  });

  it.each([[now], [new Date('2020-01-01T00:00:00Z')], [new Date('2036-02-01T00:00:00.001Z')], [new Date('9999-12-31T23:59:59Z')], [new Date(Number.NaN)]])('may not be %s', (at) => {
    expect(() => checkExpiry(at, now)).toThrow(expect.objectContaining({ code: 'service_key.expiry_out_of_range', status: 400 }));
  });
});
