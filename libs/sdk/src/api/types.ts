import type { paths } from './generated/openapi.js';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
/** The paths that have this method. */
export type PathWith<M extends Method> = { [P in keyof paths]: paths[P] extends Record<M, unknown> ? P : never }[keyof paths] & string;

type Operation<M extends Method, P extends keyof paths> = paths[P] extends Record<M, infer O> ? O : never;
type Parameters<O, K extends string> = O extends { parameters: infer A } ? (A extends Record<K, infer V> ? V : A extends Partial<Record<K, infer V>> ? V | undefined : undefined) : undefined;
type BodyOf<O> = O extends { requestBody: { content: { 'application/json': infer B } } } ? { readonly body: B } : O extends { requestBody?: { content: { 'application/json': infer B } } } ? { readonly body?: B } : unknown;
type ParamsOf<O> = [Exclude<Parameters<O, 'path'>, undefined>] extends [never] ? unknown : { readonly params: Exclude<Parameters<O, 'path'>, undefined> };
type QueryOf<O> = [Exclude<Parameters<O, 'query'>, undefined>] extends [never] ? unknown : { readonly query?: Exclude<Parameters<O, 'query'>, undefined> };
/** As whom: a user with their token, or the service with its key. */
interface Caller {
  readonly token?: string;
  readonly asService?: boolean;
}

type Options<O> = Caller & ParamsOf<O> & QueryOf<O> & BodyOf<O>;
/** Left out where nothing in it is needed. */
export type CallOptions<M extends Method, P extends keyof paths> = Record<never, never> extends Options<Operation<M, P>> ? [options?: Options<Operation<M, P>>] : [options: Options<Operation<M, P>>];

type Responses<O> = O extends { responses: infer R } ? R : never;
type Json<R> = R extends { content: { 'application/json': infer B } } ? B : undefined;
export type Success<M extends Method, P extends keyof paths> = { [S in keyof Responses<Operation<M, P>>]: Json<Responses<Operation<M, P>>[S]> }[keyof Responses<Operation<M, P>>];
