import type { DomainError } from '@authengine/kernel';
import { testSettings } from '@authengine/testing';
import type { ExecutionContext } from '@nestjs/common';
import { MetricsAccess } from './metrics-access.js';

const TOKEN = 'a-token-for-whoever-scrapes';
const PRODUCTION = {
  NODE_ENV: 'production',
  BCRYPT_COST: '10',
  SECRET_KEY: 'lXv1N2rQ8y0dT7hGm4uWcZ6bKj3pEo9s',
  JWT_SECRET_KEY: 'Hn5aR0kVq2Yx8tLf6wDz1jUc7mBg4iPe',
  APP_URL: 'https://auth.example.com',
  EMBEDDED_STORES: 'postgres,redis,mongodb',
  SUPERADMIN_EMAIL: 'root@example.com',
  SUPERADMIN_PASSWORD: 'vVx83-long-Quill',
  EMAIL_PROVIDER: 'smtp',
  SMTP_URL: 'smtp://127.0.0.1:1',
  EMAIL_SENDER: 'auth@example.com',
};

function answer(env: Readonly<Record<string, string>>, ...authorization: string[]): number {
  const access = new MetricsAccess(testSettings(env));
  try {
    const request = { rawHeaders: authorization.flatMap((value) => ['Authorization', value]) };
    access.canActivate({ switchToHttp: () => ({ getRequest: () => request }) } as ExecutionContext);
    return 200;
  } catch (error) {
    return (error as DomainError).status;
  }
}

describe('who may read metrics', () => {
  it('is nobody in production, until somebody is named', () => {
    for (const value of ['Bearer ', `Bearer ${TOKEN}`, 'Bearer undefined']) expect([value, answer(PRODUCTION, value)]).toEqual([value, 404]);
    expect(answer(PRODUCTION)).toBe(404);
  });

  it('is whoever has the token, and others are told that there is one', () => {
    for (const env of [{ METRICS_TOKEN: TOKEN }, { ...PRODUCTION, METRICS_TOKEN: TOKEN }, { ...PRODUCTION, METRICS_TOKEN: TOKEN, MANAGEMENT_PORT: '9' }]) {
      expect([answer(env, `Bearer ${TOKEN}`), answer(env, `bearer ${TOKEN}`)]).toEqual([200, 200]);
      for (const value of ['', 'Bearer', 'Bearer a-token', `Bearer ${TOKEN}2`, `Basic ${TOKEN}`, TOKEN, `Bearer ${TOKEN.toUpperCase()}`]) expect([value, answer(env, value)]).toEqual([value, 401]);
      expect([answer(env), answer(env, `Bearer ${TOKEN}`, 'Bearer x')]).toEqual([401, 401]);
    }
  });

  it('is anybody in development, but not where they have a port of their own', () => {
    expect([answer({}), answer({ MANAGEMENT_PORT: '9' }), answer({ ...PRODUCTION, MANAGEMENT_PORT: '9' })]).toEqual([200, 404, 404]);
  });
});
