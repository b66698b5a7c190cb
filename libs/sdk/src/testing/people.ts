import { randomUUID } from 'node:crypto';

export interface TestUser {
  readonly id: string;
  readonly email: string;
}

interface Session {
  readonly id: string;
  readonly jti: string;
  readonly user: TestUser;
  readonly tenantId: string | undefined;
  readonly issued: number;
  readonly exp: number;
}

const PLATFORM = 'platform';

/** Who there is, who is signed in, and what they hold. */
export class People {
  /** By user, by tenant or PLATFORM: what is held there. */
  private readonly held = new Map<string, Map<string, Set<string>>>();
  private readonly sessions = new Map<string, Session>();

  add(email: string): TestUser {
    const user = { id: randomUUID(), email };
    this.held.set(user.id, new Map());
    return user;
  }

  grant({ id }: TestUser, tenantId: string | undefined, permissions: readonly string[]): void {
    const places = this.held.get(id);
    const place = tenantId ?? PLATFORM;
    places?.set(place, new Set([...(places.get(place) ?? []), ...permissions]));
  }

  withdraw({ id }: TestUser, tenantId: string | undefined, permissions: readonly string[]): void {
    for (const permission of permissions) this.held.get(id)?.get(tenantId ?? PLATFORM)?.delete(permission);
  }

  leave({ id }: TestUser, tenantId: string): void {
    this.held.get(id)?.delete(tenantId);
  }

  remove({ id }: TestUser): void {
    this.held.delete(id);
  }

  removeTenant(tenantId: string): void {
    for (const places of this.held.values()) places.delete(tenantId);
  }

  signIn(user: TestUser, tenantId: string | undefined, now: number, seconds: number): string {
    const token = `test.${randomUUID()}`;
    const issued = Math.floor(now / 1_000);
    this.sessions.set(token, { id: randomUUID(), jti: randomUUID(), user, tenantId, issued, exp: issued + seconds });
    return token;
  }

  /** The id of the session that ended, if there was one. */
  signOut(token: string): string | undefined {
    const session = this.sessions.get(token);
    this.sessions.delete(token);
    return session?.id;
  }

  /** As `POST /auth/introspect` answers. */
  answer({ token, tenant_id, permission, include }: Readonly<Record<string, unknown>>, now: number, issuer: string): Record<string, unknown> {
    const session = typeof token === 'string' ? this.sessions.get(token) : undefined;
    const places = session && this.held.get(session.user.id);
    if (!session || !places || session.exp * 1_000 <= now) return { active: false };
    const tenantId = typeof tenant_id === 'string' ? tenant_id.toLowerCase() : session.tenantId;
    const platform = [...(places.get(PLATFORM) ?? [])];
    const member = tenantId === undefined || places.has(tenantId);
    if (!member && platform.length === 0) return { active: false };
    const permissions = [...new Set([...platform, ...((tenantId !== undefined && places.get(tenantId)) || [])])].sort();
    const tenantIds = [...places.keys()].filter((place) => place !== PLATFORM);
    const asked = permission === undefined ? undefined : ([permission].flat() as string[]);
    return {
      active: true,
      ...{ user_id: session.user.id, sub: session.user.id, email: session.user.email, username: session.user.email, is_email_verified: true, email_verified: true },
      ...{ auth_strategy: 'email_password', session_id: session.id, jti: session.jti, token_type: 'bearer', iss: issuer, aud: issuer, tenant_ids: tenantIds },
      ...{ iat: session.issued, exp: session.exp, issued_at: new Date(session.issued * 1_000).toISOString(), expires_at: new Date(session.exp * 1_000).toISOString() },
      ...(tenantId === undefined ? {} : { tenant_id: tenantId }),
      ...(asked === undefined ? {} : { allowed: asked.every((name) => permissions.includes(name)) }),
      ...(include === 'decision' ? {} : { permissions, ...(permissions.length > 0 ? { scope: permissions.join(' ') } : {}) }),
      ...(include === 'decision' || tenantId !== undefined ? {} : { tenant_permissions: Object.fromEntries(tenantIds.map((id) => [id, [...(places.get(id) ?? [])]])) }),
    };
  }
}
