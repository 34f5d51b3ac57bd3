import type { HostToPreview, PreviewToHost } from '../../../server/src/protocol.js';

/** What the page keeps when it is hidden or the window is reloaded. */
export interface SavedState {
	/** The document shown, so that the extension can restore the panel. */
	uri?: string;
	/** Key of the entity the user chose, kept while it is absent from the document. */
	entity?: string;
	/** Index of the table entry that Tab reaches. */
	cell?: number;
}

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

/** State may come from an older version of the page: what does not fit is left out. */
function savedState(value: unknown): SavedState {
	if (typeof value !== 'object' || value === null) return {};
	const { uri, entity, cell } = value as Record<keyof SavedState, unknown>;
	return {
		...(typeof uri === 'string' && { uri }),
		...(typeof entity === 'string' && { entity }),
		...(typeof cell === 'number' && { cell }),
	};
}

/** Browser extensions and VS Code's own scripts post to the same window. */
function isHostMessage(value: unknown): value is HostToPreview {
	if (typeof value !== 'object' || value === null || !('type' in value)) return false;
	return (value.type === 'show' && 'model' in value) || (value.type === 'unavailable' && 'message' in value);
}

/** Sends a message to the host. */
export type Post = (message: PreviewToHost) => void;
