import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { applyDecorators } from '@nestjs/common';
import { IsObject, IsOptional, IsString, Matches, MaxLength, NotContains, ValidateNested } from 'class-validator';

const MAX_URL = 2048;

/** For a browser: an address of the web, whole and without anything that could be read in two ways. */
const Link = (description: string, pattern: RegExp, example: string): PropertyDecorator =>
  applyDecorators(ApiPropertyOptional({ type: String, format: 'uri', maxLength: MAX_URL, description, example }), IsOptional(), Matches(pattern, { message: '$property must be a URL like ' + example }), MaxLength(MAX_URL), IsString());

const WEB = /^https?:\/\/[a-z0-9][a-z0-9.-]*(:\d{1,5})?(\/[\x21\x23-\x3b\x3d\x3f-\x5b\x5d-\x7e]*)?$/i;
const SECURE = /^https:\/\/[a-z0-9][a-z0-9.-]*(:\d{1,5})?\/[\x21\x23-\x3b\x3d\x3f-\x5b\x5d-\x7e]*$/i;

/** How the hosted pages look; what is left out is as the settings say. */
export class BrandingDto {
  @ApiPropertyOptional({ type: String, minLength: 1, maxLength: 60, description: 'In the place of APP_NAME', example: 'Web shop' })
  @IsOptional()
  @NotContains('://', { message: '$property must hold no address' })
  @Matches(/^\P{Cc}{1,60}$/u, { message: '$property must be 1 to 60 characters on one line' })
  @IsString()
  name?: string;

  @Link('A picture, in the place of the name', SECURE, 'https://shop.example.com/logo.svg')
  logo_url?: string;

  @ApiPropertyOptional({ type: String, pattern: '^#[0-9a-fA-F]{6}$', description: 'Of the buttons', example: '#1f4fd8' })
  @IsOptional()
  @Matches(/^#[0-9a-fA-F]{6}$/, { message: '$property must be a colour like #1f4fd8' })
  @IsString()
  color?: string;

  @Link('What is said about privacy', WEB, 'https://shop.example.com/privacy')
  privacy_url?: string;

  @Link('The terms of use', WEB, 'https://shop.example.com/terms')
  terms_url?: string;

  @Link('Where people get help', WEB, 'https://shop.example.com/help')
  support_url?: string;
}

export const MaybeBranding = (description: string): PropertyDecorator => applyDecorators(ApiPropertyOptional({ type: BrandingDto, nullable: true, description: `${description}; null: as the settings say` }), IsOptional(), ValidateNested(), IsObject(), Type(() => BrandingDto));
