import type { Invitation } from './invitation.entity.js';

export const INVITATION_STATUSES = ['pending', 'accepted', 'revoked', 'expired'] as const;
export type InvitationStatus = (typeof INVITATION_STATUSES)[number];

/** The status of an invitation at a time. An expired one can still be sent again or withdrawn. */
export function invitationStatus({ status, expiresAt }: Pick<Invitation, 'status' | 'expiresAt'>, now: Date): InvitationStatus {
  if (status === 'ACCEPTED') return 'accepted';
  if (status === 'REVOKED') return 'revoked';
  return expiresAt <= now ? 'expired' : 'pending';
}
