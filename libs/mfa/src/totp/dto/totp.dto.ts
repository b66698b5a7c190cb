import { ApiProperty } from '@nestjs/swagger';

export class TotpEnrolmentDto {
  @ApiProperty({ description: 'The URI for authenticator apps', example: 'otpauth://totp/AuthEngine:ada%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=AuthEngine' }) provisioning_uri!: string;
  @ApiProperty({ description: 'The secret for apps that cannot scan. It is shown only now', example: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' }) secret!: string;
  @ApiProperty({ description: 'The URI as a QR code: a data URI of an SVG', example: 'data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=' }) qr_code!: string;
  @ApiProperty({ example: 'Scan the QR code with an authenticator app and confirm with a code of it.' }) message!: string;
}
