import type { DynamicModule } from '@nestjs/common';

/** The token that injects the connection, if there is one: @nestjs/mongoose names its default connection so. */
export const MONGO_CONNECTION = 'DatabaseConnection';

/** With these options no call hangs, however the connection is opened. */
export const MONGO_OPTIONS = { bufferCommands: false, serverSelectionTimeoutMS: 2_000, connectTimeoutMS: 2_000, socketTimeoutMS: 5_000, appName: 'authengine' } as const;

/** Loading mongoose takes a tenth of a start, so it is loaded only where there is a MongoDB. */
export async function mongoConnection(url: string): Promise<DynamicModule> {
  const { MongooseModule } = await import('@nestjs/mongoose');
  // The audit log can wait: the service starts and serves without MongoDB.
  return MongooseModule.forRoot(url, { ...MONGO_OPTIONS, lazyConnection: true, retryAttempts: 0 });
}
