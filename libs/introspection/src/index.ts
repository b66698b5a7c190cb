export { IntrospectionEndpoint } from './introspect/introspection-endpoint.js';
export { IntrospectionModule } from './introspection.module.js';
