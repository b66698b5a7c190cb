import type { Settings } from '@authengine/config';
import { demoUrl } from './demo-url.js';

describe('the demo', () => {
  const at = (appUrl: string, production = false, enabled = true): string | null => demoUrl({ production, values: { APP_URL: appUrl, OIDC_ENABLED: enabled } } as Settings);

  it('is at APP_URL in development, where the OpenID provider is on', () => {
    expect(at('http://localhost:8000')).toBe('http://localhost:8000/demo');
    expect(at('https://dev.example.com/auth')).toBe('https://dev.example.com/auth/demo');
    expect(at('http://localhost:8000', false, false)).toBeNull();
  });

  it('is nowhere in production, and nowhere that no application could return to', () => {
    expect(at('https://auth.example.com', true)).toBeNull();
    expect(at('http://192.168.1.7:8000')).toBeNull();
  });
});
