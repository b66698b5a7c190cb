import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import { decodeCursor, encodeCursor, isCursor } from './cursor.js';
import { nextLink } from './next-link.js';
import { answerPage, pageOf } from './page.js';
import { pageOfWhole } from './page-of-whole.js';
import { PageQuery } from './page-query.dto.js';

const position = { createdAt: new Date('2026-02-03T04:05:06.789Z'), id: '0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b' };

describe('a cursor', () => {
  it('gives its position back, whatever the position', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }), fc.uuid(), (createdAt, id) => {
        expect(decodeCursor(encodeCursor({ createdAt, id }))).toEqual({ createdAt, id });
      }),
    );
  });

  it('is refused with a 400 that names the field when it was not handed out', () => {
    const json = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const forged = [
      '',
      'x',
      '%00',
      encodeCursor(position) + '=',
      ` ${encodeCursor(position)}`,
      json({}),
      json(null),
      json([1]),
      json([1, 'x']),
      json(['1', position.id]),
      json([1.5, position.id]),
      json([9e15, position.id]),
      json([1, position.id, 1]),
      json([1, position.id.toUpperCase()]),
      json([{ $gt: '' }, position.id]),
      Buffer.from(`[1, "${position.id}"]`).toString('base64url'),
      'A'.repeat(1_000_000),
    ];
    for (const text of forged) {
      expect(isCursor(text)).toBe(false);
      expect(() => decodeCursor(text)).toThrow(expect.objectContaining({ status: 400, errors: [expect.objectContaining({ field: 'cursor' })] }));
    }
    expect(isCursor({ $ne: '' })).toBe(false);
    expect(isCursor([encodeCursor(position)])).toBe(false);
  });
});

describe('PageQuery', () => {
  const faults = (query: Record<string, unknown>): string[] =>
    validateSync(plainToInstance(PageQuery, query), { whitelist: true, forbidNonWhitelisted: true }).map((fault) => fault.property);

  it('takes a limit of 1 to 100, 50 unless given', () => {
    expect(plainToInstance(PageQuery, {}).limit).toBe(50);
    expect(plainToInstance(PageQuery, { limit: '7' }).limit).toBe(7);
    for (const limit of ['1', '50', '100']) expect(faults({ limit })).toEqual([]);
    for (const limit of ['0', '101', '-1', '1e2', '0x10', ' 5', '', '1.5', 'abc', '1e9', ['1', '2'], { $gt: 1 }]) expect(faults({ limit })).toEqual(['limit']);
  });

  it('takes cursors that were handed out only', () => {
    expect(faults({ cursor: encodeCursor(position) })).toEqual([]);
    for (const cursor of ['', 'x', { $ne: '' }, [encodeCursor(position)]]) expect(faults({ cursor })).toEqual(['cursor']);
  });
});

describe('pages', () => {
  const rows = [3, 2, 1].map((n) => ({ createdAt: new Date(n), id: `0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2${n}` }));

  it('have a next one exactly when a row too many was found', () => {
    expect(pageOf(rows, 3)).toEqual({ items: rows });
    expect(pageOf(rows, 2)).toEqual({ items: rows.slice(0, 2), next: encodeCursor(rows[1] ?? position) });
    expect(pageOf([], 2)).toEqual({ items: [] });
  });

  it('tell how many there are in all where that is known', () => {
    const setHeader = jest.fn();
    answerPage(pageOf(rows, 3, 17), { originalUrl: '/x' }, { setHeader });
    expect(setHeader).toHaveBeenCalledWith('X-Total-Count', '17');
  });

  it('link to the next one under the same path and filters', () => {
    const setHeader = jest.fn();
    const next = encodeCursor(position);
    expect(answerPage({ items: rows, next }, { originalUrl: '/api/v1/platform/audit?status=denied&limit=3&cursor=old' }, { setHeader })).toBe(rows);
    expect(setHeader).toHaveBeenCalledWith('Link', `</api/v1/platform/audit?status=denied&limit=3&cursor=${next}>; rel="next"`);
    setHeader.mockClear();
    answerPage({ items: rows }, { originalUrl: '/x' }, { setHeader });
    expect(setHeader).not.toHaveBeenCalled();
  });

  it('cannot be made to break out of the header', () => {
    expect(nextLink('/a>; rel="x"\r\nX: y', { q: '>\r\n"' }, 'c')).toBe('</a%3E;%20rel=%22x%22%0D%0AX:%20y?q=%3E%0D%0A%22&cursor=c>; rel="next"');
  });
});

describe('a page of a list that is read whole', () => {
  const rows = Array.from({ length: 5 }, (_, i) => ({ name: `row ${i}`, createdAt: position.createdAt, id: `0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2${i}` }));
  const pages = (of: readonly (typeof rows)[number][], limit: number): string[][] => {
    const told: string[][] = [];
    let next: string | undefined;
    do {
      const page = pageOfWhole(of, { limit, ...(next === undefined ? {} : { cursor: next }) }, (row) => row);
      told.push(page.items.map(({ name }) => name));
      expect(page.total).toBe(of.length);
      next = page.next;
    } while (next !== undefined);
    return told;
  };

  it('keeps the order of the list, whatever it is, and ends with its last row', () => {
    expect(pages(rows, 2)).toEqual([['row 0', 'row 1'], ['row 2', 'row 3'], ['row 4']]);
    expect(pages([...rows].reverse(), 5)).toEqual([['row 4', 'row 3', 'row 2', 'row 1', 'row 0']]);
    expect(pages([], 3)).toEqual([[]]);
  });

  it('begins anew where the row that the cursor names has gone, so that nothing is left out', () => {
    const { next } = pageOfWhole(rows, { limit: 2 }, (row) => row);
    const left = rows.filter(({ name }) => name !== 'row 1');
    expect(pageOfWhole(left, { limit: 2, cursor: next! }, (row) => row).items.map(({ name }) => name)).toEqual(['row 0', 'row 2']);
  });
});
