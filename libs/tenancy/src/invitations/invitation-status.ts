import type { Invitation } from './invitation.entity.js';

export const INVITATION_STATUSES = ['pending', 'accepted', 'revoked', 'expired'] as const;
export type InvitationStatus = (typeof INVITATION_STATUSES)[number];

/** How an invitation stands at a time. One that has expired can still be sent again, or withdrawn. */
export function invitationStatus({ status, expiresAt }: Pick<Invitation, 'status' | 'expiresAt'>, now: Date): InvitationStatus {
  if (status === 'ACCEPTED') return 'accepted';
  if (status === 'REVOKED') return 'revoked';
  return expiresAt <= now ? 'expired' : 'pending';
}
