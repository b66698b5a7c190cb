import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from './configuration-error.js';
import { developmentSecrets, developmentSecretsFile } from './development-secrets.js';

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'authengine-secrets-'));

describe('the secrets of a development data folder', () => {
  it('are made once and stay', () => {
    const folder = newFolder();
    expect(developmentSecrets(folder)).toEqual(developmentSecrets(folder));
    expect(developmentSecrets(newFolder())).not.toEqual(developmentSecrets(folder));
  });

  it.each(['', '{"secretKey": "abc', '{}', '[1]'])('a file that is broken (%p) is told in one line and left as it is', (text) => {
    const file = developmentSecretsFile(newFolder());
    writeFileSync(file, text);
    expect(() => developmentSecrets(join(file, '..'))).toThrow(ConfigurationError);
    expect(() => developmentSecrets(join(file, '..'))).toThrow(`${file} is not as this service wrote it`);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
});
