import { defineAuditEvents, fact } from '@authengine/contracts';
import { brokenPromises } from './event-promises.js';
import { eventSchemas } from './event-schema-page.js';

const { made, changed, more, next } = defineAuditEvents({
  made: { name: 'sample.promise.made', description: '', resource: 'User', metadata: { email: fact.text, count: fact.count } },
  changed: { name: 'sample.promise.changed', description: '', resource: 'User', metadata: { email: fact.text, count: fact.text } },
  more: { name: 'sample.promise.more', description: '', resource: 'User', metadata: { email: fact.text, count: fact.count, other: fact.flag } },
  next: { name: 'sample.promise.next', description: '', resource: 'User', version: 2, metadata: { email: fact.text } },
});
const published = eventSchemas([made]);
const as = (event: typeof made): ReturnType<typeof eventSchemas> => eventSchemas([{ ...event, name: made.name }]);

describe('what receivers of events rely on', () => {
  it('is an event that is there, with the fields that it had', () => {
    expect(brokenPromises(published, eventSchemas([made, changed]))).toEqual([]);
    expect(brokenPromises(published, as(more))).toEqual([]);
    expect(brokenPromises(published, eventSchemas([]))).toEqual([expect.stringContaining('raise EVENT_CATALOGUE_VERSION')]);
    expect(brokenPromises(published, as(changed))).toEqual([expect.stringContaining('count is gone or is something else')]);
  });

  it('may change with a version that says so', () => {
    expect(brokenPromises(published, as(next))).toEqual([]);
    expect(brokenPromises(published, { ...eventSchemas([]), version: 2 })).toEqual([]);
  });
});
