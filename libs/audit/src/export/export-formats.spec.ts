import type { AuditEntry } from '../entry/audit-entry.js';
import { FORMATS } from './export-formats.js';

const entry = (fields: Partial<AuditEntry>): AuditEntry => ({
  id: '019a3c52-7f4e-7000-9d1b-3f2a8c6e5b10', action: 'a.b.c', resource: 'User', resourceId: null, actorId: null, targetUserId: null, tenantId: null, status: 'success', ipAddress: null, userAgent: null,
  requestId: null, metadata: {}, createdAt: new Date(0), ...fields,
});

describe('AU-06 an export', () => {
  it('as CSV has no cell that a spreadsheet runs', () => {
    for (const sign of ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) {
      const line = FORMATS.csv.lines([entry({ userAgent: `${sign}HYPERLINK("http://evil.test")` })]);
      expect(line).toContain(`"'${sign}HYPERLINK(""http://evil.test"")"`);
    }
  });

  it('as CSV has a row an entry, whatever is in it', () => {
    const line = FORMATS.csv.lines([entry({ userAgent: 'a,"b"\r\nc', metadata: { email: '=1+1', n: [1, 'x,y'] } })]);
    expect(line).toBe('019a3c52-7f4e-7000-9d1b-3f2a8c6e5b10,1970-01-01T00:00:00.000Z,a.b.c,success,User,,,,,,"a,""b""\r\nc",,"{""email"":""=1+1"",""n"":[1,""x,y""]}"\r\n');
    expect(FORMATS.csv.head).toBe('id,created_at,action,status,resource,resource_id,actor_id,target_user_id,tenant_id,ip_address,user_agent,request_id,metadata\r\n');
    expect(FORMATS.csv.lines([])).toBe('');
  });

  it('as JSON Lines has an object a line', () => {
    const text = FORMATS.jsonl.lines([entry({ userAgent: 'a\nb' }), entry({})]);
    expect(text.split('\n').filter((line) => line !== '').map((line) => (JSON.parse(line) as { user_agent: string | null }).user_agent)).toEqual(['a\nb', null]);
  });
});
