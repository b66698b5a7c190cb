import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Draining } from '../draining.js';
import { ErrorPages } from './error-pages.js';
import { RequestLoad } from './limits/request-load.js';
import { RepeatedRequests } from './kept-answers/repeated-requests.js';
import { ProblemFilter } from './problem.filter.js';
import { AccessCheck } from './routes/access-check.js';
import { RouteHandlers } from './routes/route-handlers.js';
import { RouteTable } from './routes/route-table.js';

/** What the HTTP pipeline knows of the application's routes, and its one answer to errors. */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [RouteHandlers, RouteTable, AccessCheck, ErrorPages, ProblemFilter, RepeatedRequests, Draining, RequestLoad],
  exports: [RouteHandlers, RouteTable, ProblemFilter, Draining, RequestLoad],
})
export class HttpModule {}
