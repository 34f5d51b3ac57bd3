import type { ChildProcess } from 'node:child_process';
import type { Diagnostic } from 'vscode-languageserver-types';
import { LanguageServerUnderTest } from '../support/languageServer.js';

/** Our server with one open document, used as a peer is. */
export class OwnServer {
	private constructor(
		readonly server: LanguageServerUnderTest,
		readonly uri: string,
	) {}

	/** Starts it and opens a text. */
	static async start(path: string, name: string, text: string): Promise<OwnServer> {
		const server = await LanguageServerUnderTest.start(path);
		return new OwnServer(server, await server.open(name, text));
	}

	/** Starts it and waits until it is initialized. */
	static initialize(path: string): Promise<LanguageServerUnderTest> {
		return LanguageServerUnderTest.start(path);
	}

	get child(): ChildProcess {
		return this.server.child;
	}

	diagnostics(): Promise<Diagnostic[]> {
		return this.server.diagnostics(this.uri);
	}

	/** Makes an edit and asks for the diagnostics after it. */
	async edit(contentChanges: object[]): Promise<void> {
		await this.server.edit(this.uri, contentChanges);
		await this.server.diagnostics(this.uri);
	}

	/** Makes an edit and asks for a hover right after it. */
	async editAndHover(contentChanges: object[], position: { line: number; character: number }): Promise<void> {
		await this.server.edit(this.uri, contentChanges);
		await this.server.hover(this.uri, position);
	}

	async stop(): Promise<void> {
		await this.server.stop();
	}
}
