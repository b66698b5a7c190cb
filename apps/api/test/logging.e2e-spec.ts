import { Writable } from 'node:stream';
import { Logger } from '@nestjs/common';
import { pino } from 'pino';
import { QueryFailedError } from 'typeorm';
import { logOptions } from '../src/logging/create-log.js';
import { describeError } from '../src/logging/describe-error.js';
import { NestLog } from '../src/logging/nest-log.js';
import { ProbeModule } from './kit/probe.module.js';
import { createTestApp, type TestApp } from './test-app.js';

describe('the log', () => {
  let test: TestApp;
  let lines: string;
  let write: jest.SpyInstance;
  beforeAll(async () => {
    test = await createTestApp({ modules: [ProbeModule] });
  });
  afterAll(() => test.close());
  beforeEach(() => {
    lines = '';
    const log = pino({ ...logOptions(test.settings), level: 'info' }, new Writable({ write: (chunk: Buffer, _encoding, done) => { lines += chunk.toString(); done(); } }));
    Logger.overrideLogger(new NestLog(log));
    write = jest.spyOn(process.stdout, 'write');
  });
  afterEach(() => {
    write.mockRestore();
    Logger.overrideLogger(false);
  });

  it('keeps an unforeseen error once, with its request id and cause', async () => {
    await test.http.get('/api/v1/probe/fails').set('X-Request-Id', 'log-1').expect(500);
    const entries = lines.trim().split('\n').map((line) => JSON.parse(line));
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ context: 'Problem', request_id: 'log-1', code: 'server.internal', err: { type: 'Error', message: expect.stringContaining('canary') } });
  });

  it('keeps what a refusal says for the log', async () => {
    await test.http.get('/api/v1/probe/refuses').expect(409);
    expect(JSON.parse(lines)).toMatchObject({ code: 'probe.refused', why: 'the probe' });
  });

  it('AU-03: shows no credential, should something log one', () => {
    new Logger('Careless').warn({ headers: { authorization: 'Bearer canary', 'x-api-key': 'canary', cookie: 'canary' }, password: 'canary', answer: { refresh_token: 'canary' } }, 'careless');
    expect(JSON.parse(lines)).toMatchObject({ headers: { authorization: '[redacted]' } });
    expect(lines).not.toContain('canary');
  });

  it('AU-03: keeps no parameter of a statement that failed', () => {
    const error = new QueryFailedError('INSERT INTO t VALUES ($1)', ['canary'], new Error('duplicate key'));
    expect(JSON.stringify(describeError(new Error('outer', { cause: error })))).not.toContain('canary');
  });
});
