import { applyDecorators, Get, Header } from '@nestjs/common';
import { PAGE_POLICY } from './page.js';

/** A page at `/<path>`, outside the base URL. Browsers neither cache nor frame it, and send no Referer from it. */
export function HostedPage(path: string): MethodDecorator {
  return applyDecorators(
    Get(path),
    Header('Content-Type', 'text/html; charset=utf-8'),
    Header('Content-Security-Policy', PAGE_POLICY),
    Header('Referrer-Policy', 'no-referrer'),
    Header('Cache-Control', 'no-store'),
  );
}
