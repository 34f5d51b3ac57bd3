import type { CodeLens } from 'vscode-languageserver';
import { count } from '../plan/words.js';
import type { EntityView } from '../protocol.js';
import type { Analysis } from './documents.js';
import { previewModelOf } from './previewModel.js';

/** The client's command that opens the preview of a document (its URI) on an entity (its key). */
const OPEN_PREVIEW = 'rssv2.openPreviewToSide';

/** A line above every scaling entity: how it spreads. A click opens the preview on it. */
export function codeLensesOf(analysis: Analysis): CodeLens[] {
	const { uri, entities } = previewModelOf(analysis);
	return entities.map((entity) => ({
		range: { start: entity.range.start, end: entity.range.start },
		command: { title: spreadInWords(entity), command: OPEN_PREVIEW, arguments: [uri, entity.key] },
	}));
}

/** `64 entries → 4 processors, busiest 27 %`, `RSS off: all packets → 0:14` */
export function spreadInWords({ rss, table, shares, primaryProcessor }: EntityView): string {
	if (!rss) return `RSS off: all packets → ${primaryProcessor.processor}`;
	const [busiest] = shares;
	const spread = `${count(table.length, 'entry', 'entries')} → ${count(shares.length, 'processor')}`;
	if (!busiest || shares.length === 1) return spread;
	return `${spread}, busiest ${Math.round(busiest.share * 1000) / 10} %`;
}
