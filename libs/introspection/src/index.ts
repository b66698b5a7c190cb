export { ForwardAuth, ForwardRefusal } from './forward/forward-auth.js';
export { NOBODY } from './forward/identity-headers.js';
export { IntrospectionEndpoint } from './introspect/introspection-endpoint.js';
export { IntrospectionErrors } from './introspect/introspection.errors.js';
export { RevocationStreams } from './revocations/revocation-streams.js';
export { IntrospectionModule } from './introspection.module.js';
export { ServiceKeyGuard } from './service-keys/service-key.guard.js';
export { ServiceKeyUsage } from './service-keys/service-key-usage.js';
