import { defineExtension } from '@authengine/contracts';
import { OrderPermissions } from './orders.permissions.js';

/** What AuthEngine has to know of the service: the names of its permissions, and which roles hold them. */
export const orders = defineExtension({ name: 'orders', permissions: OrderPermissions });
