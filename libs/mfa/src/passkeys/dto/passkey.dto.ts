import { ApiProperty } from '@nestjs/swagger';
import type { Passkey } from '../passkey.entity.js';

export class PasskeyDto {
  @ApiProperty({ format: 'uuid', example: '7b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d' }) id!: string;
  @ApiProperty({ description: "The authenticator's own id of the passkey, base64url", example: 'b3oX9vJqT0mGx7mYw1cXzQ' }) credential_id!: string;
  @ApiProperty({ example: 'My laptop' }) device_name!: string;
  @ApiProperty({ type: [String], example: ['internal'] }) transports!: string[];
  @ApiProperty({ description: 'Whether the passkey is stored on more than one device', example: true }) backed_up!: boolean;
  @ApiProperty({ format: 'date-time', example: '2026-01-15T09:30:00.000Z' }) created_at!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-01-16T08:00:00.000Z' }) last_used_at!: string | null;
}

export function toPasskeyDto(passkey: Passkey): PasskeyDto {
  return {
    id: passkey.id,
    credential_id: passkey.credentialId.toString('base64url'),
    device_name: passkey.deviceName,
    transports: passkey.transports,
    backed_up: passkey.backedUp,
    created_at: passkey.createdAt.toISOString(),
    last_used_at: passkey.lastUsedAt?.toISOString() ?? null,
  };
}
