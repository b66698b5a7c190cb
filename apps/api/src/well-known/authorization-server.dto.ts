import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** RFC 8414 section 2. */
export class AuthorizationServerDto {
  @ApiProperty({ format: 'uri', example: 'https://auth.example.com' }) issuer!: string;
  @ApiProperty({ format: 'uri', example: 'https://auth.example.com/api/v1/auth/introspect' }) introspection_endpoint!: string;
  @ApiProperty({ type: [String], description: 'The secret is a service key, the client its id or the name of its service', example: ['client_secret_basic', 'client_secret_post'] }) introspection_endpoint_auth_methods_supported!: string[];
  @ApiProperty({ format: 'uri', example: 'https://auth.example.com/api/v1/auth/revoke' }) revocation_endpoint!: string;
  @ApiProperty({ type: [String], description: 'Whoever holds a token may revoke it; what is said of the client is ignored', example: ['none', 'client_secret_basic', 'client_secret_post'] }) revocation_endpoint_auth_methods_supported!: string[];
  @ApiProperty({ type: [String], description: 'None: this is no authorization endpoint', example: [] }) response_types_supported!: string[];
  @ApiProperty({ type: [String], example: [] }) grant_types_supported!: string[];
  @ApiPropertyOptional({ format: 'uri', example: 'https://auth.example.com/docs' }) service_documentation?: string;
}

export function authorizationServer({ APP_URL, API_DOCS }: { readonly APP_URL: string; readonly API_DOCS: 'on' | 'off' }): AuthorizationServerDto {
  const secrets = ['client_secret_basic', 'client_secret_post'];
  return {
    issuer: APP_URL,
    introspection_endpoint: `${APP_URL}/api/v1/auth/introspect`,
    introspection_endpoint_auth_methods_supported: secrets,
    revocation_endpoint: `${APP_URL}/api/v1/auth/revoke`,
    revocation_endpoint_auth_methods_supported: ['none', ...secrets],
    response_types_supported: [],
    grant_types_supported: [],
    ...(API_DOCS === 'on' ? { service_documentation: `${APP_URL}/docs` } : {}),
  };
}
