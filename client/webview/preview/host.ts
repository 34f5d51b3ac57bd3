import type { HostToPreview, PreviewToHost } from '../../../server/src/protocol.js';
import { type SavedState, savedState } from './savedState.js';

/** The subset of VS Code's webview API that the page uses; a plain browser gives its own as `window.fakeHost`. */
interface WebviewApi {
	postMessage(message: PreviewToHost): void;
	getState(): unknown;
	setState(state: SavedState): void;
}

declare global {
	/** Given by VS Code, once a page. */
	var acquireVsCodeApi: (() => WebviewApi) | undefined;
	/** Given by a page outside VS Code. */
	var fakeHost: WebviewApi | undefined;
}

/** The other side of the page. */
export interface Host {
	post(message: PreviewToHost): void;
	load(): SavedState;
	save(state: SavedState): void;
	/** Calls back on every message; answers how to stop. */
	listen(listener: (message: HostToPreview) => void): () => void;
}

/**
 * Connects to VS Code, or to `window.fakeHost` in a plain browser.
 * @throws Error when the page has neither
 */
export function connect(): Host {
	const api = globalThis.acquireVsCodeApi?.() ?? globalThis.fakeHost;
	if (!api) throw new Error('This page runs in VS Code, or in a page that gives window.fakeHost.');
	return {
		post: (message) => api.postMessage(message),
		load: () => savedState(api.getState()),
		save: (state) => api.setState(state),
		listen(listener) {
			const receive = (event: MessageEvent) => {
				if (isHostMessage(event.data)) listener(event.data);
			};
			window.addEventListener('message', receive);
			return () => window.removeEventListener('message', receive);
		},
	};
}

/** What a message of each type must have, at least. */
const members: { readonly [T in HostToPreview['type']]: readonly string[] } = {
	show: ['model'],
	unavailable: ['message'],
	select: ['entity'],
	notice: ['message'],
	baseline: [],
	traffic: ['id', 'result'],
	trafficProgress: ['id', 'message'],
	trafficFailed: ['id', 'message'],
	balanced: ['vportId', 'changes', 'words'],
	capture: ['path', 'name'],
};

/** Browser extensions and VS Code's own scripts post to the same window. */
function isHostMessage(value: unknown): value is HostToPreview {
	if (typeof value !== 'object' || value === null || !('type' in value)) return false;
	const needed = Object.entries(members).find(([type]) => type === value.type)?.[1];
	return needed?.every((member) => member in value) ?? false;
}

/** Sends a message to the host. */
export type Post = (message: PreviewToHost) => void;
