import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineExtension } from '@authengine/contracts';
import { z } from 'zod';
import { ConfigurationError } from '../configuration-error.js';
import { loadSettings, type Settings } from '../settings.js';
import { setting } from '../variable-docs.js';

const GITLAB = { OIDC_PROVIDERS: 'gitlab', OIDC_GITLAB_ISSUER: 'https://gitlab.com', OIDC_GITLAB_CLIENT_ID: 'id', OIDC_GITLAB_CLIENT_SECRET: 'secret' };

const load = (env: Record<string, string>, ...extensions: Parameters<typeof loadSettings>[1] & object): Settings => loadSettings({ AUTHENGINE_DATA_DIR: mkdtempSync(join(tmpdir(), 'authengine-config-')), ...env }, extensions);

function faultsOf(env: Record<string, string>, ...extensions: Parameters<typeof loadSettings>[1] & object): readonly string[] {
  try {
    load(env, ...extensions);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
}

describe('the OpenID providers of the settings', () => {
  const added = (env: Record<string, string>): unknown[] => load(env).providers.slice(3).map(({ description: { name, title }, client, openId }) => ({ name, title, client, ...openId }));

  it('are none unless they are listed', () => {
    expect(added({})).toEqual([]);
  });

  it('have a name, scopes and no trust of their own accord', () => {
    expect(added(GITLAB)).toEqual([{ name: 'gitlab', title: 'Gitlab', client: { id: 'id', secret: 'secret' }, issuer: 'https://gitlab.com', scopes: ['openid', 'profile', 'email'], trustEmail: false }]);
  });

  it('are named, asked and trusted as the settings say; openid is always asked for', () => {
    const settings = { ...GITLAB, OIDC_PROVIDERS: ' gitlab , okta ', OIDC_GITLAB_NAME: 'GitLab', OIDC_GITLAB_SCOPES: 'email, groups', OIDC_GITLAB_TRUST_EMAIL: 'yes', OIDC_OKTA_ISSUER: 'https://acme.okta.com', OIDC_OKTA_CLIENT_ID: 'o', OIDC_OKTA_CLIENT_SECRET: 'p' };
    expect(added(settings)).toEqual([expect.objectContaining({ title: 'GitLab', scopes: ['openid', 'email', 'groups'], trustEmail: true }), expect.objectContaining({ name: 'okta', issuer: 'https://acme.okta.com' })]);
  });

  it('need an issuer, an id and a secret', () => {
    expect(faultsOf({ OIDC_PROVIDERS: 'gitlab', OIDC_GITLAB_CLIENT_SECRET: 'secret' })).toEqual(['OIDC_GITLAB_ISSUER is needed, because OIDC_PROVIDERS lists gitlab', 'OIDC_GITLAB_CLIENT_ID is needed, because OIDC_PROVIDERS lists gitlab']);
  });

  it.each(['gitlab.com', 'ftp://gitlab.com', 'https://gitlab.com?x', 'https://gitlab.com#x', 'https://me:pw@gitlab.com', 'https://gitlab.com/.well-known/openid-configuration'])('have an issuer that is a plain URL, not %s', (issuer) => {
    expect(faultsOf({ ...GITLAB, OIDC_GITLAB_ISSUER: issuer })).toEqual([expect.stringMatching(/^OIDC_GITLAB_ISSUER must /)]);
  });

  it('have an issuer on TLS in production', () => {
    const insecure = { ...GITLAB, OIDC_GITLAB_ISSUER: 'http://gitlab.internal' };
    expect(faultsOf(insecure)).toEqual([]);
    const production = (env: Record<string, string>): readonly string[] => faultsOf({ ...env, NODE_ENV: 'production' }).filter((fault) => fault.includes('OIDC'));
    expect(production(insecure)).toEqual(['OIDC_GITLAB_ISSUER must be an https URL']);
    expect(production(GITLAB)).toEqual([]);
  });

  it.each(['google', 'github', 'microsoft'])('are not %s, which is another provider', (name) => {
    expect(faultsOf({ OIDC_PROVIDERS: name })).toEqual([`OIDC_PROVIDERS cannot list ${name}, which is another provider's name`]);
  });

  it.each(['GitLab', 'my-gitlab', 'git lab', '../x', '7even', 'a'.repeat(31), 'accounts', 'exchange', 'providers', 'email_password', 'gitlab,gitlab'])('are not %s, which cannot be a name', (names) => {
    expect(faultsOf({ OIDC_PROVIDERS: names })).toEqual([expect.stringMatching(/^OIDC_PROVIDERS: provider /)]);
  });

  it('have no name of an extension’s provider, and none of its variables', () => {
    const forge = { name: 'forge', title: 'Forge', endpoints: { authorization: 'https://f.test/a', token: 'https://f.test/t', userinfo: 'https://f.test/u' }, scope: ['x'], identity: () => ({ subject: 1 }) };
    class Empty {}
    const extension = defineExtension({ name: 'oidc', module: Empty, providers: [forge], config: z.object({ OIDC_FORGE_NAME: setting(z.string().optional(), { about: 'a name' }) }) });
    expect(faultsOf({ OIDC_PROVIDERS: 'forge' }, extension)).toEqual(["OIDC_PROVIDERS cannot list forge, which is another provider's name"]);
    expect(faultsOf({ OIDC_FORGE_NAME: 'x' }, extension)).toEqual([]);
  });

  it('have no variables that nobody reads', () => {
    expect(faultsOf({ ...GITLAB, OIDC_GITLAB_SCOPE: 'email', OIDC_OKTA_ISSUER: 'https://okta.test', OIDC_ENABLED: 'true', OIDC_SIGNING_ALG: 'ES256' })).toEqual(['OIDC_GITLAB_SCOPE is no setting of an OpenID provider', 'OIDC_OKTA_ISSUER is of no provider that OIDC_PROVIDERS lists']);
    expect(faultsOf({ OIDC_GITLAB_CLIENT_SECRET: 'secret' })).toEqual(['OIDC_GITLAB_CLIENT_SECRET is of no provider that OIDC_PROVIDERS lists']);
  });

  it('never show a value in a fault', () => {
    const faults = faultsOf({ OIDC_PROVIDERS: 'gitlab', OIDC_GITLAB_ISSUER: 'value-1', OIDC_GITLAB_TRUST_EMAIL: 'value-2', OIDC_GITLAB_SCOPES: 'a "value-3"', OIDC_GITLAB_NAME: 'value-4'.repeat(20) });
    expect(faults).toHaveLength(6);
    expect(faults.join()).not.toContain('value-');
  });
});
