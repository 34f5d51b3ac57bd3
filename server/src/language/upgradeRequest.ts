import type { WorkspaceEdit } from 'vscode-languageserver';
import type { UpgradeResult } from '../protocol.js';
import { UpgradeError, upgradeText } from '../upgrade/upgrade.js';
import type { Analysis } from './documents.js';
import { failure } from './runner.js';

/**
 * The edit that brings a document to the newest version of the format, each change to be confirmed with its reason.
 * @throws a failure with a sentence when it cannot be
 */
export function upgradeOf({ uri, version, text, check }: Analysis): UpgradeResult {
	try {
		const upgrade = upgradeText(text, check.syntax);
		if (upgrade.text === text) return { version: upgrade.version, changes: 0 };
		const whole = [
			{ span: { start: 0, end: text.length }, newText: upgrade.text, why: upgrade.why.join(' ') },
		];
		const edits = upgrade.edits.length > 0 ? upgrade.edits : whole;
		const reasons = [...new Set(edits.map(({ why }) => why))];
		const edit: WorkspaceEdit = {
			documentChanges: [
				{
					textDocument: { uri, version },
					edits: edits.map(({ span, newText, why }) => ({
						range: check.lines.rangeOf(span),
						newText,
						annotationId: `upgrade ${reasons.indexOf(why)}`,
					})),
				},
			],
			changeAnnotations: Object.fromEntries(
				reasons.map((label, i) => [`upgrade ${i}`, { label, needsConfirmation: true }]),
			),
		};
		return { version: upgrade.version, changes: edits.length, edit };
	} catch (error) {
		if (error instanceof UpgradeError) throw failure(error.message);
		throw error;
	}
}
