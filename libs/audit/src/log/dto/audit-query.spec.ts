import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { PlatformAuditQuery, TenantAuditQuery } from './audit-query.dto.js';

const id = '0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b';
const faults = (query: unknown, type: typeof TenantAuditQuery = PlatformAuditQuery): string[] =>
  validateSync(plainToInstance(type, query), { whitelist: true, forbidNonWhitelisted: true }).map((fault) => fault.property);

describe('filters of the audit log', () => {
  it('are plain values', () => {
    const query = { actor_id: id, target_user_id: id, tenant_id: id, action: 'audit.log.read', resource: 'User', status: 'denied', request_id: 'r-1', limit: '100' };
    expect(faults({ ...query, from: '2026-01-31T00:00:00Z', to: '2026-01-31T23:59:59.999+02:00' })).toEqual([]);
    expect(faults({ action: 'LOGIN_FAILED' })).toEqual([]);
  });

  it.each([
    ['an operator in the name', { 'actor_id[$ne]': 'x' }, 'actor_id[$ne]'],
    ['an operator as the value', { actor_id: { $ne: 'x' } }, 'actor_id'],
    ['a list', { status: ['success', 'denied'] }, 'status'],
    ['a list of ids', { target_user_id: [id, id] }, 'target_user_id'],
    ['a regular expression', { action: '(a+)+$' }, 'action'],
    ['$where', { $where: 'sleep(1000)' }, '$where'],
    ['an unknown status', { status: 'any' }, 'status'],
    ['a bad UUID', { actor_id: '1' }, 'actor_id'],
    ['nothing', { actor_id: '' }, 'actor_id'],
    ['NUL', { request_id: 'a\u0000' }, 'request_id'],
    ['a day that is none', { from: '2026-02-30T00:00:00Z' }, 'from'],
    ['a time without a zone', { to: '2026-02-03T00:00:00' }, 'to'],
    ['a date alone', { from: '2026-02-03' }, 'from'],
    ['a year beyond all', { from: '0000-01-01T00:00:00Z' }, 'from'],
    ['a forged cursor', { cursor: 'WzFd' }, 'cursor'],
  ])('refuse %s', (_, query, field) => {
    expect(faults(query)).toEqual([field]);
  });

  it("of a tenant's own log name no tenant", () => {
    expect(faults({ tenant_id: id }, TenantAuditQuery)).toEqual(['tenant_id']);
  });
});
