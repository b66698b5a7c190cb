import { z } from 'zod';
import { docs, urlWith } from './variable-docs.js';

const section = 'Pages';

const link = (what: string) => urlWith(['http:', 'https:']).optional().register(docs, { section, about: `${what}; an application may have its own`, example: 'https://www.example.com/about' });

/** How the hosted pages look, for everybody; an application may have a look of its own. */
export const pagesVariables = {
  PAGES_DIR: z.string().min(1).optional().register(docs, { section, about: "Folder with the company's own templates of the hosted pages, read at the start; the shipped one counts where it has none. docs/pages.md says what is in them", example: '/etc/authengine/pages' }),
  PAGES_LOGO_URL: urlWith(['https:']).optional().register(docs, { section, about: 'Picture at the top of the hosted pages, in the place of APP_NAME; an application may have its own', example: 'https://www.example.com/logo.svg' }),
  PAGES_COLOR: z.string().regex(/^#[0-9a-fA-F]{6}$/, 'must be a colour like #1f4fd8').optional().register(docs, { section, about: 'Colour of the buttons of the hosted pages; an application may have its own', example: '#1f4fd8' }),
  PAGES_PRIVACY_URL: link('Link at the bottom of the hosted pages to what is said about privacy'),
  PAGES_TERMS_URL: link('Link at the bottom of the hosted pages to the terms of use'),
  PAGES_SUPPORT_URL: link('Link at the bottom of the hosted pages to where people get help'),
};
