// What the nodes stand on.
import { join } from 'node:path';
import { openCluster } from './cluster.mjs';
import { openPostgres } from './postgres.mjs';
import { openRedis } from './redis.mjs';
import { openSentinel } from './sentinel.mjs';
import { openStandby } from './standby.mjs';

const single = { postgres: openPostgres, redis: (folder) => openRedis(join(folder, 'redis')) };

/** `histories`: whether the histories of histories.mjs are played; they need one Redis server. */
export const TOPOLOGIES = {
  single: { ...single, histories: true },
  sentinel: { ...single, redis: (folder) => openSentinel(join(folder, 'redis')), histories: false },
  cluster: { ...single, redis: (folder) => openCluster(join(folder, 'redis')), histories: false },
  standby: { ...single, postgres: (folder) => openStandby(join(folder, 'postgres')), histories: true },
};
