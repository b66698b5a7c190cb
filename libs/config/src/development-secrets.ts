import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigurationError } from './configuration-error.js';
import { ownDataFolder } from './data-folder.js';

const SecretsSchema = z.object({ secretKey: z.string().trim().min(32), jwtSecretKey: z.string().trim().min(32), superadminPassword: z.string().trim().min(16) });
export type DevelopmentSecrets = z.output<typeof SecretsSchema>;

/** The file of the generated development secrets; only its owner can read it. */
export function developmentSecretsFile(dataDir: string): string {
  return join(dataDir, 'secrets.json');
}

/** The file in which a person finds the super admin's development password. */
export function superadminPasswordFile(dataDir: string): string {
  return join(dataDir, 'superadmin-password');
}

/**
 * The secrets of a development data folder. They are made on first use and never change, also when two processes make
 * them at the same time (the first link wins).
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

/**
 * Writes the whole file or nothing: writes a copy, syncs it, and links it into place unless the file exists already.
 */
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
