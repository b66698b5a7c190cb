import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigurationError } from './configuration-error.js';
import { ownDataFolder } from './data-folder.js';

const SecretsSchema = z.object({ secretKey: z.string().trim().min(32), jwtSecretKey: z.string().trim().min(32), superadminPassword: z.string().trim().min(16) });
export type DevelopmentSecrets = z.output<typeof SecretsSchema>;

/** Where development keeps the secrets that it made; readable by the owner alone. */
export function developmentSecretsFile(dataDir: string): string {
  return join(dataDir, 'secrets.json');
}

/** Where development keeps the super admin's password for a person to read. */
export function superadminPasswordFile(dataDir: string): string {
  return join(dataDir, 'superadmin-password');
}

/**
 * The secrets of a development data folder: made on first use, the same ever after, also when two
 * processes make them at once (the first link wins).
 */
export function developmentSecrets(dataDir: string): DevelopmentSecrets {
  ownDataFolder(dataDir);
  const file = developmentSecretsFile(dataDir);
  const secrets = read(file) ?? make(file);
  writeOnce(superadminPasswordFile(dataDir), `${secrets.superadminPassword}\n`);
  return secrets;
}

function make(file: string): DevelopmentSecrets {
  const secrets: DevelopmentSecrets = {
    secretKey: randomBytes(48).toString('base64url'),
    jwtSecretKey: randomBytes(48).toString('base64url'),
    superadminPassword: randomBytes(15).toString('base64url'),
  };
  writeOnce(file, `${JSON.stringify(secrets, null, 2)}\n`);
  return read(file) ?? secrets;
}

function read(file: string): DevelopmentSecrets | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const secrets = SecretsSchema.safeParse(parseJson(text));
  if (!secrets.success) throw new ConfigurationError([`${file} is not as this service wrote it: restore it, or delete it to have new secrets made (what the old ones sealed stays closed)`]);
  return secrets.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whole or not at all: written aside, synced, then linked into place unless it is there already. */
function writeOnce(file: string, text: string): void {
  const aside = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const handle = openSync(aside, 'wx', 0o600);
  try {
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  try {
    linkSync(aside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(aside);
  }
}
