import { defineErrors, errorCatalogue } from './define-errors.js';
import { DomainError } from './domain-error.js';

const SampleErrors = defineErrors('sample', {
  too_late: { status: 409, title: 'Too late', detail: 'The offer has ended.' },
  changed: { status: 412, title: 'Changed', detail: 'Somebody changed it meanwhile.' },
  busy: { status: 503, title: 'Busy', detail: 'Try again.', retryAfterSeconds: 2 },
});

describe('defineErrors', () => {
  it('makes errors whose code is namespace and key', () => {
    const error = SampleErrors.too_late();
    expect(error).toBeInstanceOf(DomainError);
    expect(error).toMatchObject({ code: 'sample.too_late', status: 409, title: 'Too late', detail: 'The offer has ended.' });
  });

  it('keeps wire text, log detail and cause apart', () => {
    const cause = new Error('ECONNREFUSED');
    const error = SampleErrors.busy({ log: { host: 'db' }, cause });
    expect(error.detail).toBe('Try again.');
    expect(error.log).toEqual({ host: 'db' });
    expect(error.cause).toBe(cause);
    expect(error.retryAfterSeconds).toBe(2);
  });

  it('lists every definition in the catalogue', () => {
    expect(errorCatalogue().map((e) => e.code)).toEqual(expect.arrayContaining(['sample.too_late', 'sample.busy']));
  });

  it('refuses a code that is defined twice', () => {
    expect(() => defineErrors('sample', { busy: { status: 503, title: 'x', detail: 'x' } })).toThrow('sample.busy');
  });
});
