import { commands, DiagnosticSeverity, type Disposable, languages, type Uri, workspace } from 'vscode';
import { isConfiguration } from '../../infrastructure/documents.js';

/** Tells the walkthrough of package.json that a configuration was broken, and that it was mended. */
export class Steps implements Disposable {
	readonly #broken = new Set<string>();
	readonly #listener = languages.onDidChangeDiagnostics(({ uris }) => {
		for (const uri of uris) this.#look(uri);
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
	}
}
