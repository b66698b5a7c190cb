import type { OpenAPIObject } from '@nestjs/swagger';
import { clientFaults } from '../src/openapi/client-faults.js';
import { operationsOf } from '../src/openapi/operations.js';
import { componentOf, objectsIn, type Schema } from '../src/openapi/schemas.js';
import { jsonOperations, readDocument } from './kit/document.js';
import { call } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

describe('the OpenAPI document', () => {
  let test: TestApp;
  let document: OpenAPIObject;

  beforeAll(async () => {
    test = await createTestApp();
    document = await readDocument(test);
  });
  afterAll(() => test.close());

  const schema = (name: string): Schema => {
    const found = componentOf(document, { $ref: `#/components/schemas/${name}` });
    if (!found) throw new Error(`there is no schema ${name}`);
    return found;
  };

  it('has nothing that a generated client fails on', () => {
    expect(clientFaults(document)).toEqual([]);
  });

  it('names what a generated client fails on', () => {
    const faulty = { paths: {}, components: { schemas: { Object: { type: 'object' }, A: { properties: { b: { oneOf: [] }, c: { type: 'number' }, d: { type: 'boolean', enum: [true] }, e: { nullable: true, allOf: [] }, f: { nullable: true, enum: ['g'] } } } } } } as unknown as OpenAPIObject;
    expect(clientFaults(faulty)).toEqual([
      expect.stringMatching(/^components\.schemas\.A\.properties\.b is a choice/),
      expect.stringMatching(/^components\.schemas\.A\.properties\.c is a number/),
      expect.stringMatching(/^components\.schemas\.A\.properties\.d is a boolean/),
      expect.stringMatching(/^components\.schemas\.A\.properties\.e is nullable/),
      expect.stringMatching(/^components\.schemas\.A\.properties\.f is nullable/),
      expect.stringMatching(/^components\.schemas\.Object /),
    ]);
  });

  it('lets null through where an answer has it, also for what is a schema of its own', () => {
    expect(schema('TenantDto').properties?.['branding']).toMatchObject({ type: 'object', nullable: true, properties: { logo_url: { type: 'string' } } });
    expect(schema('RemedyDto').properties?.['obstacle']).toMatchObject({ nullable: true, enum: ['permission', 'level', 'membership', null] });
  });

  it('says of introspection one schema, of which `active` alone is sure', () => {
    expect(schema('IntrospectionDto')).toMatchObject({ required: ['active'], properties: { active: { type: 'boolean' }, exp: { type: 'integer' }, session_id: { format: 'uuid' } } });
  });

  it('leaves the codes of problems open, and shows those that an operation has', () => {
    const closed = [...objectsIn(document)].filter(([place, object]) => place.endsWith('.code') && object['enum'] !== undefined).map(([place]) => place);
    expect(closed).toEqual([]);
    for (const operation of operationsOf(document)) {
      const refused = operation.responses['403'];
      const codes = refused && 'content' in refused ? Object.keys(refused.content?.['application/problem+json']?.examples ?? {}) : [];
      // Whoever is asked for a permission can be asked for a second factor first.
      if (codes.includes('auth.forbidden')) expect(codes).toContain('tenant.mfa_required');
    }
  });

  it('closes JSON bodies, which are strict, and leaves forms open, whose unknown parameters are ignored', () => {
    const open: string[] = [];
    for (const operation of operationsOf(document)) {
      const content = operation.requestBody && 'content' in operation.requestBody ? operation.requestBody.content : {};
      for (const [type, { schema: body }] of Object.entries(content)) {
        const closed = (componentOf(document, body) ?? (body as Schema)).additionalProperties === false;
        if (closed !== (type === 'application/json')) open.push(`${operation.operationId ?? '?'} ${type}`);
      }
    }
    expect(open).toEqual([]);
    const introspect = document.paths['/api/v1/auth/introspect']?.post?.requestBody;
    expect(Object.keys(introspect && 'content' in introspect ? introspect.content : {})).toEqual(['application/x-www-form-urlencoded', 'application/json']);
    expect(schema('UserDto').additionalProperties).toBeUndefined();
  });

  it('asks for a body where the server does: one of which nothing is required may be left out', async () => {
    const update = document.paths['/api/v1/me']?.patch?.requestBody;
    expect(update).toMatchObject({ required: false, content: { 'application/json': { schema: { $ref: '#/components/schemas/UpdateMeDto' } } } });
    const wrong: string[] = [];
    for (const { id, method, path, required, schemes } of jsonOperations(document)) {
      if (schemes.length > 0) continue;
      const answer = await call<{ errors?: { field: string }[] }>(test, method, path);
      const missing = (answer.body.errors ?? []).map(({ field }) => field).filter((field) => required.includes(field));
      if (missing.length !== required.length) wrong.push(`${id} without a body answered ${answer.status} and missed ${missing.join()}`);
    }
    expect(wrong).toEqual([]);
  });

  it('has no pattern that only JavaScript reads, and says that it is free', () => {
    expect([...objectsIn(document)].map(([, { pattern }]) => pattern).filter((pattern) => typeof pattern === 'string' && /\\[pPuc]|\(\?</.test(pattern))).toEqual([]);
    expect(document.info.license).toMatchObject({ name: 'MIT' });
  });

  it('takes the id of what was done to in an audit entry for text, and a tenant of a social login for a UUID', () => {
    expect(schema('AuditEntryDto').properties?.['resource_id']).not.toHaveProperty('format');
    expect(document.paths['/api/v1/auth/oauth/{provider}/login']?.get?.parameters).toContainEqual(expect.objectContaining({ name: 'tenant_id', schema: expect.objectContaining({ type: 'string', format: 'uuid' }) as unknown }));
  });
});
