import { RoleDirectoryPort, type HeldRole } from '@authengine/contracts';
import type { TenantId } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import type { HeldRoleDto, UserDto } from './user.dto.js';
import type { User } from './user.entity.js';

/** Users as the API shows them, with all their roles, or only with those in one tenant. */
@Injectable()
export class UserViews {
  constructor(private readonly roles: RoleDirectoryPort) {}

  async of(users: readonly User[], tenantId?: TenantId): Promise<UserDto[]> {
    const held = await this.roles.heldBy(users.map((user) => user.id), tenantId);
    return users.map((user) => toUserDto(user, held.get(user.id) ?? []));
  }

  async ofOne(user: User): Promise<UserDto> {
    const held = await this.roles.heldBy([user.id]);
    return this.with(user, held.get(user.id) ?? []);
  }

  /** Where the roles have been read already. */
  with(user: User, roles: readonly HeldRole[]): UserDto {
    return toUserDto(user, roles);
  }
}

function toUserDto(user: User, roles: readonly HeldRole[]): UserDto {
  return {
    id: user.id,
    email: user.email,
    pending_email: user.pendingEmail,
    username: user.username,
    phone_number: user.phoneNumber,
    first_name: user.firstName,
    last_name: user.lastName,
    avatar_url: user.avatarUrl,
    status: user.status,
    is_email_verified: user.emailVerifiedAt !== null,
    is_phone_verified: user.phoneVerifiedAt !== null,
    mfa_enabled: user.mfaEnabled,
    auth_strategies: user.authStrategies,
    created_at: user.createdAt.toISOString(),
    last_login_at: user.lastLoginAt?.toISOString() ?? null,
    roles: roles.map(toHeldRoleDto),
  };
}

function toHeldRoleDto({ role, tenantId }: HeldRole): HeldRoleDto {
  const { id, name, description, scope, level, createdAt } = role;
  return { role: { id, name, description, scope, level, created_at: createdAt.toISOString() }, tenant_id: tenantId };
}
