/** Something that happened in the daemon. Never holds a token, a key or a buffer. */
export type DaemonEvent =
	| { readonly event: 'listening'; readonly address: string }
	| { readonly event: 'connected'; readonly session: number; readonly sessions: number }
	| { readonly event: 'disconnected'; readonly session: number; readonly reason: string }
	| { readonly event: 'unauthorized'; readonly session: number }
	| {
			readonly event: 'request';
			readonly session: number;
			readonly oid: string;
			readonly type: string;
			readonly status: string;
			/** Ids of the rules that refused something. */
			readonly rules: readonly string[];
	  }
	| { readonly event: 'fault'; readonly session: number; readonly fault: string }
	| { readonly event: 'failed'; readonly session: number; readonly message: string }
	| { readonly event: 'closed' };

/** Takes what happens; must not throw. */
export type DaemonLog = (event: DaemonEvent) => void;
