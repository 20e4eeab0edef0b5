/** One request to a receiver, without regard to how it gets there. */
export interface CarrierRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Below the receiver's address: empty, or it begins with `/`. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

export interface CarrierAnswer {
  readonly status: number;
  /** Names in lower case; of a header that came several times the first. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** How requests travel: straight over HTTP, through a gateway or a security server, or on media. What they say is not its concern. */
export interface Carrier {
  /** Resolves with the receiver's answer, whatever its status; PLATFORM_UNREACHABLE or PLATFORM_TLS_FAILED when there is none. Repeating is the caller's choice. */
  exchange(request: CarrierRequest, signal: AbortSignal): Promise<CarrierAnswer>;
  close(): Promise<void>;
}
