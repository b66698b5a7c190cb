import { Spine1764000000000 } from './1764000000000-spine.js';
import { Mfa1764000001000 } from './1764000001000-mfa.js';
import { Passkeys1764000002000 } from './1764000002000-passkeys.js';
import { OAuth1764000003000 } from './1764000003000-oauth.js';
import { SessionsByUser1764000004000 } from './1764000004000-sessions-by-user.js';
import { AccountDeletion1764000005000 } from './1764000005000-account-deletion.js';
import { Tenancy1764000006000 } from './1764000006000-tenancy.js';
import { UsersByStatus1764000007000 } from './1764000007000-users-by-status.js';
import { ServiceKeyRestrictions1764000008000 } from './1764000008000-service-key-restrictions.js';
import { TenantMfa1764000009000 } from './1764000009000-tenant-mfa.js';
import { SessionsByAge1764000010000 } from './1764000010000-sessions-by-age.js';
import { Lists1764000011000 } from './1764000011000-lists.js';
import { AuditErasures1764000012000 } from './1764000012000-audit-erasures.js';
import { DeactivatedUsers1764000013000 } from './1764000013000-deactivated-users.js';
import { PendingCopies1764000014000 } from './1764000014000-pending-copies.js';
import { CaseFolding1764000021000 } from './1764000021000-case-folding.js';
import { PendingEmails1764000022000 } from './1764000022000-pending-emails.js';
import { MailRequests1764000023000 } from './1764000023000-mail-requests.js';
import { OneSpellingOfAddresses1764000024000 } from './1764000024000-one-spelling-of-addresses.js';
import { RequiredPermissions1764000024100 } from './1764000024100-required-permissions.js';
import { EventDeliveries1764000060000 } from './1764000060000-event-deliveries.js';
import { ToldEndings1764000061000 } from './1764000061000-told-endings.js';
import { RefreshTransport1764000063000 } from './1764000063000-refresh-transport.js';
import { InvitationLinks1764000065000 } from './1764000065000-invitation-links.js';
import { Applications1764000070000 } from './1764000070000-applications.js';
import { SigningKeys1764000071000 } from './1764000071000-signing-keys.js';
import { OidcProvider1764000072000 } from './1764000072000-oidc-provider.js';
import { Branding1764000073000 } from './1764000073000-branding.js';
import { OrganizationsAtSignIn1764000074000 } from './1764000074000-organizations-at-sign-in.js';
import { LogoutNotices1764000075000 } from './1764000075000-logout-notices.js';
import { Webhooks1764000080000 } from './1764000080000-webhooks.js';
import { AuditByAddress1764000081000 } from './1764000081000-audit-by-address.js';
import { AuditEvidence1764000090000 } from './1764000090000-audit-evidence.js';
import { AuditRetention1764000100000 } from './1764000100000-audit-retention.js';
import { OrganizationBranding1764000110000 } from './1764000110000-organization-branding.js';
import { AuditFeedHorizon1764000150000 } from './1764000150000-audit-feed-horizon.js';
import { AuditKeepers1764000151000 } from './1764000151000-audit-keepers.js';
import { AuditPersonalFields1764000152000 } from './1764000152000-audit-personal-fields.js';

/** Every migration, oldest first. A released one is never edited. */
export const migrations = [
  Spine1764000000000,
  Mfa1764000001000,
  Passkeys1764000002000,
  OAuth1764000003000,
  SessionsByUser1764000004000,
  AccountDeletion1764000005000,
  Tenancy1764000006000,
  UsersByStatus1764000007000,
  ServiceKeyRestrictions1764000008000,
  TenantMfa1764000009000,
  SessionsByAge1764000010000,
  Lists1764000011000,
  AuditErasures1764000012000,
  DeactivatedUsers1764000013000,
  PendingCopies1764000014000,
  CaseFolding1764000021000,
  PendingEmails1764000022000,
  MailRequests1764000023000,
  OneSpellingOfAddresses1764000024000,
  RequiredPermissions1764000024100,
  EventDeliveries1764000060000,
  ToldEndings1764000061000,
  RefreshTransport1764000063000,
  InvitationLinks1764000065000,
  Applications1764000070000,
  SigningKeys1764000071000,
  OidcProvider1764000072000,
  Branding1764000073000,
  OrganizationsAtSignIn1764000074000,
  LogoutNotices1764000075000,
  Webhooks1764000080000,
  AuditByAddress1764000081000,
  AuditEvidence1764000090000,
  AuditRetention1764000100000,
  OrganizationBranding1764000110000,
  AuditFeedHorizon1764000150000,
  AuditKeepers1764000151000,
  AuditPersonalFields1764000152000,
];
