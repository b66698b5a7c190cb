import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { DOCS_PATH } from './base-path.js';

const NOTHING = { defaultSrc: ["'none'"], frameAncestors: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"] };

/**
 * The headers of every answer. Nothing may be stored (RFC 9111 section 5.2.2.5) but Swagger UI's own
 * files; a page that needs more than this policy allows sets its own.
 */
export function securityHeaders({ hstsOfSubdomains }: { readonly hstsOfSubdomains: boolean }): RequestHandler {
  const everywhere = {
    strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: hstsOfSubdomains },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  } as const;
  const api = helmet({
    ...everywhere,
    // Applications open the sign-in in a window of its own, and every answer on its way, redirects too, would part the two.
    crossOriginOpenerPolicy: { policy: 'unsafe-none' },
    // For pages of old browsers; an answer in JSON is none.
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
    originAgentCluster: false,
    contentSecurityPolicy: { useDefaults: false, directives: NOTHING },
  });
  // Swagger UI has its own scripts, inline styles and data: images, and calls the API it stands beside.
  const docs = helmet({
    ...everywhere,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { ...NOTHING, scriptSrc: ["'self'"], styleSrc: ["'self'", "'unsafe-inline'"], imgSrc: ["'self'", 'data:'], connectSrc: ["'self'"] },
    },
  });
  return (request, response, next) => {
    if (request.path === `/${DOCS_PATH}` || request.path.startsWith(`/${DOCS_PATH}/`)) {
      docs(request, response, next);
      return;
    }
    response.setHeader('Cache-Control', 'no-store');
    api(request, response, next);
  };
}
