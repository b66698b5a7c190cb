import { de } from './de.js';
import { en, type Messages } from './en.js';
import { es } from './es.js';
import { fr } from './fr.js';
import { ja } from './ja.js';
import { pt } from './pt.js';
import { zh } from './zh.js';

/** By language, in the words of BCP 47. The first one is for everybody else. */
export const MESSAGES = { en, de, fr, es, pt, ja, zh } as const satisfies Readonly<Record<string, Messages>>;

export type Language = keyof typeof MESSAGES;
