import { brandIn, type Brand } from '@authengine/contracts';

/** The brand, with what it leaves out from the other one. */
export function brandOver(brand: Brand, others: Brand): Brand {
  return { ...others, ...brandIn(brand) };
}

/** The policy of a page that shows this logo. */
export function policyWithLogo(policy: string, { logo_url }: Brand): string {
  return logo_url !== undefined && URL.canParse(logo_url) ? `${policy}; img-src ${new URL(logo_url).origin}` : policy;
}

export const COLOR_CODE = /^[0-9a-f]{6}$/;

/** The style for a colour: black or white on it, whichever is easier to read (WCAG 2.2, relative luminance). */
export function colorStyle(code: string): string {
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => channel(parseInt(code.slice(at, at + 2), 16) / 255));
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  const onIt = 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 ? '#ffffff' : '#000000';
  return `:root { --brand: #${code}; --on-brand: ${onIt}; }\n`;
}

function channel(share: number): number {
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}
