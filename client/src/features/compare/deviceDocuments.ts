import { type Disposable, EventEmitter, type TextDocumentContentProvider, Uri, workspace } from 'vscode';

const SCHEME = 'rssv2-device';

/** States of devices as read-only documents, the latest of each. */
export class DeviceDocuments implements TextDocumentContentProvider, Disposable {
	readonly #changed = new EventEmitter<Uri>();
	readonly #registration = workspace.registerTextDocumentContentProvider(SCHEME, this);
	readonly #texts = new Map<string, string>();
	readonly onDidChange = this.#changed.event;

	provideTextDocumentContent(uri: Uri): string {
		return this.#texts.get(uri.toString()) ?? '';
	}

	/** Keeps the state of a device; gives the document that shows it. */
	put(device: string, fileName: string, text: string): Uri {
		const uri = Uri.from({ scheme: SCHEME, path: `/${fileName}`, query: device });
		this.#texts.set(uri.toString(), text);
		this.#changed.fire(uri);
		return uri;
	}

	dispose(): void {
		this.#registration.dispose();
		this.#changed.dispose();
	}
}
