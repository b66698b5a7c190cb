import { connect, type AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { Controller, Get, Module, Post, Redirect, Req, Res, StreamableFile } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import type { Express, Request, Response } from 'express';
import { FastExpressAdapter } from './fast-express.adapter.js';

const seen: { request: unknown; response: unknown }[] = [];

@Controller()
class TableController {
  @Get('json')
  json(@Req() request: Request, @Res({ passthrough: true }) response: Response): object {
    seen.push({ request: Object.getPrototypeOf(request), response: Object.getPrototypeOf(response) });
    return { path: request.path, host: request.hostname, accepts: request.accepts('json'), query: request.query, ip: request.ip, fresh: request.fresh };
  }

  @Get('text')
  text(): string {
    return 'text';
  }

  @Post('created')
  created(): { made: true } {
    return { made: true };
  }

  @Get('stream')
  stream(): StreamableFile {
    return new StreamableFile(Buffer.from('streamed'));
  }

  @Get('away')
  @Redirect('/text')
  away(): void {
    // Redirects.
  }

  @Get('cookie')
  cookie(@Res() response: Response): void {
    response.cookie('a', 'b').status(202).json({ ok: true });
  }
}

@Module({ controllers: [TableController] })
class TableModule {}

const REQUESTS = [
  'GET /json?a=1 HTTP/1.1\r\nHost: example\r\nAccept: application/json\r\n\r\n',
  'HEAD /json HTTP/1.1\r\nHost: example\r\n\r\n',
  'GET /text HTTP/1.1\r\nHost: example\r\n\r\n',
  'GET /text HTTP/1.1\r\nHost: example\r\nIf-None-Match: W/"4-EVIXEL3tDGDdjr2vWvPYxtUZWLE"\r\n\r\n',
  'POST /created HTTP/1.1\r\nHost: example\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}',
  'POST /created HTTP/1.1\r\nHost: example\r\nContent-Type: application/json\r\nContent-Length: 1\r\n\r\n{',
  'GET /stream HTTP/1.1\r\nHost: example\r\n\r\n',
  'GET /away HTTP/1.1\r\nHost: example\r\n\r\n',
  'GET /cookie HTTP/1.1\r\nHost: example\r\n\r\n',
  'GET /nothing HTTP/1.1\r\nHost: example\r\n\r\n',
  'OPTIONS /json HTTP/1.1\r\nHost: example\r\n\r\n',
  'GET /%zz HTTP/1.1\r\nHost: example\r\n\r\n',
];

async function serve(adapter: ExpressAdapter): Promise<{ app: NestExpressApplication; server: Server; port: number }> {
  const app = await NestFactory.create<NestExpressApplication>(TableModule, adapter, { logger: false });
  await app.init();
  const server = app.getHttpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { app, server, port: (server.address() as AddressInfo).port };
}

function exchange(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n')));
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
    socket.on('error', reject);
    socket.on('close', () => {
      resolve(answer.replace(/^Date: .*$/m, 'Date: -'));
    });
  });
}

describe('the fast Express adapter', () => {
  it('has Node make requests and responses with the prototypes that Express sets', async () => {
    const { app, port } = await serve(new FastExpressAdapter());
    const express: Express = app.getHttpAdapter().getInstance();
    const setPrototypeOf = jest.spyOn(Object, 'setPrototypeOf');
    const requestBefore = express.request;
    await exchange(port, REQUESTS[0]!);
    setPrototypeOf.mockRestore();
    expect(seen.at(-1)).toEqual({ request: requestBefore, response: express.response });
    expect(seen.at(-1)?.request).toBe(express.request);
    expect(seen.at(-1)?.response).toBe(express.response);
    await app.close();
  });

  it('answers byte for byte as the stock adapter does', async () => {
    const fast = await serve(new FastExpressAdapter());
    const stock = await serve(new ExpressAdapter());
    for (const request of REQUESTS) expect(await exchange(fast.port, request)).toBe(await exchange(stock.port, request));
    await fast.app.close();
    await stock.app.close();
  });
});
