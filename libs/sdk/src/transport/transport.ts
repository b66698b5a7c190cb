/** One request, as it goes to AuthEngine. */
export interface TransportRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: TransportSignal;
}

/** As much of an `AbortSignal` as is needed, so that the types need neither the DOM nor Node. */
export interface TransportSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export interface TransportResponse {
  readonly status: number;
  /** `name` in lower case. */
  header(name: string): string | undefined;
  text(): Promise<string>;
  chunks(): AsyncIterable<Uint8Array>;
}

/** Carries requests. Rejects when nothing answered, or when the signal says so. */
export interface Transport {
  send(request: TransportRequest): Promise<TransportResponse>;
}
