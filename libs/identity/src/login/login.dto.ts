import { EmailField } from '@authengine/directory';
import { type RefreshTransport, RefreshTransportField } from '@authengine/sessions';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';

export class LoginRequestDto {
  @EmailField()
  email!: string;

  /** Any text up to a bound: whether it is a good password was asked when it was set. */
  @ApiProperty({ example: 'a long and private sentence', maxLength: 1024 })
  @IsString()
  @MaxLength(1024)
  password!: string;

  @RefreshTransportField()
  refresh_transport?: RefreshTransport | null;
}
