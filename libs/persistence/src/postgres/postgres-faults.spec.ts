import { QueryFailedError, QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';
import { isPostgresUnavailable } from './postgres-faults.js';

const refused = (code: string): Error => new QueryFailedError('SELECT 1', [], Object.assign(new Error('no'), { code }));

describe('IF-05 whether PostgreSQL is away', () => {
  it.each([
    ['it shuts down', '57P01'],
    ['it has crashed', '57P02'],
    ['it starts', '57P03'],
    ['it has too many connections', '53300'],
    ['a statement took too long', '57014'],
    ['a lock took too long', '55P03'],
    ['a transaction took too long', '25P04'],
    ['a transaction was idle for too long', '25P03'],
    ['it is no primary any more', '25006'],
    ['two transactions met', '40001'],
  ])('is so where %s', (_, code) => {
    expect(isPostgresUnavailable(refused(code))).toBe(true);
  });

  it.each([
    ['is refused', 'ECONNREFUSED'],
    ['is lost', 'ECONNRESET'],
    ['has no server with that name', 'ENOTFOUND'],
  ])('is so where a connection %s', (_, code) => {
    expect(isPostgresUnavailable(Object.assign(new Error('no'), { code }))).toBe(true);
  });

  it('is so where the connection of a transaction was given up', () => {
    for (const error of [new QueryRunnerAlreadyReleasedError(), new QueryRunnerProviderAlreadyReleasedError()]) expect(isPostgresUnavailable(error)).toBe(true);
  });

  it.each([
    ['a value exists already', '23505'],
    ['a table is missing', '42P01'],
    ['the role may not', '42501'],
    ['a text is no text', '22021'],
  ])('is not so where %s', (_, code) => {
    expect(isPostgresUnavailable(refused(code))).toBe(false);
  });

  it('is not so for a fault of the program', () => {
    expect(isPostgresUnavailable(new TypeError('x is not a function'))).toBe(false);
  });
});
