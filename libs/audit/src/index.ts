export { AuditModule } from './audit.module.js';
export { AuditErasures } from './erasure/audit-erasures.js';
export { EventRelay } from './listeners/event-relay.js';
export { AuditLog } from './log/audit-log.js';
export { AuditInterceptor } from './recorder/audit.interceptor.js';
export { AuditRelay } from './relay/audit-relay.js';
export { AuditStore } from './store/audit-store.js';
