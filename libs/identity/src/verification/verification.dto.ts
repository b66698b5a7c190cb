import { EmailField } from '@authengine/directory';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';

export class OneTimeTokenDto {
  @ApiProperty({ description: 'From the link in the mail', example: 'Jx0c9d6mUq3h8yQm4c1oZb7kVtW2rXn5sLpEaGfHiTg', maxLength: 512 })
  @IsString()
  @MaxLength(512)
  token!: string;
}

export class ResendVerificationDto {
  @EmailField()
  email!: string;
}

export class MessageDto {
  @ApiProperty({ example: 'If that address can be used, a mail is on its way.' }) message!: string;
}
