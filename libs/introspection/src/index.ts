export { IntrospectionEndpoint } from './introspect/introspection-endpoint.js';
export { IntrospectionErrors } from './introspect/introspection.errors.js';
export { IntrospectionModule } from './introspection.module.js';
export { ServiceKeyGuard } from './service-keys/service-key.guard.js';
