import type { MongooseModuleOptions } from '@nestjs/mongoose';

/** The audit log can wait: the service starts and serves without MongoDB, and no call on it hangs. */
export const mongoOptions: MongooseModuleOptions = {
  lazyConnection: true,
  bufferCommands: false,
  serverSelectionTimeoutMS: 2_000,
  connectTimeoutMS: 2_000,
  socketTimeoutMS: 5_000,
  retryAttempts: 0,
  appName: 'authengine',
};
