// Runs alone: what it declares twice, on purpose, is a fault of every start from then on.
import { defineErrors } from '@authengine/kernel';
import { defineAuditEvents } from '../audit/audit-event.js';
import { defineAuditResource } from '../audit/audit-resource.js';
import '../permissions/built-in.js';
import { definePermissions } from '../permissions/define-permissions.js';
import { defineExtension, isExtension } from './define-extension.js';
import { catalogueFaults, extensionFaults } from './extension-faults.js';

const permissions = definePermissions('TENANT', { view: { name: 'sample.view', description: 'See samples', heldBy: ['TENANT_OWNER'] } });
const events = defineAuditEvents({ made: { name: 'sample.made', description: 'A sample was made', resource: defineAuditResource('Sample') } });
const errors = defineErrors('sample', { gone: { status: 404, title: 'Gone', detail: 'It is gone.' } });
const sample = defineExtension({ name: 'sample', permissions, events, errors });

describe('extensionFaults', () => {
  it('finds nothing wrong with one that keeps to its name', () => {
    expect(extensionFaults([sample])).toEqual([]);
    expect(catalogueFaults([sample])).toEqual([]);
    expect(extensionFaults([])).toEqual([]);
  });

  it('has a line for each name that is listed twice', () => {
    expect(extensionFaults([sample, defineExtension({ name: 'sample' }), defineExtension({ name: 'sample' })])).toEqual(['extension sample is listed twice']);
  });

  it.each(['', 'Sample', '9', 'a-b', 'a.b', '_a', 'a_', 'a'.repeat(31)])('refuses the name "%s"', (name) => {
    expect(extensionFaults([defineExtension({ name })])).toEqual([expect.stringContaining('must be named')]);
  });

  it('refuses what is not under its name', () => {
    expect(extensionFaults([defineExtension({ name: 'other', permissions, events, errors })])).toEqual([
      'permission sample.view of extension other must begin with other.',
      'event sample.made of extension other must begin with other.',
      'error sample.gone of extension other must begin with other.',
    ]);
  });

  it('refuses what was not made by defineExtension', () => {
    expect(isExtension(sample)).toBe(true);
    expect(extensionFaults([{ name: 'plain' }])).toEqual(['extension plain was not made by defineExtension']);
  });

  it('refuses a name of the product, and what is declared and not listed', () => {
    expect(catalogueFaults([defineExtension({ name: 'tenant' })])).toEqual(['extension tenant does not list permission tenant.audit.view; where that is not its own, it needs another name']);
    expect(catalogueFaults([defineExtension({ name: 'sample', permissions, errors })])).toEqual(['extension sample does not list event sample.made; where that is not its own, it needs another name']);
  });

  it('has a line for each permission and event that two declare, and keeps the first meaning', () => {
    definePermissions('PLATFORM', { view: { name: 'sample.view', description: 'Something else' } });
    defineAuditEvents({ made: { name: 'sample.made', description: 'Something else', resource: 'Auth' } });
    expect(extensionFaults([sample])).toEqual(['permission sample.view is declared twice', 'audit event sample.made is declared twice']);
    expect(catalogueFaults([sample])).toEqual(extensionFaults([sample]));
  });
});

describe('defineAuditResource', () => {
  it.each(['', 'project', 'My Project', 'a'])('refuses "%s"', (name) => {
    expect(() => defineAuditResource(name)).toThrow('the audit resource');
  });
});
