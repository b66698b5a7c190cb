import { MayBeLeftOut } from '@authengine/contracts';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayNotEmpty, ArrayUnique, IsArray, IsBoolean, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { MAX_URL_LENGTH } from '../receiver-url.js';

const MAX_EVENTS = 50;
const URL_DOC = { maxLength: MAX_URL_LENGTH, example: 'https://hooks.example.com/authengine', description: 'An https URL on the internet. One that leads to a private network is refused, at every delivery too; redirects are not followed' } as const;
const EVENTS_DOC: { type: [StringConstructor]; minItems: number; maxItems: number; example: string[]; description: string } = {
  type: [String],
  minItems: 1,
  maxItems: MAX_EVENTS,
  example: ['tenant.user.*', 'auth.login.succeeded'],
  description: 'Which events it is told of: names of the catalogue, beginnings of names (`tenant.*`), or `*` for all',
};
const DESCRIPTION_DOC = { type: String, nullable: true, maxLength: 200, example: 'Alerts of the on-call team' } as const;

export class CreateWebhookDto {
  @ApiProperty(URL_DOC)
  @IsString()
  @MaxLength(MAX_URL_LENGTH)
  url!: string;

  @ApiProperty(EVENTS_DOC)
  @MaxLength(200, { each: true })
  @IsString({ each: true })
  @ArrayUnique()
  @ArrayMaxSize(MAX_EVENTS)
  @ArrayNotEmpty()
  @IsArray()
  events!: string[];

  @ApiPropertyOptional(DESCRIPTION_DOC)
  @IsOptional()
  @Matches(/^\P{Cc}{0,200}$/u, { message: 'description must be at most 200 characters on one line' })
  description?: string | null;

  @ApiPropertyOptional({ default: true, description: 'A webhook that is not enabled is told of nothing' })
  @IsOptional()
  @IsBoolean()
  enabled?: boolean;
}

export class UpdateWebhookDto {
  @ApiPropertyOptional(URL_DOC)
  @MayBeLeftOut()
  @IsString()
  @MaxLength(MAX_URL_LENGTH)
  url?: string;

  @ApiPropertyOptional(EVENTS_DOC)
  @MayBeLeftOut()
  @MaxLength(200, { each: true })
  @IsString({ each: true })
  @ArrayUnique()
  @ArrayMaxSize(MAX_EVENTS)
  @ArrayNotEmpty()
  @IsArray()
  events?: string[];

  @ApiPropertyOptional(DESCRIPTION_DOC)
  @IsOptional()
  @Matches(/^\P{Cc}{0,200}$/u, { message: 'description must be at most 200 characters on one line' })
  description?: string | null;

  @ApiPropertyOptional({ description: '`true` starts a webhook again that was stopped' })
  @MayBeLeftOut()
  @IsBoolean()
  enabled?: boolean;
}
