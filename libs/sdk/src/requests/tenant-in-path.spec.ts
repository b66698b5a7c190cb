import { ConfigurationError } from '../errors/configuration-error.js';
import { tenantInPath } from './tenant-in-path.js';

describe('the tenant of a path', () => {
  it.each<[Record<string, unknown> | undefined, string | undefined, string | undefined]>([
    [{ tenant_id: 'a' }, undefined, 'a'],
    [{ tenantId: 'a', id: 'b' }, undefined, 'a'],
    [{ org: 'a', tenant_id: 'b' }, 'org', 'a'],
    [{ tenant_id: '' }, undefined, ''],
    [{ id: 'b' }, undefined, undefined],
    [undefined, undefined, undefined],
  ])('%j with %j is %j', (params, tenantParam, tenant) => {
    expect(tenantInPath(params, tenantParam)).toBe(tenant);
  });

  it.each<[Record<string, unknown> | undefined, string | undefined]>([
    [{}, 'org'],
    [undefined, 'org'],
    [{ org: ['a', 'b'] }, 'org'],
    [{}, 'toString'],
    [{ tenant_id: 'a', tenantId: 'b' }, undefined],
  ])('%j with %j stops the request', (params, tenantParam) => {
    expect(() => tenantInPath(params, tenantParam)).toThrow(ConfigurationError);
  });
});
