import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineExtension, type Extension } from '@authengine/contracts';
import { z } from 'zod';
import { ConfigurationError } from './configuration-error.js';
import { loadSettings, type Settings } from './settings.js';
import { setting, urlWith, wholeNumber } from './variable-docs.js';

const config = z
  .object({
    PARCELS_MAX: setting(wholeNumber(1, 100).prefault('10'), { about: 'Parcels at once' }),
    PARCELS_URL: setting(urlWith(['https:']).optional(), { about: 'Where they come from' }),
  })
  .refine(({ PARCELS_MAX, PARCELS_URL }) => PARCELS_URL !== undefined || PARCELS_MAX <= 50, { path: ['PARCELS_URL'], message: 'is needed for more than 50' });
const parcels = defineExtension({ name: 'parcels', config });

const load = (env: Record<string, string>, extensions: readonly Extension[] = [parcels]): Settings => loadSettings({ AUTHENGINE_DATA_DIR: mkdtempSync(join(tmpdir(), 'authengine-config-')), ...env }, extensions);
function faultsOf(env: Record<string, string>, extensions?: readonly Extension[]): readonly string[] {
  try {
    load(env, extensions);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
}

describe('the settings of an extension', () => {
  it('are read with those of the product, white space and empty values aside', () => {
    expect(load({ PARCELS_MAX: ' 20\n', PARCELS_URL: '' }).of(config)).toEqual({ PARCELS_MAX: 20 });
    expect(load({}).of(config).PARCELS_MAX).toBe(10);
    expect(load({}).extensions).toEqual([parcels]);
  });

  it('are told with all that is wrong with the product\'s, by name and not by value', () => {
    expect(faultsOf({ PORT: 'canary', PARCELS_MAX: 'canary', PARCELS_URL: 'canary' })).toEqual(['PARCELS_MAX must be a whole number', 'PARCELS_URL must be a URL with https:', 'PORT must be a whole number']);
    expect(faultsOf({ PARCELS_MAX: '51' })).toEqual(['PARCELS_URL is needed for more than 50']);
  });

  it('are not there where it is not listed', () => {
    expect(() => load({}, []).of(config)).toThrow('not the settings of a listed extension');
  });

  it('begin with its name, are described, and nobody else\'s', () => {
    const of = (name: string, shape: Record<string, z.ZodType>) => defineExtension({ name, config: z.object(shape) });
    const described = () => setting(z.string().optional(), { about: 'A text' });
    const extensions = [of('smtp', { SMTP_URL: described(), SMTP_SIZE: z.string().optional() }), of('a', { A_B_C: described(), C: described() }), of('a_b', { A_B_C: described() })];
    expect(faultsOf({}, extensions)).toEqual([
      'setting SMTP_URL of extension smtp is one of the product',
      'setting SMTP_SIZE of extension smtp has no description; declare it with setting()',
      'setting C of extension a must begin with A_',
      'setting A_B_C of extension a_b is one of extension a',
    ]);
  });
});
