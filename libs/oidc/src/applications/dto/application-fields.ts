import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, IsObject, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { ACCESS_TOKEN_FORMATS, APPLICATION_STATUSES, CLIENT_AUTH_METHODS } from '../application.entity.js';

const MAX_URIS = 20;
const MAX_SCOPES = 100;
const MAX_URI = 2048;

/** One line of text without control characters. */
export const ApplicationName = (): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value)),
    Matches(/^\P{Cc}{1,100}$/u, { message: 'name is required: 1 to 100 characters on one line' }),
  );

const Texts = (most: number, longest: number): PropertyDecorator => applyDecorators(MaxLength(longest, { each: true }), IsString({ each: true }), ArrayMaxSize(most), IsArray());

/** A list of URIs; each is checked by its rule once the type is known. */
export const Uris = (): PropertyDecorator => Texts(MAX_URIS, MAX_URI);

export const MaybeUri = (description: string, example: string): PropertyDecorator =>
  applyDecorators(ApiPropertyOptional({ type: String, format: 'uri', nullable: true, maxLength: MAX_URI, description, example }), IsOptional(), MaxLength(MAX_URI), IsString());

export const MaybeScopes = (): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ type: [String], nullable: true, maxItems: MAX_SCOPES, description: 'The only scopes that it may ask for: openid, profile, email, offline_access, organization, and names of permissions; null for all', example: ['openid', 'email'] }),
    IsOptional(),
    Texts(MAX_SCOPES, 100),
  );

export const MaybeKeys = (): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ type: Object, additionalProperties: true, nullable: true, description: 'Its public keys for private_key_jwt, as a JSON Web Key Set', example: { keys: [{ kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }] } }),
    IsOptional(),
    IsObject(),
  );

export const MaybeMinutes = (): PropertyDecorator =>
  applyDecorators(ApiPropertyOptional({ type: 'integer', nullable: true, minimum: 1, maximum: 1440, description: 'Lifetime of its access tokens; null: as long as ours', example: 10 }), IsOptional(), IsInt(), Min(1), Max(1440));

export const FirstParty = (): PropertyDecorator => applyDecorators(ApiPropertyOptional({ description: "The company's own: nobody is asked for consent. A native application is asked for all the same, because another one can pretend to be it", example: true }), IsBoolean());
export const AuthMethod = (): PropertyDecorator => applyDecorators(ApiPropertyOptional({ enum: CLIENT_AUTH_METHODS, description: '`none` for spa and native; for web and service client_secret_basic unless given', example: 'client_secret_basic' }), IsIn(CLIENT_AUTH_METHODS));
export const TokenFormat = (): PropertyDecorator => applyDecorators(ApiPropertyOptional({ enum: ACCESS_TOKEN_FORMATS, description: 'opaque unless given; both are answered at introspection', example: 'opaque' }), IsIn(ACCESS_TOKEN_FORMATS));
export const Status = (): PropertyDecorator => applyDecorators(ApiPropertyOptional({ enum: APPLICATION_STATUSES, description: 'DISABLED: nobody signs in by it, and none of its tokens stands', example: 'DISABLED' }), IsIn(APPLICATION_STATUSES));
