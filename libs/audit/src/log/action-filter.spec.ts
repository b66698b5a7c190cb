// Runs alone: it lists every action there is, and other specs declare actions of their own.
import { defineAuditEvents } from '@authengine/contracts';
import { actionFilter } from './action-filter.js';

defineAuditEvents({
  signedIn: { name: 'sample.login.succeeded', description: '', resource: 'Auth', predecessor: 'LOGIN_SUCCESS' },
  failed: { name: 'sample.login.failed', description: '', resource: 'Auth', predecessor: 'LOGIN_FAILED' },
  deleted: { name: 'sample.user.deleted', description: '', resource: 'User', predecessor: 'USER_DELETED' },
  novel: { name: 'sample.user.novel', description: '', resource: 'User' },
});

describe('the action filter', () => {
  it('finds an event by its name, and what the predecessor wrote for it', () => {
    expect(actionFilter('sample.user.novel')).toEqual({ actions: ['sample.user.novel'] });
    expect(actionFilter('sample.user.deleted')).toEqual({ actions: ['sample.user.deleted', 'USER_DELETED'] });
    expect(actionFilter('sample.unheard.of')).toEqual({ actions: ['sample.unheard.of'] });
  });

  it('finds all events whose names begin alike, and none for a beginning that no event has', () => {
    expect(new Set(actionFilter('sample.user.*').actions)).toEqual(new Set(['sample.user.deleted', 'USER_DELETED', 'sample.user.novel']));
    expect(actionFilter('sample.us.*')).toEqual({ actions: [] });
    expect(actionFilter('sample.user.novel.*')).toEqual({ actions: [] });
  });

  it("translates the predecessor's names with the outcome that they meant", () => {
    expect(actionFilter('USER_DELETED')).toEqual({ actions: ['USER_DELETED', 'sample.user.deleted'], statuses: ['success'] });
    expect(actionFilter('LOGIN_SUCCESS')).toEqual({ actions: ['LOGIN_SUCCESS', 'sample.login.succeeded'], statuses: ['success'] });
    const failed = actionFilter('LOGIN_FAILED');
    expect(new Set(failed.actions)).toEqual(new Set(['LOGIN_FAILED', 'sample.login.failed', 'sample.login.succeeded']));
    expect(failed.statuses).toEqual(['failure', 'denied']);
    expect(actionFilter('NEVER_HEARD')).toEqual({ actions: ['NEVER_HEARD'], statuses: ['success'] });
  });
});
