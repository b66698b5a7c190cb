import { auditEventCatalogue, personalMetadata } from '@authengine/contracts';
// For its imports: events enter their catalogue when their files are loaded.
import '../../../api/src/app.module.js';

/** Of things, not of people. */
const NAMES_OF_THINGS = new Set(['name', 'old_name', 'role_name', 'role_names', 'service_name', 'allowed_addresses']);
const SOUNDS_PERSONAL = /e?mail|name|phone|address|avatar|picture|birth|device(?!s_)|agent|^ip|_ip$|location|^from$|^to$/;
/** Of mails: which one was sent, not to whom. */
const HARMLESS = new Set(['mail']);

describe('GD-01 metadata of audit events', () => {
  const catalogue = auditEventCatalogue();

  it('that sounds like an address or a name is personal, or the name of a thing', () => {
    expect(catalogue.length).toBeGreaterThan(70);
    const unmarked = catalogue.flatMap(({ name, metadata, personal = [] }) =>
      metadata.filter((field) => SOUNDS_PERSONAL.test(field) && !personal.includes(field) && !NAMES_OF_THINGS.has(field) && !HARMLESS.has(field)).map((field) => `${name}: ${field}`),
    );
    expect(unmarked).toEqual([]);
  });

  it('is personal in every event or in none, since stores know it by its name', () => {
    const everywhere = personalMetadata();
    expect(everywhere).toEqual(['device_name', 'email', 'fields_after', 'fields_before', 'from', 'new_email', 'pending_email', 'provider_email', 'to']);
    expect(catalogue.flatMap(({ name, metadata, personal = [] }) => metadata.filter((field) => everywhere.includes(field) && !personal.includes(field)).map((field) => `${name}: ${field}`))).toEqual([]);
  });
});
