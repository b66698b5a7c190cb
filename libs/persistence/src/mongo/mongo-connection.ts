import type { DynamicModule } from '@nestjs/common';
import type { MongooseModuleOptions } from '@nestjs/mongoose';

/** Where the connection is injected, if there is one: the name that @nestjs/mongoose gives its default connection. */
export const MONGO_CONNECTION = 'DatabaseConnection';

/** The audit log can wait: the service starts and serves without MongoDB, and no call on it hangs. */
const options: MongooseModuleOptions = {
  lazyConnection: true,
  bufferCommands: false,
  serverSelectionTimeoutMS: 2_000,
  connectTimeoutMS: 2_000,
  socketTimeoutMS: 5_000,
  retryAttempts: 0,
  appName: 'authengine',
};

/** mongoose takes a tenth of a start to load, so it is loaded by those alone who have a MongoDB. */
export async function mongoConnection(url: string): Promise<DynamicModule> {
  const { MongooseModule } = await import('@nestjs/mongoose');
  return MongooseModule.forRoot(url, options);
}
