import type { DynamicModule } from '@nestjs/common';

/** Where the connection is injected, if there is one: the name that @nestjs/mongoose gives its default connection. */
export const MONGO_CONNECTION = 'DatabaseConnection';

/** However the connection is opened: no call on it hangs. */
export const MONGO_OPTIONS = { bufferCommands: false, serverSelectionTimeoutMS: 2_000, connectTimeoutMS: 2_000, socketTimeoutMS: 5_000, appName: 'authengine' } as const;

/** mongoose takes a tenth of a start to load, so it is loaded by those alone who have a MongoDB. */
export async function mongoConnection(url: string): Promise<DynamicModule> {
  const { MongooseModule } = await import('@nestjs/mongoose');
  // The audit log can wait: the service starts and serves without MongoDB.
  return MongooseModule.forRoot(url, { ...MONGO_OPTIONS, lazyConnection: true, retryAttempts: 0 });
}
