import type { Settings } from '@authengine/config';
import type { Response } from 'express';
import { HomeController } from './home.controller.js';

describe('the root', () => {
  const home = (production: boolean, homeUrl?: string): { redirected: unknown[]; html: string | undefined } => {
    const redirected: unknown[] = [];
    const settings = { production, publicPath: '/sso', values: { API_DOCS: 'off', APP_NAME: 'Acme', EMAIL_PROVIDER: 'smtp', HOME_URL: homeUrl } } as Settings;
    const html = new HomeController(settings).home({ redirect: (...to: unknown[]) => redirected.push(...to) } as unknown as Response);
    return { redirected, html };
  };

  it('is nothing in production, unless it leads home', () => {
    expect(() => home(true)).toThrow(expect.objectContaining({ code: 'request.not_found' }) as Error);
    expect(home(true, 'https://www.example.com').redirected).toEqual([302, 'https://www.example.com']);
  });

  it('links in development to what there is alone', () => {
    const { html } = home(false);
    expect(html).toContain('href="/sso/health/ready"');
    expect(html).not.toMatch(/docs|openapi|mailbox|demo/);
  });
});
