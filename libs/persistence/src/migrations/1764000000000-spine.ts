import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `CREATE TABLE users (
    id uuid PRIMARY KEY,
    email text UNIQUE,
    pending_email text,
    username text UNIQUE,
    phone_number text,
    first_name text,
    last_name text,
    avatar_url text,
    status text NOT NULL CONSTRAINT users_status_check CHECK (status IN ('ACTIVE', 'INACTIVE', 'SUSPENDED', 'PENDING_VERIFICATION')),
    email_verified_at timestamptz(3),
    phone_verified_at timestamptz(3),
    mfa_enabled boolean NOT NULL DEFAULT false,
    auth_strategies text[] NOT NULL DEFAULT '{}',
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    updated_at timestamptz(3) NOT NULL DEFAULT now(),
    last_login_at timestamptz(3)
  )`,
  `CREATE INDEX users_created_at_id_idx ON users (created_at, id)`,

  `CREATE TABLE password_credentials (
    user_id uuid PRIMARY KEY CONSTRAINT password_credentials_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
    hash text NOT NULL,
    changed_at timestamptz(3) NOT NULL DEFAULT now()
  )`,

  `CREATE TABLE tenants (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    description text,
    type text NOT NULL CONSTRAINT tenants_type_check CHECK (type IN ('PLATFORM', 'CUSTOMER')),
    status text NOT NULL DEFAULT 'ACTIVE' CONSTRAINT tenants_status_check CHECK (status IN ('ACTIVE', 'SUSPENDED')),
    owner_id uuid NOT NULL CONSTRAINT tenants_owner_id_fkey REFERENCES users (id) ON DELETE RESTRICT,
    created_by uuid CONSTRAINT tenants_created_by_fkey REFERENCES users (id) ON DELETE SET NULL,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    updated_at timestamptz(3) NOT NULL DEFAULT now()
  )`,
  `CREATE UNIQUE INDEX tenants_platform_key ON tenants (type) WHERE type = 'PLATFORM'`,
  `CREATE INDEX tenants_owner_id_idx ON tenants (owner_id)`,
  `CREATE INDEX tenants_created_at_id_idx ON tenants (created_at, id)`,

  `CREATE TABLE memberships (
    tenant_id uuid NOT NULL CONSTRAINT memberships_tenant_id_fkey REFERENCES tenants (id) ON DELETE CASCADE,
    user_id uuid NOT NULL CONSTRAINT memberships_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, user_id)
  )`,
  `CREATE INDEX memberships_user_id_idx ON memberships (user_id)`,

  `CREATE TABLE permissions (
    name text PRIMARY KEY,
    description text NOT NULL,
    scope text NOT NULL CONSTRAINT permissions_scope_check CHECK (scope IN ('PLATFORM', 'TENANT')),
    created_at timestamptz(3) NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE roles (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    description text NOT NULL DEFAULT '',
    scope text NOT NULL CONSTRAINT roles_scope_check CHECK (scope IN ('PLATFORM', 'TENANT')),
    level integer NOT NULL CONSTRAINT roles_level_check CHECK (level BETWEEN 0 AND 100),
    tenant_id uuid CONSTRAINT roles_tenant_id_fkey REFERENCES tenants (id) ON DELETE CASCADE,
    built_in boolean NOT NULL DEFAULT false,
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    updated_at timestamptz(3) NOT NULL DEFAULT now()
  )`,
  `CREATE UNIQUE INDEX roles_shared_name_key ON roles (name) WHERE tenant_id IS NULL`,
  `CREATE UNIQUE INDEX roles_tenant_id_name_key ON roles (tenant_id, name)`,
  `CREATE TABLE role_permissions (
    role_id uuid NOT NULL CONSTRAINT role_permissions_role_id_fkey REFERENCES roles (id) ON DELETE CASCADE,
    permission_name text NOT NULL CONSTRAINT role_permissions_permission_name_fkey REFERENCES permissions (name) ON DELETE CASCADE,
    PRIMARY KEY (role_id, permission_name)
  )`,
  `CREATE INDEX role_permissions_permission_name_idx ON role_permissions (permission_name)`,
  `CREATE TABLE role_assignments (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    role_id uuid NOT NULL CONSTRAINT role_assignments_role_id_fkey REFERENCES roles (id) ON DELETE CASCADE,
    assigned_by uuid CONSTRAINT role_assignments_assigned_by_fkey REFERENCES users (id) ON DELETE SET NULL,
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    CONSTRAINT role_assignments_user_id_tenant_id_role_id_key UNIQUE (user_id, tenant_id, role_id),
    CONSTRAINT role_assignments_tenant_id_user_id_fkey FOREIGN KEY (tenant_id, user_id) REFERENCES memberships (tenant_id, user_id) ON DELETE CASCADE
  )`,
  `CREATE INDEX role_assignments_tenant_id_user_id_idx ON role_assignments (tenant_id, user_id)`,
  `CREATE INDEX role_assignments_role_id_idx ON role_assignments (role_id)`,

  `CREATE TABLE sessions (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL CONSTRAINT sessions_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
    tenant_id uuid CONSTRAINT sessions_tenant_id_fkey REFERENCES tenants (id) ON DELETE SET NULL,
    auth_strategy text NOT NULL,
    refresh_counter bigint NOT NULL DEFAULT 0,
    rotated_at timestamptz(3) NOT NULL,
    authenticated_at timestamptz(3) NOT NULL,
    created_at timestamptz(3) NOT NULL,
    last_seen_at timestamptz(3) NOT NULL,
    idle_expires_at timestamptz(3) NOT NULL,
    expires_at timestamptz(3) NOT NULL,
    ended_at timestamptz(3),
    end_reason text,
    ip_address text,
    user_agent text
  )`,
  `CREATE INDEX sessions_live_idx ON sessions (user_id, created_at) WHERE ended_at IS NULL`,
  `CREATE INDEX sessions_tenant_id_idx ON sessions (tenant_id)`,

  `CREATE TABLE one_time_tokens (
    id uuid PRIMARY KEY,
    purpose text NOT NULL,
    token_hash bytea NOT NULL,
    user_id uuid CONSTRAINT one_time_tokens_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
    payload jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz(3) NOT NULL,
    expires_at timestamptz(3) NOT NULL,
    consumed_at timestamptz(3),
    CONSTRAINT one_time_tokens_token_hash_key UNIQUE (token_hash)
  )`,
  `CREATE INDEX one_time_tokens_user_id_purpose_idx ON one_time_tokens (user_id, purpose)`,
  `CREATE INDEX one_time_tokens_expires_at_idx ON one_time_tokens (expires_at)`,

  `CREATE TABLE service_keys (
    id uuid PRIMARY KEY,
    service_name text NOT NULL,
    key_prefix text NOT NULL,
    key_hash bytea NOT NULL,
    tenant_id uuid CONSTRAINT service_keys_tenant_id_fkey REFERENCES tenants (id) ON DELETE CASCADE,
    created_by uuid CONSTRAINT service_keys_created_by_fkey REFERENCES users (id) ON DELETE SET NULL,
    created_at timestamptz(3) NOT NULL,
    expires_at timestamptz(3),
    revoked_at timestamptz(3),
    last_used_at timestamptz(3),
    CONSTRAINT service_keys_key_hash_key UNIQUE (key_hash)
  )`,
  `CREATE INDEX service_keys_tenant_id_idx ON service_keys (tenant_id)`,

  `CREATE TABLE copy_changes (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key text NOT NULL,
    version bigint NOT NULL,
    value text NOT NULL,
    xact bigint NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT now()
  )`,
  `CREATE INDEX copy_changes_xact_idx ON copy_changes (xact)`,
  `CREATE INDEX copy_changes_created_at_idx ON copy_changes (created_at)`,

  `CREATE TABLE audit_outbox (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id uuid NOT NULL CONSTRAINT audit_outbox_id_key UNIQUE,
    entry jsonb NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE audit_entries (
    id uuid PRIMARY KEY,
    action text NOT NULL,
    resource text NOT NULL,
    resource_id text,
    actor_id text,
    target_user_id text,
    tenant_id text,
    status text NOT NULL CONSTRAINT audit_entries_status_check CHECK (status IN ('success', 'failure', 'denied')),
    ip_address text,
    user_agent text,
    request_id text,
    metadata jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz(3) NOT NULL
  )`,
  `CREATE INDEX audit_entries_created_at_id_idx ON audit_entries (created_at, id)`,
  `CREATE INDEX audit_entries_tenant_id_created_at_idx ON audit_entries (tenant_id, created_at)`,
  `CREATE INDEX audit_entries_actor_id_created_at_idx ON audit_entries (actor_id, created_at)`,
  `CREATE INDEX audit_entries_target_user_id_created_at_idx ON audit_entries (target_user_id, created_at)`,
  `CREATE INDEX audit_entries_action_created_at_idx ON audit_entries (action, created_at)`,
  `CREATE INDEX audit_entries_request_id_idx ON audit_entries (request_id)`,

  `CREATE TABLE mail_queue (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    sealed_message text,
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz(3) NOT NULL,
    last_error text,
    created_at timestamptz(3) NOT NULL,
    sent_at timestamptz(3),
    failed_at timestamptz(3)
  )`,
  `CREATE INDEX mail_queue_due_idx ON mail_queue (next_attempt_at) WHERE sent_at IS NULL AND failed_at IS NULL`,
];

const TABLES = [
  'mail_queue', 'audit_entries', 'audit_outbox', 'copy_changes', 'service_keys', 'one_time_tokens', 'sessions', 'role_assignments',
  'role_permissions', 'roles', 'permissions', 'memberships', 'tenants', 'password_credentials', 'users',
];

export class Spine1764000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of TABLES) await queryRunner.query(`DROP TABLE ${table}`);
  }
}
