import { Disposable, Range, type TextEditor, type TextEditorDecorationType, window, workspace } from 'vscode';
import type { Swatch } from '../../../../server/src/protocol.js';
import { paintOf, palette } from '../../../shared/palette.js';
import { isConfiguration } from '../../infrastructure/documents.js';
import type { Services } from '../../infrastructure/services.js';

/** A full square, and squares with the stripes that the preview lays over a hue that it uses again. */
const signs = ['■', '▨', '▧', '▤'] as const;

/** Lines above and below those in sight, so that a little scrolling needs no question. */
const MARGIN = 40;

/** What an editor shows. */
interface Drawn {
	readonly version: number;
	readonly first: number;
	readonly last: number;
	/** The swatches, to tell whether others are to be shown. */
	readonly key: string;
}

/** Draws the colours of processors into editors. */
export class Swatches implements Disposable {
	/** By sign and hue; made when they are first needed. */
	readonly #types = new Map<string, TextEditorDecorationType>();
	/** Editors whose colours are being asked for, and whether they have changed meanwhile. */
	readonly #asking = new Map<TextEditor, { again: boolean }>();

	readonly #drawn = new WeakMap<TextEditor, Drawn>();

	constructor(
		readonly server: Pick<Services['server'], 'request'>,
		readonly log: Services['log'],
	) {}

	/** Draws the colours of lines that have come into sight, unless they have theirs. */
	scrolled(editor: TextEditor): void {
		const drawn = this.#drawn.get(editor);
		const inSight = editor.visibleRanges.every(
			({ start, end }) => drawn && drawn.first <= start.line && end.line <= drawn.last,
		);
		if (!inSight || drawn?.version !== editor.document.version) this.refresh(editor);
	}

	/** Draws the colours of the lines in sight anew. */
	refresh(editor: TextEditor): void {
		const asking = this.#asking.get(editor);
		if (asking) {
			asking.again = true;
			return;
		}
		if (!isConfiguration(editor.document)) return;
		this.#asking.set(editor, { again: false });
		this.#draw(editor)
			.catch((error: unknown) => this.log.debug(`swatches: ${String(error)}`))
			.finally(() => {
				const again = this.#asking.get(editor)?.again;
				this.#asking.delete(editor);
				if (again && window.visibleTextEditors.includes(editor)) this.refresh(editor);
			});
	}

	async #draw(editor: TextEditor): Promise<void> {
		const { document, visibleRanges } = editor;
		if (!workspace.getConfiguration('editor', document).get('colorDecorators', true)) {
			this.#show(editor, []);
			this.#drawn.delete(editor);
			return;
		}
		const first = Math.max(0, Math.min(...visibleRanges.map(({ start }) => start.line)) - MARGIN);
		const last = Math.max(...visibleRanges.map(({ end }) => end.line)) + MARGIN;
		if (!Number.isFinite(last)) return;
		const answer = await this.server.request('rssv2/swatches', {
			uri: document.uri.toString(),
			lines: { first, last },
		});
		// Those of another text are drawn when that is told to have changed.
		if (!answer || answer.version !== document.version) return;
		const { version, swatches } = answer;
		const key = JSON.stringify(swatches);
		const before = this.#drawn.get(editor);
		this.#drawn.set(editor, { version, first, last, key });
		// Whatever is drawn makes the editor lay out its lines, and a hover over them, once more.
		if (before?.version !== version || before.key !== key) this.#show(editor, swatches);
	}

	#show(editor: TextEditor, swatches: readonly Swatch[]): void {
		const ranges = new Map<TextEditorDecorationType, Range[]>();
		for (const { position, colour } of swatches) {
			const type = this.#typeOf(colour);
			const { line, character } = position;
			if (type) ranges.set(type, [...(ranges.get(type) ?? []), new Range(line, character, line, character)]);
		}
		for (const type of this.#types.values()) editor.setDecorations(type, ranges.get(type) ?? []);
	}

	#typeOf(colour: number): TextEditorDecorationType | undefined {
		const paint = paintOf(colour);
		if (!paint) return undefined;
		const key = `${paint.hue} ${paint.pattern}`;
		const known = this.#types.get(key);
		if (known) return known;
		const made = window.createTextEditorDecorationType({
			before: {
				contentText: signs[paint.pattern] ?? signs[0],
				color: palette[paint.hue] ?? palette[0],
				margin: '0 0.2em 0 0',
			},
		});
		this.#types.set(key, made);
		return made;
	}

	dispose(): void {
		Disposable.from(...this.#types.values()).dispose();
		this.#types.clear();
	}
}
