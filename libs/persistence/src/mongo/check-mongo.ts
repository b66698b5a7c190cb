import { Logger } from '@nestjs/common';
import { StoreFault, wordsOf } from '../start/store-fault.js';
import { MONGO_OPTIONS } from './mongo-connection.js';

/** 18 is AuthenticationFailed; 8000 is the same in Atlas. */
const REFUSED = new Set([18, 8000]);
/** The driver's errors for an address that it does not understand. */
const NOT_READ = /^Mongo(?:Parse|InvalidArgument|API|MissingCredentials|MissingDependency)Error$|^(?:URIError|TypeError)$/;

/**
 * Asks the MongoDB of MONGODB_URL once. When it is only away, the audit log waits for it.
 * @throws StoreFault for a fault that needs another MONGODB_URL or another user
 */
export async function checkMongo(url: string): Promise<void> {
  const { mongo } = await import('mongoose');
  const secret = /^[^:]+:\/\/[^:@/]*:([^@]*)@/.exec(url)?.[1];
  let client: InstanceType<typeof mongo.MongoClient> | undefined;
  try {
    const { bufferCommands: _, ...options } = MONGO_OPTIONS;
    client = new mongo.MongoClient(url, options);
    await client.connect();
    await client.db().command({ ping: 1 });
  } catch (error) {
    const { code, name = '' } = error as { code?: unknown; name?: string };
    const words = wordsOf(error, secret && decodeURIComponent(secret)).replaceAll(url, '…');
    if (NOT_READ.test(name)) throw new StoreFault([`MONGODB_URL is not understood: ${words}`], { cause: error });
    if (REFUSED.has(code as number)) throw new StoreFault([`MongoDB (MONGODB_URL) refuses the user name or password (${words}); set them right, or name the database that knows them with ?authSource=`], { cause: error });
    new Logger('MongoDB').warn(`MongoDB (MONGODB_URL) cannot be reached (${words}); the audit log waits in PostgreSQL until it is there`);
  } finally {
    await client?.close().catch(() => undefined);
  }
}
