import { Uri, ViewColumn } from 'vscode';
import type { Command } from '../../infrastructure/commands.js';
import type { Target } from '../../infrastructure/target.js';
import type { PreviewPanels } from './previewPanels.js';

/** Open Preview: in the column of the text, with the focus. */
export function openPreview(panels: PreviewPanels, target: Target): Command {
	return {
		id: 'rssv2.openPreview',
		async execute(argument) {
			const { uri } = await target.document(argument);
			panels.show(uri, { viewColumn: ViewColumn.Active });
		},
	};
}

/** Open Preview to the Side: the text keeps the focus. */
export function openPreviewToSide(panels: PreviewPanels, target: Target): Command {
	return {
		id: 'rssv2.openPreviewToSide',
		async execute(argument, entity) {
			// A code lens comes from the server, which writes a URI as text; menus give a second argument of their own.
			const { uri } = await target.document(typeof argument === 'string' ? Uri.parse(argument) : argument);
			const where = { viewColumn: ViewColumn.Beside, preserveFocus: true };
			panels.show(uri, where, typeof entity === 'string' ? entity : undefined);
		},
	};
}
