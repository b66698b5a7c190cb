import type { AuditEntry } from '../entry/audit-entry.js';
import { withoutPerson } from './without-person.js';

const [ADA, BEN] = ['ada-id', 'ben-id'];
const ADDRESS = 'ada@people.test';
const AT = new Date(1000);
const PERSONAL = ['email', 'new_email', 'device_name'];

function entry(fields: Partial<AuditEntry>): AuditEntry {
  return {
    id: 'x', action: 'sample.done', resource: 'User', resourceId: null, actorId: null, targetUserId: null, tenantId: null, status: 'success',
    ipAddress: '203.0.113.7', userAgent: 'A browser', requestId: 'q', metadata: {}, createdAt: AT, ...fields,
  };
}

describe('GD-01 an entry without the person who was erased', () => {
  const erased = (fields: Partial<AuditEntry>, address: string | null = ADDRESS): Partial<AuditEntry> => {
    const { ipAddress, metadata, actorId, targetUserId } = withoutPerson(entry(fields), { pseudonym: ADA, address, erasedAt: AT }, PERSONAL);
    return { ipAddress, metadata, actorId, targetUserId };
  };

  it('still tells what was done, by the id and to the id', () => {
    const kept = withoutPerson(entry({ actorId: ADA, targetUserId: ADA, metadata: { email: ADDRESS, device_name: 'Mine', reason: 'why' } }), { pseudonym: ADA, address: ADDRESS, erasedAt: AT }, PERSONAL);
    expect(kept).toEqual(entry({ actorId: ADA, targetUserId: ADA, metadata: { reason: 'why' }, ipAddress: null, userAgent: null }));
  });

  it('loses whence they came, and whence somebody whom nobody knows tried to be them', () => {
    expect(erased({ actorId: ADA, targetUserId: BEN })).toMatchObject({ ipAddress: null });
    expect(erased({ targetUserId: ADA, metadata: { email: 'a.former@people.test' } })).toMatchObject({ ipAddress: null, metadata: {} });
  });

  it('keeps whence another came who acted on them, and loses what is theirs of it', () => {
    expect(erased({ actorId: BEN, targetUserId: ADA, metadata: { email: ADDRESS } })).toMatchObject({ actorId: BEN, ipAddress: '203.0.113.7', metadata: {} });
  });

  it('does not name their address in another spelling of its domain', () => {
    const [canonical, spelled] = ['ada@xn--bcher-kva.example', 'ada@bücher.example'];
    for (const email of [canonical, spelled]) expect(erased({ metadata: { email } }, canonical)).toMatchObject({ ipAddress: null, metadata: {} });
  });

  it('keeps what is personal of another whom they acted on', () => {
    expect(erased({ actorId: ADA, targetUserId: BEN, metadata: { device_name: 'His' } })).toMatchObject({ ipAddress: null, metadata: { device_name: 'His' } });
    expect(erased({ actorId: ADA, metadata: { email: 'ben@people.test' } })).toMatchObject({ ipAddress: null, metadata: { email: 'ben@people.test' } });
  });

  it('does not name their address where somebody invited it or tried it, nor where somebody else asked for it', () => {
    expect(erased({ actorId: BEN, metadata: { email: ADDRESS, role_name: 'MEMBER' } })).toMatchObject({ ipAddress: '203.0.113.7', metadata: { role_name: 'MEMBER' } });
    expect(erased({ metadata: { email: ADDRESS } })).toMatchObject({ ipAddress: null, metadata: {} });
    expect(erased({ actorId: BEN, targetUserId: BEN, metadata: { new_email: ADDRESS, device_name: 'His' } })).toMatchObject({ ipAddress: '203.0.113.7', metadata: { device_name: 'His' } });
  });

  it('names the address of whoever has it later, and one that was never proven to be theirs', () => {
    expect(erased({ createdAt: new Date(1001), metadata: { email: ADDRESS } })).toMatchObject({ ipAddress: '203.0.113.7', metadata: { email: ADDRESS } });
    expect(erased({ metadata: { email: ADDRESS } }, null)).toMatchObject({ ipAddress: '203.0.113.7', metadata: { email: ADDRESS } });
  });
});
