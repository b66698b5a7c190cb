import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineExtension, definePermissions } from '@authengine/contracts';
import type { TenantId } from '@authengine/kernel';
import { People, TestAuthority } from '@authengine/testing';
import { createTestApp, type TestApp } from '../../test-app.js';
import { actorOf, newActor, type Actor } from '../actor.js';
import { serviceKey } from '../person.js';
import { Application } from './application.js';
import { Door } from './door.js';

const orders = defineExtension({
  name: 'orders',
  permissions: definePermissions('TENANT', {
    view: { name: 'orders.view', description: 'See orders', heldBy: ['TENANT_OWNER', 'TENANT_ADMIN', 'TENANT_MANAGER'] },
    manage: { name: 'orders.manage', description: 'Cancel orders', heldBy: ['TENANT_OWNER', 'TENANT_ADMIN'] },
  }),
});

/** AuthEngine behind its door, a tenant with people in it, and the application that is to be protected. */
export interface World {
  readonly test: TestApp;
  readonly door: Door;
  readonly application: Application;
  readonly tenant: TenantId;
  readonly owner: Actor;
  /** May see orders. */
  readonly manager: Actor;
  /** May also cancel them. */
  readonly admin: Actor;
  /** A member who may do neither. */
  readonly member: Actor;
  /** Owns another tenant. */
  readonly stranger: Actor;
  readonly elsewhere: TenantId;
  /** The one that the pages say to make: of the tenant, requires `orders.view`. */
  readonly key: string;
  /** Of the tenant, requires `orders.manage`. */
  readonly manageKey: string;
  /** Requires nothing. */
  readonly plainKey: string;
  readonly folder: string;
  /** What vouches for the door. */
  readonly trusted: string;
  /** What does not. */
  readonly untrusted: string;
  newManager(): Promise<Actor>;
  close(): Promise<void>;
}

export async function openWorld(): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'authengine-protected-'));
  // Some servers give up root before they read what they trust.
  chmodSync(folder, 0o711);
  const [authority, other] = await Promise.all([TestAuthority.make(), TestAuthority.make()]);
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o644);
    return join(folder, name);
  };
  const door = await Door.open(await authority.issue({ names: ['localhost', '127.0.0.1'] }));
  const application = await Application.start();
  const test = await createTestApp({ extensions: [orders], env: { APP_URL: door.url, RATE_LIMIT_PER_MINUTE: '100000', MAX_CONCURRENT_SESSIONS: '100' } });
  door.leadTo(test.port);
  const people = new People(test.dataSource);
  const owner = await newActor(test);
  const stranger = await newActor(test);
  const tenant = await people.tenant(owner.id);
  const newMember = async (role: string): Promise<Actor> => actorOf(test, await people.newMember(tenant, role));
  return {
    test, door, application, tenant, owner, stranger, folder,
    manager: await newMember('TENANT_MANAGER'),
    admin: await newMember('TENANT_ADMIN'),
    member: await newMember('TENANT_USER'),
    elsewhere: await people.tenant(stranger.id),
    key: await serviceKey(test, { service_name: 'orders', tenant_id: tenant, required_permissions: ['orders.view'] }),
    manageKey: await serviceKey(test, { service_name: 'orders', tenant_id: tenant, required_permissions: ['orders.manage'] }),
    plainKey: await serviceKey(test),
    trusted: file('trusted.pem', authority.pem),
    untrusted: file('untrusted.pem', other.pem),
    newManager: () => newMember('TENANT_MANAGER'),
    close: async () => {
      await test.close();
      await Promise.all([door.close(), application.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
