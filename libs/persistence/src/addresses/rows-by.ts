import type { EntityManager, QueryRunner } from 'typeorm';
import type { Query } from './settle-addresses.js';

/** For UPDATE and DELETE, TypeORM returns the rows together with their number. */
export function rowsBy(database: Pick<EntityManager | QueryRunner, 'query'>): Query {
  return async <Row>(sql: string, parameters?: unknown[]) => {
    const answer = (await database.query(sql, parameters)) as unknown[];
    return (Array.isArray(answer[0]) ? answer[0] : answer) as Row[];
  };
}
