import { commands, DiagnosticSeverity, type Disposable, languages, type Uri, workspace } from 'vscode';
import { isConfiguration } from '../../infrastructure/documents.js';

/** How long a text rests before it counts as broken or mended, in milliseconds: half a word is neither. */
const REST = 1_000;

/** Tells the walkthrough of package.json that a configuration was broken, and that it was mended. */
export class Steps implements Disposable {
	readonly #broken = new Set<string>();
	readonly #waiting = new Map<string, NodeJS.Timeout>();
	readonly #listener = languages.onDidChangeDiagnostics(({ uris }) => {
		for (const uri of uris) {
			const key = uri.toString();
			clearTimeout(this.#waiting.get(key));
			this.#waiting.set(
				key,
				setTimeout(() => {
					this.#waiting.delete(key);
					this.#look(uri);
				}, REST),
			);
		}
	});

	#look(uri: Uri): void {
		const key = uri.toString();
		const document = workspace.textDocuments.find((one) => one.uri.toString() === key);
		if (!document || !isConfiguration(document)) {
			// Closed, not mended.
			this.#broken.delete(key);
			return;
		}
		const faulty = languages
			.getDiagnostics(uri)
			.some(({ source, severity }) => source === 'rssv2' && severity === DiagnosticSeverity.Error);
		if (faulty && !this.#broken.has(key)) {
			this.#broken.add(key);
			void commands.executeCommand('setContext', 'rssv2.wasBroken', true);
		} else if (!faulty && this.#broken.delete(key)) {
			void commands.executeCommand('setContext', 'rssv2.wasFixed', true);
		}
	}

	dispose(): void {
		this.#listener.dispose();
		for (const timer of this.#waiting.values()) clearTimeout(timer);
	}
}
